import json

from odoo.tests import tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestContactPages(ContactCase):
    def fill(self, count, offset=0, **more):
        """As many contacts in Xero, each with an address and payment terms."""
        for number in range(offset, offset + count):
            self.contact(
                Name=f"Customer {number}",
                AccountNumber=f"C{number}",
                EmailAddress=f"c{number}@example.com",
                Addresses=[{"AddressType": "POBOX", "AddressLine1": str(number), "Region": "NSW"}],
                PaymentTerms={"Sales": {"Day": 30, "Type": "DAYSAFTERBILLDATE"}},
                **more,
            )

    def cost(self):
        """Queries of one import."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.run_pull("contact")
        return self.env.cr.sql_log_count - before

    def test_queries_of_a_first_import(self):
        """Each contact of a first import costs the one query that Odoo's own create takes, no more.
        [O1]"""
        self.fill(5)
        self.run_pull("contact")
        self.fill(10, 5)
        few = self.cost()
        self.fill(60, 15)
        many = self.cost()
        self.assertLessEqual(many - few, 50, f"{few} queries for 10 contacts, {many} for 60")

    def test_persons_cost_what_odoo_costs(self):
        """Contact persons are made in one batch: ours take no more queries than Odoo's own create.
        [O1]"""
        self.fill(15)
        self.run_pull("contact")
        parents = self.partners.search([("name", "like", "Customer ")])
        self.assertEqual(len(parents), 15)
        rows = [
            {"name": f"Ana {n}", "parent_id": parents[n % 15].id, "type": "contact"}
            for n in range(30)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.partners.create(rows)
        self.env.flush_all()
        odoo = self.env.cr.sql_log_count - before
        self.fill(15, 15)
        plain = self.cost()
        people = [{"FirstName": "Ana", "LastName": str(number)} for number in range(2)]
        self.fill(15, 30, ContactPersons=people)
        ours = self.cost() - plain
        self.assertLess(ours, odoo * 1.2 + 10, f"{ours} queries for 30 persons, Odoo takes {odoo}")

    def test_queries_of_an_unchanged_page(self):
        """Reading unchanged contacts takes the same queries however many they are. [B32]"""
        self.fill(10)
        self.run_pull("contact")
        self.setting("contact", watermark=False)
        self.cost()
        self.setting("contact", watermark=False)
        few = self.cost()
        self.fill(60, 10)
        self.run_pull("contact")
        self.setting("contact", watermark=False)
        many = self.cost()
        self.assertLessEqual(many - few, 3, f"{few} queries for 10 contacts, {many} for 70")

    def test_demo_company_au(self):
        """Every contact of Xero's recorded Australian demo company comes in; again nothing changes,
        for
        one call. [S14, O1, B32]"""
        path = self.shared("xero/demo-company-au/organisation.json")
        self.assertTrue(path, "the recorded organisation is not on this machine")
        with open(path, encoding="utf-8") as file:
            names = sorted(contact["Name"] for contact in json.load(file)["Contacts"])
        self.connection.sudo().write({"state": "disconnected", "active": False})
        tenant = self.sim.load(path)
        self.connection = self.connect(self.company, tenant)
        event = self.run_pull("contact")
        counts = (event.collected, event.created, event.state)
        self.assertEqual(counts, (104, 104, "ok"), event.detail)
        links = self.env["xero.link"].search([("connection_id", "=", self.connection.id)])
        partners = self.partners.browse(links.mapped("res_id"))
        names = sorted(" ".join(name.split()) for name in names)
        self.assertEqual(sorted(partners.mapped("name")), names)
        self.sim.forget_calls()
        self.assertEqual(self.run_pull("contact").created, 0)
        self.assertEqual(len(self.sim.calls()), 1)
        before = self.xero("Contacts")
        self.setting("contact", watermark=False)
        event = self.run_pull("contact")
        self.assertEqual((event.collected, event.unchanged), (104, 104), event.detail)
        self.run_push("contact")
        self.assertFalse(self.waiting("contact"))
        self.assertEqual(self.xero("Contacts"), before)
