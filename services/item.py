"""Items: what is kept equal between a Xero item and an Odoo product, and which are sent at all."""

from odoo import _, models

from ..xero.scopes import FEATURES
from ..xero.wire import clean
from .fields import Field

PRODUCT_FIELDS = {"default_code", "standard_price", "active", "product_tmpl_id"}
TEMPLATE_FIELDS = {
    "name", "list_price", "description_sale", "description_purchase", "sale_ok", "purchase_ok",
    "taxes_id", "supplier_taxes_id", "property_account_income_id", "property_account_expense_id",
    "categ_id", "company_id", "active",
}  # fmt: skip
CATEGORY_FIELDS = {"property_account_income_categ_id", "property_account_expense_categ_id"}
# What Xero nulls when an item is no longer sold or bought (FACTS 5.6).
SIDES = {
    "sold": ("description", "sale_price", "sale_account", "sale_tax"),
    "bought": ("purchase_description", "purchase_price", "purchase_account", "purchase_tax"),
}
MAPPED = ("sale_account", "sale_tax", "purchase_account", "purchase_tax")


class XeroSyncItem(models.AbstractModel):
    _name = "xero.sync.item"
    _inherit = "xero.sync"
    _description = "Items: Xero and Odoo products"

    _xero_entity = "item"
    _xero_label = "Items"
    _xero_sequence = 20
    _odoo_model = "product.product"
    _xero_path = "/api.xro/2.0/Items"
    _xero_collection = "Items"
    _xero_key = "ItemID"
    _xero_feature = "items"
    _xero_push_feature = "settings_export"
    _xero_requires = ("ledger_account", "tax_rate")
    _xero_watch = {
        "product.product": (PRODUCT_FIELDS, ""),
        "product.template": (TEMPLATE_FIELDS, "product_variant_ids"),
        "product.category": (CATEGORY_FIELDS, "xero_template_ids.product_variant_ids"),
    }

    def _default_setting(self, connection):
        """With several companies in the database, an imported product belongs to the one it came
        to."""
        several = self.env["res.company"].sudo().search_count([], limit=2) > 1
        return {
            **super()._default_setting(connection),
            "pull_schedule": "hourly",
            "item_company": "own" if several else "shared",
        }

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("code", _("Code"), limit=30),
            Field("name", _("Name"), limit=50),
            Field("sold", _("Sold")),
            Field("description", _("Sales description"), limit=4000),
            Field("sale_price", _("Sales price")),
            Field("sale_account", _("Sales account")),
            Field("sale_tax", _("Sales tax")),
            Field("bought", _("Bought")),
            Field("purchase_description", _("Purchase description"), limit=4000),
            Field("purchase_price", _("Purchase price")),
            Field("purchase_account", _("Purchase account")),
            Field("purchase_tax", _("Purchase tax")),
            Field("inventory", _("Inventory account and cost of goods sold"), owner="odoo"),
        )

    def _xero_name(self, payload):
        parts = [payload.get(key) for key in ("Code", "Name")]
        shown = [clean(part[:100]) for part in parts if isinstance(part, str)]
        return " ".join(filter(None, shown)) or str(payload.get(self._xero_key) or "")[:255]

    def _list_filter(self):
        """Prices with four places: reads round as well (FACTS 4.5)."""
        return {**super()._list_filter(), "unitdp": 4}

    def _exchange_of(self, pair):
        method, path, query = super()._exchange_of(pair)
        return method, path, {**query, "unitdp": 4}

    def _scope_domain(self, setting):
        """Products of this company and of all; a combination of products is none of its own."""
        company = setting.connection_id.company_id
        return [
            *super()._scope_domain(setting),
            *self.env["product.product"]._check_company_domain(company),
            ("type", "!=", "combo"),
        ]

    def _wanted_domain(self, setting):
        """What is sold or bought, with a code where those without one are left out."""
        coded = [("default_code", "!=", False)] if setting.item_no_code == "skip" else []
        return [
            *super()._wanted_domain(setting),
            ("active", "=", True),
            "|", ("sale_ok", "=", True), ("purchase_ok", "=", True),
            *coded,
        ]  # fmt: skip

    def _due_push(self, setting):
        """Without the permission to write, what is due waits and the connection says why."""
        due = super()._due_push(setting)
        missing = setting.connection_id._missing_scopes() if due else ()
        if not set(missing).intersection(FEATURES[self._xero_push_feature]):
            return due
        setting.connection_id._settle_permission(self._xero_push_feature)
        return None

    def _may_create_xero(self, pair, record):
        coded = bool(pair.odoo["code"]) or self._setting.item_no_code == "ask"
        return record.active and coded
