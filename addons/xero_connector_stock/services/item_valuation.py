"""Items: stock valuation decides which of them Xero tracks as inventory.

A product whose stock Odoo keeps and whose category is valued automatically becomes a tracked item;
valued by hand, it is none, wherever its purchases go. Products without stock in Odoo follow the
tick on the account of their purchases, as without this addon. That Xero counts tracked items itself
(FACTS 5.6) is said on the category and the product; it is no reason to send them untracked.
"""

from odoo import _, models

from ..models import compat

# What of these models moves an item in or out of tracking, beside what items watch anyway.
WATCHED = {
    "product.category": {"property_valuation", "property_stock_valuation_account_id"},
    "product.template": {"type", "detailed_type", "is_storable"},
}


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _brought_models(self):
        return super()._brought_models() | {"xero.item.stock"}

    def _watched(self, model):
        watched = super()._watched(model)
        if not watched or model not in WATCHED:
            return watched
        names, path = watched
        return names | WATCHED[model], path

    def _about(self, product, inherited):
        """Also ``valued``, whether Xero is to track the product because Odoo values its stock."""
        about = super()._about(product, inherited)
        by_itself = compat.valued_by_itself(product.categ_id, product.env.company)
        kept = about["kept"] or by_itself
        return {**about, "kept": kept, "valued": is_valued(product)}

    def _accounts_of(self, product):
        """What is bought of a tracked item goes to its inventory account in Xero."""
        found = super()._accounts_of(product)
        if is_valued(product):
            found["expense"] = stock_account(product)
        return found

    def _tracked(self, products, setting):
        kept = products.filtered(compat.is_storable)
        found = super()._tracked(products - kept, setting)
        for product in kept.filtered(lambda one: one.purchase_ok and is_valued(one)):
            accounts = product.product_tmpl_id._get_product_accounts()
            cogs = accounts.get("expense") or setting.item_cogs_account_id
            found[product.id] = {"asset": stock_account(product), "cogs": cogs}
        return found

    def _check_money(self, pair, product, tracked, refusals):
        super()._check_money(pair, product, tracked, refusals)
        held = (pair.xero or {}).get("inventory")
        if pair.refusal or tracked or held or not is_valued(product):
            return
        pair.refuse(
            "incomplete",
            _(
                "%s: its category is valued automatically, so Xero is to track it as inventory, "
                "which it does only with items that are bought. Tick “Can be Purchased” on the "
                "product, or choose manual valuation for it.",
                pair.name,
            ),
        )

    def _problems_of_tracked(self, accounts):
        asset = accounts["asset"]
        if asset.xero_inventory:
            return super()._problems_of_tracked(accounts)
        if not asset:
            words = _(
                "its category is valued automatically, so Xero is to track it as inventory, but "
                "the category has no stock valuation account. Choose one there."
            )
        else:
            words = _(
                "its category is valued automatically, so Xero is to track it as inventory, but "
                "the stock valuation account %s lacks the tick “Use as inventory in Xero”. Set the "
                "tick on the account, or choose manual valuation: then the item is not tracked.",
                asset.display_name,
            )
        return [("incomplete", words)]

    def _merge_pair(self, pair, setting):
        """Where Odoo values the stock, the account of purchases in Xero says nothing about the
        product's own."""
        merged = super()._merge_pair(pair, setting)
        if pair.odoo["about"]["valued"]:
            merged.to_odoo.pop("purchase_account", None)
            if "purchase_account" in merged.conflicts:
                merged.conflicts.remove("purchase_account")
        return merged

    def _odoo_new(self, pair):
        """An item that Xero tracks becomes a product with stock, if its category is valued
        automatically."""
        vals = super()._odoo_new(pair)
        if pair.xero["inventory"] and self._is_valued_category(vals):
            vals.update(compat.storable_values())
        return vals

    def _odoo_account(self, pair, side, code, record, vals):
        valued = is_valued(record.sudo()) if record else self._is_valued_category(vals)
        if side == "purchase" and pair.xero["inventory"] and valued:
            return {}
        return super()._odoo_account(pair, side, code, record, vals)

    def _is_valued_category(self, vals):
        """:param dict vals: values of a new product"""
        category = self.env["product.category"].sudo().browse(vals.get("categ_id") or [])
        company = self._setting.connection_id.company_id
        return bool(category) and compat.valued_by_itself(category, company)


def is_valued(product):
    """Whether Odoo keeps the stock of a product and books its value by itself, in the company that
    the record is read in."""
    company = product.env.company
    return compat.is_storable(product) and compat.valued_by_itself(product.categ_id, company)


def stock_account(product):
    """The account that holds the value of a product's stock.

    :rtype: account.account
    """
    found = product.product_tmpl_id._get_product_accounts()
    return found.get("stock_valuation") or product.env["account.account"]
