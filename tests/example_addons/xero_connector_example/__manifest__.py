{
    "name": "Xero Connector: example of an addon that builds on it",
    "summary": "Adds an entity and a field of contacts; installed by the connector's tests only",
    "version": "17.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "xero_connector contributors",
    "website": "https://github.com/xero-connector/xero_connector",
    "license": "LGPL-3",
    "depends": ["xero_connector"],
    "data": ["security/ir.model.access.csv", "data/cron.xml"],
}
