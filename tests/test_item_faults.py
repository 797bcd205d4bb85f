"""Every fault at every call of the items' sync: in the end both sides agree."""

from odoo.tests import tagged

from .fault_case import FaultCase
from .item_case import ItemCase

CODES = ["ITEM-0", "ITEM-1", "KNOWN", "NEW-0", "NEW-1"]


@tagged("post_install", "-at_install", "xero_long")
class TestItemFaults(FaultCase, ItemCase):
    def set_up_once(self):
        super().set_up_once()
        self.pair_all("item")

    def prepare(self):
        """A pair changed in Odoo since it agreed, two new products, two new items in Xero."""
        self.known = self.sent("KNOWN")
        self.known.list_price = 55
        for number in range(2):
            self.make(f"NEW-{number}", name=f"Product {number}")
            self.item(f"ITEM-{number}", Name=f"Item {number}")

    def work(self):
        self.run_pull("item")
        self.run_push("item")

    def check(self, what):
        """Both sides hold the same five codes once each, and the pair its new price."""
        self.assertEqual(self.codes_in_xero(), CODES, what)
        products = self.env["product.product"].search([("default_code", "in", CODES)])
        self.assertEqual(sorted(products.mapped("default_code")), CODES, what)
        self.assertEqual(self.in_xero("KNOWN")["SalesDetails"]["UnitPrice"], 55, what)

    def test_every_fault_at_every_call(self):
        """Any failure at any call ends in agreement, after a button where one is needed. [C4, B25,
        B29]"""
        self.assertEqual(self.break_every_call(), ["GET", "GET", "POST", "PUT"])
