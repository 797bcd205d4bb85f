"""Where this addon asks which Odoo series it runs on: later ones keep what is stored apart from the
kind of a product."""

from odoo.addons.xero_connector.models.compat import SERIES

BY_HAND = "manual_periodic" if SERIES < 19 else "periodic"


def is_storable(product):
    """Whether Odoo keeps the stock of a product or of the products of a template."""
    return product.type == "product" if SERIES < 18 else product.is_storable


def storable_values():
    """What makes a new product one whose stock Odoo keeps.

    :rtype: dict
    """
    return {"detailed_type": "product"} if SERIES < 18 else {"type": "consu", "is_storable": True}


def valued_by_itself(category, company):
    """Whether Odoo books the value of the stock of a category's products by itself.

    From 18 on a category may leave that to its company.
    """
    valuation = category.with_company(company).property_valuation
    if not valuation and SERIES >= 18:
        valuation = company.inventory_valuation
    return valuation == "real_time"
