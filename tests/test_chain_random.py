"""Whatever is switched and started in whatever order, nothing runs before what it needs."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .chain_case import ChainCase
from .fault_case import THOROUGH, RolledBack

MAPPED = {"ledger_account": "xero.account.map", "tax_rate": "xero.tax.map"}


@tagged("post_install", "-at_install")
class TestChainRandom(ChainCase):
    def set_up_once(self):
        super().set_up_once()
        self.env["ir.config_parameter"].sudo().set_param("xero_connector.cooldown", "off")
        self.services = self.env["xero.sync"].sudo()._services()
        today = fields.Date.context_today(self.env.user)
        self.init_invoice(
            "out_invoice", partner=self.partner_a, invoice_date=today, amounts=[10.0], post=True
        )
        self.refused, self.ran = set(), set()

    def needs(self, entity):
        """What an entity needs, worked out here once more."""
        found, todo = set(), [entity]
        while todo:
            for needed in self.services[todo.pop()]._xero_requires:
                if needed not in found:
                    found.add(needed)
                    todo.append(needed)
        return found

    def may_run(self, entity):
        """Whether it is this entity's turn, by a reckoning of this test's own."""
        for needed in self.needs(entity):
            row, model = self.setting(needed), MAPPED.get(needed)
            confirmed = [("connection_id", "=", self.connection.id), ("state", "=", "confirmed")]
            if not row.enabled or (row.pull and not row.paired):
                return False
            if model and not self.env[model].search_count(confirmed):
                return False
        return True

    def switch(self, entity, field, value):
        row = self.setting(entity)
        if value and field == "pull" and not self.services[entity]._xero_pull:
            return
        with suppress(UserError), self.env.cr.savepoint():
            row[field] = value

    def confirm_if_there(self, entity):
        with suppress(UserError):
            self.confirm(MAPPED[entity])

    def run_entity(self, entity, by_button):
        """Press the button or let the cron come, then look who ran."""
        allowed, row = self.may_run(entity), self.setting(entity)
        on = row.enabled and (row.pull or row.push)
        row.invalidate_recordset()
        said = row.chain_sentence
        self.assertEqual(bool(said), bool(on and not allowed), f"what the page says of {entity}")
        if by_button:
            try:
                row.action_sync_now()
                self.assertTrue(allowed and row.enabled, entity)
            except UserError as refused:
                if on and not row._live():
                    self.assertRegex(refused.args[0], "permission in Xero")
                    return
                self.assertFalse(allowed and on, refused)
                if on:
                    self.refused.add(entity)
                    self.assertEqual(refused.args[0], said)
        before = self.events().ids
        for direction in ("pull", "push"):
            getattr(self.services[entity], f"_cron_{direction}")()
        ran = self.events().filtered(lambda event: event.id not in before).mapped("entity")
        if entity in ran:
            self.ran.add(entity)
            self.assertTrue(allowed and on, f"{entity} ran out of order")

    def step(self, what, entity, value):
        if what == "run":
            self.run_entity(entity, value)
        elif what == "map":
            self.confirm_if_there("tax_rate" if value else "ledger_account")
        else:
            self.switch(entity, what, value)
        self.env.flush_all()
        self.env.invalidate_all()

    def check(self):
        """What is on has everything it needs on; an invoice that did not leave still waits."""
        on = {
            row.entity: row for row in self.connection.setting_ids
            if row.enabled and (row.pull or row.push)
        }  # fmt: skip
        for entity in on:
            self.assertLessEqual(self.needs(entity), set(on), f"{entity} lacks what it needs")
        sent = self.events("invoice").filtered(lambda event: event.direction == "push")
        if not sent:
            self.assertEqual(len(self.waiting("invoice")), 1)

    def play(self, steps):
        with suppress(RolledBack), self.env.cr.savepoint():
            for step in steps:
                self.step(*step)
                self.check()
            raise RolledBack
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_random_switches_and_runs(self):
        """In any order of switches, runs by button and cron, and confirmations, what is on has what
        it needs, nothing runs out of turn, who asks is refused with the sentence of the page, and
        no invoice is lost. [O8, O9, O10]"""
        self.assertEqual(len(self.waiting("invoice")), 1)
        entity = st.sampled_from(sorted(self.services))
        what = st.sampled_from(("run", "run", "run", "map", "enabled", "enabled", "pull", "push"))
        rounds, length = (150, 30) if THOROUGH else (8, 12)
        check = settings(
            max_examples=rounds, deadline=None, derandomize=not THOROUGH, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        steps = st.lists(st.tuples(what, entity, st.booleans()), min_size=4, max_size=length)
        check(given(steps)(lambda steps: self.play(steps)))()
        # Each of them once before and, as far as a person has confirmed mappings, after its turn.
        names = [("run", name, True) for name in reversed(self.services)]
        confirmed = [("map", "tax_rate", True), ("map", "tax_rate", False)]
        lists = [("run", name, True) for name in self.services]
        on = [("enabled", name, True) for name in self.services]
        self.play([*on, *names, *lists, *confirmed, *lists, *lists])
        permitted = {name for name in self.services if self.setting(name)._live()}
        waiting = {name for name in permitted if self.needs(name)}
        self.assertLessEqual({"contact_group", "invoice", "item", "employee", "timesheet"}, waiting)
        self.assertLessEqual(waiting, self.refused)
        read = {name for name in permitted - waiting if self.services[name]._xero_pull}
        self.assertLessEqual(read | {"contact_group", "invoice", "item", "employee"}, self.ran)
