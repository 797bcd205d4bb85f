"""Items: both sides read into the same plain values, so that equal items compare equal."""

from decimal import Decimal

from odoo import models

from ..xero.amounts import rounded
from ..xero.wire import WrongShape, clean, flag, number, record, text
from .invoice_amounts import decimal, digits
from .invoice_lines import plain_text

# No text of an item is longer in Xero (FACTS 5.6).
LONGEST_LINE, LONGEST_TEXT = 255, 4000
HIGHEST_PRICE = Decimal(10) ** 12
PLACES = 4
NAME_LIMIT = 50


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _read_xero(self, payload):
        """Xero leaves empty fields out of its JSON, so absent means empty here."""
        setting = self._setting
        sale, purchase = (
            record(payload.get(name), name) for name in ("SalesDetails", "PurchaseDetails")
        )
        code = _line(payload, "Code")
        if not code:
            raise WrongShape("Xero's field Code is empty.")
        values = {
            "code": code,
            "name": _line(payload, "Name"),
            "sold": _used(payload, "IsSold", sale),
            "bought": _used(payload, "IsPurchased", purchase),
            "description": _text(payload, "Description"),
            "purchase_description": _text(payload, "PurchaseDescription"),
            "sale_price": _price(sale),
            "inventory": _inventory(payload, purchase),
        }
        if setting.item_cost != "none":
            values["purchase_price"] = _price(purchase)
        if setting.item_accounts:
            asset = values["inventory"].partition("/")[0]
            values.update(
                sale_account=_line(sale, "AccountCode"),
                sale_tax=_line(sale, "TaxType"),
                purchase_account=asset or _line(purchase, "AccountCode"),
                purchase_tax=_line(purchase, "TaxType"),
            )
        return values

    def _read_odoo(self, records):
        """Besides what is synced, ``about`` says what the values rest on: see _about."""
        setting = self._setting
        company = setting.connection_id.company_id
        products = records.sudo().with_company(company)
        money = self._accounts_and_taxes(products, setting)
        return {
            product.id: {
                **self._texts_of(product, setting),
                **self._prices_of(product, setting),
                **money[product.id]["values"],
                "about": self._about(product, money[product.id]["inherited"]),
            }
            for product in products
        }

    def _texts_of(self, product, setting):
        name = variant_name(product)
        if setting.item_long_name == "cut":
            name = name[:NAME_LIMIT].rstrip()
        return {
            "code": clean(product.default_code or ""),
            "name": name,
            "sold": bool(product.sale_ok),
            "bought": bool(product.purchase_ok),
            "description": plain_text(product.description_sale),
            "purchase_description": plain_text(product.description_purchase),
        }

    def _prices_of(self, product, setting):
        """Xero's prices are in the organisation's currency; prices in another one stay alone."""
        base, prices = self._price_currency(setting), {}
        if product.currency_id.name == base:
            prices["sale_price"] = _shown(product.lst_price)
        if setting.item_cost != "none" and product.cost_currency_id.name == base:
            prices["purchase_price"] = _shown(product.standard_price)
        return prices

    def _price_currency(self, setting):
        """The code of the organisation's currency, the company's until Xero has said it."""
        connection = setting.connection_id
        return connection.base_currency or connection.company_id.currency_id.name

    def _about(self, product, inherited):
        """What the merge must know of a product beside its values.

        :param list inherited: names of values that come from its category
        :rtype: dict -- ``inherited``; ``shared``, whether other variants have the same name, prices
            and accounts; ``kept``, whether stock valuation works out its cost
        """
        # Fields of stock valuation, which need not be installed.
        costing = product["cost_method"] if "cost_method" in product._fields else "standard"
        valuation = product["valuation"] if "valuation" in product._fields else "manual_periodic"
        return {
            "inherited": inherited,
            "shared": len(product.product_tmpl_id.product_variant_ids.filtered("active")) > 1,
            "kept": costing != "standard" or valuation == "real_time",
        }


def variant_name(product):
    """A product's name; of one of several variants with what makes it one.

    :rtype: str
    """
    combination = variant_words(product)
    name = clean(product.name or "")
    return f"{name} ({combination})" if combination else name


def variant_words(product):
    """The attribute values of a variant, ``Red, L``.

    :rtype: str
    """
    values = product.product_template_attribute_value_ids
    return clean(values._get_combination_name()) if values else ""


def _used(payload, name, details):
    """Whether an item is sold or bought; answers without the flag have details or none."""
    return flag(payload[name], name) if payload.get(name) is not None else bool(details)


def _line(payload, name):
    value = clean(text(payload.get(name), name)[: LONGEST_LINE + 1])
    if len(value) > LONGEST_LINE:
        raise WrongShape(f"Xero's field {name} is longer than {LONGEST_LINE} characters.")
    return value


def _text(payload, name):
    value = text(payload.get(name), name)
    if len(value) > 2 * LONGEST_TEXT:
        raise WrongShape(f"Xero's field {name} is {len(value)} characters long.")
    return plain_text(value)


def _price(details):
    price = number(details.get("UnitPrice"), "UnitPrice") or Decimal(0)
    if abs(price) >= HIGHEST_PRICE:
        raise WrongShape("Xero's field UnitPrice is no price.")
    return _digits(price)


def _shown(price):
    return _digits(decimal(price))


def _digits(price):
    """A price as text; none and zero are the same."""
    price = rounded(price, PLACES)
    return digits(price) if price else ""


def _inventory(payload, purchase):
    """Inventory account and account of goods sold of a tracked item; empty for others."""
    if not flag(payload.get("IsTrackedAsInventory"), "IsTrackedAsInventory"):
        return ""
    asset = _line(payload, "InventoryAssetAccountCode")
    return f"{asset}/{_line(purchase, 'COGSAccountCode')}"
