from odoo import api, fields, models


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
