from odoo import _, api, fields, models

from ..services.mapping import XERO_ONLY
from .xero_words import code_field


class XeroLedgerAccount(models.Model):
    """An account of Xero's chart of accounts (FACTS 5.2)."""

    _name = "xero.ledger.account"
    _description = "Xero account"
    _inherit = "xero.mirror"
    _mapping = "xero.account.map"
    _order = "code, name, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(readonly=True, help="Bank accounts and some system accounts have none.")
    type = code_field("type", "account_type")
    account_class = code_field("account_class", "account_class", "Class")
    system_account = code_field(
        "system_account", "system_account", help="Xero fills these accounts by itself."
    )
    tax_type = fields.Char("Code of the default tax", readonly=True)
    tax_name = fields.Char("Default tax", compute="_compute_tax_name")
    currency_code = fields.Char("Currency", readonly=True)
    status = code_field("status", "status")
    bank_account_number = fields.Char("Account number", readonly=True)
    bank_account_type = code_field(
        "bank_account_type", "bank_account_type", "Kind of bank account"
    )
    enable_payments = fields.Boolean("Takes payments", readonly=True)

    @api.depends("tax_type", "connection_id")
    def _compute_tax_name(self):
        rates = self.env["xero.tax.rate"].sudo().with_context(active_test=False)
        found = {
            (rate.connection_id, rate.tax_type): rate.name
            for rate in rates.search([("connection_id", "in", self.connection_id.ids)])
        }
        for account in self:
            key = (account.connection_id, account.tax_type)
            account.tax_name = found.get(key, account.tax_type)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for account in self:
            account.display_name = " ".join(filter(None, (account.code, account.name)))

    def _refusal_of_line(self):
        """Why no document line stands on an account; "" for those that take lines.

        :rtype: str
        """
        return self._refusal_by_xero() or self._refusal_of_bank()

    def _refusal_by_xero(self):
        """Why no document line stands on an account that Xero fills by itself; "" for others.

        :rtype: str
        """
        if self.system_account not in XERO_ONLY:
            return ""
        return _(
            "Xero fills “%s” by itself and takes no document line on it. Choose another account.",
            self.display_name,
        )

    def _refusal_of_bank(self):
        """Why no document line stands on a bank account; "" for others.

        :rtype: str
        """
        if self.type != "BANK":
            return ""
        return _(
            "“%s” is a bank account in Xero, which stands on no document line: money comes to it "
            "by payments. Choose another account.",
            self.display_name,
        )
