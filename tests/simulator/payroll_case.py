"""What the payroll tests share: the clock on a Wednesday, a caller with the payroll scopes."""

import json
from datetime import datetime, timedelta, timezone

from sim_client import SimulatorCase

PAYROLL = "/payroll.xro/1.0"
SCOPES = (
    "accounting.settings accounting.contacts accounting.invoices accounting.payments "
    "payroll.employees payroll.settings payroll.timesheets payroll.payruns payroll.payslip"
)
ADDRESS = {
    "AddressLine1": "12 Wharf Road",
    "City": "Newcastle",
    "Region": "NSW",
    "PostalCode": "2300",
}


class PayrollCase(SimulatorCase):
    """Each test has its own organisation; `call` gives (status, answer)."""

    def setUp(self):
        super().setUp()
        # Calendars begin with the period of the day of the reset.
        self.control("clock", {"set": "2026-11-18T03:00:00"})
        answer = self.control("organisations", {"organisation": self.kind})
        self.tenant = answer["tenant_id"]
        self.tokens = self.connect(SCOPES)

    def call(self, method, path, body=None, headers=None):
        """(status, parsed JSON or text) of a call with the token and the tenant."""
        reply = self.api(method, path, body, headers)
        text = reply.raw.decode()
        return reply.status, json.loads(text) if text.startswith("{") else text

    def pay_item(self, name, table="EarningsRates"):
        """The wire form of a pay item, by name."""
        _status, answer = self.call("GET", f"{PAYROLL}/PayItems")
        return next(item for item in answer["PayItems"][table] if item["Name"] == name)

    def calendar(self, name):
        """The wire form of a payroll calendar, by name."""
        _status, answer = self.call("GET", f"{PAYROLL}/PayrollCalendars")
        return next(one for one in answer["PayrollCalendars"] if one["Name"] == name)

    def employee(self, calendar="Weekly", **more):
        """The body of an employee who can have timesheets."""
        return {
            "FirstName": "Imogen",
            "LastName": "Fairweather",
            "DateOfBirth": "1990-04-05",
            "StartDate": "2024-07-01",
            "HomeAddress": ADDRESS,
            "PayrollCalendarID": self.calendar(calendar)["PayrollCalendarID"],
            **more,
        }

    def new_employee(self, calendar="Weekly", **more):
        """The EmployeeID of a stored employee."""
        body = [self.employee(calendar, **more)]
        status, answer = self.call("POST", f"{PAYROLL}/Employees", body)
        self.assertEqual(status, 200, answer)
        return answer["Employees"][0]["EmployeeID"]

    def messages(self, answer):
        """The validation messages of a 400, in one text."""
        elements = answer["Elements"]
        return " ".join(e["Message"] for one in elements for e in one["ValidationErrors"])


def day(wire):
    """The ISO date of a `/Date(ms+0000)/`."""
    milliseconds = int(wire.removeprefix("/Date(").split("+")[0])
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=milliseconds)
    return moment.date().isoformat()
