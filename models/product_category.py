from odoo import fields, models


class ProductCategory(models.Model):
    """Products without an account of their own have their category's."""

    _name = "product.category"
    _inherit = ["product.category", "xero.watch"]

    xero_template_ids = fields.One2many("product.template", "categ_id", "Its products")
