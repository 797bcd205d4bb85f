"""Customer invoices: the customer goes first, matched or sent, in one go for a whole batch
(S93)."""

from odoo import _, models

from .run import PERSON
from .transaction import repeat

# How long an invoice waits for its customer, in seconds, when the customer is on the way.
WAIT = 60


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _before_push(self, run, client, pairs):
        """Send the customers of these invoices that Xero does not know yet, and read back those it
        knows."""
        super()._before_push(run, client, pairs)
        setting_id = repeat(lambda: self._queue_customers(run, pairs))
        if not setting_id:
            return
        contacts = self.env["xero.sync.contact"]
        contacts._run(setting_id, "push", "at_once", run.deadline)
        if self._customers_found(run):
            contacts._run(setting_id, "pull", "at_once", run.deadline)

    def _queue_customers(self, run, pairs):
        """Put the unlinked customers into the contacts' outbox.

        :rtype: int -- id of the contacts' setting when there is something to send now
        """
        with self._unit(run.setting_id) as service:
            partners = service._unlinked_customers([pair.res_id for pair in pairs])
            setting = service._contact_setting()
            if not partners or not service._may_send(setting):
                return 0
            service._put_customers(setting, partners)
            return setting.id

    def _put_customers(self, setting, partner_ids):
        """Let these customers leave whatever the schedule of contacts says: an invoice waits.

        Those on their way already keep the count of their attempts; who comes before a person after
        too many is not sent again by each invoice.
        """
        connection = setting.connection_id
        domain = [("connection_id", "=", connection.id), ("entity", "=", "contact")]
        domain.append(("res_id", "in", partner_ids))
        outbox = self.env["xero.outbox"].sudo()
        rows = outbox.search(domain)
        rows.filtered(lambda row: row.priority > PERSON).priority = PERSON
        given_up = (
            self.env["xero.quarantine"]
            .sudo()
            .search([*domain, ("state", "=", "open"), ("reason", "=", "gave_up")])
        )
        known = {*rows.mapped("res_id"), *given_up.mapped("res_id")}
        new = {partner_id: [] for partner_id in partner_ids if partner_id not in known}
        outbox._put(setting, "res.partner", new, priority=PERSON)

    def _customers_found(self, run):
        """Whether Xero had some of them: those are linked by reading them."""
        with self._unit(run.setting_id) as service:
            domain = [
                ("connection_id", "=", service._setting.connection_id.id),
                ("entity", "=", "contact"),
            ]
            return bool(service.env["xero.inbox"].sudo().search_count(domain, limit=1))

    def _unlinked_customers(self, move_ids):
        """Commercial partners of these invoices without a contact in Xero."""
        moves = self.env["account.move"].search(
            [*self._scope_domain(self._setting), ("id", "in", move_ids)]
        )
        partners = moves.commercial_partner_id
        linked = (
            self.env["xero.link"]
            .sudo()
            ._of_odoo(self._setting.connection_id, "contact", partners.ids)
        )
        return [partner_id for partner_id in partners.ids if partner_id not in linked]

    def _contact_setting(self):
        return self._setting.connection_id.setting_ids.filtered(lambda row: row.entity == "contact")

    def _may_send(self, setting):
        """Contacts go to Xero, and the first run has paired what both sides had."""
        return bool(
            setting and setting.enabled and setting.push and (setting.paired or not setting.pull)
        )

    def _check_contact(self, pair, move, body):
        if body["contact"]:
            return
        partner = move.commercial_partner_id
        setting = self._contact_setting()
        rows = (
            self.env["xero.outbox"]
            .sudo()
            .search_count(
                [
                    ("connection_id", "=", self._setting.connection_id.id),
                    ("entity", "=", "contact"),
                    ("res_id", "=", partner.id),
                ],
                limit=1,
            )
        )
        if setting.enabled and setting.push and (rows or not self._may_send(setting)):
            pair.outcome, pair.wait = "deferred", WAIT
            pair.merged.to_xero = {}
            return
        pair.refuse(
            "dependency",
            _(
                "%(name)s waits for its customer %(partner)s, who is not in Xero: %(why)s. The "
                "invoice is sent by itself as soon as the customer is linked.",
                name=pair.name,
                partner=partner.display_name,
                why=self._why_unlinked(setting, partner),
            ),
        )

    def _why_unlinked(self, setting, partner):
        if not (setting.enabled and setting.push):
            return _("the export of contacts is switched off")
        if setting.master == "xero":
            return _("new contacts are made in Xero, so make it there and press “Sync now”")
        if partner.id in setting._service()._kept_ids(setting):
            return _("it is kept in Odoo only; press “Send to Xero” on its form")
        row = (
            self.env["xero.quarantine"]
            .sudo()
            ._open_for(setting.connection_id.id, "contact", "res.partner", partner.id)
        )
        return row.sentence.rstrip(".") if row else _("it is not among the contacts that are sent")


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _store_links(self, rows):
        """Invoices that waited for these customers go now."""
        super()._store_links(rows)
        linked = {row["res_id"] for row in rows if row.get("res_id")}
        if linked:
            self._retry_invoices(linked)

    def _retry_invoices(self, partner_ids):
        connection = self._setting.connection_id
        waiting = (
            self.env["xero.quarantine"]
            .sudo()
            .search(
                [
                    ("connection_id", "=", connection.id),
                    ("entity", "=", "invoice"),
                    ("reason", "=", "dependency"),
                    ("state", "=", "open"),
                ]
            )
        )
        if not waiting:
            return
        moves = self.env["account.move"].browse(waiting.mapped("res_id")).exists()
        ready = moves.filtered(lambda move: move.commercial_partner_id.id in partner_ids)
        setting = connection.setting_ids.filtered(lambda row: row.entity == "invoice")
        invoices = self.env["xero.sync.invoice"]
        self.env["xero.outbox"].sudo()._put(setting, "account.move", {i: [] for i in ready.ids})
        invoices._wake("push")
