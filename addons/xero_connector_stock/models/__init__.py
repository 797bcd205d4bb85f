from . import product_category, product_product, xero_item_stock
