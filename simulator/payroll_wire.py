"""Payroll AU 1.0 on the wire: the tables, what is masked, and the envelope of every answer.

Inside the simulator a payroll record keeps its dates as `YYYY-MM-DD` text; what a caller sees is
made here.
"""

import uuid
from datetime import date, datetime
from typing import Any

from .organisation import DATE_FIELDS, Organisation, table
from .wire import read_date, wire_time, with_wire_dates


def parse_day(value: Any) -> date:
    """The `date` in `YYYY-MM-DD` or `/Date(ms)/` text (its UTC day). Raises ValueError."""
    text = read_date(str(value))
    if not text:
        raise ValueError(f"{value!r} is not a date.")
    return date.fromisoformat(text)


def with_stored_dates(value: Any) -> Any:
    """A copy of what was sent, its dates as ISO text and its nulls left out, at any depth."""
    if isinstance(value, dict):
        return {
            name: read_date(item) or item if name in DATE_FIELDS else with_stored_dates(item)
            for name, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [with_stored_dates(item) for item in value]
    return value


def envelope(now: datetime, key: str, content: Any) -> dict:
    """The frame of every Payroll AU 1.0 answer [OAS examples]."""
    return {
        "Id": str(uuid.uuid4()),
        "Status": "OK",
        "ProviderName": "Simulated app",
        "DateTimeUTC": wire_time(now),
        key: content,
    }


def _plain(_org: Organisation, record: dict) -> dict:
    wire = with_wire_dates(record, DATE_FIELDS)
    return {**wire, "UpdatedDateUTC": wire_time(record["_updated"])}


def masked(employee: dict) -> dict:
    """An employee without its tax file number: it can be written but not read back (FACTS 6.2;
    how it is masked is unproven: all but the last three digits here)."""
    declaration = employee.get("TaxDeclaration") or {}
    number = str(declaration.get("TaxFileNumber") or "")
    if not number:
        return employee
    hidden = "*" * (len(number) - 3) + number[-3:]
    return {**employee, "TaxDeclaration": {**declaration, "TaxFileNumber": hidden}}


def _employee(org: Organisation, record: dict) -> dict:
    return masked(_plain(org, record))


def _timesheet(org: Organisation, record: dict) -> dict:
    wire = _plain(org, record)
    lines = wire.get("TimesheetLines") or []
    wire["Hours"] = sum(sum(line.get("NumberOfUnits") or []) for line in lines)
    wire["TimesheetLines"] = [{**line, "UpdatedDateUTC": wire["UpdatedDateUTC"]} for line in lines]
    return wire


def _complete_employee(_org: Organisation, record: dict) -> None:
    record.update(with_stored_dates(record))
    record.setdefault("Status", "ACTIVE")
    if record.get("TerminationDate"):
        record["Status"] = "TERMINATED"


def _complete_timesheet(_org: Organisation, record: dict) -> None:
    record.update(with_stored_dates(record))
    record.setdefault("Status", "DRAFT")
    record.setdefault("TimesheetLines", [])


def _complete_dates(_org: Organisation, record: dict) -> None:
    record.update(with_stored_dates(record))


def _complete_payslip(_org: Organisation, record: dict) -> None:
    """A payslip is answered without its pay run; which run it belongs to is kept apart."""
    if "PayRunID" in record:
        record["_pay_run"] = record.pop("PayRunID")


def _complete_pay_item(_org: Organisation, record: dict) -> None:
    record.setdefault("CurrentRecord", True)


PAY_ITEMS = {
    "EarningsRates": "EarningsRateID",
    "DeductionTypes": "DeductionTypeID",
    "LeaveTypes": "LeaveTypeID",
    "ReimbursementTypes": "ReimbursementTypeID",
}

table("Employees", "EmployeeID", render=_employee, complete=_complete_employee)
table("Timesheets", "TimesheetID", render=_timesheet, complete=_complete_timesheet)
table("PayrollCalendars", "PayrollCalendarID", render=_plain, complete=_complete_dates)
table("PayRuns", "PayRunID", render=_plain, complete=_complete_dates)
table("Payslips", "PayslipID", render=_plain, complete=_complete_payslip)
# One record: which accounts and tracking categories payroll uses.
table("PayrollSettings", "SettingsID", stamped=False)
for pay_item, pay_item_key in PAY_ITEMS.items():
    table(pay_item, pay_item_key, render=_plain, complete=_complete_pay_item)
