from odoo.tests import tagged

from ..models import compat
from .stock_case import KEPT, StockCase


@tagged("post_install", "-at_install")
class TestItemValuation(StockCase):
    """Which products with stock in Odoo become items that Xero tracks."""

    def test_automated_is_tracked(self):
        """A product whose category is valued automatically becomes a tracked item, on the stock
        valuation account and the account of the goods sold, with prices of four places and no
        quantity; read again nothing changes. [S86, S88]"""
        places = self.env["decimal.precision"].search([("name", "=", "Product Price")])
        places.digits = 4
        product = self.kept(list_price=19.9125, standard_price=7.5625)
        self.push()
        item = self.in_xero()
        self.assertTrue(item["IsTrackedAsInventory"], self.quarantines().mapped("sentence"))
        self.assertEqual(item["InventoryAssetAccountCode"], "630")
        purchase = {"UnitPrice": 7.5625, "COGSAccountCode": "310", "TaxType": "INPUT"}
        self.assertEqual(item["PurchaseDetails"], purchase)
        self.assertEqual(item["SalesDetails"]["UnitPrice"], 19.9125)
        self.assertNotIn("Quantity", str(self.writes()))
        self.assertEqual(self.pull().unchanged, 1)
        self.assertEqual(product.property_account_expense_id, self.cogs)
        self.assertFalse(self.night())

    def test_manual_is_not_tracked(self):
        """A product whose category is valued by hand is not tracked, even where its purchases go to
        an account used as inventory in Xero; one without stock in Odoo follows that tick. [S86]"""
        self.setting("item", item_cogs_account_id=self.cogs.id)
        values = {"property_account_expense_id": self.stock.id, "supplier_taxes_id": False}
        self.kept(category=self.by_hand, **values)
        self.make("W-2", "Consumable", **values)
        self.push()
        self.assertFalse(self.quarantines("item").mapped("sentence"))
        tracked = [self.in_xero(code)["IsTrackedAsInventory"] for code in ("W-1", "W-2")]
        self.assertEqual(tracked, [False, True])

    def test_the_category_is_changed(self):
        """When a category changes to automated valuation the items of its products become tracked;
        back again, Xero keeps tracking them, and the product says so. [S86]"""
        product = self.kept(category=self.by_hand)
        self.push()
        self.assertFalse(self.in_xero()["IsTrackedAsInventory"])
        self.by_hand.write(
            {
                "property_valuation": "real_time",
                "property_stock_valuation_account_id": self.stock.id,
            }
        )
        self.assertEqual(self.waiting("item").res_id, product.id)
        self.push()
        self.assertTrue(self.in_xero()["IsTrackedAsInventory"], self.quarantines("item").sentence)
        self.by_hand.property_valuation = compat.BY_HAND
        product.list_price = 21
        self.push()
        item = self.in_xero()
        self.assertTrue(item["IsTrackedAsInventory"])
        self.assertEqual(item["SalesDetails"]["UnitPrice"], 21)
        self.assertIn("Xero tracks this item", product.xero_tracked)
        self.assertFalse(self.night())

    def test_what_is_missing_is_asked_for(self):
        """Without the tick on the stock valuation account nothing is sent, and least of all an item
        that is not tracked; the tick sends it. [S86, D25]"""
        self.stock.xero_inventory = False
        self.kept()
        self.push()
        self.assertEqual(self.asked().reason, "incomplete")
        self.assertIn("Use as inventory in Xero", self.asked().sentence)
        self.assertIn(self.stock.name, self.asked().sentence)
        self.assertFalse(self.writes())
        self.stock.xero_inventory = True
        self.asked().action_resolve("retry")
        self.push()
        self.assertTrue(self.in_xero()["IsTrackedAsInventory"])
        self.assertFalse(self.quarantines("item"))

    def test_account_of_another_type(self):
        """A stock valuation account that is mapped to no inventory account in Xero is named, with
        the way out. [S86, D25]"""
        self.map_account(self.stock, "620")
        self.kept()
        self.push()
        self.assertEqual(self.asked().reason, "mapping_invalid")
        self.assertIn("type Inventory", self.asked().sentence)
        self.assertFalse(self.writes())

    def test_unmapped_cost_account(self):
        """“Open the mapping” leads to the account of the goods sold when that is what lacks a
        counterpart; choosing one sends the item. [S86, C22]"""
        row = self.env["xero.account.map"]._row(self.connection, self.cogs)
        row.sudo().write({"ledger_account_id": False, "state": "missing"})
        self.kept()
        self.push()
        self.assertEqual(self.asked().reason, "mapping_missing")
        action = self.asked().action_open_mapping()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), row)
        self.map_account(self.cogs, "310")
        self.push()
        self.assertTrue(self.in_xero()["IsTrackedAsInventory"])

    def test_not_bought(self):
        """Xero tracks only what is bought: a product that is only made is asked about. [S86]"""
        product = self.kept(purchase_ok=False)
        self.push()
        self.assertIn("Can be Purchased", self.asked().sentence)
        self.assertFalse(self.writes())
        product.purchase_ok = True
        self.push()
        self.assertTrue(self.in_xero()["IsTrackedAsInventory"])

    def test_the_warning(self):
        """That Xero counts tracked items itself and is sent no quantities is said on the category
        before, and on the product after; it keeps nobody from tracking. [S86]"""
        self.assertTrue(self.by_itself.xero_tracked)
        self.assertFalse(self.by_hand.xero_tracked)
        form = self.by_itself.get_view(view_type="form")["arch"]
        self.assertIn("the connector sends no quantities", " ".join(form.split()))
        product = self.kept()
        self.assertFalse(product.xero_tracked)
        self.push()
        for words in ("counts the quantity itself", "not synced", "Quantities and values"):
            self.assertIn(words, product.xero_tracked)
        self.setting("item", enabled=False)
        self.env.invalidate_all()
        self.assertFalse(self.by_itself.xero_tracked)

    def test_imported_items(self):
        """An item that Xero tracks becomes a product with stock where its category is valued
        automatically, with the accounts of the category. [S84, S86]"""
        self.by_itself.property_account_expense_categ_id = self.cogs
        self.setting("item", item_tracked_category_id=self.by_itself.id)
        purchase = {"UnitPrice": 4, "COGSAccountCode": "310", "TaxType": "INPUT"}
        product, _item_id = self.both(InventoryAssetAccountCode="630", PurchaseDetails=purchase)
        self.assertTrue(compat.is_storable(product))
        self.assertEqual(product.categ_id, self.by_itself)
        self.assertFalse(product.property_account_expense_id)
        self.assertFalse(self.quarantines("item").mapped("sentence"))
        self.assertFalse(self.night())

    def test_a_cost_that_odoo_works_out(self):
        """A cost that stock valuation works out is never changed from Xero; Odoo's goes there
        again. [S86, S88]"""
        average = self.valued_category("Averaged", property_cost_method="average")
        product = self.kept(category=average)
        self.push()
        self.sim.edit(
            "Items",
            product.xero_id,
            PurchaseDetails={**self.in_xero()["PurchaseDetails"], "UnitPrice": 9},
        )
        self.pull()
        self.assertEqual(product.standard_price, 7.5)
        self.push()
        self.assertEqual(self.in_xero()["PurchaseDetails"]["UnitPrice"], 7.5)
        self.assertFalse(self.quarantines("item"))

    def test_first_pairing(self):
        """A product with stock that finds its item in Xero untracked makes it a tracked one, and
        keeps its own account. [S86]"""
        product = self.kept()
        self.waiting("item").sudo().unlink()
        self.item(PurchaseDetails={"UnitPrice": 7.5, "AccountCode": "429", "TaxType": "INPUT"})
        self.pull()
        self.push()
        self.assertFalse(self.quarantines("item").mapped("sentence"))
        self.assertEqual(product.property_account_expense_id, self.cogs)
        self.assertTrue(self.in_xero()["IsTrackedAsInventory"])

    def test_kept_is_what_odoo_stores(self):
        """The words for a product with stock are those of this series of Odoo."""
        self.assertTrue(compat.is_storable(self.make("S-1", "Kept", **KEPT)))
        self.assertFalse(compat.is_storable(self.make("S-2", "Not kept")))
