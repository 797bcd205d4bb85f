import uuid
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .timesheet_case import TimesheetCase


@tagged("post_install", "-at_install")
class TestTimesheetPeople(TimesheetCase):
    def resolve(self, choice, **values):
        quarantine = self.quarantines("timesheet").sudo()
        quarantine.ensure_one()
        self.env["xero.sync"].sudo()._services()["timesheet"]._resolve(quarantine, choice, **values)

    def test_approved_and_processed_are_never_overwritten(self):
        """What payroll approved or paid stays; a person is told both sums and the way out. Pain 29
        [D34]"""
        shift = self.shift(0)
        self.run_push("timesheet")
        for status in ("APPROVED", "PROCESSED"):
            self.sim.edit("Timesheets", shift.xero_id, Status=status)
            before = self.sheets()[0]
            shift.check_out += timedelta(hours=1)
            self.sim.forget_calls()
            event = self.run_push("timesheet")
            self.assertEqual(event.quarantined, 1)
            self.assertEqual(self.writes(), [])
            self.assertEqual(self.sheets()[0]["TimesheetLines"], before["TimesheetLines"])
            quarantine = self.quarantines("timesheet")
            self.assertEqual(quarantine.reason, "processed")
            self.assertIn("7.6 hours", quarantine.sentence)
            self.assertEqual(shift.xero_timesheet_id.status, status)
            self.assertEqual(shift.xero_state, "quarantine")
        self.sim.edit("Timesheets", shift.xero_id, Status="DRAFT")
        self.resolve("retry")
        self.run_push("timesheet")
        self.assertEqual(self.units(self.sheets()[0])[0], 9.6)
        self.assertFalse(self.quarantines("timesheet"))

    def test_lines_added_by_hand_are_kept(self):
        """A line that payroll added in Xero survives every export. Pain 29 [D34]"""
        shift = self.shift(0)
        self.run_push("timesheet")
        sheet = self.sheets()[0]
        allowance = self.item("Site Allowance")
        added = {"EarningsRateID": allowance.xero_id, "NumberOfUnits": [1, 2, 3, 0, 0, 0, 0]}
        self.sim.edit("Timesheets", shift.xero_id, TimesheetLines=[*sheet["TimesheetLines"], added])
        shift.check_out += timedelta(hours=1)
        event = self.run_push("timesheet")
        self.assertEqual((event.updated, event.quarantined), (1, 0))
        sheet = self.sheets()[0]
        self.assertEqual(self.units(sheet, allowance), [1, 2, 3, 0, 0, 0, 0])
        self.assertEqual(self.units(sheet)[0], 8.6)
        shift.unlink()
        self.run_push("timesheet")
        sheet = self.sheets()[0]
        self.assertEqual(self.units(sheet, allowance), [1, 2, 3, 0, 0, 0, 0])
        self.assertIsNone(self.units(sheet))

    def test_hours_changed_by_hand_are_asked_about(self):
        """Our line changed in Xero by hand is kept and asked about; other lines go on. Pain 29
        [D34]"""
        double = self.item("Overtime Hours x2")
        ordinary, overtime = self.shift(0), self.shift(1, 2, item=double)
        self.run_push("timesheet")
        lines = self.sheets()[0]["TimesheetLines"]
        for line in lines:
            if line["EarningsRateID"] == self.ordinary.xero_id:
                line["NumberOfUnits"] = [5, 0, 0, 0, 0, 0, 0]
        self.sim.edit("Timesheets", ordinary.xero_id, TimesheetLines=lines)
        overtime.check_out += timedelta(hours=1)
        event = self.run_push("timesheet")
        self.assertEqual(event.quarantined, 1)
        sheet = self.sheets()[0]
        self.assertEqual((self.units(sheet)[0], self.units(sheet, double)[1]), (5, 3))
        quarantine = self.quarantines("timesheet")
        self.assertEqual(quarantine.reason, "conflict")
        self.assertIn("5 hours in Xero, 7.6 in Odoo", quarantine.sentence)
        overtime.check_out += timedelta(hours=1)
        self.run_push("timesheet")
        sheet = self.sheets()[0]
        self.assertEqual((self.units(sheet)[0], self.units(sheet, double)[1]), (5, 4))
        self.resolve("odoo")
        event = self.run_push("timesheet")
        self.assertEqual((event.updated, event.quarantined), (1, 0))
        self.assertEqual(self.units(self.sheets()[0])[0], 7.6)

    def test_existing_timesheet_is_adopted(self):
        """A timesheet that payroll began is taken up, not doubled; what it holds stays. Pain 29
        [D34]"""
        allowance = self.item("Site Allowance")
        made = self.sim.create(
            "Timesheets", EmployeeID=self.record["EmployeeID"], StartDate=str(self.monday),
            EndDate=str(self.monday + timedelta(days=6)), Status="DRAFT",
            TimesheetLines=[{"EarningsRateID": allowance.xero_id, "NumberOfUnits": [1] * 7}],
        )  # fmt: skip
        shift = self.shift(0)
        event = self.run_push("timesheet")
        self.assertEqual((event.updated, event.quarantined), (1, 0))
        (sheet,) = self.sheets()
        self.assertEqual(shift.xero_id, made["TimesheetID"])
        self.assertEqual((self.units(sheet)[0], self.units(sheet, allowance)[0]), (7.6, 1))

    def test_adopted_with_other_hours_is_asked_about(self):
        """Hours payroll typed for the same pay item are not overwritten unasked. Pain 29 [D34]"""
        self.sim.create(
            "Timesheets", EmployeeID=self.record["EmployeeID"], StartDate=str(self.monday),
            EndDate=str(self.monday + timedelta(days=6)), Status="DRAFT",
            TimesheetLines=[{"EarningsRateID": self.ordinary.xero_id, "NumberOfUnits": [8] * 7}],
        )  # fmt: skip
        self.shift(0)
        event = self.run_push("timesheet")
        self.assertEqual(event.quarantined, 1)
        self.assertEqual(self.units(self.sheets()[0]), [8] * 7)

    def test_a_timesheet_that_is_gone_can_be_made_again(self):
        """“Create a new record” makes one new timesheet for hours that Xero does not show any more.
        Pain 29 [D34, D5]"""
        shift = self.shift(0)
        self.run_push("timesheet")
        gone = self.sheets()[0]["TimesheetID"]
        self.link(shift.xero_timesheet_id, "timesheet").sudo().xero_id = str(uuid.uuid4())
        earlier = {"StartDate": str(self.monday - timedelta(days=70)),
                   "EndDate": str(self.monday - timedelta(days=64))}  # fmt: skip
        self.sim.edit("Timesheets", gone, **earlier)
        shift.check_out += timedelta(hours=1)
        self.run_push("timesheet")
        self.assertEqual(self.quarantines("timesheet").reason, "missing")
        self.resolve("create")
        event = self.run_push("timesheet")
        self.assertEqual((event.created, event.quarantined), (1, 0))
        _gone, made = self.sheets()
        self.assertEqual(shift.xero_id, made["TimesheetID"])
        self.assertEqual(self.units(made)[0], 8.6)

    def test_employee_not_linked(self):
        """Hours of somebody unknown to Xero wait, and follow when the employee is linked. Pain 28
        [D34]"""
        stranger = self.place(self.new_employee("Cy Low", birthday="1990-02-28"))
        shift = self.shift(0, employee=stranger)
        self.run_push("timesheet")
        quarantine = self.quarantines("timesheet")
        self.assertEqual(quarantine.reason, "dependency")
        self.assertIn("Cy Low", quarantine.sentence)
        self.assertEqual(self.sheets(), [])
        self.hire("Cy", "Low")
        self.setting("employee").policy = "xero"
        self.run_pull("employee")
        self.run_push("timesheet")
        self.assertEqual(shift.xero_timesheet_id.period_start, self.monday)
        self.assertTrue(shift.xero_id)
        self.assertFalse(self.quarantines("timesheet"))

    def test_never_by_name(self):
        """A namesake in Xero gets nothing: hours go by the link alone. Pain 28 [D34]"""
        double = self.place(self.new_employee("Alinta Nguyen", birthday="1955-05-05"))
        self.shift(0, employee=double)
        self.run_push("timesheet")
        self.assertEqual(self.quarantines("timesheet").reason, "dependency")
        self.assertEqual(self.sheets(), [])

    def test_no_calendar(self):
        """Without a payroll calendar there is no period: the hours wait until Xero has one. Pain 29
        [D34]"""
        record = self.hire(last="Low", PayrollCalendarID=None)
        self.run_pull("employee")
        employee = self.employee_of(record)
        self.place(employee)
        self.shift(0, employee=employee)
        self.run_push("timesheet")
        self.assertEqual(self.quarantines("timesheet").reason, "incomplete")
        fortnightly = self.calendars["Fortnightly"]["PayrollCalendarID"]
        self.sim.edit("Employees", record["EmployeeID"], PayrollCalendarID=fortnightly)
        self.run_pull("employee")
        self.run_push("timesheet")
        (sheet,) = self.sheets()
        self.assertEqual(len(sheet["TimesheetLines"][0]["NumberOfUnits"]), 14)
        self.assertFalse(self.quarantines("timesheet"))

    def test_pay_item_that_takes_no_hours(self):
        """A pay item that is archived or no hours is refused before anything is sent. Pain
        6 [D34]"""
        shift = self.shift(0)
        bonus = self.item("Bonus")
        shift.xero_pay_item_id = bonus
        self.run_push("timesheet")
        quarantine = self.quarantines("timesheet")
        self.assertEqual(quarantine.reason, "mapping_invalid")
        self.assertIn("Bonus", quarantine.sentence)
        shift.xero_pay_item_id = self.ordinary
        self.run_push("timesheet")
        self.assertFalse(self.quarantines("timesheet"))

    def test_untagged_can_be_asked_about(self):
        """Whoever wants every attendance sent is told which have no pay item. [D34]"""
        self.setting("timesheet").timesheet_untagged = "ask"
        shift = self.shift(0, item=self.env["xero.pay.item"])
        self.run_push("timesheet")
        self.assertEqual(self.quarantines("timesheet").reason, "mapping_missing")
        shift.xero_pay_item_id = self.ordinary
        self.run_push("timesheet")
        self.assertEqual(self.units(self.sheets()[0])[0], 7.6)

    def test_wrong_shapes(self):
        """A timesheet that comes in a wrong form goes to a person and is not written. [D25]"""
        shift = self.shift(0)
        self.run_push("timesheet")
        good = self.sheets()[0]
        shapes = [
            {"TimesheetLines": "none"}, {"Status": ["DRAFT"]},
            {"TimesheetLines": [{"EarningsRateID": {"a": 1}, "NumberOfUnits": [1]}]},
            {"TimesheetLines": [{"EarningsRateID": "x", "NumberOfUnits": ["many"]}]},
            {"TimesheetLines": good["TimesheetLines"] * 2},
        ]  # fmt: skip
        for changes in shapes:
            self.sim.fault(
                "status", path="Timesheets/", method="GET", status=200,
                body={"Timesheet": {**good, **changes}},
                headers={"Content-Type": "application/json"},
            )  # fmt: skip
            shift.check_out += timedelta(minutes=30)
            self.sim.forget_calls()
            event = self.run_push("timesheet")
            self.assertEqual((event.quarantined, self.writes()), (1, []), changes)
            self.assertEqual(self.quarantines("timesheet").reason, "wrong_shape")
            self.sim.clear_faults()

    def test_sync_now_says_why_not(self):
        """“Sync now” on an attendance that cannot leave says why, in a sentence. [D34]"""
        untagged = self.shift(0, item=self.env["xero.pay.item"])
        with self.assertRaisesRegex(UserError, "no pay item"):
            untagged.action_xero_sync_now()
        still = self.shift(1, check_out=False)
        with self.assertRaisesRegex(UserError, "still open"):
            still.action_xero_sync_now()
        self.setting("timesheet").start_date = self.monday + timedelta(days=40)
        with self.assertRaisesRegex(UserError, "start date"):
            self.shift(-1).action_xero_sync_now()

    def test_who_sees_what(self):
        """Workers see their attendances as before; only employee officers see timesheets. [B3]"""
        worker = new_test_user(
            self.env, "worker", "base.group_user", company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.employee.user_id = worker
        shift = self.shift(0)
        self.assertEqual(shift.with_user(worker).read(["worked_hours"])[0]["worked_hours"], 7.6)
        for name in ("xero_pay_item_id", "xero_state", "xero_timesheet_id"):
            with self.assertRaises(AccessError):
                shift.with_user(worker).read([name])
        with self.assertRaises(AccessError):
            self.env["xero.timesheet"].with_user(worker).search([])
        fields = self.env["hr.attendance"]._fields
        for name in fields:
            if name.startswith("xero_"):
                self.assertEqual(fields[name].groups, "hr.group_hr_user", name)
        officer = new_test_user(
            self.env, "officer", "hr.group_hr_user,hr_attendance.group_hr_attendance_manager",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        with Form(shift.with_user(officer)) as form:
            form.xero_pay_item_id = self.item("Overtime Hours x2")
        rows = self.env["xero.timesheet"].with_user(officer).search([])
        self.assertEqual(rows.employee_id, self.employee)

    def test_worker_checks_in_and_out(self):
        """A worker without any right in Xero checks in and out; the hours leave all the same. [D34,
        D20]"""
        worker = new_test_user(
            self.env, "worker", "base.group_user", company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.employee.write({"user_id": worker.id, "xero_pay_item_id": self.ordinary.id})
        own = self.employee.with_user(worker).sudo()
        own._attendance_action_change()
        own._attendance_action_change()
        self.assertTrue(self.env["hr.attendance"].search(
            [("employee_id", "=", self.employee.id)]).xero_timesheet_id)  # fmt: skip
