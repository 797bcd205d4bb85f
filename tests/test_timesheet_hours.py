import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytz
from odoo.tests import tagged

from ..services.timesheet_lines import agreed_lines, line_key, lines_of, plan, total
from ..xero.pay_period import days
from .timesheet_case import TimesheetCase


@tagged("post_install", "-at_install")
class TestTimesheetHours(TimesheetCase):
    def test_sums_are_odoos(self):
        """Rounded per day, the period adds up to Odoo's hours rounded once, at 2 to 4
        places. [D34]"""
        draw = random.Random(7)
        week = days((date(2026, 11, 16), date(2026, 11, 22)))
        for places in (2, 3, 4):
            for _try in range(300):
                entries = [
                    (draw.choice("ab"), draw.choice(week), draw.randrange(0, 50000) / 3600)
                    for _shift in range(draw.randrange(1, 12))
                ]
                lines = lines_of(entries, week, places)
                step = Decimal(1).scaleb(-places)
                for key in {key for key, _day, _hours in entries}:
                    exact = sum((Decimal(repr(h)) for k, _d, h in entries if k == key), Decimal(0))
                    self.assertLessEqual(abs(total({key: lines.get(key, [])}) - exact), step / 2)
                    for day, number in zip(week, lines.get(key, []), strict=False):
                        own = sum((Decimal(repr(h)) for k, d, h in entries if (k, d) == (key, day)),
                                  Decimal(0))  # fmt: skip
                        self.assertLess(abs(Decimal(number) - own), step)
                        self.assertGreaterEqual(Decimal(number), 0)

    def test_thirds_of_an_hour(self):
        """Three shifts of twenty minutes are one hour in Xero, not 0.99. Pain 5 [D34]"""
        self.setting("timesheet").timesheet_places = 2
        for day in range(3):
            self.shift(day, 1 / 3)
        self.run_push("timesheet")
        sheet = self.sheets()[0]
        self.assertEqual(self.units(sheet), [0.33, 0.34, 0.33, 0, 0, 0, 0])
        self.assertEqual(self.xero_hours(sheet), 1)

    def test_lunch_is_not_worked(self):
        """Hours are Odoo's worked hours: the lunch break of the working schedule is left
        out. [D34]"""
        self.employee.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "With lunch", "tz": "Australia/Sydney",
                "attendance_ids": [(5, 0, 0)] + [
                    (0, 0, {"name": name, "dayofweek": "0", "hour_from": start, "hour_to": end,
                            "day_period": period})
                    for name, start, end, period in (
                        ("Morning", 8, 12, "morning"), ("Lunch", 12, 13, "lunch"),
                        ("Afternoon", 13, 17, "afternoon"))
                ],
            }
        )  # fmt: skip
        shift = self.shift(0, 9)
        self.assertEqual(shift.worked_hours, 8)
        self.run_push("timesheet")
        self.assertEqual(self.units(self.sheets()[0])[0], 8)

    def test_day_is_the_employees(self):
        """A shift counts on the day it began where the employee is, not in UTC. Pain 22 [D34]"""
        morning = self.shift(0, 2, start="06:00")
        self.assertLess(morning.check_in.date(), self.monday)
        night = self.shift(6, 8, start="22:00")
        self.run_push("timesheet")
        (sheet,) = self.sheets()
        self.assertEqual(self.units(sheet), [2, 0, 0, 0, 0, 0, 8])
        self.assertEqual(night.xero_day, self.monday + timedelta(days=6))
        west = self.hire(last="West")
        self.run_pull("employee")
        employee = self.employee_of(west)
        self.place(employee, "Australia/Perth")
        # 23:30 on Sunday in Perth is Monday in Sydney.
        shift = self.shift(-1, 4, start="23:30", employee=employee)
        self.assertEqual(shift.xero_day, self.monday - timedelta(days=1))
        self.assertEqual(shift.xero_timesheet_id.period_start, self.monday - timedelta(days=7))

    def test_days_of_daylight_saving(self):
        """On the two days a clock moves, the hours are those that passed, on the right day. Pain 22
        [D34]"""
        zone = pytz.timezone("Australia/Sydney")
        for day, hours in ((date(2026, 4, 5), 11), (date(2026, 10, 4), 9)):
            start = zone.localize(datetime(day.year, day.month, day.day, 0, 30))
            end = zone.localize(datetime(day.year, day.month, day.day, 10, 30))
            shift = self.env["hr.attendance"].create(
                {
                    "employee_id": self.employee.id,
                    "check_in": start.astimezone(pytz.utc).replace(tzinfo=None),
                    "check_out": end.astimezone(pytz.utc).replace(tzinfo=None),
                    "xero_pay_item_id": self.ordinary.id,
                }
            )
            self.assertEqual((shift.xero_day, shift.worked_hours), (day, hours))
        self.run_push("timesheet")
        self.assertEqual([sorted(self.units(sheet))[-1] for sheet in self.sheets()], [11, 9])
        self.assertEqual([self.units(sheet)[6] for sheet in self.sheets()], [11, 9])

    def test_periods_of_every_calendar(self):
        """Weekly, fortnightly and monthly periods before and after the next one are Xero's own.
        Pain 29 [D34]"""
        for number, name in enumerate(("Weekly", "Fortnightly", "Monthly")):
            calendar = self.calendars[name]["PayrollCalendarID"]
            record = self.hire(last=f"Worker {number}", PayrollCalendarID=calendar)
            self.run_pull("employee")
            employee = self.employee_of(record)
            self.place(employee)
            for week in (-60, -8, -1, 1, 2, 9):
                self.shift(week * 7, employee=employee)
        event = self.run_push("timesheet")
        self.assertEqual(event.quarantined, 0)
        self.assertEqual(event.created, len(self.env["xero.timesheet"].search([])))
        self.assertEqual(event.created, len(self.sheets()))

    def test_taken_periods_keep_their_pay_item(self):
        """A new pay item on the employee does not rewrite what payroll has taken. Pain 29 [D34]"""
        self.employee.xero_pay_item_id = self.ordinary
        old, new = (self.shift(day, item=self.env["xero.pay.item"]) for day in (0, 7))
        self.run_push("timesheet")
        self.sim.act("process", timesheet=old.xero_id)
        old.action_xero_sync_now()
        self.run_push("timesheet")
        double = self.item("Overtime Hours x2")
        self.employee.xero_pay_item_id = double
        event = self.run_push("timesheet")
        self.assertEqual((event.updated, event.quarantined), (1, 0))
        self.assertEqual((old.xero_used_item_id, new.xero_used_item_id), (self.ordinary, double))
        self.assertIsNone(self.units(self.sheets()[1]))

    def test_paid_periods_keep_their_pay_item(self):
        """A period that Xero has paid, unknown to Odoo, keeps its pay item and is not sent again,
        whatever is chosen on the employee or done with the attendance. Pain 29 [D34]"""
        none = self.env["xero.pay.item"]
        self.employee.xero_pay_item_id = self.ordinary
        paid, following = self.shift(7, item=none), self.shift(14, item=none)
        self.run_push("timesheet")
        self.sim.edit("Timesheets", paid.xero_id, Status="APPROVED")
        self.sim.act("payrun", calendar=self.employee.xero_calendar_key)
        self.run_pull("payroll_calendar")
        self.assertEqual(paid.xero_timesheet_id.status, "DRAFT")
        double = self.item("Overtime Hours x2")
        self.employee.xero_pay_item_id = double
        event = self.run_push("timesheet")
        self.assertEqual((event.collected, event.updated, event.quarantined), (1, 1, 0))
        (paid + following).action_xero_sync_now()
        event = self.run_push("timesheet")
        self.assertEqual((event.unchanged, event.quarantined), (2, 0))
        self.assertEqual(paid.xero_used_item_id, self.ordinary)
        self.assertEqual(following.xero_used_item_id, double)
        kept, changed = self.sheets()
        self.assertEqual((kept["Status"], self.xero_hours(kept)), ("PROCESSED", Decimal("7.6")))
        self.assertEqual(self.units(changed, double), [7.6, 0, 0, 0, 0, 0, 0])
        later = timedelta(days=7, hours=10)
        paid.write({"check_in": paid.check_in + later, "check_out": paid.check_out + later})
        self.assertEqual(paid.xero_used_item_id, double)

    def test_late_hours_of_a_paid_period_still_follow(self):
        """Hours that were never sent follow the employee's pay item, however old they are. [D34]"""
        self.setting("timesheet").timesheet_untagged = "ask"
        first, late = self.shift(0), self.shift(1, item=self.env["xero.pay.item"])
        self.run_push("timesheet")
        self.assertEqual(self.quarantines("timesheet").reason, "mapping_missing")
        self.employee.xero_pay_item_id = self.ordinary
        self.run_push("timesheet")
        self.assertEqual(self.units(self.sheets()[0]), [7.6, 7.6, 0, 0, 0, 0, 0])
        self.assertEqual((first + late).xero_used_item_id, self.ordinary)

    def test_line_by_line(self):
        """What to send is decided line by line, never against a change made in Xero. Pain
        29 [D34]"""
        one, two, three = ["1", "0"], ["2", "0"], ["3", "0"]
        cases = [
            # agreed, odoo, xero -> wanted, by hand
            ({}, {"a": one}, {}, {"a": one}, []),
            ({"a": one}, {"a": two}, {"a": one}, {"a": two}, []),
            ({"a": one}, {}, {"a": one}, {}, []),
            ({"a": one}, {"a": one}, {"a": two}, {"a": two}, ["a"]),
            ({"a": one}, {"a": two}, {"a": three}, {"a": three}, ["a"]),
            ({"a": one}, {"a": two}, {"a": two}, {"a": two}, []),
            ({"a": one}, {"a": one}, {}, {}, ["a"]),
            ({}, {}, {"b": one}, {"b": one}, []),
            (None, {"a": one}, {"a": two, "b": one}, {"a": two, "b": one}, ["a"]),
        ]
        for agreed, odoo, xero, wanted, by_hand in cases:
            self.assertEqual(plan(agreed, odoo, xero), (wanted, by_hand), (agreed, odoo, xero))
        self.assertEqual(plan({"a": one}, {"a": one}, {"a": two}, insist=True), ({"a": one}, []))
        self.assertEqual(agreed_lines({"a": one}, {"a": one}, {"a": two, "b": one}), {"a": one})
        self.assertEqual(line_key("AB", None), "ab|")
