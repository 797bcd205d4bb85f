from odoo import fields, models


class XeroSyncSetting(models.Model):
    """What a company chooses for its currencies and exchange rates."""

    _inherit = "xero.sync.setting"

    currency_activate = fields.Boolean(
        "Switch on in Odoo what Xero uses",
        help="Off: the list of currencies offers it. In Odoo a currency is switched on for all "
        "companies.",
    )
    currency_rates = fields.Boolean(
        "Fill days without a rate",
        default=True,
        help="Odoo gets the rates that Xero chose on its documents, for days on which Odoo has "
        "none. A rate that is in Odoo is never changed.",
    )
