from odoo import _, api, models
from odoo.tools import SQL

from ..services.transaction import own, repeat
from .notice import notice
from .xero_journal_map import PAYMENT_TYPES
from .xero_mapping import GROUP_ACCOUNTANT, USABLE


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

    @api.model
    def _suggest_new(self, connection):
        """Journals that were made since the last look get their row and a suggestion."""
        rows = self.search([("connection_id", "=", connection.id)])
        if self._journals(connection.sudo().company_id) - rows.journal_id:
            self._suggest(connection)

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

    def action_select_shared(self):
        """Confirm every journal that both sides surely have.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: the company is not connected
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        connection = self._connection_of_page()
        # What is suggested apart is not seen by this transaction.
        count, others = repeat(lambda: self._select_shared_apart(connection))
        self.env.invalidate_all()
        if not others:
            return notice(_("%s confirmed. Every payment journal has its account in Xero.", count))
        return notice(
            _(
                "%(count)s confirmed. Still for you to choose: %(names)s.",
                count=count,
                names=", ".join(others),
            ),
            "warning",
        )

    def _select_shared_apart(self, connection):
        """Suggest and confirm in a transaction of its own, with the person's rights.

        :rtype: tuple[int, list[str]] -- how many were confirmed, names of those still open
        """
        with own(self.env) as env:
            maps = self.with_env(env)
            maps._suggest(connection.with_env(env))
            rows = maps.search([("connection_id", "=", connection.id), *self._on_page])
            shared = rows.filtered(
                lambda row: row.state == "sure" and not row._refusal_of_target()
            )
            shared.action_confirm()
            others = rows.filtered(lambda row: row.status != "ready")
            return len(shared), others.mapped("display_name")

    def action_sync_bank_accounts(self):
        """Have Xero's accounts read now; journals are paired with those that are new.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: the list cannot be read now
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        settings = self._connection_of_page().setting_ids
        return settings.filtered(lambda row: row.entity == "ledger_account").action_sync_now()
