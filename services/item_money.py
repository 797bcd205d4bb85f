"""Items: the accounts and taxes of products in Xero's codes, for a whole page at once."""

from odoo import models

KINDS = {"sale": "income", "purchase": "expense"}
TAXES = {"sale": "taxes_id", "purchase": "supplier_taxes_id"}


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _accounts_and_taxes(self, products, setting):
        """Accounts and taxes of products as Xero knows them; what is not mapped is left out.

        :param products: product.product records, as superuser in the connection's company
        :rtype: dict[int, dict] -- ``values`` and ``inherited``, the names of values that a product
            has from its category
        """
        found = {product.id: {"values": {}, "inherited": []} for product in products}
        if not setting.item_accounts:
            return found
        tracked = self._tracked(products, setting)
        accounts = {product.id: self._accounts_of(product) for product in products}
        taxes = {product.id: self._taxes_of(product, setting) for product in products}
        codes = self._account_codes(setting, [*accounts.values(), *tracked.values()])
        types = self._tax_types(setting, taxes.values())
        for product in products:
            row = found[product.id]
            for side, kind in KINDS.items():
                account, key = accounts[product.id][kind], taxes[product.id][side]
                row["values"][f"{side}_account"] = codes.get(account.id) if account else ""
                row["values"][f"{side}_tax"] = types.get(key) if key else ""
                if account and not product[f"property_account_{kind}_id"]:
                    row["inherited"].append(f"{side}_account")
            if product.id in tracked:
                stock = tracked[product.id]
                asset, cogs = codes.get(stock["asset"].id), codes.get(stock["cogs"].id)
                row["values"]["inventory"] = f"{asset}/{cogs}" if asset and cogs else None
            row["values"] = {k: v for k, v in row["values"].items() if v is not None}
        return found

    def _tracked(self, products, setting):
        """Products that Xero is to track as inventory, with their accounts.

        Without stock in Odoo these are the products whose purchases go to an account with the tick
        “Use as inventory in Xero”. Addons that know stock valuation say it by the product category.

        :rtype: dict[int, dict[str, account.account]] -- ``asset`` and ``cogs`` by product id
        """
        found = {}
        for product in products.filtered("purchase_ok"):
            account = self._accounts_of(product)["expense"]
            if account.xero_inventory:
                found[product.id] = {"asset": account, "cogs": setting.item_cogs_account_id}
        return found

    def _accounts_of(self, product):
        """Income and expense account of a product, its own or its category's."""
        found = product.product_tmpl_id._get_product_accounts()
        none = self.env["account.account"]
        return {kind: found.get(kind) or none for kind in KINDS.values()}

    def _taxes_of(self, product, setting):
        """The keys of a product's sets of taxes in the connection's company; empty for none."""
        company = setting.connection_id.company_id
        return {
            side: self.env["xero.tax.map"]._key_of(self._own_taxes(product[name], company))
            for side, name in TAXES.items()
        }

    def _own_taxes(self, taxes, company):
        """Those of a product's taxes that are the company's or those of a company above it."""
        companies = company.parent_ids
        return taxes.filtered(lambda tax: tax.company_id in companies)

    def _account_codes(self, setting, groups):
        """Xero's code of each of these accounts that is mapped.

        :param groups: dicts with account.account records as values
        :rtype: dict[int, str]
        """
        accounts = self.env["account.account"].browse(
            {account.id for group in groups for account in group.values() if account}
        )
        connection = setting.connection_id
        maps = self.env["xero.account.map"].sudo()
        rows = maps.search(
            [("connection_id", "=", connection.id), ("account_id", "in", accounts.ids)]
        )
        for account in accounts - rows.account_id:
            rows |= maps._row(connection, account)
        return {
            row.account_id.id: row.ledger_account_id.code
            for row in rows
            if row._usable() and row.ledger_account_id.code
        }

    def _tax_types(self, setting, groups):
        """Xero's tax type of each of these sets of taxes that is mapped.

        :param groups: dicts with keys of sets of taxes as values
        :rtype: dict[str, str]
        """
        keys = {key for group in groups for key in group.values() if key}
        connection = setting.connection_id
        maps = self.env["xero.tax.map"].sudo()
        rows = maps.search([("connection_id", "=", connection.id), ("key", "in", list(keys))])
        for key in sorted(keys - set(rows.mapped("key"))):
            rows |= maps._row(connection, maps._taxes_of(key))
        return {row.key: row.tax_rate_id.tax_type for row in rows if row._usable()}
