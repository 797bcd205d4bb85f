"""Every fault at every call of the contacts' sync: in the end both sides agree."""

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .fault_case import FaultCase

NAMES = ["Contact 0", "Contact 1", "Customer 0", "Customer 1", "Customer 2", "Known"]


@tagged("post_install", "-at_install", "xero_long")
class TestFaults(FaultCase):
    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def prepare(self):
        """A pair changed in Odoo since it agreed, three new customers, two new contacts in Xero."""
        self.known = self.env["res.partner"].create({"name": "Known", "customer_rank": 1})
        self.run_push("contact")
        self.known.email = "known@example.com"
        self.new = self.env["res.partner"].create(
            [{"name": f"Customer {number}", "customer_rank": 1} for number in range(3)]
        )
        for number in range(2):
            self.sim.create("Contacts", Name=f"Contact {number}")

    def work(self):
        self.run_pull("contact")
        self.run_push("contact")

    def check(self, what):
        """Both sides hold the same six names once each, and the pair its new e-mail."""
        found = sorted(row["Name"] for row in self.xero("Contacts"))
        self.assertEqual(found, NAMES, what)
        partners = self.env["res.partner"].search([("name", "in", NAMES)])
        self.assertEqual(sorted(partners.mapped("name")), NAMES, what)
        known = next(row for row in self.xero("Contacts") if row["Name"] == "Known")
        self.assertEqual(known["EmailAddress"], "known@example.com", what)

    def test_a_refused_renewal_asks_for_a_new_consent(self):
        """A refused renewal stops everything, and one button reconnects. Pain 11 [C21, B4]"""
        self.prepared()
        self.sim.fault("invalid_grant", times=5)
        self.sim.advance(1900)
        self.connection.sudo().authorisation_id.access_expires_at = fields.Datetime.now()
        with mute_logger("odoo.addons.xero_connector.models.xero_authorisation"):
            event = self.run_push("contact")
        self.assertEqual(self.connection.state, "reconnect")
        self.assertEqual(event.state, "failed")
        self.assertIn("connect to Xero again", event.detail)
        self.assertEqual(len(self.waiting("contact")), 4, "nothing was lost")
        self.sim.clear_faults()
        self.reconnect()
        self.pass_time(400)
        self.work()
        self.check_all("after reconnecting")

    def test_every_fault_at_every_call(self):
        """Any failure at any call ends in agreement, after a button where one is needed. [C4, B25,
        B29]"""
        self.assertEqual(self.break_every_call(), ["GET", "GET", "POST", "PUT"])
