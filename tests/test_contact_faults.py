from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestContactFaults(ContactCase):
    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def wait(self, minutes):
        """Time passes for what waits in Odoo."""
        back = fields.Datetime.now() - timedelta(minutes=minutes)
        open_states = ("sending", "unknown")
        exchanges = self.env["xero.exchange"].sudo().search([("state", "in", open_states)])
        exchanges.write({"lease_until": back, "first_sent_at": back})
        self.env["xero.outbox"].sudo().search([]).write({"lease_until": back, "next_try": back})

    def test_timeout_after_success(self):
        """Xero did the work but its answer never came: the contact is found by its number, once
        there.
        [S38, B24]"""
        partner = self.make()
        self.sim.fault("reset_after", method="PUT", path="Contacts")
        event = self.run_push("contact")
        self.assertEqual(event.deferred, 1)
        self.assertEqual(len(self.xero("Contacts")), 1)
        self.wait(minutes=10)
        event = self.run_push("contact")
        self.assertEqual(event.created, 1, event.detail)
        self.assertEqual(len(self.xero("Contacts")), 1)
        self.assertEqual(self.link(partner, "contact").xero_id, self.in_xero()["ContactID"])
        self.assertFalse(self.waiting("contact"))

    def test_lost_before_xero_did_it(self):
        """The call never reached Xero: it is made again, and one contact exists. [B24]"""
        partner = self.make()
        self.sim.fault("reset_before", method="PUT", path="Contacts", times=2)
        self.run_push("contact")
        self.wait(minutes=10)
        self.run_push("contact")
        self.wait(minutes=10)
        self.run_push("contact")
        self.assertEqual(len(self.xero("Contacts")), 1)
        self.assertTrue(self.link(partner, "contact"))

    def test_number_is_written_once(self):
        """Another app's contact number is never written over; only what we create carries ours.
        [B24]"""
        contact_id = self.contact(ContactNumber="CRM-77")
        self.run_pull("contact")
        self.partner_named("Wattle Builders Pty Ltd").email = "a@wattle.example"
        own = self.make()
        self.run_push("contact")
        self.assertEqual(self.in_xero(contact_id)["ContactNumber"], "CRM-77")
        created = self.in_xero(self.link(own, "contact").xero_id)
        self.assertTrue(created["ContactNumber"].endswith(f"-{own.id}"))

    def test_writes_go_by_id(self):
        """A contact is created with PUT and changed with POST and its id, never found by name. Pain
        2
        [B24]"""
        partner = self.make()
        self.run_push("contact")
        partner.email = "a@acacia.example"
        self.run_push("contact")
        writes = [call for call in self.sim.calls("Contacts") if call["method"] != "GET"]
        self.assertEqual([call["method"] for call in writes], ["PUT", "POST"])
        self.assertNotIn('"ContactID"', writes[0]["body"])
        self.assertIn(partner.xero_id, writes[1]["body"])
        self.assertNotIn('"Name"', writes[1]["body"])

    def test_batches_of_fifty(self):
        """Sixty new customers take two writes; one bad call does not double them. [B24]"""
        for number in range(60):
            self.make(f"Customer {number}")
        event = self.run_push("contact")
        self.assertEqual(event.created, 60)
        self.assertEqual(len([c for c in self.sim.calls("Contacts") if c["method"] == "PUT"]), 2)
        self.assertEqual(len(self.xero("Contacts")), 60)
