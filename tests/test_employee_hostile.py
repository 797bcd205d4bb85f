"""Random and hostile values everywhere: no wage key ever stands in what is sent for an employee."""

import json
import os
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..xero.allowed import ADDRESS_KEYS, EMPLOYEE_KEYS, TIMESHEET_KEYS, TIMESHEET_LINE_KEYS
from .employee_case import ADDRESS
from .test_employee_wages import HOSTILE, PAY_KEYS, keys_in
from .timesheet_case import TimesheetCase

EXAMPLES = 400 if os.environ.get("XERO_THOROUGH") else 15
EMPLOYEES, TIMESHEETS = "/payroll.xro/1.0/Employees", "/payroll.xro/1.0/Timesheets"
ALLOWED = {
    EMPLOYEES: EMPLOYEE_KEYS | ADDRESS_KEYS,
    TIMESHEETS: TIMESHEET_KEYS | TIMESHEET_LINE_KEYS,
}
# What PostgreSQL cannot store is refused by Odoo before we see it.
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=25)
TEXTS = st.sampled_from([*HOSTILE, *PAY_KEYS]) | WORDS
WAGES = st.dictionaries(st.sampled_from(sorted(PAY_KEYS)), st.just(PAY_KEYS), min_size=1)
VALUES = TEXTS | WAGES | st.lists(WAGES, max_size=2)
CHOICES = st.sampled_from(["odoo", "xero", "retry", "create", "link", "map", "dismiss"])
# What pushes change in Xero, to be put back.
EDITED = ("FirstName", "LastName", "JobTitle", "Email", "Phone", "Mobile", "HomeAddress")
# Names that Xero needs whole: hostile after a first word.
NAMED = ("name", "private_street", "private_city")


