from odoo.tests import tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestContactMatching(ContactCase):
    def test_same_name_spelled_otherwise(self):
        """Accents, blanks, case and legal form do not make a second partner. Pain 1 [S38, B21]"""
        partner = self.make("  Café  CRÈME Brulee Pty. Ltd.")
        self.contact(Name="cafe creme brûlée")
        event = self.run_pull("contact")
        self.assertEqual(event.created, 0)
        self.assertEqual(self.link(partner, "contact").xero_id, self.in_xero()["ContactID"])
        self.settle()
        self.assertFalse(self.quarantines("contact"))
        self.assertEqual(partner.name.strip(), "Café  CRÈME Brulee Pty. Ltd.")
        self.assertEqual(self.in_xero()["Name"], "cafe creme brûlée")
        partner.name = "Café Crème"
        self.settle()
        self.assertEqual(self.in_xero()["Name"], "Café Crème")

    def test_another_name_behind_the_same_email(self):
        """The same e-mail under another name is a question, never a rename. Pain 2 [S38]"""
        partner = self.make("Wattle Homes", email="a@wattle.example")
        self.contact(Name="Banksia Nursery", EmailAddress="A@wattle.example")
        event = self.run_pull("contact")
        self.assertEqual((event.quarantined, event.created), (1, 0))
        self.assertEqual(self.asked().reason, "ambiguous")
        self.assertEqual(self.asked().suggestions[0]["id"], partner.id)
        names = (partner.name, self.in_xero()["Name"])
        self.assertEqual(names, ("Wattle Homes", "Banksia Nursery"))

    def test_two_candidates(self):
        """Two partners of the name: both are shown, none is taken. Pain 1 [S38]"""
        two = self.make("Wattle Builders") | self.make("WATTLE BUILDERS PTY LTD")
        self.contact()
        self.assertEqual(self.run_pull("contact").quarantined, 1)
        self.assertEqual({row["id"] for row in self.asked().suggestions}, set(two.ids))
        self.assertFalse(self.link(two[0], "contact") | self.link(two[1], "contact"))

    def test_abn_decides_between_two(self):
        """Of two partners of one name the one with the contact's ABN is the right one. [B21]"""
        self.make("Wattle Builders")
        right = self.make("Wattle Builders", vat="51 824 753 556")
        self.contact(TaxNumber="51824753556")
        self.run_pull("contact")
        self.assertTrue(self.link(right, "contact"))
        self.assertFalse(self.quarantines("contact").mapped("sentence"))

    def test_other_abn_is_another_company(self):
        """The same name with another ABN is a question. Pain 1 [S38]"""
        self.make("Wattle Builders", vat="51 824 753 556")
        self.contact(TaxNumber="53 004 085 616")
        self.assertEqual(self.run_pull("contact").quarantined, 1)

    def test_two_contacts_of_one_name(self):
        """Two contacts that could both be one partner: the one of exactly its name is, the other
        asks.
        [S38]"""
        partner = self.make("Wattle Builders Pty Ltd")
        self.contact(Name="The Wattle Builders")
        exact = self.contact(Name="Wattle Builders Pty Ltd")
        self.run_pull("contact")
        self.assertEqual(self.link(partner, "contact").xero_id, exact)
        self.assertEqual(self.asked().name, "The Wattle Builders")

    def test_person_links(self):
        """A person says which partner it is: the two become a pair, nothing is made. [S38]"""
        two = self.make("Wattle Builders") | self.make("WATTLE BUILDERS PTY LTD")
        self.contact(Name="Wattle Builders", EmailAddress="a@wattle.example")
        self.run_pull("contact")
        asked = self.asked()
        asked.action_resolve("link", res_id=two[0].id)
        self.run_pull("contact")
        self.assertTrue(self.link(two[0], "contact"))
        self.assertEqual(two[0].email, "a@wattle.example")
        self.assertFalse(self.quarantines("contact"))

    def test_out_matches_before_it_creates(self):
        """A new partner that Xero has already is linked, not created a second time. Pain 1 [B21]"""
        self.contact(Name="Wattle Builders Pty Ltd")
        self.setting("contact", write_mode="update")
        self.run_pull("contact")
        self.setting("contact", write_mode="both")
        partner = self.make("wattle builders")
        self.settle()
        self.assertTrue(self.link(partner, "contact"))
        self.assertEqual(len(self.xero("Contacts")), 1)

    def test_name_taken_in_xero(self):
        """Xero refuses a name that is taken: the contact is found there and linked. Pain 1 [C26,
        S38]"""
        self.pair_all("contact")
        partner = self.make("Wattle Builders Pty Ltd")
        contact_id = self.contact()
        event = self.run_push("contact")
        self.assertEqual(event.deferred, 1)
        self.run_pull("contact")
        self.assertEqual(self.link(partner, "contact").xero_id, contact_id)
        self.assertEqual(len(self.xero("Contacts")), 1)

    def test_homonyms(self):
        """Two partners of one name: the second goes as “Name (reference)”, one without asks.
        [S38]"""
        self.pair_all("contact")
        self.make("Wattle Builders")
        second = self.make("Wattle Builders", ref="W2")
        third = self.make("Wattle Builders")
        self.run_push("contact")
        self.settle()
        self.assertEqual(self.names_in_xero(), ["Wattle Builders", "Wattle Builders (W2)"])
        self.assertEqual(second.name, "Wattle Builders")
        self.assertEqual(self.asked().res_id, third.id)
        self.assertIn("internal reference", self.asked().sentence)
        third.ref = "W3"
        self.settle()
        self.assertIn("Wattle Builders (W3)", self.names_in_xero())
        self.assertFalse(self.quarantines("contact"))

    def test_private_partners(self):
        """Partners of users and employees are neither matched nor sent, not even by hand. [S15]"""
        self.pair_all("contact")
        user = self.env["res.users"].create({"name": "Robin Taylor", "login": "robin"})
        employee = self.env["hr.employee"].create({"name": "Sam Reed"})
        private = user.partner_id | employee.work_contact_id
        private.write({"customer_rank": 1})
        private.action_xero_sync_now()
        self.contact(Name="Robin Taylor")
        self.settle()
        self.assertEqual(self.names_in_xero(), ["Robin Taylor"])
        self.assertFalse(self.env["xero.link"].search([("res_id", "in", private.ids)]))

    def test_portal_customer_is_sent(self):
        """A customer who may log in to the portal is a customer like any other. [S14]"""
        self.pair_all("contact")
        partner = self.make("Portal Customer", email="p@portal.example")
        self.env["res.users"].sudo().with_context(no_reset_password=True).create(
            {
                "login": "p@portal.example",
                "partner_id": partner.id,
                "groups_id": [(6, 0, [self.env.ref("base.group_portal").id])],
            }
        )
        self.run_push("contact")
        self.assertEqual(self.names_in_xero(), ["Portal Customer"])

    def test_who_is_sent_by_default(self):
        """Customers and suppliers leave by themselves, others not, children never. [S14]"""
        self.pair_all("contact")
        self.make("Prospect", customer_rank=0)
        parent = self.make("Supplier", customer_rank=0, supplier_rank=1)
        self.make("Branch office", is_company=False, parent_id=parent.id, type="other")
        self.run_push("contact")
        self.assertEqual(self.names_in_xero(), ["Supplier"])

    def test_sync_now(self):
        """“Sync now” on a partner sends it although it would not leave by itself. [S44, S15]"""
        self.pair_all("contact")
        partner = self.make("Prospect", customer_rank=0)
        self.assertEqual(partner.xero_state, "none")
        partner.action_xero_sync_now()
        partner.invalidate_recordset()
        self.assertEqual(partner.xero_state, "waiting")
        self.run_push("contact")
        self.assertEqual(partner.xero_state, "agreed")
        self.assertEqual(self.names_in_xero(), ["Prospect"])
        self.assertIn(partner.xero_id, partner.xero_url)
