from odoo.tests import tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestContactMerges(ContactCase):
    def merge_in_odoo(self, loser, winner):
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        wizard._merge((loser | winner).ids, winner, extra_checks=False)

    def test_winner_takes_the_partner(self):
        """Merged in Xero into a contact Odoo does not know: the partner follows the winner. [D25,
        B24]"""
        partner, loser = self.both(EmailAddress="a@wattle.example")
        self.setting("contact", write_mode="update")
        winner = self.contact(Name="Wattle Group", EmailAddress="g@wattle.example")
        self.run_pull("contact")
        self.setting("contact", write_mode="both")
        self.sim.act("merge", loser=loser, winner=winner)
        self.settle()
        self.assertEqual(self.link(partner, "contact").xero_id, winner)
        self.assertEqual((partner.name, partner.active), ("Wattle Group", True))
        self.assertFalse(self.quarantines("contact"))
        self.assertEqual(len(self.partners.search([("name", "ilike", "wattle")])), 1)

    def test_both_have_partners(self):
        """Merged in Xero while Odoo has a partner for each: a person is asked to merge them.
        [D25]"""
        one, loser = self.both(Name="Wattle One")
        two, winner = self.both(Name="Wattle Two")
        self.sim.act("merge", loser=loser, winner=winner)
        self.run_pull("contact")
        asked = self.asked()
        self.assertEqual(asked.reason, "merged")
        self.assertEqual({row["id"] for row in asked.suggestions}, {one.id, two.id})
        self.assertTrue(one.active)
        self.merge_in_odoo(one, two)
        self.settle()
        self.assertEqual(self.link(two, "contact").xero_id, winner)
        self.assertFalse(self.quarantines("contact"))

    def test_merged_in_odoo(self):
        """Merged in Odoo: the link follows, nothing is created again, the leftover in Xero is told.
        [D25, S38]"""
        one, loser = self.both(Name="Wattle One")
        two = self.make("Wattle Two", customer_rank=0)
        self.merge_in_odoo(one, two)
        self.assertEqual(self.link(two, "contact").xero_id, loser)
        self.settle()
        self.assertFalse(self.quarantines("contact"))
        three, leftover = self.both(Name="Wattle Three")
        self.merge_in_odoo(three, two)
        self.assertIn("choose Merge", self.asked().sentence)
        self.assertEqual(self.asked().xero_id, leftover)
        self.settle()
        self.assertEqual(len(self.partners.search([("name", "ilike", "wattle")])), 1)
        self.sim.act("merge", loser=leftover, winner=loser)
        self.run_pull("contact")
        self.assertFalse(self.quarantines("contact"))

    def test_right_to_be_forgotten(self):
        """Xero removes a person's data: the pair ends, no name is kept, and Odoo's side asks.
        [D23]"""
        partner, contact_id = self.both(Name="Jo Forgotten", IsCustomer=True)
        self.contact(Name="Unknown Person", ContactStatus="GDPRREQUEST")
        self.edit(contact_id, ContactStatus="GDPRREQUEST")
        self.run_pull("contact")
        self.assertFalse(self.link(partner, "contact"))
        self.assertFalse(self.partners.search([("name", "=", "Unknown Person")]))
        self.assertIn("personal data", self.asked().sentence)
        links = self.env["xero.link"].with_context(active_test=False).search([])
        self.assertNotIn("Unknown Person", links.mapped("label"))
        partner.email = "new@forgotten.example"
        self.assertFalse(self.waiting("contact"))
        partner.action_xero_sync_now()
        self.run_push("contact")
        self.assertNotIn("new@forgotten.example", str(self.sim.calls()))

    def test_deleted_in_odoo(self):
        """A partner deleted in Odoo stays in Xero and is not made again by the next import.
        [D23]"""
        partner, contact_id = self.both()
        partner.unlink()
        self.edit(contact_id, EmailAddress="a@wattle.example")
        event = self.run_pull("contact")
        self.assertEqual((event.skipped, event.created), (1, 0))
        self.assertEqual(self.in_xero()["ContactStatus"], "ACTIVE")

    def test_archived_before_the_first_import(self):
        """What was archived in Xero before is not imported, and comes in when it is restored. Pain
        12
        [S14]"""
        contact_id = self.contact(ContactStatus="ARCHIVED")
        self.assertEqual(self.run_pull("contact").skipped, 1)
        self.assertFalse(self.partners.search([("name", "like", "Wattle")]))
        self.edit(contact_id, ContactStatus="ACTIVE")
        self.assertEqual(self.run_pull("contact").created, 1)
