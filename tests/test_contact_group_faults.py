"""Every fault at every call of the sync of contact groups: in the end both sides agree."""

from odoo.tests import tagged

from .fault_case import FaultCase
from .group_case import GroupCase
from .test_hostile_answers import JUNK, STRIDE, places, spoilt


@tagged("post_install", "-at_install", "xero_long")
class TestContactGroupFaults(GroupCase, FaultCase):
    def prepare(self):
        """A pair with one to take out, a new tag with one to put in, a new group."""
        partner, xero_id = self.customers("Acme", "Bondi")
        self.group("Monthly", xero_id["Acme"], xero_id["Bondi"])
        self.run_pull("contact_group")
        tag = self.tag_named("Monthly")
        tag.partner_ids = partner["Acme"]
        self.tag("Yearly", partner["Bondi"])
        self.group("Weekly", xero_id["Bondi"])

    def work(self):
        self.run_push("contact_group")
        self.run_pull("contact_group")

    def settle(self):
        self.work()

    def check(self, what):
        """Both sides have the same three groups with the same members."""
        wanted = {"Monthly": ["Acme"], "Yearly": ["Bondi"], "Weekly": ["Bondi"]}
        self.assertEqual(self.groups(), wanted, what)
        for name, members in wanted.items():
            self.assertEqual(self.members(self.tag_named(name)), members, what)

    def test_every_fault_at_every_call(self):
        """Whatever call fails, groups and tags agree in the end and nothing is there twice. [B25,
        S13]"""
        calls = ["GET", "PUT", "GET", "DELETE", "GET", "PUT", "GET", "GET"]
        self.assertEqual(self.break_every_call(), calls)

    def test_every_value_in_every_field(self):
        """Whatever stands in a group that Xero shows, no run fails for a reason nobody foresaw, and
        nobody who is not named there loses the tag but by a list. Pain 25 [B26, D25, S13]"""
        _partner, xero_id = self.customers("Acme", "Bondi")
        self.group("Monthly", xero_id["Acme"], xero_id["Bondi"])
        self.run_pull("contact_group")
        tag, group = self.tag_named("Monthly"), self.xero("ContactGroups")[0]
        cases = [(place, junk) for place in places(group) for junk in JUNK]
        for place, junk in cases[::STRIDE]:
            with self.subTest(place=place, junk=junk), self.scenario():
                body = {"ContactGroups": [spoilt(group, [(place, junk)])]}
                self.sim.fault("status", path="ContactGroups", status=200, body=body, times=0)
                event = self.run_pull("contact_group")
                self.assertIn(event.state, ("ok", "attention"), event.detail)
                self.assertNotIn("unexpected", " ".join(self.quarantines().mapped("sentence")))
                if place[0] != "Contacts" or not isinstance(junk, list):
                    self.assertIn("Acme", self.members(tag))
