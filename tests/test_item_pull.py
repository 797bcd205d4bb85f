import json

from odoo.tests import new_test_user, tagged

from .item_case import ItemCase


@tagged("post_install", "-at_install")
class TestItemPull(ItemCase):
    def test_a_new_item_becomes_a_product(self):
        """Code, name, descriptions, prices, accounts and taxes of an item come to Odoo; read again
        nothing changes on either side. [O2, S22, S88]"""
        purchase = {"UnitPrice": 4.25, "AccountCode": "429", "TaxType": "INPUT"}
        self.item(
            Description="Blue\nand round", PurchaseDescription="By the box",
            PurchaseDetails=purchase,
        )  # fmt: skip
        event = self.pull()
        self.assertEqual((event.created, event.state), (1, "ok"), event.detail)
        product = self.product_of("W-1")
        self.assertRecordValues(
            product,
            [
                {
                    "name": "Widget", "list_price": 19.9, "standard_price": 4.25,
                    "sale_ok": True, "purchase_ok": True, "taxes_id": self.gst.ids,
                    "supplier_taxes_id": self.gst_paid.ids,
                    "description_sale": "Blue\nand round", "description_purchase": "By the box",
                }
            ],
        )  # fmt: skip
        accounts = product.product_tmpl_id.get_product_accounts()
        self.assertEqual((accounts["income"], accounts["expense"]), (self.income, self.expense))
        self.assertEqual(product.xero_state, "agreed")
        self.setting("item", watermark=False)
        self.assertEqual(self.pull().unchanged, 1)
        self.assertFalse(self.night())
        self.assertFalse(self.writes())

    def test_an_item_that_says_little(self):
        """An item without name, prices, accounts and taxes comes in under its description; what
        Odoo would add by default is not sent back. [O2]"""
        item_id = self.sim.create(
            "Items", Code="BARE", Description="Half a day\nof advice", IsSold=True
        )
        self.pull()
        product = self.product_of("BARE")
        self.assertEqual((product.name, product.list_price), ("Half a day", 0.0))
        self.assertFalse(product.taxes_id | product.supplier_taxes_id)
        self.assertEqual((product.sale_ok, product.purchase_ok), (True, False))
        self.assertFalse(self.night())
        self.sim.edit("Items", item_id["ItemID"], Name="Advice")
        self.pull()
        self.assertEqual(product.name, "Advice")

    def test_a_changed_item_changes_the_product(self):
        """A price, name or account changed in Xero arrives as one update. [O2, S88]"""
        product, item_id = self.both()
        self.map_account(self.other, "260")
        sales = {"UnitPrice": 21.5, "AccountCode": "260", "TaxType": "OUTPUT"}
        self.sim.edit("Items", item_id, Name="Better widget", SalesDetails=sales)
        self.assertEqual(self.pull().updated, 1)
        self.assertEqual((product.name, product.list_price), ("Better widget", 21.5))
        self.assertEqual(product.property_account_income_id, self.other)
        self.assertFalse(self.waiting("item"))

    def test_no_longer_sold(self):
        """Xero empties what it knows of a side that is not used; Odoo keeps its own, and gets
        Xero's when the item is sold again. [O2]"""
        product, item_id = self.both(Description="Blue")
        self.sim.edit("Items", item_id, IsSold=False)
        self.pull()
        self.assertFalse(product.sale_ok)
        self.assertAlmostEqual(product.list_price, 19.9)
        self.assertEqual(product.description_sale, "Blue")
        self.assertFalse(self.night())
        again = {"UnitPrice": 25, "AccountCode": "200", "TaxType": "OUTPUT"}
        self.sim.edit("Items", item_id, IsSold=True, SalesDetails=again)
        self.pull()
        self.assertEqual((product.sale_ok, product.list_price), (True, 25.0))

    def test_two_places_in_odoo(self):
        """Where Odoo keeps two places, a price of four in Xero is not cut there. [S88]"""
        product, _item_id = self.both(SalesDetails={"UnitPrice": 5.1234})
        self.assertIn(product.list_price, (5.12, 5.1234), "19.0 keeps what it does not show")
        product.name = "Renamed"
        self.push()
        self.assertEqual(self.in_xero()["SalesDetails"]["UnitPrice"], 5.1234)
        self.assertEqual(self.in_xero()["Name"], "Renamed")
        self.assertFalse(self.night())

    def test_four_places_on_both_sides(self):
        """A price of four places comes and goes as it is where Odoo keeps four. [S88]"""
        precision = self.env["decimal.precision"].search([("name", "=", "Product Price")])
        precision.digits = 4
        product, item_id = self.both(SalesDetails={"UnitPrice": 5.1234})
        self.assertEqual(product.list_price, 5.1234)
        self.sim.edit("Items", item_id, SalesDetails={"UnitPrice": 5.4321})
        self.pull()
        self.assertEqual(product.list_price, 5.4321)
        product.list_price = 5.6789
        self.push()
        self.assertEqual(self.in_xero()["SalesDetails"]["UnitPrice"], 5.6789)

    def test_account_that_nobody_mapped(self):
        """An account without a counterpart is named and the rest comes in; once it is mapped the
        product gets it by itself. Pain 8 [S22]"""
        self.both(SalesDetails={"UnitPrice": 3, "AccountCode": "260", "TaxType": "OUTPUT"})
        product = self.product_of("W-1")
        self.assertEqual(self.asked().reason, "mapping_missing")
        self.assertIn("“260”", self.asked().sentence)
        self.assertEqual((product.list_price, product.taxes_id), (3.0, self.gst))
        self.assertFalse(product.property_account_income_id)
        self.assertEqual(self.asked().action_open_mapping()["res_model"], "xero.account.map")
        self.map_account(self.other, "260")
        self.pull()
        self.assertEqual(product.property_account_income_id, self.other)
        self.assertFalse(self.quarantines("item"))

    def test_accounts_left_alone(self):
        """With “Accounts and taxes” off, neither side's are touched. [S22, S88]"""
        self.setting("item", item_accounts=False)
        product, _item_id = self.both(SalesDetails={"UnitPrice": 3, "AccountCode": "260"})
        self.assertFalse(self.quarantines("item"))
        self.assertEqual(product.taxes_id, self.company.account_sale_tax_id)
        product.write({"property_account_income_id": self.other.id, "list_price": 4})
        self.push()
        kept = self.in_xero()["SalesDetails"]
        self.assertEqual((kept["AccountCode"], kept["UnitPrice"]), ("260", 4))

    def test_categories_and_kind_of_imported_items(self):
        """Imported items get the category chosen for tracked ones or for the others, and are goods
        or services as chosen. [S84]"""
        plain, counted = self.env["product.category"].create(
            [{"name": "From Xero"}, {"name": "Stock in Xero"}]
        )
        self.setting(
            "item", item_category_id=plain.id, item_tracked_category_id=counted.id,
            item_type="service",
        )  # fmt: skip
        self.item("PLAIN")
        self.item(
            "STOCK", InventoryAssetAccountCode="630", PurchaseDetails={"COGSAccountCode": "310"}
        )
        self.pull()
        ours, theirs = self.product_of("PLAIN"), self.product_of("STOCK")
        self.assertEqual((ours.categ_id, ours.type), (plain, "service"))
        self.assertEqual((theirs.categ_id, theirs.type), (counted, "consu"))
        self.assertIn("quantities are not synced", theirs.xero_tracked)
        self.assertFalse(ours.xero_tracked)
        self.assertFalse(theirs.property_account_expense_id, "no tick, no inventory account")

    def test_without_the_right_to_products(self):
        """A connection whose user may not make products says so once, not for each item. [O2]"""
        clerk = new_test_user(
            self.env, "clerk", "base.group_user", company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.connection.sudo().user_id = clerk
        self.item()
        event = self.pull()
        self.assertEqual((event.state, event.collected), ("failed", 0))
        self.assertIn("may not create or change products", event.detail)
        self.assertFalse(self.quarantines("item"))

    def test_demo_company_au(self):
        """The nine items of Xero's recorded Australian demo company come in; again nothing changes,
        for one call. [S22, O2, C10]"""
        path = self.shared("xero/demo-company-au/organisation.json")
        self.assertTrue(path, "the recorded organisation is not on this machine")
        with open(path, encoding="utf-8") as file:
            wanted = sorted(item["Code"] for item in json.load(file)["Items"])
        self.connection.sudo().write({"state": "disconnected", "active": False})
        self.connection = self.connect(self.company, self.sim.load(path))
        self.setting("item", enabled=True)
        for entity in ("ledger_account", "tax_rate"):
            self.run_pull(entity)
        self.map_account(self.income, "200")
        self.map_account(self.expense, "300")
        self.map_taxes(self.gst, "OUTPUT")
        self.map_taxes(self.gst_paid, "INPUT")
        event = self.pull()
        self.assertEqual((event.created, event.state), (9, "ok"), event.detail)
        links = self.env["xero.link"].search(
            [("connection_id", "=", self.connection.id), ("entity", "=", "item")]
        )
        products = self.products.browse(links.mapped("res_id"))
        self.assertEqual(sorted(products.mapped("default_code")), wanted)
        balls = self.product_of("GB1-White")
        self.assertAlmostEqual(balls.list_price, 5.6)
        self.assertAlmostEqual(balls.standard_price, 4.2)
        self.assertEqual(balls.name, "Golf balls - white single")
        before = self.xero("Items")
        self.sim.forget_calls()
        self.setting("item", watermark=False)
        event = self.pull()
        self.assertEqual((event.unchanged, event.collected, event.calls), (9, 9, 1))
        self.assertFalse(self.night())
        self.assertEqual(self.xero("Items"), before)
