"""Every fault at every call: all ends in agreement, in quarantine, or in a state with a button."""

from contextlib import contextmanager

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import XeroCase, made_older


class RolledBack(Exception):
    """Ends a scenario without a trace in the database."""


# kind -> what the simulator is told; `state` is where the connection may end instead of agreement.
FAULTS = {
    "connection reset before Xero did anything": {"kind": "reset_before"},
    "connection reset after Xero did the work": {"kind": "reset_after"},
    "work that Xero completes 20 s later": {"kind": "late", "delay": 20},
    "no answer": {"kind": "timeout", "delay": 1},
    "minute limit": {
        "kind": "status",
        "status": 429,
        "headers": {"X-Rate-Limit-Problem": "minute", "Retry-After": "26"},
    },
    "day limit": {
        "kind": "status",
        "status": 429,
        "headers": {"X-Rate-Limit-Problem": "day", "Retry-After": "7200"},
    },
    "server error": {"kind": "status", "status": 500},
    "offline": {"kind": "status", "status": 503},
    "body cut in half": {"kind": "truncate"},
    "token expired": {"kind": "expired_token"},
    "scope missing": {"kind": "insufficient_scope"},
    "not connected": {"kind": "forbidden"},
}
ENDS_IN = {"scope missing": "permission", "not connected": "reconnect"}
CALLS = "/api.xro/"


@tagged("post_install", "-at_install")
class TestFaults(XeroCase):
    def setUp(self):
        super().setUp()
        self.pair_all("contact")

    @contextmanager
    def scenario(self):
        """Run a block and take every trace of it back, on both sides."""
        try:
            with self.env.cr.savepoint():
                yield
                raise RolledBack
        except RolledBack:
            self.env.invalidate_all()
            self.env.registry.clear_cache()

    def pass_time(self, seconds):
        """Leases and planned times are that much older, on both sides."""
        self.sim.advance(seconds)
        self.env.flush_all()
        for table, names in (
            ("xero_outbox", ("next_try", "lease_until", "captured_at")),
            ("xero_exchange", ("lease_until", "first_sent_at")),
            ("xero_sync_setting", ("next_pull", "next_push")),
            ("xero_call_quota", ("blocked_until",)),
        ):
            self.env.cr.execute(made_older(table, names, seconds))
        self.env.invalidate_all()

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
        self.sim.forget_calls()

    def work(self):
        self.run_pull("contact")
        self.run_push("contact")

    def count_calls(self):
        with self.scenario():
            self.prepare()
            self.work()
            calls = len(self.sim.calls(CALLS))
            self.check_agreement("without a fault")
        self.sim.reset()
        self.reset_connection()
        return calls

    def reset_connection(self):
        """A reset makes a new organisation: give the connection its tenant and a fresh consent."""
        self.sim.limits(minute=100000, day=1000000, concurrent=50, app_minute=100000)
        self.connection.sudo().write({"tenant_id": False, "xero_connection_id": False})
        self.consent(self.connection, self.connection.sudo().authorisation_id, self.sim.tenant)

    def check_agreement(self, what):
        """Both sides hold the same seven names once each, and nothing is on its way."""
        names = ["Contact 0", "Contact 1", "Customer 0", "Customer 1", "Customer 2", "Known"]
        found = sorted(row["Name"] for row in self.xero("Contacts"))
        self.assertEqual(found, names, what)
        partners = self.env["res.partner"].search([("name", "in", names)])
        self.assertEqual(sorted(partners.mapped("name")), names, what)
        known = next(row for row in self.xero("Contacts") if row["Name"] == "Known")
        self.assertEqual(known["EmailAddress"], "known@example.com", what)
        self.assertFalse(self.waiting("contact"), what)

    def try_fault(self, name, position):
        fault = FAULTS[name]
        self.prepare()
        self.sim.fault(path=CALLS, nth=position, **fault)
        self.work()
        self.assertEqual([row["hits"] for row in self.sim.faults()], [1], "the fault happened")
        self.env.invalidate_all()
        state = self.connection.state
        told = self.events("contact").filtered(
            lambda event: event.state != "ok" or event.deferred or "UTC" in (event.detail or "")
        )
        if name in ENDS_IN:
            self.assertEqual(state, ENDS_IN[name], name)
            self.assertTrue(told, "an event says so")
            return
        self.sim.clear_faults()
        for _again in range(3):
            self.pass_time(40 if name.startswith("work that") else 400)
            self.work()
        self.pass_time(7300)
        self.work()
        self.assertFalse(self.quarantines("contact").mapped("sentence"), name)
        self.check_agreement(f"{name} at call {position}")

    def test_a_refused_renewal_asks_for_a_new_consent(self):
        """A refused renewal stops everything, and one button reconnects. Pain 11 [C21, B4]"""
        self.prepare()
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
        self.consent(
            self.connection, self.connection.sudo().authorisation_id, self.sim.tenant
        )
        self.pass_time(400)
        self.work()
        self.check_agreement("after reconnecting")

    def test_every_fault_at_every_call(self):
        """Any failure at any call ends in agreement or before a button. [C4, B25, B29]"""
        calls = self.count_calls()
        self.assertGreaterEqual(calls, 4)
        for name in FAULTS:
            for position in range(1, calls + 1):
                with self.subTest(fault=name, call=position):
                    with self.scenario():
                        self.try_fault(name, position)
                    self.sim.clear_faults()
                    self.sim.reset()
                    self.reset_connection()
