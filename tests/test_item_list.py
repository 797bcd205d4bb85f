from odoo.tests import tagged

from .item_case import ItemCase

WRONG = {
    "Code": ["", None, [], "x" * 300],
    "Name": [[], {}, "x" * 300],
    "Description": [[], "x" * 9000],
    "IsSold": ["perhaps", 5],
    "SalesDetails": ["5", [1], {"UnitPrice": "five"}, {"UnitPrice": 1e30}, {"AccountCode": []}],
    "PurchaseDetails": [5, {"TaxType": {}}],
    "IsTrackedAsInventory": ["perhaps"],
    "UpdatedDateUTC": ["yesterday"],
}


@tagged("post_install", "-at_install")
class TestItemList(ItemCase):
    """Reading Xero's list of items: what it costs, what is missing from it, what is wrong in it."""

    def fill(self, count, offset=0):
        sales = {"UnitPrice": 5, "AccountCode": "200", "TaxType": "OUTPUT"}
        records = [
            {"Code": f"N{number}", "Name": f"Item {number}", "SalesDetails": sales}
            for number in range(offset, offset + count)
        ]
        body = {"tenant": self.sim.tenant, "table": "Items", "records": records}
        self.sim.ask("POST", "create", json=body)

    def cost(self):
        """Queries of one reading of the whole list."""
        self.setting("item", watermark=False)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.event = self.pull()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_of_an_unchanged_list(self):
        """Reading unchanged items takes the same queries however many they are, writes nothing and
        is one call. [B32, B33]"""
        self.fill(10)
        self.pull()
        self.cost()
        few = self.cost()
        self.fill(190, 10)
        self.pull()
        stamps = {row.id: row.write_date for row in self.products.search([])}
        links = {row.id: row.agreed_at for row in self.env["xero.link"].search([])}
        many = self.cost()
        self.assertLessEqual(many - few, 3, f"{few} queries for 10 items, {many} for 200")
        self.assertEqual((self.event.unchanged, self.event.calls), (200, 1))
        self.assertEqual({row.id: row.write_date for row in self.products.search([])}, stamps)
        self.assertEqual({row.id: row.agreed_at for row in self.env["xero.link"].search([])}, links)

    def test_only_what_changed_is_read(self):
        """After the first reading only changed items are asked for. [B32]"""
        self.fill(3)
        self.sim.advance(3600)
        self.item("MIDDLE")
        self.assertEqual(self.pull().created, 4)
        self.sim.advance(3600)
        self.item("LATE")
        event = self.pull()
        self.assertEqual((event.collected, event.unchanged, event.created), (2, 1, 1))

    def test_deleted_in_xero(self):
        """An item that the whole list no longer has is asked about once; created again it is in
        Xero. An item that Odoo never had is forgotten. Pain 12 [S22]"""
        product, item_id = self.both()
        self.setting("item", write_mode="update")
        other = self.item("ELSE")
        self.pull()
        for gone in (item_id, other):
            body = {"tenant": self.sim.tenant, "table": "Items", "id": gone, "changes": None}
            self.sim.ask("POST", "edit", json=body)
        self.setting("item", write_mode="both", item_read_at=False)
        self.assertEqual(self.pull().quarantined, 1)
        self.assertEqual((self.asked().reason, self.asked().res_id), ("missing", product.id))
        self.assertIn("W-1 Widget was deleted in Xero", self.asked().sentence)
        self.assertFalse(self.env["xero.link"].search([("xero_id", "=", other)]))
        self.asked().action_resolve("create")
        self.push()
        self.assertEqual(self.codes_in_xero(), ["W-1"])
        self.assertEqual(product.xero_id, self.in_xero()["ItemID"])

    def test_broken_list_deletes_nothing(self):
        """An answer that is no list fails the run in a sentence; no item is taken for deleted.
        [D25]"""
        self.both()
        self.setting("item", item_read_at=False)
        for body in ({}, {"Items": None}, [], {"Items": "text"}, {"Items": [{"Code": "NO-ID"}]}):
            self.sim.fault("status", method="GET", path="Items", status=200, body=body, times=1)
            self.pull()
            self.sim.clear_faults()
            self.assertFalse(
                self.quarantines("item").filtered(lambda row: row.reason == "missing"), body
            )

    def test_wrong_shapes(self):
        """A field of the wrong shape puts its item in front of a person; the others come in. Pain
        25 [B21, D25]"""
        shapes = [(field, value) for field, values in WRONG.items() for value in values]
        items = [
            {
                "ItemID": f"00000000-0000-4000-8000-{number:012}",
                "Code": f"ODD{number}",
                "UpdatedDateUTC": "/Date(1700000000000+0000)/",
                field: value,
            }
            for number, (field, value) in enumerate(shapes)
        ]
        good = {**items[0], "ItemID": "00000000-0000-4000-8000-00000000ffff", "Code": "GOOD"}
        body = {"Items": [*items, good]}
        self.sim.fault("status", method="GET", path="Items", status=200, body=body)
        event = self.pull()
        self.assertEqual((event.created, event.quarantined), (1, len(shapes)), event.detail)
        self.assertTrue(self.product_of("GOOD"))
        sentences = self.quarantines("item").mapped("sentence")
        self.assertTrue(all("Nothing was changed" in sentence for sentence in sentences))

    def test_one_bad_product_in_a_batch(self):
        """Xero refuses one of a batch: the others are saved, the one is shown with Xero's words.
        Pain 25 [C26, B33]"""
        self.pair_all("item")
        self.fill(1)
        for number in range(3):
            self.make(f"N{number}", name=f"Product {number}")
        self.sim.fault(
            "status", method="GET", path="Items", status=400,
            body={"ErrorNumber": 16, "Type": "QueryParseException", "Message": "Cannot read it"},
        )  # fmt: skip
        event = self.push()
        self.assertEqual((event.created, event.quarantined), (2, 1))
        self.assertIn("already exists", self.asked().sentence)
