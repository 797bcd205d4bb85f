"""A worker is killed while it exports timesheets; after the restart Xero has each of them once."""

from collections import Counter
from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import XeroCase
from .employee_case import EmployeeCase
from .real_case import RealCase

PEOPLE = 4
PUSH = "xero.sync.timesheet._cron_push"
# Seconds until the restart: Xero still knows the key and gets the same bytes again; or it has
# forgotten the key, and the timesheets are looked up.
KEY_KNOWN, KEY_FORGOTTEN = 160, 400


@tagged("-standard", "xero_real", "post_install", "-at_install")
class TestCrashDuringTimesheets(RealCase):
    hire, wage, xero = EmployeeCase.hire, EmployeeCase.wage, XeroCase.xero

    def setUp(self):
        super().setUp()
        with self.real_env() as env:
            self.connect_for_real(env)
        self.rates = {rate["Name"]: rate for rate in self.xero("EarningsRates")}
        self.calendars = {row["Name"]: row for row in self.xero("PayrollCalendars")}
        for number in range(PEOPLE):
            self.hire(last=f"Worker{number}", Email=f"worker{number}@quay.example")
        self.run_worker(
            *(
                f"xero.sync.{entity}._cron_pull"
                for entity in ("pay.item", "payroll.calendar", "tracking.category", "employee")
            )
        )
        with self.real_env() as env:
            links = env["xero.link"].search([("entity", "=", "employee"), ("res_id", "!=", 0)])
            self.assertEqual(len(links), PEOPLE)
            self.people = links.mapped("res_id")
            env["xero.sync.setting"].search([("entity", "=", "timesheet")]).write(
                {"start_date": "2020-01-01", "push_schedule": "at_once"}
            )
        self.round = 0

    def prepare(self):
        """Two shifts of everybody in each of two pay periods that nobody has sent yet."""
        self.round += 1
        with self.real_env() as env:
            item = env["xero.pay.item"].search([("name", "=", "Ordinary Hours")])
            people = env["hr.employee"].browse(self.people)
            first = people[0].xero_calendar_id.start_date - timedelta(days=14 * self.round)
            monday = datetime.fromisoformat(f"{first} 09:00:00")
            shifts = env["hr.attendance"].create(
                [
                    {
                        "employee_id": person.id,
                        "check_in": monday + timedelta(days=day),
                        "check_out": monday + timedelta(days=day, hours=3 + day / 10),
                        "xero_pay_item_id": item.id,
                    }
                    for person in people
                    for day in (0, 1, 7, 8)
                ]
            )
            rows = shifts.xero_timesheet_id
            self.wanted = {row.id: sum(row.attendance_ids.mapped("worked_hours")) for row in rows}
            self.assertEqual(len(self.wanted), 2 * PEOPLE)
        self.sim.forget_calls()

    def kill_without_an_answer(self):
        """Xero made the timesheets and never answers; the worker dies while it waits."""
        fault = self.sim.fault(
            "timeout", method="POST", path="payroll.xro/1.0/Timesheets", delay=120
        )
        worker = self.start_worker(PUSH)
        self.wait_for(lambda: self.hit(fault), "the call")
        self.kill(worker)
        self.sim.clear_faults()

    def kill_before_storing(self):
        """The answer is there; the worker dies before the first pair is stored."""
        with self.locked_table("xero_link"):
            worker = self.start_worker(PUSH)
            self.wait_for(lambda: self.somebody_waits_for("xero_link"), "a lock on xero_link")
            self.kill(worker)

    def restart(self, seconds):
        for _again in range(3):
            self.pass_time(seconds)
            self.run_worker(PUSH)

    def check_after(self, what):
        """One timesheet per employee and period, linked, with Odoo's hours; nothing waits."""
        sheets = self.xero("Timesheets")
        periods = Counter((row["EmployeeID"], row["StartDate"]) for row in sheets)
        self.assertEqual(set(periods.values()), {1}, what)
        self.assertEqual(len(periods), 2 * PEOPLE * self.round, what)
        hours = {
            row["TimesheetID"]: sum(sum(line["NumberOfUnits"]) for line in row["TimesheetLines"])
            for row in sheets
        }
        with self.real_env() as env:
            self.assertFalse(env["xero.outbox"].search([("entity", "=", "timesheet")]), what)
            asked = env["xero.quarantine"].search([("state", "=", "open")])
            self.assertFalse(asked.mapped("sentence"), what)
            self.assertFalse(env["xero.sync.event"].search([("state", "=", "running")]), what)
            links = env["xero.link"].search(
                [("entity", "=", "timesheet"), ("res_id", "in", list(self.wanted))]
            )
            found = {link.res_id: hours[link.xero_id] for link in links}
        self.assertEqual(found.keys(), self.wanted.keys(), what)
        for row_id, worked in self.wanted.items():
            self.assertAlmostEqual(float(found[row_id]), worked, 3, what)

    def test_killed_after_xero_made_the_timesheets(self):
        """A worker killed -9 after Xero made a timesheet, before its answer is stored: after
        the restart one timesheet per employee and period, with the hours of Odoo. Pain 3, Pain 29
        [E15, E16, D34]"""
        for kill in (self.kill_without_an_answer, self.kill_before_storing):
            for seconds in (KEY_KNOWN, KEY_FORGOTTEN):
                what = f"{kill.__name__}, restarted after {seconds} s"
                with self.subTest(what):
                    self.prepare()
                    kill()
                    # Payroll takes one timesheet a call, and the worker dies at the first.
                    made = len(self.xero("Timesheets")) - 2 * PEOPLE * (self.round - 1)
                    self.assertEqual(made, 1, f"{what}: made by then")
                    self.restart(seconds)
                    self.check_after(what)
