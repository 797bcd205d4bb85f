"""Bulk work, "Import all" and "Export all", holds one cron thread of the database at most."""

from odoo import fields, models

from .run import BULK


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _imports_before(self, setting=None):
        """Imports of everything that are under way, or asked for before this setting's."""
        domain = [
            ("bulk", "=", "import"),
            ("enabled", "=", True),
            ("pull", "=", True),
            ("connection_id.state", "=", "live"),
            # One that has to wait for Xero's limit holds nobody else back.
            "|",
            ("next_pull", "=", False),
            ("next_pull", "<=", fields.Datetime.now()),
        ]
        if setting:
            domain.append(("id", "<", setting.id))
        return self.env["xero.sync.setting"].sudo().search(domain)

    def _bulk_pull_turn(self, setting):
        """Whether this setting may import everything now; each is woken by the one before.

        :rtype: bool
        """
        return setting.bulk != "import" or not self._imports_before(setting)

    def _bulk_turn(self, setting):
        """Whether bulk rows may be sent here now.

        :rtype: bool
        """
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(hashtext('xero_connector bulk'))")
        if not self.env.cr.fetchone()[0] or self._imports_before():
            return False
        return not self.env["xero.outbox"].sudo().search_count(
            [
                ("state", "=", "sending"),
                ("priority", ">=", BULK),
                ("lease_until", ">", fields.Datetime.now()),
                "|",
                ("entity", "!=", setting.entity),
                ("connection_id", "!=", setting.connection_id.id),
            ],
            limit=1,
        )

    def _wake_bulk(self):
        """Bulk work has ended: what waited for its turn goes on."""
        waiting = self.env["xero.sync.setting"].sudo().search([("bulk", "!=", "none")])
        for setting in waiting:
            setting._service()._wake("pull" if setting.bulk == "import" else "push")

    def _finish_bulk(self, run):
        """End "Export all" when nothing of it is left; come back when a row may be tried again."""
        setting = self.env["xero.sync.setting"].sudo().browse(run.setting_id)
        outbox = self.env["xero.outbox"].sudo()
        domain = [
            ("connection_id", "=", setting.connection_id.id),
            ("entity", "=", setting.entity),
        ]
        bulk_domain = [*domain, ("priority", ">=", BULK)]
        if setting.bulk == "export" and not outbox.search_count(bulk_domain, limit=1):
            setting.bulk = "none"
            self._wake_bulk()
        later = outbox.search([*domain, ("next_try", "!=", False)], order="next_try", limit=1)
        if later:
            self._wake("push", at=later.next_try)
