import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .timesheet_case import TimesheetCase


@tagged("post_install", "-at_install")
class TestTimesheetPush(TimesheetCase):
    def test_one_draft_per_employee_and_period(self):
        """A week of attendances becomes one draft with a number for every day. [D34, D20]"""
        evening = self.shift(1, 1.5, start="18:00")
        shifts = self.shift(0) + self.shift(1, 8.25) + evening + self.shift(4)
        event = self.run_push("timesheet")
        self.assertEqual((event.state, event.created, event.collected), ("ok", 1, 1))
        (sheet,) = self.sheets()
        self.assertEqual(sheet["Status"], "DRAFT")
        self.assertEqual(sheet["EmployeeID"], self.record["EmployeeID"])
        self.assertEqual(self.units(sheet), [7.6, 9.75, 0, 0, 7.6, 0, 0])
        self.assertAgree(sheet, shifts)
        row = shifts.xero_timesheet_id
        self.assertEqual((row.period_start, row.period_end - row.period_start),
                         (self.monday, timedelta(days=6)))  # fmt: skip
        self.assertEqual(set(shifts.mapped("xero_id")), {sheet["TimesheetID"]})
        self.assertEqual((row.status, row.xero_state), ("DRAFT", "agreed"))
        self.assertAlmostEqual(row.hours, 24.95)

    def test_only_tagged_and_closed(self):
        """Open attendances and those without a pay item stay in Odoo. [D34, D20]"""
        self.shift(0)
        self.shift(1, item=self.env["xero.pay.item"])
        still = self.shift(2, check_out=False)
        self.run_push("timesheet")
        self.assertEqual(self.units(self.sheets()[0]), [7.6, 0, 0, 0, 0, 0, 0])
        still.check_out = still.check_in + timedelta(hours=3)
        event = self.run_push("timesheet")
        self.assertEqual(event.updated, 1)
        self.assertEqual(self.units(self.sheets()[0]), [7.6, 0, 3, 0, 0, 0, 0])

    def test_tagged_by_the_employee(self):
        """An attendance without a pay item takes the employee's; its own goes before. [D34]"""
        self.employee.xero_pay_item_id = self.ordinary
        double = self.item("Overtime Hours x2")
        self.shift(0, item=self.env["xero.pay.item"])
        self.shift(1, 2, item=double)
        self.run_push("timesheet")
        (sheet,) = self.sheets()
        self.assertEqual(self.units(sheet), [7.6, 0, 0, 0, 0, 0, 0])
        self.assertEqual(self.units(sheet, double), [0, 2, 0, 0, 0, 0, 0])

    def test_pay_item_given_to_the_employee_later(self):
        """Attendances recorded before the employee got a pay item follow when it is
        chosen. [D34]"""
        shift = self.shift(0, item=self.env["xero.pay.item"])
        self.assertFalse(shift.xero_timesheet_id)
        self.employee.xero_pay_item_id = self.ordinary
        self.run_push("timesheet")
        self.assertEqual(self.units(self.sheets()[0]), [7.6, 0, 0, 0, 0, 0, 0])

    def test_tracking_option(self):
        """Hours of different tracking options stand on lines of their own. [D34]"""
        option = self.option()
        self.assertTrue(option)
        self.shift(0)
        self.shift(0, 2, start="18:00", xero_option_id=option.id)
        self.run_push("timesheet")
        (sheet,) = self.sheets()
        self.assertEqual(self.units(sheet), [7.6, 0, 0, 0, 0, 0, 0])
        self.assertEqual(self.units(sheet, option=option), [2, 0, 0, 0, 0, 0, 0])

    def test_changed_attendance_changes_only_its_timesheet(self):
        """A changed attendance sends its own timesheet and no other. Pain 29 [D34]"""
        first, second = self.shift(0), self.shift(-7)
        self.run_push("timesheet")
        before = {sheet["TimesheetID"]: sheet["UpdatedDateUTC"] for sheet in self.sheets()}
        self.sim.forget_calls()
        first.check_out += timedelta(hours=1)
        event = self.run_push("timesheet")
        self.assertEqual((event.collected, event.updated), (1, 1))
        self.assertEqual(len(self.writes()), 1)
        older, newer = self.sheets()
        self.assertEqual(older["UpdatedDateUTC"], before[older["TimesheetID"]])
        self.assertEqual(self.units(newer), [8.6, 0, 0, 0, 0, 0, 0])
        self.assertEqual(second.xero_id, older["TimesheetID"])

    def test_deleted_attendance_lowers_the_hours(self):
        """Deleting attendances lowers the hours, down to zero for the last one. Pain 29 [D34]"""
        first, second = self.shift(0), self.shift(1)
        self.run_push("timesheet")
        first.unlink()
        self.run_push("timesheet")
        self.assertEqual(self.units(self.sheets()[0]), [0, 7.6, 0, 0, 0, 0, 0])
        second.unlink()
        event = self.run_push("timesheet")
        self.assertEqual(event.quarantined, 0)
        self.assertEqual(self.xero_hours(self.sheets()[0]), 0)
        event = self.run_push("timesheet")
        self.assertEqual(event.collected, 0)

    def test_moved_to_another_period(self):
        """An attendance moved into another period leaves the one and joins the other. [D34]"""
        shift = self.shift(0)
        self.shift(1)
        self.run_push("timesheet")
        shift.write({"check_in": shift.check_in - timedelta(days=7),
                     "check_out": shift.check_out - timedelta(days=7)})  # fmt: skip
        self.run_push("timesheet")
        older, newer = self.sheets()
        self.assertEqual(self.units(older), [7.6, 0, 0, 0, 0, 0, 0])
        self.assertEqual(self.units(newer), [0, 7.6, 0, 0, 0, 0, 0])

    def test_second_push_is_silent(self):
        """With nothing changed nothing is sent, whoever asks. [D34]"""
        shift = self.shift(0)
        self.run_push("timesheet")
        self.sim.forget_calls()
        shift.action_xero_sync_now()
        event = self.run_push("timesheet")
        self.assertEqual((event.unchanged, self.writes()), (1, []))

    def test_timeout_after_success_does_not_duplicate(self):
        """Xero made the timesheet but the answer was lost: there is one, and it is linked. Pain 3
        [D34]"""
        shift = self.shift(0)
        self.sim.fault("reset_after", method="POST", path="payroll.xro/1.0/Timesheets")
        event = self.run_push("timesheet")
        self.assertEqual(event.deferred, 1)
        exchange = self.env["xero.exchange"].sudo().search([("state", "=", "unknown")])
        past = fields.Datetime.now() - timedelta(minutes=9)
        exchange.write({"lease_until": past, "first_sent_at": past})
        shift.check_out += timedelta(hours=1)
        self.run_push("timesheet")
        (sheet,) = self.sheets()
        self.assertEqual(shift.xero_id, sheet["TimesheetID"])
        self.assertEqual(self.units(sheet), [8.6, 0, 0, 0, 0, 0, 0])
        self.assertFalse(self.quarantines("timesheet"))

    def test_each_employee_is_its_own_unit(self):
        """Of three employees Xero refuses one; the two others' hours arrive. Pain 29 [D34, D20]"""
        people = [self.employee]
        for number in range(2):
            record = self.hire(last=f"Worker {number}")
            self.run_pull("employee")
            people.append(self.employee_of(record))
        for person in people:
            self.place(person)
            self.shift(0, employee=person)
        # In Xero somebody starts later than Odoo knows.
        later = self.monday + timedelta(days=90)
        self.sim.edit("Employees", people[1].xero_id, StartDate=str(later))
        event = self.run_push("timesheet")
        self.assertEqual((event.created, event.quarantined), (2, 1))
        quarantine = self.quarantines("timesheet")
        self.assertEqual(quarantine.res_id, self.env["xero.timesheet"].search(
            [("employee_id", "=", people[1].id)]).id)  # fmt: skip
        self.assertIn("outside the employment", quarantine.sentence)
        self.assertEqual(len(self.sheets()), 2)
        self.assertEqual([len(json.loads(call["body"])) for call in self.writes()], [1, 1, 1])

    def test_start_date_and_backfill(self):
        """Attendances before the start date leave only by a backfill that somebody starts. [D34]"""
        self.setting("timesheet").start_date = self.monday
        old, new = self.shift(-7), self.shift(0)
        self.run_push("timesheet")
        self.assertFalse(old.xero_timesheet_id)
        self.assertEqual(len(self.sheets()), 1)
        setting = self.setting("timesheet").sudo()
        count = setting._service()._export_all(setting, self.monday - timedelta(days=30))
        self.assertEqual(count, 2)
        self.run_push("timesheet")
        self.assertEqual(len(self.sheets()), 2)
        self.assertTrue(old.xero_id and new.xero_id)

    def test_other_company_is_untouched(self):
        """Another company's attendances never reach this organisation. [B3]"""
        company = self.env["res.company"].create({"name": "Other"})
        other = self.env["hr.employee"].create(
            {"name": "Alinta Nguyen", "company_id": company.id}
        )
        shift = self.shift(0, employee=other)
        self.shift(0)
        self.run_push("timesheet")
        self.assertFalse(shift.xero_timesheet_id)
        self.assertEqual(len(self.sheets()), 1)

    def test_pay_item_rate_is_never_sent(self):
        """Only hours leave; what an hour is worth is Xero's. [D42, D34]"""
        self.shift(0)
        self.run_push("timesheet")
        (call,) = self.writes()
        for word in ("RatePerUnit", "Amount", "Salary", "PayTemplate", "Multiplier"):
            self.assertNotIn(word, call["body"])
