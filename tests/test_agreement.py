"""Random edits on both sides, random faults: all ends in agreement or before a person."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_faults import CALLS, RolledBack, TestFaults

THOROUGH = bool(os.environ.get("XERO_THOROUGH"))
NAMES = st.sampled_from(["Acme", "ACME Pty Ltd", "Borée & Fils", "O'Brien", "Zenith", "Quay"])
MAILS = st.sampled_from(["", "a@example.com", "b@example.com", "c@example.com"])
BREAKS = st.sampled_from(
    [
        {"kind": "reset_before"},
        {"kind": "reset_after"},
        {"kind": "late", "delay": 20},
        {"kind": "status", "status": 500},
        {"kind": "truncate"},
    ]
)


class Edits(RuleBasedStateMachine):
    """What two offices and a bad line do to the same contacts."""

    case = None
    ended = 0

    def __init__(self):
        super().__init__()
        self.savepoint = self.case.env.cr.savepoint()
        self.savepoint.__enter__()
        self.case.sim.reset()
        self.case.reset_connection()
        self.partners = self.case.env["res.partner"]
        self.expected = 0

    def teardown(self):
        try:
            self.case.sim.clear_faults()
            for _again in range(4):
                self.case.pass_time(400)
                self.work()
            self.check_end()
            Edits.ended += 1
        finally:
            self.case.env.flush_all()
            self.savepoint.rollback()
            self.savepoint.__exit__(RolledBack, RolledBack(), None)
            self.case.env.invalidate_all()
            self.case.env.registry.clear_cache()

    def work(self):
        with mute_logger("odoo.addons.xero_connector.models.xero_authorisation"):
            self.case.work()

    @rule(name=NAMES, mail=MAILS)
    def create_in_odoo(self, name, mail):
        self.expected += 1
        self.partners |= self.case.env["res.partner"].create(
            {"name": f"{name} {self.expected}", "email": mail, "customer_rank": 1}
        )
        self.case.env.cr.flush()

    @rule(name=NAMES, mail=MAILS)
    def create_in_xero(self, name, mail):
        self.expected += 1
        self.case.sim.create("Contacts", Name=f"{name} {self.expected}", EmailAddress=mail)

    @precondition(lambda self: self.partners)
    @rule(data=st.data(), mail=MAILS, website=st.booleans())
    def edit_in_odoo(self, data, mail, website):
        partner = data.draw(st.sampled_from(list(self.partners)))
        partner.write({"email": mail} if website else {"email": mail, "phone": "02 5550 1234"})
        self.case.env.cr.flush()

    @rule(data=st.data(), mail=MAILS)
    def edit_in_xero(self, data, mail):
        rows = self.case.xero("Contacts")
        if rows:
            row = data.draw(st.sampled_from(rows))
            self.case.sim.edit("Contacts", row["ContactID"], EmailAddress=mail)

    @rule(fault=BREAKS, nth=st.integers(1, 4))
    def break_a_call(self, fault, nth):
        self.case.sim.fault(path=CALLS, nth=nth, **fault)

    @rule()
    def sync(self):
        self.work()

    @rule()
    def wait(self):
        self.case.pass_time(60)

    @invariant()
    def counts_add_up(self):
        self.case.check_conservation()

    def check_end(self):
        """Every contact is on both sides once with the same values, or a person has been asked."""
        case = self.case
        case.env.invalidate_all()
        rows = {row["ContactID"]: row for row in case.xero("Contacts")}
        names = [row["Name"] for row in rows.values()]
        case.assertEqual(len(names), len(set(names)), "a name twice in Xero")
        case.assertFalse(case.waiting("contact").mapped("error"))
        asked = case.quarantines("contact")
        links = case.env["xero.link"].search([("entity", "=", "contact"), ("res_id", "!=", 0)])
        linked = {link.xero_id for link in links}
        for xero_id, row in rows.items():
            case.assertTrue(
                xero_id in linked or xero_id in asked.mapped("xero_id"), f"{row['Name']} was lost"
            )
        for partner in self.partners:
            case.assertTrue(
                partner.id in links.mapped("res_id") or partner.id in asked.mapped("res_id"),
                f"{partner.name} was lost",
            )
        for link in links.filtered(lambda link: link.res_id not in asked.mapped("res_id")):
            partner = case.env["res.partner"].browse(link.res_id)
            row = rows[link.xero_id]
            case.assertEqual(partner.name, row["Name"])
            case.assertEqual(partner.email or "", row.get("EmailAddress") or "", partner.name)
        unlinked = asked.filtered(lambda row: not row.res_id or not row.xero_id)
        case.assertEqual(len(links) + len(unlinked), self.expected)


@tagged("post_install", "-at_install")
class TestAgreement(TestFaults):
    # The faults themselves are tested where they are inherited from.
    test_every_fault_at_every_call = None
    test_a_refused_renewal_asks_for_a_new_consent = None

    def test_random_edits_and_faults_end_in_agreement(self):
        """Edits and faults on both sides lose and double nothing. Pain 13 [D3, D5, B10]"""
        Edits.case, Edits.ended = self, 0
        examples, steps = (150, 30) if THOROUGH else (12, 12)
        run_state_machine_as_test(
            Edits,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                derandomize=not THOROUGH,
                suppress_health_check=list(HealthCheck),
            ),
        )
        self.assertGreater(Edits.ended, 1, "histories that were checked at their end")
