from odoo.tests import new_test_user, tagged

from .stock_case import StockCase

USER = "xero_connector.group_user"


@tagged("post_install", "-at_install")
class TestItemQuantities(StockCase):
    """“Quantities and values”: Xero's stock of each tracked item beside Odoo's."""

    def tracked(self, quantity=7, value=52.5, **values):
        """A product with its tracked item, of which Xero has this much; returns the product."""
        product = self.kept(**values)
        self.push()
        self.xero_counts(product, quantity, value)
        return product

    def xero_counts(self, product, quantity, value):
        """What Xero has in stock after bills and invoices there."""
        self.sim.edit("Items", product.xero_id, QuantityOnHand=quantity, TotalCostPool=value)
        self.pull(trigger="person")

    def test_both_sides_and_the_difference(self):
        """The page has quantity and value of both sides and what Odoo has more or less; Odoo's side
        is that of the moment, and nothing of either is sent or changed. [S87]"""
        product = self.tracked()
        self.count(product, 5)
        row = self.row(product)
        self.assertEqual((row.xero_quantity, row.xero_value), (7, 52.5))
        self.assertEqual((row.odoo_quantity, row.odoo_value), (5, 37.5))
        self.assertEqual((row.quantity_difference, row.value_difference), (-2, -15))
        self.assertEqual(row.status, "differs")
        self.assertIn("not synced", row.problem)
        page = self.env["xero.item.stock"]
        self.assertEqual(page.search([("status", "=", "differs")]), row)
        self.count(product, 7)
        row = self.row(product)
        self.assertEqual((row.quantity_difference, row.value_difference), (0, 0))
        self.assertEqual((row.status, row.problem), ("equal", ""))
        self.assertFalse(page.search([("status", "=", "differs")]))
        self.push()
        self.assertNotIn("Quantity", str(self.writes()))
        self.assertEqual(self.in_xero()["QuantityOnHand"], 7)
        self.assertEqual(product.qty_available, 7)

    def test_value_alone(self):
        """The same quantity at another value is a difference too. [S87]"""
        product = self.tracked(quantity=5, value=40)
        self.count(product, 5)
        row = self.row(product)
        self.assertEqual((row.quantity_difference, row.value_difference), (0, -2.5))
        self.assertEqual(row.status, "differs")

    def test_read_again(self):
        """A later import brings Xero's new figures, and one without news writes nothing. [S87]"""
        product = self.tracked()
        self.xero_counts(product, 9, 67.5)
        row = self.row(product)
        self.assertEqual((row.xero_quantity, row.xero_value), (9, 67.5))
        self.assertTrue(row.read_at)
        # All of a test has one time; what was written in another transaction has an older one.
        self.env.cr.execute("UPDATE xero_item_stock SET write_date = write_date - interval '1 day'")
        self.env.invalidate_all()
        self.env.cr.execute("SELECT ctid FROM xero_item_stock WHERE id = %s", [row.id])
        before = self.env.cr.fetchall()
        self.pull(trigger="person")
        self.env.flush_all()
        self.env.cr.execute("SELECT ctid FROM xero_item_stock WHERE id = %s", [row.id])
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_only_what_xero_counts(self):
        """Items that Xero does not track have no row; one that was deleted there leaves. [S87]"""
        self.kept("W-2", category=self.by_hand)
        product = self.tracked()
        self.assertEqual(self.env["xero.item.stock"].search([]), self.row(product))
        gone = {"tenant": self.sim.tenant, "table": "Items", "id": product.xero_id, "changes": None}
        self.sim.ask("POST", "edit", json=gone)
        self.pull(trigger="person")
        self.assertFalse(self.row(product))

    def test_without_stock_in_odoo(self):
        """An item without a product, and one whose product Odoo does not keep in stock, are there
        as counted in Xero only, with the reason. [S87]"""
        self.setting("item", write_mode="update")
        details = {"UnitPrice": 4, "COGSAccountCode": "310", "TaxType": "INPUT"}
        for code in ("X-1", "X-2"):
            item_id = self.item(
                code, InventoryAssetAccountCode="630", PurchaseDetails=details, Name=code
            )
            self.sim.edit("Items", item_id, QuantityOnHand=3, TotalCostPool=12)
        loose = self.make("X-2", "X-2", standard_price=4)
        self.pull(trigger="person")
        rows = {row.name: row for row in self.env["xero.item.stock"].search([])}
        self.assertEqual(rows["X-1 X-1"].status, "xero_only")
        self.assertIn("no product", rows["X-1 X-1"].problem)
        self.assertEqual((rows["X-2 X-2"].status, rows["X-2 X-2"].product_id), ("not_kept", loose))
        self.assertEqual(rows["X-2 X-2"].quantity_difference, -3)

    def test_figures_that_are_none(self):
        """An item with a quantity that is no number goes before a person; what was known stays.
        [S87, D25]"""
        product = self.tracked()
        self.sim.edit("Items", product.xero_id, QuantityOnHand=["many"])
        self.pull(trigger="person")
        self.assertEqual(self.quarantines("item").reason, "wrong_shape")
        self.assertEqual(self.row(product).xero_quantity, 7)

    def test_who_keeps_books(self):
        """Who keeps the books sees Odoo's stock on the page without any right in the warehouse, and
        can change nothing there. [S87]"""
        product = self.tracked()
        self.count(product, 5)
        keeper = new_test_user(
            self.env, "keeper", USER, company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        row = self.row(product).with_user(keeper)
        self.assertEqual((row.odoo_quantity, row.odoo_value, row.status), (5, 37.5, "differs"))
        form = row.get_view(view_type="form")["arch"]
        self.assertIn('edit="false"', form)

    def test_each_company_its_own(self):
        """The stock of another company counts for nothing here. [S87, S92]"""
        product = self.tracked(company_id=False)
        other = self.other_company()
        self.env.user.company_ids += other
        theirs = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        self.env["stock.quant"].sudo()._update_available_quantity(
            product.with_company(other), theirs.lot_stock_id, 11
        )
        self.count(product, 5)
        row = self.row(product).with_context(allowed_company_ids=[self.company.id, other.id])
        self.assertEqual(row.odoo_quantity, 5)
