from odoo.tests import tagged

from .item_case import ItemCase


@tagged("post_install", "-at_install")
class TestItemTracked(ItemCase):
    """Which products become items that Xero tracks as inventory."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("item")
        self.map_account(self.cogs, "310")

    def counted(self, code="630", **values):
        """A product whose purchases go to an account that is used as inventory in Xero."""
        self.map_account(self.stock, code)
        self.stock.xero_inventory = True
        return self.make(property_account_expense_id=self.stock.id, **values)

    def test_use_as_inventory(self):
        """The tick “Use as inventory in Xero” on the account of its purchases makes a tracked item,
        with the inventory account and that of the goods sold, and no quantity. [S85]"""
        self.setting("item", item_cogs_account_id=self.cogs.id)
        product = self.counted()
        self.push()
        item = self.in_xero()
        self.assertTrue(item["IsTrackedAsInventory"], self.quarantines().mapped("sentence"))
        self.assertEqual(item["InventoryAssetAccountCode"], "630")
        purchase = {"UnitPrice": 7.5, "COGSAccountCode": "310", "TaxType": "INPUT"}
        self.assertEqual(item["PurchaseDetails"], purchase)
        self.assertIn("630/310", product.xero_tracked)
        self.assertEqual(self.pull().unchanged, 1)
        self.assertFalse(self.night())
        product.list_price = 30
        self.push()
        self.assertEqual(self.in_xero()["SalesDetails"]["UnitPrice"], 30)
        self.assertTrue(self.in_xero()["IsTrackedAsInventory"])

    def test_without_the_tick(self):
        """The same account without the tick is an account like another: the item is not tracked.
        [S85]"""
        product = self.counted(supplier_taxes_id=False)
        self.stock.xero_inventory = False
        self.push()
        self.assertFalse(self.in_xero()["IsTrackedAsInventory"])
        self.assertEqual(self.in_xero()["PurchaseDetails"]["AccountCode"], "630")
        self.assertFalse(product.xero_tracked)

    def test_what_a_tracked_item_needs(self):
        """Without an account of goods sold, or with an inventory account of another type, nothing
        is sent and the way out is named. [S85, D25]"""
        self.counted()
        self.push()
        self.assertEqual(self.asked().reason, "incomplete")
        self.assertIn("cost of goods sold", self.asked().sentence)
        self.setting("item", item_cogs_account_id=self.cogs.id)
        self.map_account(self.stock, "620")
        self.asked().action_resolve("retry")
        self.push()
        self.assertEqual(self.asked().reason, "mapping_invalid")
        self.assertIn("type Inventory", self.asked().sentence)
        self.assertFalse(self.writes())

    def test_tracked_by_xero(self):
        """An item that Xero tracks by its own choice stays so when its product changes. [S84]"""
        purchase = {"UnitPrice": 4, "COGSAccountCode": "310", "TaxType": "INPUT"}
        product, _item_id = self.both(
            InventoryAssetAccountCode="630", PurchaseDetails=purchase
        )
        self.assertFalse(self.night())
        product.write({"standard_price": 5, "name": "Renamed"})
        self.push()
        item = self.in_xero()
        self.assertEqual((item["Name"], item["PurchaseDetails"]["UnitPrice"]), ("Renamed", 5))
        self.assertTrue(item["IsTrackedAsInventory"])
