from odoo import fields, models


class AccountAccount(models.Model):
    _inherit = "account.account"

    xero_inventory = fields.Boolean(
        "Use as inventory in Xero",
        copy=False,
        help="Products whose purchases go to this account become items that Xero tracks as "
        "inventory. The account must be mapped to one of the type Inventory in Xero.",
    )
