from ..xero.scopes import scopes_for
from .invoice_case import InvoiceCase

MENU = "xero_connector.menu_xero_"


class TestToggles(InvoiceCase):
    """Contacts, tax rates, invoices: each switched off by itself, and on again."""

    def switch(self, on, *entities):
        for entity in entities:
            self.setting(entity).enabled = on
        self.env.flush_all()

    def scopes(self):
        """What Xero is asked for when somebody reconnects now."""
        wizard = self.env["xero.connect.wizard"]._for_connection(self.connection)
        return set(scopes_for(wizard._features()))

    def menus(self):
        """Names of our menu entries that the user sees."""
        shown = [menu.get("xmlid") or "" for menu in
                 self.env["ir.ui.menu"].load_menus(False).values()]  # fmt: skip
        return {name.removeprefix(MENU) for name in shown if name.startswith(MENU)}

    def crons(self, entity, path):
        """Both crons of a sync; returns the calls they made there."""
        self.setting(entity).write({"next_pull": "2020-01-01", "next_push": "2020-01-01"})
        self.env.flush_all()
        self.env.cr.flush()
        self.sim.forget_calls()
        service = self.env["xero.sync"].sudo()._services()[entity]
        service._cron_pull()
        service._cron_push()
        self.env.invalidate_all()
        return self.sim.calls(path)

    def test_contacts(self):
        """Contacts off: nothing is noted, read or sent, and Xero is not asked for their permission;
        on again, changes leave and come in. [O15]"""
        wattle = {"name": "Wattle", "is_company": True, "customer_rank": 1}
        self.switch(False, "invoice", "contact")
        partner = self.env["res.partner"].create(wattle)
        self.sim.create("Contacts", Name="Acacia")
        self.assertFalse(self.waiting("contact"))
        self.assertFalse(self.crons("contact", "/Contacts"))
        self.assertFalse({scope for scope in self.scopes() if "contacts" in scope})
        self.switch(True, "contact")
        self.assertIn("accounting.contacts", self.scopes())
        partner.phone = "02 5550 1234"
        self.assertTrue(self.crons("contact", "/Contacts"))
        self.assertEqual({row["Name"] for row in self.xero("Contacts")}, {"Acacia", "Wattle"})
        self.assertTrue(self.env["res.partner"].search([("name", "=", "Acacia")]))

    def test_tax_rates(self):
        """Tax rates off: their list and the mapping of taxes have no menu entry and nothing is
        read; on again they are there and a new rate comes in. [O16]"""
        self.assertLessEqual({"tax_rates", "tax_map"}, self.menus())
        rates = self.env["xero.tax.rate"].search_count([])
        self.switch(False, "invoice", "item", "tax_rate")
        self.assertFalse(self.menus() & {"tax_rates", "tax_map"})
        self.sim.create("TaxRates", Name="New rate", TaxComponents=[{"Name": "T", "Rate": 3}])
        self.assertFalse(self.crons("tax_rate", "/TaxRates"))
        self.assertEqual(self.env["xero.tax.rate"].search_count([]), rates)
        self.switch(True, "tax_rate")
        self.assertLessEqual({"tax_rates", "tax_map"}, self.menus())
        self.assertTrue(self.crons("tax_rate", "/TaxRates"))
        self.assertEqual(self.env["xero.tax.rate"].search_count([]), rates + 1)

    def test_invoices(self):
        """Invoices off: a posted invoice stays, nothing is read, Xero is not asked for their
        permission; on again it is found by night and leaves, once. [O18]"""
        self.switch(False, "invoice")
        move = self.invoice()
        self.assertFalse(self.waiting("invoice"))
        self.assertFalse(self.crons("invoice", "/Invoices"))
        self.assertFalse({scope for scope in self.scopes() if "invoices" in scope})
        self.switch(True, "invoice")
        self.assertIn("accounting.invoices", self.scopes())
        self.env["xero.sync"].sudo()._cron_sweep()
        self.assertTrue(self.crons("invoice", "/Invoices"))
        self.assertEqual(move.xero_state, "agreed", self.quarantines().mapped("sentence"))
        self.assertEqual(len(self.xero("Invoices")), 1)
