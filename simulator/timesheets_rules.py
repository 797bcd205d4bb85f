"""What Xero refuses about a payroll timesheet, in both versions of the API (FACTS 6.5)."""

from datetime import timedelta
from decimal import Decimal

from .payroll_employee_rules import tracking_options
from .payroll_periods import period_around
from .payroll_wire import parse_day
from .wire import read_date

HOURLY = ("RATEPERUNIT", "MULTIPLE")


def missing(sent):
    """Sentences for a required field of version 1.0 that is absent or unreadable."""
    if not isinstance(sent.get("EmployeeID"), str):
        yield "The EmployeeID is required."
    for name in ("StartDate", "EndDate"):
        if not read_date(sent.get(name)):
            yield f"The {name} is required and must be a date."
    lines = sent.get("TimesheetLines") or []
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        yield "TimesheetLines must be an array of objects."


def refusals(org, timesheet):
    """Sentences for what is wrong with a timesheet whose dates are already ISO text."""
    return _employee(org, timesheet) or [
        *_period(org, timesheet),
        *_unique(org, timesheet),
        *_lines(org, timesheet),
    ]


def _employee(org, timesheet):
    """Without an employee who can be paid nothing else can be judged."""
    employee = org.find("Employees", timesheet["EmployeeID"])
    if not employee:
        return [f"Employee not found - {timesheet['EmployeeID']}"]
    # Open question: Xero may accept the last period of somebody who left. Strict on what is sent.
    if employee["Status"] == "TERMINATED":
        return ["A timesheet cannot be entered for a terminated employee."]
    if not org.find("PayrollCalendars", employee.get("PayrollCalendarID")):
        return ["The employee is not assigned to a payroll calendar."]
    return []


def _period(org, timesheet):
    employee = org.find("Employees", timesheet["EmployeeID"])
    start, end = parse_day(timesheet["StartDate"]), parse_day(timesheet["EndDate"])
    period = period_around(org.find("PayrollCalendars", employee["PayrollCalendarID"]), start)
    if (start, end) != period:
        yield (
            "The StartDate and EndDate of the timesheet do not match a pay period of the "
            f"employee's payroll calendar. The pay period is {period[0]} to {period[1]}."
        )


def _unique(org, timesheet):
    for other in org.rows("Timesheets").values():
        if other["TimesheetID"] != timesheet.get("TimesheetID") and all(
            other[name] == timesheet[name] for name in ("EmployeeID", "StartDate", "EndDate")
        ):
            yield "A timesheet already exists for this employee and pay period."


def _lines(org, timesheet):
    employee = org.find("Employees", timesheet["EmployeeID"])
    start, end = parse_day(timesheet["StartDate"]), parse_day(timesheet["EndDate"])
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    seen = set()
    for line in timesheet.get("TimesheetLines") or []:
        yield from line_refusals(org, line)
        key = (line.get("EarningsRateID"), line.get("TrackingItemID"))
        if key in seen:
            yield "Each earnings rate and tracking item can be used on one line only."
        seen.add(key)
        yield from _units(line.get("NumberOfUnits"), days, employee)


def line_refusals(org, line):
    """Sentences for the earnings rate and the tracking item of a line (keys as in 1.0)."""
    rate = org.find("EarningsRates", line.get("EarningsRateID"))
    if not rate:
        yield f"Earnings rate not found - {line.get('EarningsRateID')}"
    elif not rate.get("CurrentRecord", True):
        yield f"Earnings rate '{rate['Name']}' is not active."
    elif rate.get("RateType") not in HOURLY:
        yield f"Earnings rate '{rate['Name']}' is a fixed amount and cannot be used on a timesheet."
    item = line.get("TrackingItemID")
    if item and item not in {
        option["TrackingOptionID"] for option in tracking_options(org, "TimesheetCategories")
    }:
        yield f"Tracking item {item} does not belong to the tracking category for timesheets."


def _units(units, days, employee):
    if not isinstance(units, list) or len(units) != len(days):
        yield (
            f"Incorrect number of timesheet entries. {len(days)} are expected for the pay period, "
            f"{len(units) if isinstance(units, list) else 0} were given."
        )
        return
    if not all(is_amount(number) for number in units):
        yield "NumberOfUnits must hold numbers of four decimal places at most, none negative."
        return
    if any(
        number and not _employed(employee, moment)
        for moment, number in zip(days, units, strict=True)
    ):
        yield "Hours cannot be entered on a day outside the employment."


def is_amount(number):
    """True for a number a timesheet can hold: not negative, four places at most (FACTS 6.5)."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        return False
    exact = Decimal(str(number))
    return exact >= 0 and exact == round(exact, 4)


def _employed(employee, moment):
    start = employee.get("StartDate")
    return not start or parse_day(start) <= moment
