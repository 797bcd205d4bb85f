"""A worker is killed at every step of a push; after the restart every record is in Xero once."""

import os
from collections import Counter

from odoo.tests import tagged

from .real_case import RealCase

MANY = 20
PUSH = ("xero.sync.contact._cron_push", "xero.sync.invoice._cron_push")
# Each step of a push writes to one table; a worker that waits for it has done all before it.
STEPS = ("xero_sync_event", "xero_outbox", "xero_exchange", "xero_link")
# The ordinary run takes these; `./run test --thorough` every step and every call.
SAMPLE = {("xero_exchange", "contact"), ("xero_link", "invoice")}
THOROUGH = bool(os.environ.get("XERO_THOROUGH"))


class CrashCase(RealCase):
    def setUp(self):
        super().setUp()
        with self.real_env() as env:
            self.connection_id = self.connect_for_real(env).id
        self.run_worker(
            "xero.sync.ledger.account._cron_pull",
            "xero.sync.tax.rate._cron_pull",
            "xero.sync.currency._cron_pull",
            "xero.sync.contact._cron_pull",
        )
        with self.real_env() as env:
            for model in ("xero.account.map", "xero.tax.map"):
                rows = env[model].search([("state", "=", "sure")])
                rows.filtered(lambda row: row.status == "ready").action_confirm()
        self.run_worker("xero.sync.invoice._cron_pull")
        self.round = 0

    def _prepare(self):
        """Twenty new customers with one posted invoice each; their rows wait in the outbox."""
        self.round += 1
        with self.real_env() as env:
            company = env.ref("base.main_company")
            journal = env["account.journal"].search(
                [("type", "=", "sale"), ("company_id", "=", company.id)], limit=1
            )
            partners = env["res.partner"].create(
                [
                    {"name": f"Customer {self.round}-{number}", "customer_rank": 1}
                    for number in range(MANY)
                ]
            )
            moves = env["account.move"].create(
                [
                    {
                        "move_type": "out_invoice",
                        "partner_id": partner.id,
                        "journal_id": journal.id,
                        "invoice_date": self.now().date(),
                        "invoice_line_ids": [
                            (0, 0, {"name": "Work", "quantity": 3, "price_unit": 19.99})
                        ],
                    }
                    for partner in partners
                ]
            )
            moves.action_post()
            self.names = partners.mapped("name")
            self.numbers = moves.mapped("name")
            self.before = env["xero.sync.event"].search([], order="id desc", limit=1).id
        self.sim.forget_calls()

    def _restart(self):
        """Workers come back; time passes until leases end and unknown answers may be looked up."""
        for _again in range(4):
            self.pass_time(400)
            self.run_worker(*PUSH)

    def check_after(self, what, opened=True):
        """20 and 20 exist in Xero, once each, and nothing waits or was lost from the counts."""
        contacts = Counter(row["Name"] for row in self.sim.table("Contacts"))
        invoices = Counter(row["InvoiceNumber"] for row in self.sim.table("Invoices"))
        self.assertEqual([contacts[name] for name in self.names], [1] * MANY, what)
        self.assertEqual([invoices[number] for number in self.numbers], [1] * MANY, what)
        with self.real_env() as env:
            left = env["xero.outbox"].search([("entity", "in", ("contact", "invoice"))])
            self.assertFalse(left.mapped("error"), what)
            self.assertFalse(left, what)
            open_cases = env["xero.quarantine"].search([("state", "=", "open")])
            self.assertFalse(open_cases.mapped("sentence"), what)
            self.assertFalse(env["xero.sync.event"].search([("state", "=", "running")]), what)
            crashed = env["xero.sync.event"].search(
                [("id", ">", self.before), ("state", "=", "crashed")]
            )
            self.assertEqual(bool(crashed), opened, f"{what}: the event tells of the crash")


@tagged("-standard", "xero_real", "post_install", "-at_install")
class TestCrashBetweenSteps(CrashCase):
    def test_killed_between_two_steps(self):
        """A worker killed -9 before any of its writes loses and doubles nothing. [B10, B36, E16]"""
        for entity, call in zip(("contact", "invoice"), PUSH, strict=True):
            for table in STEPS:
                if not THOROUGH and (table, entity) not in SAMPLE:
                    continue
                with self.subTest(entity=entity, before=table):
                    self._prepare()
                    if entity == "invoice":
                        self.run_worker(PUSH[0])
                    with self.locked_table(table):
                        worker = self.start_worker(call)
                        self.wait_for(
                            lambda t=table: self.somebody_waits_for(t), f"a lock on {table}"
                        )
                        self.kill(worker)
                    self._restart()
                    self.check_after(
                        f"{entity} killed before {table}", opened=table != "xero_sync_event"
                    )


@tagged("-standard", "xero_real", "post_install", "-at_install")
class TestCrashDuringCalls(CrashCase):
    def test_killed_during_a_call(self):
        """A worker killed -9 while or after Xero works sends nothing twice. Pain 3 [E15, E16]"""
        kinds = ("stall", "timeout")
        total = None
        number = 0
        while total is None or number < total:
            number += 1
            for kind in kinds:
                with self.subTest(call=number, kind=kind):
                    self._prepare()
                    fault = self.sim.fault(kind, path="/api.xro/", nth=number, delay=120)
                    worker = self.start_worker(*PUSH)
                    self.wait_for(
                        lambda f=fault, w=worker: self.hit(f) or w.poll() is not None, "the call"
                    )
                    reached = self.hit(fault)
                    self.kill(worker) if worker.poll() is None else None
                    self.sim.clear_faults()
                    if not reached:
                        self.assertFalse(worker.stderr.read(), "the worker ended by itself")
                        total = number - 1
                        break
                    self._restart()
                    self.check_after(f"killed at call {number}, {kind}")
        self.assertGreaterEqual(total, 2, "one call for the contacts, one for the invoices")
