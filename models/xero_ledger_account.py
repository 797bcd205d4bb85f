from odoo import _, api, fields, models

from ..services.mapping import XERO_ONLY


class XeroLedgerAccount(models.Model):
    """An account of Xero's chart of accounts (FACTS 5.2)."""

    _name = "xero.ledger.account"
    _description = "Xero account"
    _inherit = "xero.mirror"
    _mapping = "xero.account.map"
    _order = "code, name, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(readonly=True, help="Bank accounts and some system accounts have none.")
    type = fields.Char(readonly=True)
    account_class = fields.Char("Class", readonly=True)
    system_account = fields.Char(readonly=True, help="Xero fills these accounts by itself.")
    tax_type = fields.Char("Default tax", readonly=True)
    currency_code = fields.Char("Currency", readonly=True)
    status = fields.Char(readonly=True)
    bank_account_number = fields.Char("Account number", readonly=True)
    bank_account_type = fields.Char("Kind of bank account", readonly=True)
    enable_payments = fields.Boolean("Takes payments", readonly=True)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for account in self:
            account.display_name = " ".join(filter(None, (account.code, account.name)))

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
