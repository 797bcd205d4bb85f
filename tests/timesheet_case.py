from datetime import datetime, timedelta
from decimal import Decimal

import pytz

from .employee_case import EmployeeCase

ZONE = "Australia/Sydney"


class TimesheetCase(EmployeeCase):
    """A linked employee on the weekly calendar, and words for shifts and what Xero holds
    of them."""

    def set_up_once(self):
        super().set_up_once()
        self.env.user.groups_id += self.env.ref("hr_attendance.group_hr_attendance_manager")
        self.run_pull("tracking_category", trigger="first")
        self.setting("timesheet").start_date = "2020-01-01"
        self.record = self.hire()
        self.run_pull("employee", trigger="first")
        self.employee = self.employee_of(self.record)
        self.place(self.employee)
        self.ordinary = self.item("Ordinary Hours")
        start = datetime.fromisoformat(str(self.employee.xero_calendar_id.start_date))
        self.monday = (start - timedelta(days=7)).date()

    def place(self, employee, zone=ZONE):
        """Where an employee works, at any time of the day and without a lunch break."""
        calendar = {"name": f"Any time in {zone}", "tz": zone, "attendance_ids": [(5, 0, 0)]}
        employee.write(
            {"tz": zone, "resource_calendar_id": self.env["resource.calendar"].create(calendar).id}
        )
        return employee

    def item(self, name):
        """A mirrored pay item."""
        return self.env["xero.pay.item"].search(
            [("name", "=", name), ("connection_id", "=", self.connection.id)]
        )

    def shift(self, day=0, hours=7.6, start="08:00", employee=None, item=None, **values):
        """A closed attendance; `day` counts from Monday of last week, times are local."""
        employee = employee or self.employee
        moment = datetime.fromisoformat(f"{self.monday + timedelta(days=day)} {start}")
        local = pytz.timezone(employee._get_tz()).localize(moment)
        check_in = local.astimezone(pytz.utc).replace(tzinfo=None)
        return self.env["hr.attendance"].create(
            {
                "employee_id": employee.id,
                "check_in": check_in,
                "check_out": check_in + timedelta(seconds=round(hours * 3600)),
                "xero_pay_item_id": (self.ordinary if item is None else item).id,
                **values,
            }
        )

    def sheets(self):
        """All timesheets in Xero, oldest period first."""
        return sorted(self.xero("Timesheets"), key=lambda row: row["StartDate"])

    def units(self, sheet, item=None, option=None):
        """The numbers of a line, None when there is no such line."""
        for line in sheet["TimesheetLines"]:
            same = line["EarningsRateID"] == (item or self.ordinary).xero_id
            if same and line.get("TrackingItemID") == (option.xero_id if option else None):
                return [float(number) for number in line["NumberOfUnits"]]
        return None

    def xero_hours(self, sheet):
        """The hours of a timesheet, as Xero adds them up."""
        return sum(
            (Decimal(str(n)) for line in sheet["TimesheetLines"] for n in line["NumberOfUnits"]),
            Decimal(0),
        )

    def assertAgree(self, sheet, attendances):
        """Xero's sum is Odoo's, to the places that are sent."""
        odoo = sum(attendances.mapped("worked_hours"))
        self.assertEqual(float(self.xero_hours(sheet)), round(odoo, 4))

    def option(self, name="North"):
        """An option of the category that payroll's settings choose for timesheets."""
        category = self.connection.timesheet_category_id
        options = category.option_ids.filtered(lambda row: row.name == name)
        return options or category.option_ids[:1]
