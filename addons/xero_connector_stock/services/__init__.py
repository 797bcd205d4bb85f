from . import item_valuation, item_quantities
