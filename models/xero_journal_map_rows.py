from odoo import api, models
from odoo.tools import SQL

from .xero_journal_map import PAYMENT_TYPES
from .xero_mapping import USABLE


class XeroJournalMap(models.Model):
    """Which journals have a row, which of them is meant, and the buttons for all of them."""

    _inherit = "xero.journal.map"

    @api.model
    def _journals(self, company):
        """The journals a company books payments in.

        :rtype: account.journal
        """
        journals = self.env["account.journal"].sudo()
        return journals.search(
            [*journals._check_company_domain(company), ("type", "in", PAYMENT_TYPES)]
        )

    def _rows_wanted(self, connection):
        """Rows of every payment journal; new ones are made.

        :rtype: xero.journal.map
        """
        journals = self._journals(connection.sudo().company_id)
        rows = self.search(
            [("connection_id", "=", connection.id), ("journal_id", "in", journals.ids)]
        )
        new = self._new_rows(
            [
                {"connection_id": connection.id, "journal_id": journal.id}
                for journal in journals - rows.journal_id
            ]
        )
        new._carry_over()
        used = self._seen(journals)
        for row in rows | new:
            if row.in_use != (row.journal_id.id in used):
                row.in_use = row.journal_id.id in used
        return rows | new

    def _carry_over(self):
        """What somebody confirmed for the journal's account, while accounts were asked for."""
        for row in self:
            accounts = self.env["xero.account.map"].sudo().search(
                [
                    ("connection_id", "=", row.connection_id.id),
                    ("account_id", "=", row.journal_id.default_account_id.id),
                    ("state", "=", "confirmed"),
                ]
            )
            if not accounts:
                continue
            row.ledger_account_id = accounts.ledger_account_id
            if row._refusal_of_kind():
                row.ledger_account_id = False
            else:
                row.write({"state": "confirmed", "why": accounts.why})

    def _seen(self, journals):
        """Journals with posted entries.

        :rtype: set[int]
        """
        self.env["account.move"].flush_model(["journal_id", "state"])
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM account_journal journal
                 WHERE id IN %s AND EXISTS (
                       SELECT FROM account_move move
                        WHERE move.journal_id = journal.id AND move.state = 'posted')
                """,
                tuple(journals.ids or [0]),
            )
        )
        return {journal_id for (journal_id,) in self.env.cr.fetchall()}

    def _unlisted(self, connection):
        rows = self.search([("connection_id", "=", connection.id)])
        return bool(self._journals(connection.sudo().company_id) - rows.journal_id)

    @api.model
    def _follow(self, journals):
        """Journals that were made or changed just now: their rows, and a suggestion for each.

        :param account.journal journals: of any kind and company
        """
        connections = self.env["xero.connection"].sudo().search(
            [("company_id", "child_of", journals.company_id.ids)]
        )
        for connection in connections:
            known = self._journals(connection.company_id) & journals
            if not known:
                continue
            rows = self._rows_wanted(connection).filtered(
                lambda row, known=known: row.journal_id in known
            )
            targets = self._targets(connection)
            for row in rows._undecided():
                row._take(row._suggestion(targets))

    @api.model
    def _by_account(self, connection):
        """The rows of the journals that payments are booked in, by the Xero id of their account.

        :rtype: dict[str, xero.journal.map] -- without those whose suggestion nobody confirmed
        """
        rows = self.sudo()
        rows._suggest_new(connection)
        domain = [("connection_id", "=", connection.id), ("state", "in", USABLE), *self._on_page]
        return {row.ledger_account_id.xero_id: row for row in rows.search(domain)}

    def _retry_waiting(self):
        """Payments that found no journal are read again, as soon as one has its account."""
        result = super()._retry_waiting()
        self._read_again("invoice")
        return result

    @api.model
    def get_bank_sync(self):
        """The sync that reads Xero's accounts, for its button above the page.

        :rtype: dict -- id, enabled, and the seconds in cooldown; without an id there is none
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        settings = self.env["xero.sync.setting"].search(
            [("entity", "=", "ledger_account"), ("company_id", "=", self.env.company.id)], limit=1
        )
        return {
            "id": settings.id,
            "enabled": settings.enabled,
            "cooldown": settings.cooldown or {},
        }
