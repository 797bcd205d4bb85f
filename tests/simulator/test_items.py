"""Items as Xero keeps them."""

from sim_client import SimulatorCase


class TestItems(SimulatorCase):
    def item(self, code="W", **more):
        body = {"Items": [{"Code": code, "Name": "Widget", **more}]}
        return self.good("PUT", "Items", body, unitdp=4)["Items"][0]

    def test_code_is_unique(self):
        """PUT refuses a code that an item has; POST without an id edits that item."""
        made = self.item()
        text = self.refused("PUT", "Items", {"Items": [{"Code": "w"}]})
        self.assertIn("Price List Item with Code 'w' already exists", text)
        body = {"Items": [{"Code": "W", "Name": "Renamed"}]}
        back = self.good("POST", "Items", body)["Items"][0]
        self.assertEqual((back["ItemID"], back["Name"]), (made["ItemID"], "Renamed"))

    def test_prices_have_two_places_unless_told(self):
        """Reads round to two places as writes do, without unitdp=4."""
        self.item(SalesDetails={"UnitPrice": 5.1234})
        price = self.good("GET", "Items", unitdp=4)["Items"][0]["SalesDetails"]["UnitPrice"]
        self.assertEqual(price, 5.1234)
        price = self.good("GET", "Items")["Items"][0]["SalesDetails"]["UnitPrice"]
        self.assertEqual(price, 5.12)

    def test_what_is_not_sold_has_no_sales_details(self):
        """Both sides are on by default; one that is switched off is emptied."""
        made = self.item(Description="Blue", SalesDetails={"UnitPrice": 5, "AccountCode": "200"})
        self.assertEqual((made["IsSold"], made["IsPurchased"]), (True, True))
        body = {"Items": [{"ItemID": made["ItemID"], "Code": "W", "IsSold": False}]}
        back = self.good("POST", "Items", body)["Items"][0]
        self.assertFalse({"Description", "SalesDetails"} & set(back))

    def test_tracked_items(self):
        """An inventory account and one of goods sold together make a tracked item without stock;
        one alone, an account of another type or an account for purchases is refused."""
        cogs = {"COGSAccountCode": "310"}
        made = self.item(InventoryAssetAccountCode="630", PurchaseDetails=cogs)
        self.assertTrue(made["IsTrackedAsInventory"])
        self.assertEqual(made["QuantityOnHand"], 0)
        for wrong, words in (
            ({"InventoryAssetAccountCode": "630"}, "together"),
            ({"PurchaseDetails": cogs}, "together"),
            ({"InventoryAssetAccountCode": "200", "PurchaseDetails": cogs}, "type INVENTORY"),
            (
                {
                    "InventoryAssetAccountCode": "630",
                    "PurchaseDetails": {**cogs, "AccountCode": "310"},
                },
                "does not apply",
            ),
        ):
            text = self.refused("PUT", "Items", {"Items": [{"Code": "X", **wrong}]})
            self.assertIn(words, text)
