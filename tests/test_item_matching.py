from odoo.tests import tagged

from .item_case import ItemCase


@tagged("post_install", "-at_install")
class TestItemMatching(ItemCase):
    def test_the_same_code_is_the_same_thing(self):
        """An item and a product of one code are linked, whatever its letters; what only one side
        has is filled in, nothing is doubled. [O2, S23]"""
        product = self.make("w-1", description_sale="Blue")
        purchase = {"UnitPrice": 7.5, "AccountCode": "429"}
        self.item("W-1", PurchaseDescription="By the box", PurchaseDetails=purchase)
        self.pull()
        self.assertEqual(self.link(product, "item").xero_id, self.in_xero()["ItemID"])
        self.push()
        self.assertFalse(self.quarantines("item").mapped("sentence"))
        self.assertEqual(product.description_purchase, "By the box")
        self.assertEqual(self.in_xero()["Description"], "Blue")
        self.assertEqual(self.in_xero()["PurchaseDetails"]["TaxType"], "INPUT")
        self.assertEqual(self.products.search_count([("name", "=", "Widget")]), 1)
        self.assertEqual(len(self.xero("Items")), 1)

    def test_not_bought_is_an_answer(self):
        """An item that Xero does not buy and Odoo does is a question on the first pairing, and Xero
        is not changed by it; with Xero's values it is not bought in Odoo either. [B13, S23]"""
        product = self.make()
        details = {"UnitPrice": 19.9, "AccountCode": "200", "TaxType": "OUTPUT"}
        self.item("W-1", Name="Widget", SalesDetails=details, IsPurchased=False)
        self.pull()
        self.push()
        self.assertEqual(self.asked().fields_in_conflict, ["bought"])
        self.assertFalse(self.in_xero()["IsPurchased"])
        self.asked().action_resolve("xero")
        self.pull(trigger="webhook")
        self.assertFalse(product.purchase_ok)
        self.assertFalse(self.quarantines("item").mapped("sentence"))

    def test_two_products_of_one_code(self):
        """Two products of one code are put in front of a person. [O2, D25]"""
        products = self.make() | self.make(name="Other")
        self.item()
        self.pull()
        self.assertEqual(self.asked().reason, "ambiguous")
        ids = [one["id"] for one in self.asked().suggestions]
        self.assertEqual(sorted(ids), sorted(products.ids))
        self.asked().action_resolve("link", res_id=products[1].id)
        self.pull(trigger="webhook")
        self.assertTrue(self.link(products[1], "item"))

    def test_only_the_name(self):
        """A product without a reference that has the item's name is asked about and not linked.
        [O2]"""
        product = self.make(code=False)
        self.item()
        self.pull()
        self.assertEqual(self.asked().reason, "ambiguous")
        self.assertIn("without a code", self.asked().suggestions[0]["why"])
        self.assertFalse(self.link(product, "item"))

    def test_both_sides_changed(self):
        """The same value changed on both sides is a question; different values are both kept. Pain
        13 [D24]"""
        self.pair_all("item")
        product = self.sent()
        product.write({"name": "Odoo's name", "description_sale": "Odoo's words"})
        self.sim.edit("Items", product.xero_id, Name="Xero's name")
        self.pull()
        self.assertEqual(self.asked().fields_in_conflict, ["name"])
        self.asked().action_resolve("odoo")
        self.push()
        self.assertEqual(self.in_xero()["Name"], "Odoo's name")
        self.assertEqual(self.in_xero()["Description"], "Odoo's words")

    def test_the_code_was_taken_meanwhile(self):
        """A creation that Xero refuses because the code exists is paired with that item. Pain 3
        [S23]"""
        self.pair_all("item")
        product = self.make()
        self.item()
        event = self.push()
        self.assertEqual((event.deferred, event.quarantined), (1, 0), event.detail)
        self.pull(trigger="webhook")
        self.assertEqual(product.xero_id, self.in_xero()["ItemID"])
        self.assertEqual(len(self.xero("Items")), 1)

    def test_create_only_and_update_only(self):
        """“Create only” leaves what both have, “Update only” makes nothing new, both ways. [S69]"""
        self.pair_all("item")
        product = self.sent()
        self.setting("item", write_mode="create")
        product.list_price = 50
        self.sim.edit("Items", product.xero_id, Name="Xero's name")
        self.item("NEW-1", Name="From Xero")
        self.pull()
        self.push()
        self.assertEqual(self.in_xero()["SalesDetails"]["UnitPrice"], 19.9)
        self.assertEqual(product.name, "Widget")
        self.assertTrue(self.product_of("NEW-1"))
        self.setting("item", write_mode="update")
        self.item("NEW-2", Name="From Xero too")
        self.make("NEW-3", name="From Odoo")
        self.pull()
        self.push()
        self.assertFalse(self.products.search([("default_code", "=", "NEW-2")]))
        self.assertNotIn("NEW-3", self.codes_in_xero())
        self.assertEqual(self.in_xero()["SalesDetails"]["UnitPrice"], 50)
