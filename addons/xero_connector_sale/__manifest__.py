{
    "name": "Xero Connector: Sales",
    "summary": "Invoices of a sales team's orders go to the team's own account in Xero",
    "version": "17.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "xero_connector contributors",
    "website": "https://github.com/xero-connector/xero_connector",
    "license": "LGPL-3",
    "depends": ["xero_connector", "sale"],
    "auto_install": True,
    "data": [
        "security/ir.model.access.csv",
        "security/xero_team_account_rules.xml",
        "views/xero_team_account_views.xml",
        "views/crm_team_views.xml",
        "views/account_move_views.xml",
    ],
}
