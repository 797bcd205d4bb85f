from odoo import _, api, fields, models

GROUP_USER = "xero_connector.group_user"


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "xero.sync.mixin", "xero.master"]

    _xero_document = _xero_led = "item"

    xero_synced = fields.Boolean(
        "Items are synced with Xero", compute="_compute_xero_item", compute_sudo=True
    )
    xero_tracked = fields.Text(
        "Stock in Xero",
        compute="_compute_xero_item",
        compute_sudo=True,
        groups=GROUP_USER,
        help="What to know of an item that Xero tracks as inventory.",
    )

    @api.depends_context("company")
    def _compute_xero_item(self):
        connection = self._xero_connection()
        synced = connection.setting_ids.filtered(
            lambda row: row.entity == self._xero_document and row.enabled
        )
        for product in self:
            product.xero_synced = bool(synced)
            product.xero_tracked = product._xero_stock_words()

    def _xero_stock_words(self):
        """What a bookkeeper should know of a tracked item (FACTS 5.6); False for others.

        :rtype: str | bool
        """
        accounts = (self.xero_agreed or {}).get("inventory")
        if not accounts:
            return False
        return _(
            "Xero tracks this item as inventory (accounts %s). It counts the quantity itself, from "
            "invoices and bills there that name the item; quantities are not synced.",
            accounts,
        )

    def _xero_cost_kept(self):
        """Whether stock valuation works out the cost of one of these."""
        service = self.env["xero.sync.item"]
        return any(service._about(product, [])["kept"] for product in self)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        self._xero_lock_form(arch, view_type)
        return arch, view
