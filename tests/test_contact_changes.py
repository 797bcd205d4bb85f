from odoo import fields
from odoo.tests import tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestContactChanges(ContactCase):
    def test_change_in_xero_comes_in(self):
        """A change in Xero is brought to Odoo, an emptied field too; what Odoo alone has stays.
        [O1, S16]"""
        partner, contact_id = self.both(EmailAddress="a@wattle.example", AccountNumber="C1")
        partner.comment = "Knocks twice"
        self.edit(contact_id, Name="Wattle Homes Pty Ltd", EmailAddress="")
        event = self.run_pull("contact")
        self.assertEqual((event.updated, event.created), (1, 0))
        self.assertRecordValues(
            partner, [{"name": "Wattle Homes Pty Ltd", "email": False, "ref": "C1"}]
        )
        self.assertIn("twice", partner.comment)
        self.assertFalse(self.waiting("contact"))

    def test_archive_and_return_in_xero(self):
        """A contact archived in Xero is archived in Odoo, and comes back with it. Pain 12 [D23]"""
        partner, contact_id = self.both()
        self.edit(contact_id, ContactStatus="ARCHIVED")
        self.run_pull("contact")
        self.assertFalse(partner.active)
        self.edit(contact_id, ContactStatus="ACTIVE")
        self.run_pull("contact")
        self.assertTrue(partner.active)

    def test_archive_in_odoo(self):
        """A partner archived in Odoo is archived in Xero. [D25]"""
        partner, contact_id = self.both()
        partner.active = False
        self.run_push("contact")
        self.assertEqual(self.in_xero(contact_id)["ContactStatus"], "ARCHIVED")
        self.assertEqual(self.run_pull("contact").unchanged, 1)

    def test_xero_refuses_the_return(self):
        """Xero does not take an archived contact back: a person reads what to do, nothing is lost.
        [B24]"""
        partner, _contact_id = self.both()
        partner.active = False
        self.run_push("contact")
        partner.active = True
        event = self.run_push("contact")
        self.assertEqual(event.quarantined, 1)
        self.assertEqual(self.asked().reason, "archived")
        self.assertIn("Restore it in Xero", self.asked().sentence)
        self.assertTrue(partner.active)

    def test_different_fields_on_both_sides(self):
        """Different fields changed on both sides both hold, without a question. [D25, C1]"""
        partner, contact_id = self.both(EmailAddress="a@wattle.example", AccountNumber="C1")
        self.edit(contact_id, EmailAddress="b@wattle.example")
        partner.ref = "C2"
        self.settle()
        self.assertEqual(partner.email, "b@wattle.example")
        self.assertEqual(self.in_xero(contact_id)["AccountNumber"], "C2")
        self.assertFalse(self.quarantines("contact"))

    def same_field(self, policy):
        """The e-mail is changed on both sides, first in Xero, then in Odoo an hour later."""
        self.setting("contact", policy=policy)
        partner, contact_id = self.both(EmailAddress="a@wattle.example")
        self.edit(contact_id, EmailAddress="xero@wattle.example")
        partner.email = "odoo@wattle.example"
        later = fields.Datetime.add(fields.Datetime.now(), hours=1)
        self.waiting("contact").sudo().captured_at = later
        self.settle()
        return partner.email, self.in_xero(contact_id)["EmailAddress"]

    def test_both_changed_ask(self):
        """The same field changed on both sides asks a person, and both stay as they are. Pain 13
        [C1]"""
        self.assertEqual(self.same_field("ask"), ("odoo@wattle.example", "xero@wattle.example"))
        self.assertEqual(self.asked().reason, "conflict")
        self.assertIn("E-mail", self.asked().sentence)

    def test_both_changed_newest(self):
        """With “newest wins” the later change holds on both sides. [B13, D3]"""
        self.assertEqual(self.same_field("newest"), ("odoo@wattle.example",) * 2)

    def test_both_changed_odoo(self):
        """With “Odoo wins” Odoo's value holds on both sides. [D25]"""
        self.assertEqual(self.same_field("odoo"), ("odoo@wattle.example",) * 2)

    def test_both_changed_xero(self):
        """With “Xero wins” Xero's value holds on both sides. [D25]"""
        self.assertEqual(self.same_field("xero"), ("xero@wattle.example",) * 2)

    def test_person_decides(self):
        """A person takes Xero's side of a conflict; both agree and the question is gone. Pain 13
        [B14]"""
        self.same_field("ask")
        self.asked().action_resolve("xero")
        self.settle()
        self.assertFalse(self.quarantines("contact"))
        self.assertEqual(
            self.partner_named("Wattle Builders Pty Ltd").email, self.in_xero()["EmailAddress"]
        )

    def test_other_company_untouched(self):
        """Partners of another company are neither sent nor matched nor changed. [S38]"""
        other = self.other_company()
        theirs = self.make("Wattle Builders Pty Ltd", company_id=other.id, email="t@wattle.example")
        self.contact(EmailAddress="a@wattle.example")
        self.pair_all("contact")
        self.settle()
        self.assertEqual(theirs.email, "t@wattle.example")
        self.assertFalse(self.link(theirs, "contact"))
        mine = self.partners.search([("name", "=", theirs.name), ("id", "!=", theirs.id)])
        self.assertEqual(mine.company_id, self.company)
        self.assertEqual(self.names_in_xero(), ["Wattle Builders Pty Ltd"])

    def test_other_spelling_stored_by_xero(self):
        """What Xero makes of a value we sent goes to Odoo once; the two sides do not take turns.
        [D3]"""
        partner, contact_id = self.both(AccountNumber="C1")
        partner.ref = "c2"
        answer = {"Contacts": [{**self.in_xero(), "AccountNumber": "C-2"}]}
        self.sim.fault("status", method="POST", path="Contacts", status=200, body=answer)
        self.run_push("contact")
        self.edit(contact_id, AccountNumber="C-2")
        self.sim.forget_calls()
        self.settle()
        self.assertEqual(partner.ref, "C-2")
        self.assertFalse([call for call in self.sim.calls() if call["method"] == "POST"])
