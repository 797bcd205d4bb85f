from odoo.tests import tagged

from .item_case import ItemCase


@tagged("post_install", "-at_install")
class TestSingleButton(ItemCase):
    """“Sync now” on one row of the list of syncs brings both sides together, and nothing else."""

    def set_up_once(self):
        super().set_up_once()
        self.env["ir.config_parameter"].set_param("xero_connector.cooldown", "off")
        for entity in ("ledger_account", "tax_rate", "item"):
            self.pair_all(entity)
        self.connection.setting_ids.write({"next_pull": "2099-01-01", "next_push": "2099-01-01"})

    def press(self, entity):
        """Press the button, then let every sync's cron run once; the sync's row as it is shown."""
        self.sim.forget_calls()
        self.setting(entity).action_sync_now()
        self.assertEqual(self.sim.calls(), [], "nothing is called while the person waits")
        self.env.flush_all()
        self.env.cr.flush()
        for service in self.env["xero.sync"].sudo()._services().values():
            service._cron_pull()
            service._cron_push()
        self.env.invalidate_all()
        return self.setting(entity)

    def test_chart_of_accounts(self):
        """One press reads the chart of accounts: a new account stands in the list and is suggested
        on the mapping page, a new name is taken over, an archived one is marked. [S40, C9]"""
        old = self.sim.create("Accounts", Code="255", Name="Tool hire", Type="SALES")
        row = self.press("ledger_account")
        self.assertEqual((row.last_state, row.last_detail.split(",")[0]), ("ok", "1 created"))
        ledgers = self.env["xero.ledger.account"].with_context(active_test=False)
        found = ledgers.search([("connection_id", "=", self.connection.id), ("code", "=", "255")])
        self.assertEqual((found.name, found.active), ("Tool hire", True))
        account = self.account("Tool hire", "income", "255")
        self.env["xero.account.map"].action_suggest([self.connection.id])
        mapped = self.env["xero.account.map"].search([("account_id", "=", account.id)])
        self.assertEqual((mapped.status, mapped.ledger_account_id), ("ready", found))
        mapped.action_confirm()
        self.sim.edit("Accounts", old["AccountID"], Name="Machine hire", Status="ARCHIVED")
        row = self.press("ledger_account")
        self.assertEqual((found.name, found.active), ("Machine hire", False))
        self.assertEqual(mapped.status, "refused")
        self.assertEqual({call["path"] for call in self.sim.calls(r"/api\.xro/")},
                         {"/api.xro/2.0/Accounts"})  # fmt: skip

    def test_taxes(self):
        """One press reads the tax rates with their percentage; one that was deleted in Xero is
        marked. [S41]"""
        component = {"Name": "Levy", "Rate": 3, "IsCompound": False}
        self.sim.create("TaxRates", Name="Levy", TaxComponents=[component])
        row = self.press("tax_rate")
        self.assertEqual((row.last_state, row.last_detail.split(",")[0]), ("ok", "1 created"))
        rates = self.env["xero.tax.rate"].with_context(active_test=False)
        found = rates.search([("connection_id", "=", self.connection.id), ("name", "=", "Levy")])
        self.assertEqual((found.effective_rate, found.active), (3.0, True))
        self.sim.edit("TaxRates", found.tax_type, Status="DELETED")
        self.press("tax_rate")
        self.assertFalse(found.active)
        self.assertEqual({call["path"] for call in self.sim.calls(r"/api\.xro/")},
                         {"/api.xro/2.0/TaxRates"})  # fmt: skip

    def test_contacts(self):
        """One press brings the contacts of Xero to Odoo and the customers that wait to Xero; with a
        schedule “by hand” they do not leave before it. [S44]"""
        self.pair_all("contact")
        self.setting("contact").next_push = "2000-01-01"
        self.setting("contact").push_schedule = "manual"
        self.sim.create("Contacts", Name="Wattle Builders Pty Ltd", EmailAddress="w@wattle.example")
        self.env["res.partner"].create({"name": "Acacia Joinery", "customer_rank": 1})
        self.env.flush_all()
        self.setting("contact")._service().sudo()._cron_push()
        self.assertEqual([row["Name"] for row in self.xero("Contacts")],
                         ["Wattle Builders Pty Ltd"])  # fmt: skip
        self.press("contact")
        names = {row["Name"] for row in self.xero("Contacts")}
        self.assertEqual(names, {"Wattle Builders Pty Ltd", "Acacia Joinery"})
        came = self.env["res.partner"].search([("email", "=", "w@wattle.example")])
        self.assertEqual(came.name, "Wattle Builders Pty Ltd")
        self.assertFalse(self.quarantines("contact"))
        self.assertEqual({call["path"] for call in self.sim.calls(r"/api\.xro/")},
                         {"/api.xro/2.0/Contacts"})  # fmt: skip

    def test_products(self):
        """One press brings the items of Xero to Odoo and the products that wait to Xero, each with
        code and price; with a schedule “by hand” nothing leaves before the press, nor what changes
        after it. [S45, C10]"""
        self.setting("item").next_push = "2000-01-01"
        self.setting("item").push_schedule = "manual"
        self.item("X-1", Name="From Xero")
        product = self.make("O-1", "From Odoo", list_price=12.5)
        self.env.flush_all()
        self.setting("item")._service().sudo()._cron_push()
        self.assertEqual(self.codes_in_xero(), ["X-1"])
        self.press("item")
        self.assertAlmostEqual(self.product_of("X-1").list_price, 19.9)
        made = self.in_xero("O-1")
        self.assertEqual((made["Name"], made["SalesDetails"]["UnitPrice"]), ("From Odoo", 12.5))
        self.assertFalse(self.quarantines("item"))
        self.assertEqual({call["path"] for call in self.sim.calls(r"/api\.xro/")},
                         {"/api.xro/2.0/Items"})  # fmt: skip
        self.press("item")
        product.list_price = 13
        self.env.flush_all()
        self.setting("item")._service().sudo()._cron_push()
        self.assertEqual(self.in_xero("O-1")["SalesDetails"]["UnitPrice"], 12.5)
