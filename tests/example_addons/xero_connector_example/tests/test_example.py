from odoo.addons.xero_connector.tests.contact_case import ContactCase
from odoo.tests import tagged

GROUP = "example_group"


@tagged("post_install", "-at_install", "-standard", "xero_real")
class TestExample(ContactCase):
    """An addon of somebody else's adds an entity and a field without touching the connector."""

    def test_an_entity_of_its_own(self):
        """The new entity has its sync in the settings and goes both ways, through outbox, merge,
        quarantine and events like the connector's own. [B60]"""
        self.assertEqual(self.setting(GROUP).display_name, "Groups of customers")
        known = self.sim.create("ContactGroups", Name="Builders")
        twins = self.env["example.group"].create([{"name": "Twins"}, {"name": "Twins"}])
        self.sim.create("ContactGroups", Name="Twins")
        self.waiting(GROUP).sudo().unlink()
        self.assertEqual(self.run_pull(GROUP, trigger="first").created, 1)
        self.assertEqual(self.quarantines(GROUP).reason, "ambiguous")
        group = self.env["example.group"].search([("name", "=", "Builders")])
        self.assertEqual(group.xero_id, known["ContactGroupID"])
        group.name = "Builders and joiners"
        new = self.env["example.group"].create({"name": "Retail"})
        self.assertEqual(self.waiting(GROUP).mapped("res_id"), [group.id, new.id])
        event = self.run_push(GROUP)
        self.assertEqual((event.updated, event.created), (1, 1))
        names = sorted(row["Name"] for row in self.xero("ContactGroups"))
        self.assertEqual(names, ["Builders and joiners", "Retail", "Twins"])
        self.assertEqual(self.link(new, GROUP).agreed, {"name": "Retail"})
        self.sim.edit("ContactGroups", new.xero_id, Name="Shops")
        self.run_pull(GROUP)
        self.assertEqual(new.name, "Shops")
        self.assertEqual(set(twins.mapped("name")), {"Twins"})

    def test_a_field_of_contacts(self):
        """The new field of contacts travels, is merged, is watched, and stands in the list of
        fields. [B60, C3]"""
        self.pair_all("contact")
        partner, contact_id = self.both(CompanyNumber="L1")
        self.assertEqual(partner.loyalty_number, "L1")
        partner.loyalty_number = "L2"
        self.assertEqual(self.waiting("contact").res_id, partner.id)
        self.run_push("contact")
        self.assertEqual(self.in_xero(contact_id)["CompanyNumber"], "L2")
        partner.loyalty_number = "L3"
        self.edit(contact_id, CompanyNumber="L4")
        self.run_pull("contact")
        self.assertIn("Loyalty number", self.asked().sentence)
        self.setting("contact").action_open_map()
        row = self.env["xero.field.map"].search([("builtin", "=", "loyalty")])
        self.assertEqual((row.odoo_field, row.xero_key), ("loyalty_number", "CompanyNumber"))
        self.assertFalse(row.fixed)

    def test_payroll_stays_closed(self):
        """No addon can put a call of payroll on the list. [B60, D42]"""
        from odoo.addons.xero_connector.xero.allowed import allow

        for path in ("/payroll.xro/1.0/PayRuns", "/payroll.xro/1.0/Employees", "/connections"):
            with self.assertRaises(ValueError):
                allow("POST", path)
