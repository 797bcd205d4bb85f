"""Time already worked: four paid periods of timesheets with their pay runs, and one open one."""

from datetime import date, timedelta
from decimal import Decimal

from ..organisation import Organisation
from ..payroll_employee_rules import tracking_options
from ..payroll_periods import period_around
from ..payroll_processing import run_pay
from ..payroll_setup import fixed_id
from ..payroll_wire import parse_day
from .numbers import draw
from .staff import SALARIED, STAFF

PAID_PERIODS = 4
SHIFTS = (Decimal("7.6"), Decimal(8), Decimal("7.5"), Decimal("6.25"))


def add_worked_time(org: Organisation) -> None:
    """Store timesheets and posted pay runs of the last periods, and drafts of the present one.

    Salaried people have no timesheets, and the monthly calendar no paid run yet.
    """
    for name, length in (("Weekly", 7), ("Fortnightly", 14)):
        calendar = org.find("PayrollCalendars", fixed_id(org, "PayrollCalendars", name))
        _move(calendar, -length * PAID_PERIODS)
        for _period in range(PAID_PERIODS):
            _fill(org, calendar, "APPROVED")
            run_pay(org, calendar)
        _fill(org, calendar, "DRAFT", every=2)


def _move(calendar: dict, days: int) -> None:
    for name in ("StartDate", "PaymentDate"):
        calendar[name] = (parse_day(calendar[name]) + timedelta(days=days)).isoformat()


def _fill(org: Organisation, calendar: dict, status: str, every: int = 1) -> None:
    start, end = period_around(calendar, parse_day(calendar["StartDate"]))
    hourly = [number for number in range(STAFF) if number not in SALARIED][::every]
    for number in hourly:
        employee = org.find("Employees", fixed_id(org, "Employee", str(number)))
        on_calendar = employee["PayrollCalendarID"] == calendar["PayrollCalendarID"]
        if on_calendar and employee["Status"] == "ACTIVE":
            org.save("Timesheets", _timesheet(org, number, start, end, status))


def _timesheet(org: Organisation, number: int, start: date, end: date, status: str) -> dict:
    days = [start + timedelta(days=count) for count in range((end - start).days + 1)]
    sites = tracking_options(org, "TimesheetCategories")
    site = sites[number % len(sites)]["TrackingOptionID"]
    lines = [
        _line(org, "Ordinary Hours", site, [_ordinary(number, day) for day in days]),
        _line(org, "Overtime Hours x1.5", site, [_overtime(number, day) for day in days]),
    ]
    return {
        "TimesheetID": fixed_id(org, "Timesheet", f"{number} {start}"),
        "EmployeeID": fixed_id(org, "Employee", str(number)),
        "StartDate": start.isoformat(),
        "EndDate": end.isoformat(),
        "Status": status,
        "TimesheetLines": [line for line in lines if any(line["NumberOfUnits"])],
    }


def _line(org: Organisation, rate: str, site: str, units: list) -> dict:
    return {
        "EarningsRateID": fixed_id(org, "EarningsRates", rate),
        "TrackingItemID": site,
        "NumberOfUnits": units,
    }


def _ordinary(number: int, day: date) -> Decimal:
    if day.weekday() > 4:
        return Decimal(0)
    return SHIFTS[draw(f"shift {number} {day}", len(SHIFTS))]


def _overtime(number: int, day: date) -> Decimal:
    return Decimal(2) if draw(f"overtime {number} {day}", 9) == 0 else Decimal(0)
