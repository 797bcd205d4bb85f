from . import test_item_valuation, test_item_quantities, test_stock_access
