from odoo import api, fields, models

from .xero_words import code_field


class XeroTaxRate(models.Model):
    """A tax rate of Xero's, known by its TaxType and never by its name (FACTS 5.3)."""

    _name = "xero.tax.rate"
    _description = "Xero tax rate"
    _inherit = "xero.mirror"
    _mapping = "xero.tax.map"

    tax_type = fields.Char(readonly=True, help="What stands on a document line in Xero.")
    effective_rate = fields.Float("Percent", digits=(16, 4), readonly=True)
    report_tax_type = code_field("report_tax_type", "report_tax_type", "Reported as")
    can_apply = fields.Json(readonly=True, help="Account class: may be used on its accounts.")
    components = fields.Json(readonly=True)
    status = code_field("status", "status")

    @api.depends("name", "effective_rate")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = f"{rate.name} ({rate.effective_rate:g}%)"

    def _applies_to(self, account_class):
        """Whether Xero takes this rate on an account of a class; what Xero did not say is allowed.

        :param str account_class: ASSET, EQUITY, EXPENSE, LIABILITY or REVENUE
        :rtype: bool
        """
        self.ensure_one()
        return (self.can_apply or {}).get(account_class) is not False
