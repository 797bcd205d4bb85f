"""Capturing Odoo changes: from the notes of a transaction to outbox rows in the same one."""

from odoo import models

from .run import PERSON

PENDING = "xero_connector.changes"


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _flush_changes(self):
        """Precommit hook: write what was noted to the outbox.

        The row exists if and only if the change does.
        """
        pending = self.env.cr.precommit.data.pop(PENDING, {})
        services = self._services()
        settings = self.env["xero.sync.setting"].sudo()
        for (entity, pulled), changes in pending.items():
            for setting in settings.browse(settings._watching_ids(entity, pulled)):
                service = services[entity].sudo()
                service._enqueue(
                    setting, service._known_there(setting, changes) if pulled else changes
                )

    def _known_there(self, setting, changes):
        """Of what another organisation's import changed, that which this one has already.

        What it does not have is for people, and the nightly comparison, to bring there: two
        companies do not share all their contacts.
        """
        links = self.env["xero.link"]._of_odoo(
            setting.connection_id, self._xero_entity, list(changes)
        )
        return {res_id: changes[res_id] for res_id in links}

    def _enqueue(self, setting, changes, **values):
        """Put changed records that this setting sends into the outbox and wake the export.

        :param dict changes: record id -> set of field names
        :param values: ``priority``, ``policy``
        """
        wanted = self._worth_sending(setting, list(changes)) if changes else ()
        if not wanted:
            return
        self.env["xero.outbox"]._put(
            setting,
            self._odoo_model,
            {res_id: sorted(changes[res_id]) for res_id in wanted},
            **values,
        )
        if setting.push_schedule == "at_once" or values:
            self._wake("push")

    def _worth_sending(self, setting, ids):
        """Those that are linked already, and those that the setting lets out by themselves."""
        connection = setting.connection_id
        linked = self.env["xero.link"]._of_odoo(connection, self._xero_entity, ids)
        others = [res_id for res_id in ids if res_id not in linked]
        model = self.env[self._odoo_model].with_context(active_test=False)
        model = model.with_company(connection.company_id)
        if others:
            model = model.search([("id", "in", others), *self._wanted_domain(setting)])
        return [*linked, *model.ids]

    def _sync_now(self, setting, records):
        """A person wants these records in agreement now: sent first, what is linked read back."""
        links = self.env["xero.link"]._of_odoo(
            setting.connection_id, self._xero_entity, records.ids
        )
        if setting.push:
            self.env["xero.outbox"]._put(
                setting, self._odoo_model, {res_id: [] for res_id in records.ids}, priority=PERSON
            )
            self._wake("push")
        if setting.pull and links:
            inbox = self.env["xero.inbox"]
            for link in links.values():
                inbox._put(
                    setting.connection_id, self._xero_entity, link.xero_id, payroll=setting.payroll
                )
            self._wake("pull")