@tagged("post_install", "-at_install", "xero_long")
class TestEmployeeHostile(TimesheetCase):
    def set_up_once(self):
        super().set_up_once()
        held = self.in_xero(self.record["EmployeeID"])
        self.pay = {key: held.get(key) for key in PAY_KEYS}
        self.in_payroll = {key: held.get(key) for key in EDITED}
        self.worked = self.shift(0)
        self.left = self.worked.check_out
        self.run_push("timesheet")
        (self.sheet,) = self.sheets()
        self.walked = {EMPLOYEES: 0, TIMESHEETS: 0}
        self.check_bodies()
        self.names = self.text_fields()
        self.texts = {name: self.employee[name] for name in self.names}
        self.links = (
            self.env["xero.link"]
            .sudo()
            .search([("entity", "in", ("employee", "timesheet")), ("agreed", "!=", False)])
        )
        self.agreed = {link.id: link.agreed for link in self.links}
        self.asked = Counter()

    def text_fields(self):
        """Every text of an employee that somebody, or some addon, could write."""
        return [
            name
            for name, field in sorted(self.env["hr.employee"]._fields.items())
            if field.type in ("char", "text", "html")
            and (field.store or field.inherited)
            and not name.startswith(("message_", "activity_"))
        ]

    def start_over(self):
        """Both sides agree on an employee as people write one; no question is open."""
        self.asked.update(row.sentence[:90] for row in self.quarantines())
        self.quarantines().sudo().write({"state": "resolved"})
        self.fill({name: text for name, text in self.texts.items() if self.employee[name] != text})
        self.sim.edit("Employees", self.record["EmployeeID"], **self.in_payroll)
        lines = self.sheet["TimesheetLines"]
        self.sim.edit("Timesheets", self.sheet["TimesheetID"], TimesheetLines=lines)
        self.worked.check_out = self.left
        for link in self.links:
            link.agreed = self.agreed[link.id]

    def fill(self, texts):
        """Write texts, those that Odoo itself refuses left out."""
        for name, text in texts.items():
            try:
                with self.env.cr.savepoint():
                    self.employee.sudo().write({name: text})
                    self.env.flush_all()
            except (UserError, ValidationError, ValueError):
                self.env.invalidate_all()

    def check_bodies(self):
        """Walk what Xero received, at any depth; Xero's pay is what it was."""
        for path, allowed in ALLOWED.items():
            for call in self.sim.calls(path):
                if call["method"] != "GET":
                    self.assertLessEqual(keys_in(json.loads(call["body"])), allowed)
                    self.walked[path] += 1
        held = self.in_xero(self.record["EmployeeID"])
        self.assertEqual({key: held.get(key) for key in PAY_KEYS}, self.pay)
        self.sim.forget_calls()

    def settle(self):
        """What the crons do, until there is nothing left to do."""
        for entity in ("pay_item", "employee"):
            self.run_pull(entity)
        for entity in ("employee", "timesheet"):
            self.run_push(entity)
        self.check_bodies()

    def spoil_links(self, agreed):
        """Agreed values as another addon, or a hand in the database, may leave them."""
        for link in self.links:
            link.agreed = {**link.agreed, **agreed}

    def resolve(self, choice, note, xero_id):
        for row in self.quarantines():
            try:
                with self.env.cr.savepoint():
                    row.action_resolve(choice, note, self.employee.id, xero_id)
            except (UserError, ValidationError):
                self.env.invalidate_all()

    def test_no_value_anywhere_becomes_a_wage(self):
        """Whatever stands in the texts of an employee, in a pay item's name, in agreed values, in
        what Xero shows and in a resolution: what leaves has only the listed keys. Pain 29 [D42]"""
        self.assertGreater(len(self.names), 25)
        xero_id = self.record["EmployeeID"]
        fields_agreed = [f.name for f in self.env["xero.sync.employee"]._synced_fields()] + [
            "lines", "status", *PAY_KEYS,
        ]  # fmt: skip

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(
            texts=st.dictionaries(st.sampled_from(self.names), TEXTS, max_size=8),
            job=TEXTS,
            item=TEXTS.filter(str.strip),
            agreed=st.dictionaries(st.sampled_from(fields_agreed), VALUES, max_size=2),
            home=WAGES,
            choice=CHOICES,
            argument=TEXTS,
            hours=st.integers(1, 8),
        )
        def hostile(texts, job, item, agreed, home, choice, argument, hours):
            self.start_over()
            self.sim.edit("Employees", xero_id, HomeAddress={**ADDRESS, **home})
            rate = self.rates["Ordinary Hours"]["EarningsRateID"]
            self.sim.edit("EarningsRates", rate, Name=item[:100])
            texts.update({name: f"A {texts[name]}"[:40] for name in NAMED if name in texts})
            self.fill({**texts, "job_title": job})
            self.spoil_links(agreed)
            self.worked.check_out = self.left + timedelta(hours=hours)
            self.settle()
            if self.quarantines():
                self.resolve(choice, argument, argument)
                self.settle()

        rooms = ("pull", "push")
        muted = [f"odoo.addons.xero_connector.services.{room}" for room in rooms]
        with mute_logger(*muted, "odoo.sql_db"):
            hostile()
        # The walk went over bodies, not over nothing.
        for path, bodies in self.walked.items():
            self.assertGreater(bodies, EXAMPLES // 3, f"{path}, asked: {self.asked}")

    def test_a_body_changed_in_the_queue_is_not_sent(self):
        """A body that waits to be sent again, and that somebody put a wage into meanwhile, does not
        leave; the change itself arrives later, without it. [D42]"""
        self.sim.fault("reset_before", method="POST", path=EMPLOYEES)
        self.employee.job_title = "Foreman"
        self.run_push("employee")
        exchange = self.env["xero.exchange"].sudo().search([("state", "=", "unknown")])
        (element,) = json.loads(exchange.body)
        now = fields.Datetime.now()
        exchange.body = json.dumps([{**element, "PayTemplate": PAY_KEYS["PayTemplate"]}])
        exchange.lease_until = now - timedelta(seconds=1)
        self.sim.forget_calls()
        self.run_push("employee")
        self.assertEqual(self.writes(), [])
        exchange.write({"lease_until": now, "first_sent_at": now - timedelta(minutes=9)})
        exchange.lease_until = now - timedelta(minutes=1)
        self.waiting("employee").sudo().write({"lease_until": False, "next_try": False})
        for _again in range(2):
            self.run_push("employee")
        self.check_bodies()
        self.assertEqual(self.in_xero(self.record["EmployeeID"])["JobTitle"], "Foreman")
