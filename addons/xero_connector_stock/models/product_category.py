from odoo import api, fields, models

from . import compat


class ProductCategory(models.Model):
    _inherit = "product.category"

    xero_tracked = fields.Boolean(
        "Its products are tracked in Xero",
        compute="_compute_xero_tracked",
        compute_sudo=True,
        groups="xero_connector.group_user",
    )

    @api.depends("property_valuation")
    @api.depends_context("company")
    def _compute_xero_tracked(self):
        products = self.env["product.product"]
        settings = products._xero_connection().setting_ids
        sent = settings.filtered(
            lambda row: row.entity == products._xero_document and row.enabled and row.push
        )
        for category in self:
            category.xero_tracked = bool(sent) and compat.valued_by_itself(
                category, self.env.company
            )
