from odoo import _, models

from . import compat


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _xero_stock_words(self):
        words = super()._xero_stock_words()
        if not words or not compat.is_storable(self):
            return words
        return _(
            "%s Odoo keeps the stock as well: compare the two under Xero > Activity > Quantities "
            "and values.",
            words,
        )
