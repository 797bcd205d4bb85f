"""Every fault at every call of payroll: employees both ways, and timesheets."""

from datetime import timedelta

from odoo.tests import tagged

from .employee_case import EmployeeCase
from .fault_case import FaultCase
from .timesheet_case import TimesheetCase


@tagged("post_install", "-at_install", "xero_long")
class TestEmployeeFaults(FaultCase, EmployeeCase):
    def prepare(self):
        """One changed in Odoo, one changed in Xero, one that is new in Odoo, one in Xero."""
        ours, theirs = self.hire("Alinta", "Nguyen"), self.hire("Kiah", "Moss")
        self.run_pull("employee", trigger="first")
        self.setting("employee", employee_create=True)
        self.employee_of(ours).job_title = "Foreman"
        self.sim.edit("Employees", theirs["EmployeeID"], JobTitle="Welder")
        self.new_employee("Bea Ward", work_email="bea.ward@quay.example")
        self.hire("Sam", "Otter")

    def work(self):
        self.run_pull("employee")
        self.run_push("employee")

    def settle(self):
        """The export first: what became of a write is looked up, not learnt from the import."""
        self.push_if_due("employee")
        self.run_pull("employee")

    def check(self, what):
        """Four people on both sides, once each, with the same job; as many pairs."""
        jobs = {"Alinta Nguyen": "Foreman", "Kiah Moss": "Welder",
                "Sam Otter": "Rigger", "Bea Ward": ""}  # fmt: skip
        rows = {f"{r['FirstName']} {r['LastName']}": r for r in self.xero("Employees")}
        self.assertEqual(len(self.xero("Employees")), 4, what)
        self.assertEqual({k: r.get("JobTitle") or "" for k, r in rows.items()}, jobs, what)
        employees = self.employees()
        self.assertEqual({e.name: e.job_title or "" for e in employees}, jobs, what)
        self.assertEqual(len(employees), 4, what)
        for employee in employees:
            self.assertEqual(employee.xero_id, rows[employee.name]["EmployeeID"], what)

    def test_every_fault_at_every_call(self):
        """Whatever call fails, nobody is in Xero Payroll or in Odoo twice, and no change is lost.
        [D31, C12, B25]"""
        methods = self.break_every_call()
        self.assertEqual(methods, ["GET", "GET", "GET", "GET", "POST", "POST"])


@tagged("post_install", "-at_install", "xero_long")
class TestTimesheetFaults(FaultCase, TimesheetCase):
    def prepare(self):
        """Last week was sent and is corrected, the week before is new."""
        sent = self.shift(0)
        self.run_push("timesheet")
        sent.check_out += timedelta(hours=1)
        self.shifts = {
            self.monday: sent | self.shift(1, 7.25),
            self.monday - timedelta(days=7): self.shift(-7, 5.5) | self.shift(-3, 8),
        }

    def work(self):
        self.run_push("timesheet")

    def check(self, what):
        """One draft for each week, its hours those of its attendances."""
        sheets = self.sheets()
        self.assertEqual(len(sheets), 2, what)
        for sheet, week in zip(sheets, sorted(self.shifts), strict=True):
            row = self.shifts[week].xero_timesheet_id
            self.assertEqual(row.xero_id, sheet["TimesheetID"], what)
            self.assertEqual((sheet["Status"], row.status), ("DRAFT", "DRAFT"), what)
            self.assertAgree(sheet, self.shifts[week])

    def test_every_fault_at_every_call(self):
        """Whatever call of an export fails, each period has one draft with Odoo's hours. Pain 29
        [D34, D20, B29]"""
        methods = self.break_every_call()
        self.assertEqual(methods, ["GET", "POST", "GET", "POST"])
