{
    "name": "Xero Connector: Inventory",
    "summary": "Items tracked in Xero by the valuation of their category; quantities compared",
    "version": "17.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "xero_connector contributors",
    "website": "https://github.com/xero-connector/xero_connector",
    "license": "LGPL-3",
    "depends": ["xero_connector", "stock_account"],
    "auto_install": True,
    "data": [
        "security/ir.model.access.csv",
        "security/xero_item_stock_rules.xml",
        "views/xero_item_stock_views.xml",
        "views/product_category_views.xml",
        "views/product_views.xml",
        "views/xero_sync_setting_views.xml",
    ],
}
