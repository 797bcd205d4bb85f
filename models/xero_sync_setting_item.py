from odoo import fields, models


class XeroSyncSetting(models.Model):
    """What a company chooses for its items."""

    _inherit = "xero.sync.setting"

    item_no_code = fields.Selection(
        [
            ("ask", "Ask for the reference"),
            ("skip", "Leave them out"),
        ],
        "Products without a reference",
        default="ask",
        required=True,
        help="An item in Xero needs a code. It is the internal reference of the product.",
    )
    item_long_name = fields.Selection(
        [
            ("ask", "Ask for a shorter name"),
            ("cut", "Send the first 50 characters"),
        ],
        "Names over 50 characters",
        default="ask",
        required=True,
    )
    item_accounts = fields.Boolean(
        "Accounts and taxes",
        default=True,
        help="Off: accounts and taxes of products and items are left alone on both sides.",
    )
    item_cost = fields.Selection(
        [
            ("both", "Sync both ways"),
            ("odoo", "Send Odoo's cost to Xero"),
            ("none", "Do not sync"),
        ],
        "Cost in Odoo, purchase price in Xero",
        default="both",
        required=True,
        help="A cost that stock valuation works out is never changed from Xero.",
    )
    item_type = fields.Selection(
        [("consu", "Goods"), ("service", "Services")],
        "Imported items become",
        default="consu",
        required=True,
    )
    item_category_id = fields.Many2one(
        "product.category",
        "Category of imported items",
        help="Empty: Odoo's own default.",
    )
    item_tracked_category_id = fields.Many2one(
        "product.category",
        "Category of items tracked in Xero",
        help="For imported items that Xero tracks as inventory. Empty: Odoo's own default.",
    )
    item_cogs_account_id = fields.Many2one(
        "account.account",
        "Cost of goods sold of tracked items",
        check_company=True,
        domain="[('account_type', '=like', 'expense%')]",
        help="Needed for products whose purchases go to an account that is used as inventory in "
        "Xero.",
    )
    item_company = fields.Selection(
        [("shared", "All companies"), ("own", "Only the company of this connection")],
        "Imported items belong to",
        default="shared",
        required=True,
    )
    item_read_at = fields.Datetime("Whole list of items read on", readonly=True)
