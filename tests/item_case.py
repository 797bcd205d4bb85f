from odoo import Command

from .common import FEATURES, XeroCase

PERMISSIONS = (*FEATURES, "items", "settings_export")


class ItemCase(XeroCase):
    """A connected company with mapped accounts and taxes, and words for products and items."""

    @classmethod
    def setUpClass(cls, chart_template_ref="au"):
        super().setUpClass(chart_template_ref=chart_template_ref)
        cls.income = cls.company_data["default_account_revenue"]
        cls.expense = cls.company_data["default_account_expense"]
        cls.gst, cls.gst_paid = (
            cls.company_data[f"default_tax_{side}"] for side in ("sale", "purchase")
        )
        cls.other = cls.account("Other earnings", "income_other", "424900")
        cls.stock = cls.account("Goods in store", "asset_current", "114900")
        cls.cogs = cls.account("Goods that were sold", "expense_direct_cost", "514900")

    @classmethod
    def account(cls, name, account_type, code):
        return cls.env["account.account"].create(
            {"name": name, "account_type": account_type, "code": code}
        )

    def set_up_once(self):
        super().set_up_once()
        for entity in ("ledger_account", "tax_rate"):
            self.run_pull(entity)
        self.map_account(self.income, "200")
        self.map_account(self.expense, "429")
        self.map_taxes(self.gst, "OUTPUT")
        self.map_taxes(self.gst_paid, "INPUT")
        self.setting("item", enabled=True)
        self.products = self.env["product.product"].with_context(active_test=False)
        self.before = self.products.search([], order="id desc", limit=1).id or 0

    def connect(self, company, tenant=None, features=PERMISSIONS):
        return super().connect(company, tenant, features)

    def consent(self, connection, authorisation, tenant, features=PERMISSIONS):
        return super().consent(connection, authorisation, tenant, features)

    def map_account(self, account, code):
        """Map an Odoo account to the Xero account with a code, as a person does."""
        ledger = self.env["xero.ledger.account"].search(
            [("connection_id", "=", self.connection.id), ("code", "=", code)]
        )
        row = self.env["xero.account.map"]._row(self.connection, account)
        row.with_user(self.env.user).write({"ledger_account_id": ledger.id})

    def map_taxes(self, taxes, tax_type):
        """Map a set of taxes to a Xero tax rate, as a person does."""
        rate = self.env["xero.tax.rate"].search(
            [("connection_id", "=", self.connection.id), ("tax_type", "=", tax_type)]
        )
        row = self.env["xero.tax.map"]._row(self.connection, taxes)
        row.with_user(self.env.user).write({"tax_rate_id": rate.id})

    # -- Odoo ------------------------------------------------------------------------------------

    def make(self, code="W-1", name="Widget", **values):
        """A product, as a person makes one in Odoo."""
        return self.env["product.product"].create(
            {
                "default_code": code,
                "name": name,
                # Prices of products of all companies are in the main company's currency.
                "company_id": self.company.id,
                "list_price": 19.9,
                "standard_price": 7.5,
                "taxes_id": [Command.set(self.gst.ids)],
                "supplier_taxes_id": [Command.set(self.gst_paid.ids)],
                "property_account_income_id": self.income.id,
                "property_account_expense_id": self.expense.id,
                **values,
            }
        )

    def variants(self, *names):
        """A product with one variant for each of these colours, each with a code."""
        attribute = self.env["product.attribute"].create(
            {"name": "Colour", "value_ids": [Command.create({"name": name}) for name in names]}
        )
        template = self.env["product.template"].create(
            {
                "name": "Shirt",
                "company_id": self.company.id,
                "list_price": 30,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        for number, variant in enumerate(template.product_variant_ids):
            variant.default_code = f"S-{number}"
        return template.product_variant_ids

    def sent(self, *args, **values):
        """A product that is in Xero and in agreement."""
        product = self.make(*args, **values)
        self.run_push("item")
        self.assertEqual(product.xero_state, "agreed", self.quarantines().mapped("sentence"))
        return product

    def product_of(self, code):
        """The one product of a code, archived or not."""
        found = self.products.search([("default_code", "=", code)])
        self.assertEqual(len(found), 1, f"{code}: {found}")
        return found

    # -- Xero ------------------------------------------------------------------------------------

    def item(self, code="W-1", **fields):
        """An item, as a person makes one in Xero; returns its id."""
        sales = {"UnitPrice": 19.9, "AccountCode": "200", "TaxType": "OUTPUT"}
        record = {"Code": code, "Name": "Widget", "SalesDetails": sales, **fields}
        return self.sim.create("Items", **record)["ItemID"]

    def in_xero(self, code="W-1"):
        """The item of a code as Xero shows it."""
        found = [row for row in self.xero("Items") if row["Code"] == code]
        self.assertEqual(len(found), 1, self.xero("Items"))
        return found[0]

    def codes_in_xero(self):
        return sorted(row["Code"] for row in self.xero("Items"))

    def writes(self):
        """Calls that wrote an item."""
        return [call for call in self.sim.calls("/Items") if call["method"] != "GET"]

    def both(self, code="W-1", **fields):
        """An item that came to Odoo; returns its product and its Xero id."""
        item_id = self.item(code, **fields)
        self.pull()
        return self.product_of(code), item_id

    def pull(self, **kwargs):
        return self.run_pull("item", **kwargs)

    def push(self):
        return self.run_push("item")

    def night(self):
        """What the nightly comparison finds to send of the products of this test."""
        self.env["xero.sync"].sudo()._cron_sweep()
        return self.waiting("item").filtered(lambda row: row.res_id > self.before)

    def asked(self):
        """The one open question."""
        found = self.quarantines("item")
        self.assertEqual(len(found), 1, found.mapped("sentence"))
        return found
