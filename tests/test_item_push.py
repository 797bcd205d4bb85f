from odoo.tests import tagged

from .item_case import ItemCase


@tagged("post_install", "-at_install")
class TestItemPush(ItemCase):
    def set_up_once(self):
        super().set_up_once()
        self.pair_all("item")

    def test_a_new_product_becomes_an_item(self):
        """Code, name, descriptions, prices, accounts and taxes of a product are in Xero, not
        tracked as inventory; nothing about quantities is sent. [S23, S88]"""
        product = self.make(description_sale="Blue", description_purchase="By the box")
        event = self.push()
        self.assertEqual((event.created, event.state), (1, "ok"), event.detail)
        item = self.in_xero()
        self.assertEqual(
            (item["Name"], item["Description"], item["PurchaseDescription"]),
            ("Widget", "Blue", "By the box"),
        )
        sales = {"UnitPrice": 19.9, "AccountCode": "200", "TaxType": "OUTPUT"}
        purchase = {"UnitPrice": 7.5, "AccountCode": "429", "TaxType": "INPUT"}
        self.assertEqual((item["SalesDetails"], item["PurchaseDetails"]), (sales, purchase))
        self.assertEqual((item["IsSold"], item["IsPurchased"]), (True, True))
        self.assertFalse(item["IsTrackedAsInventory"])
        self.assertEqual(product.xero_id, item["ItemID"])
        self.assertNotIn("Quantity", str(self.writes()))
        self.assertEqual([call["method"] for call in self.writes()], ["PUT"])
        self.assertEqual(self.pull().unchanged, 1, "our own write comes back as no change")

    def test_a_changed_product(self):
        """A new price is sent by the item's id, with account and tax beside it; other values of the
        item stay. [S23, S88]"""
        product = self.sent(description_sale="Blue")
        product.list_price = 23.46
        self.sim.forget_calls()
        self.push()
        self.assertEqual([call["method"] for call in self.writes()], ["POST"])
        sales = {"UnitPrice": 23.46, "AccountCode": "200", "TaxType": "OUTPUT"}
        self.assertEqual(self.in_xero()["SalesDetails"], sales)
        self.assertEqual(self.in_xero()["Description"], "Blue")

    def test_code_and_description_are_changed_and_cleared(self):
        """A new code renames the item instead of making another; an emptied description is empty
        in Xero. [S23]"""
        product = self.sent(description_sale="Blue")
        product.write({"default_code": "W-2", "description_sale": False})
        self.push()
        self.assertEqual(self.codes_in_xero(), ["W-2"])
        self.assertFalse(self.in_xero("W-2").get("Description"))

    def test_no_longer_bought(self):
        """What is no longer bought says so in Xero; bought again, its purchase price returns.
        [S23]"""
        product = self.sent()
        product.purchase_ok = False
        self.push()
        self.assertFalse(self.in_xero()["IsPurchased"])
        self.assertNotIn("PurchaseDetails", self.in_xero())
        self.assertFalse(self.night())
        product.purchase_ok = True
        self.push()
        purchase = {"UnitPrice": 7.5, "AccountCode": "429", "TaxType": "INPUT"}
        self.assertEqual(self.in_xero()["PurchaseDetails"], purchase)

    def test_account_of_the_category(self):
        """A product without accounts of its own has its category's; a new account of the category
        reaches the items of its products. [S88]"""
        self.map_account(self.other, "260")
        category = self.env["product.category"].create(
            {"name": "Tools", "property_account_income_categ_id": self.income.id,
             "property_account_expense_categ_id": self.expense.id}
        )  # fmt: skip
        self.sent(
            categ_id=category.id, property_account_income_id=False,
            property_account_expense_id=False,
        )  # fmt: skip
        self.assertEqual(self.in_xero()["SalesDetails"]["AccountCode"], "200")
        category.property_account_income_categ_id = self.other
        self.push()
        self.assertEqual(self.in_xero()["SalesDetails"]["AccountCode"], "260")

    def test_missing_reference(self):
        """A product without a reference is asked about, and no code is made up; with one it is sent
        by itself. By choice such products are left out. [S23]"""
        product = self.make(code=False)
        self.push()
        self.assertEqual(self.asked().reason, "incomplete")
        self.assertIn("no internal reference", self.asked().sentence)
        self.assertFalse(self.xero("Items"))
        product.default_code = "W-9"
        self.push()
        self.assertEqual(self.codes_in_xero(), ["W-9"])
        self.assertFalse(self.quarantines("item"))
        self.setting("item", item_no_code="skip")
        self.make(code=False, name="Loose")
        self.assertFalse(self.waiting("item"))

    def test_one_code_twice(self):
        """The second product of one code is asked about, whatever its letters; the first is sent.
        [S23, D25]"""
        first, second = self.make("abc"), self.make("ABC ", name="Other")
        event = self.push()
        self.assertEqual((event.created, event.quarantined), (1, 1))
        self.assertEqual(self.codes_in_xero(), ["abc"])
        self.assertEqual((self.asked().res_id, self.asked().reason), (second.id, "duplicate"))
        self.assertEqual(first.xero_state, "agreed")

    def test_long_names_and_codes(self):
        """Names over 50 and codes over 30 characters are asked about; by choice a name is sent as
        far as it fits, and stays whole in Odoo. [S23, D25]"""
        name = "A widget with a name that goes on for more than fifty characters"
        product = self.make(name=name)
        self.make("C" * 31, name="Short")
        self.assertEqual(self.push().quarantined, 2)
        self.assertEqual(set(self.quarantines("item").mapped("reason")), {"too_long"})
        self.setting("item", item_long_name="cut")
        product.action_xero_sync_now()
        self.push()
        self.assertEqual(self.in_xero()["Name"], name[:50].strip())
        self.pull()
        self.assertEqual(product.name, name)
        self.assertFalse(self.waiting("item"))

    def test_unmapped_account_and_tax(self):
        """An account without a counterpart keeps the product here, with the button to the mapping;
        mapped, it is sent by itself. Pain 6, 8 [S23]"""
        self.make(property_account_income_id=self.other.id)
        self.env["xero.account.map"]._row(self.connection, self.other).sudo().write(
            {"state": "missing", "ledger_account_id": False}
        )
        self.push()
        self.assertEqual(self.asked().reason, "mapping_missing")
        self.assertIn("Other earnings", self.asked().sentence)
        rows = self.env["xero.account.map"].search(self.asked().action_open_mapping()["domain"])
        self.assertEqual(rows.account_id, self.other)
        self.map_account(self.other, "260")
        self.push()
        self.assertEqual(self.in_xero()["SalesDetails"]["AccountCode"], "260")

    def test_tax_that_xero_refuses_on_the_account(self):
        """A tax that Xero does not take on the mapped account is named before anything is sent.
        Pain 6 [S23]"""
        self.map_account(self.other, "429")
        self.make(property_account_income_id=self.other.id)
        self.push()
        self.assertEqual(self.asked().reason, "mapping_invalid")
        self.assertIn("GST", self.asked().sentence)
        self.assertFalse(self.writes())

    def test_what_leaves_by_itself(self):
        """What is sold or bought leaves; what is neither, archived or another company's stays.
        [S23, O6]"""
        self.make("NOT", sale_ok=False, purchase_ok=False)
        self.make("OLD", active=False)
        self.make("THEIRS", company_id=self.other_company().id, taxes_id=False,
                  supplier_taxes_id=False, property_account_income_id=False,
                  property_account_expense_id=False)  # fmt: skip
        self.make("SOLD", purchase_ok=False)
        self.push()
        self.assertEqual(self.codes_in_xero(), ["SOLD"])

    def test_cost_by_choice(self):
        """The cost goes to Xero only, or nowhere, as chosen. [S88]"""
        setting = self.setting("item", item_cost="odoo")
        product = self.sent()
        purchase = {"UnitPrice": 9, "AccountCode": "429", "TaxType": "INPUT"}
        self.sim.edit("Items", product.xero_id, PurchaseDetails=purchase)
        self.pull()
        self.push()
        self.assertEqual(product.standard_price, 7.5)
        self.assertEqual(self.in_xero()["PurchaseDetails"]["UnitPrice"], 7.5)
        setting.item_cost = "none"
        product.standard_price = 8
        self.push()
        self.assertEqual(self.in_xero()["PurchaseDetails"]["UnitPrice"], 7.5)

    def test_no_cost_yet(self):
        """A product without a cost leaves the purchase price of its item as it is, when they are
        paired and every night after. [S88]"""
        self.setting("item", item_cost="odoo")
        product = self.make(standard_price=0)
        purchase = {"UnitPrice": 12, "AccountCode": "429", "TaxType": "INPUT"}
        self.item("W-1", Name="Widget", PurchaseDetails=purchase)
        self.pull()
        self.push()
        self.night()
        self.push()
        self.assertEqual(self.in_xero()["PurchaseDetails"]["UnitPrice"], 12)
        product.description_sale = "Blue"
        self.push()
        self.assertEqual(self.in_xero()["Description"], "Blue")
        self.assertEqual(self.in_xero()["PurchaseDetails"]["UnitPrice"], 12)
        product.standard_price = 8
        self.push()
        self.assertEqual(self.in_xero()["PurchaseDetails"]["UnitPrice"], 8)

    def test_variants(self):
        """Each variant is an item of its own, with what makes it one in its name; what all have in
        common is not changed from one item without asking. [S23, D24]"""
        red, blue = self.variants("Red", "Blue")
        (red | blue).write({"property_account_income_id": self.income.id,
                            "property_account_expense_id": self.expense.id})  # fmt: skip
        self.push()
        self.assertEqual(self.in_xero("S-0")["Name"], "Shirt (Red)")
        self.assertEqual(self.in_xero("S-1")["Name"], "Shirt (Blue)")
        self.assertEqual(red.product_tmpl_id.xero_state, "agreed")
        sales = {**self.in_xero("S-0")["SalesDetails"], "UnitPrice": 35}
        self.sim.edit("Items", red.xero_id, SalesDetails=sales)
        self.pull()
        self.assertEqual(red.list_price, 30)
        self.assertIn("several variants", self.asked().sentence)
        self.assertEqual(red.product_tmpl_id.xero_state, "quarantine")
        self.asked().action_resolve("xero")
        self.pull()
        self.push()
        self.assertEqual(blue.list_price, 35)
        self.assertEqual(self.in_xero("S-1")["SalesDetails"]["UnitPrice"], 35)
