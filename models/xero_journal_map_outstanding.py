from odoo import _, fields, models
from odoo.exceptions import UserError

from . import compat
from .notice import notice
from .xero_mapping import GROUP_ACCOUNTANT


class XeroJournalMap(models.Model):
    """Where Odoo books the money of payments until a bank statement confirms it (S78, S79).

    A payment method line of the journal names the account, else the company does. Odoo accepts the
    journal's own account there: money that Xero has already seen on the bank is on the bank then.
    """

    _inherit = "xero.journal.map"

    incoming = fields.Char(
        "Money in is booked to",
        compute="_compute_outstanding",
        compute_sudo=True,
        help="The account of incoming payments: outstanding receipts, or the bank itself.",
    )
    outgoing = fields.Char(
        "Money out is booked to",
        compute="_compute_outstanding",
        compute_sudo=True,
        help="The account of outgoing payments: outstanding payments, or the bank itself.",
    )
    straight = fields.Boolean(compute="_compute_outstanding", compute_sudo=True)

    def _compute_outstanding(self):
        for row in self:
            lines, own = row._method_lines(), row.journal_id.default_account_id
            row.incoming, row.outgoing = (row._accounts_in_words(part) for part in lines)
            accounts = [compat.outstanding_account(line) for part in lines for line in part]
            row.straight = bool(own) and all(account == own for account in accounts)

    def _method_lines(self):
        """The journal's payment methods, of money in and of money out."""
        journal = self.journal_id
        return journal.inbound_payment_method_line_ids, journal.outbound_payment_method_line_ids

    def _accounts_in_words(self, lines):
        names = []
        for line in lines:
            account = compat.outstanding_account(line)
            code = compat.account_code(account, self.company_id) if account else ""
            names.append(" ".join(filter(None, [code, account.name])) or _("no account"))
        return ", ".join(dict.fromkeys(names))

    def action_book_to_bank(self):
        """Have payments of these journals booked to the bank account itself, in and out.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant, or without Odoo's
            right to change journals
        :raises odoo.exceptions.UserError: a journal has no account of its own
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self.check_access_rule("write")
        for row in self:
            own = row.journal_id.default_account_id
            if not own:
                raise UserError(
                    _("“%s” has no account. Choose its bank account in Odoo first.",
                      row.journal_id.display_name)
                )  # fmt: skip
            incoming, outgoing = row._method_lines()
            (incoming | outgoing).write({"payment_account_id": own.id})
        return notice(
            _("New payments of %s are booked to the bank account itself.",
              ", ".join(self.mapped("display_name"))),
            "success",
        )  # fmt: skip
