"""What a payroll administrator does in Xero's screens: run the pay of a calendar's next period.

The sums are plain (a flat tax rate, 12 % super): they look real and agree with the timesheets;
they are no tax tables.
"""

from decimal import ROUND_HALF_UP, Decimal

from .organisation import Organisation
from .payroll_periods import period_around
from .payroll_setup import fixed_id
from .payroll_wire import parse_day
from .routing import Answer, Call, Refused, routes

TAX = Decimal("0.22")
SUPER = Decimal("0.12")
DEFAULT_RATE = Decimal("34.50")
TOTALS = ("Wages", "Deductions", "Tax", "Super", "NetPay")


@routes.add("POST", "/_sim/payrun")
def post_pay_run(call: Call) -> Answer:
    """{"tenant", "calendar", "status"?: "POSTED"}: pay the calendar's next period; answers the
    pay run. POSTED moves the calendar to the following period."""
    wanted = call.json() or {}
    org = call.state.organisations.get(wanted.get("tenant"))
    calendar = org.find("PayrollCalendars", wanted.get("calendar")) if org else None
    if not calendar:
        raise Refused(400, {"error": "No such organisation or payroll calendar."})
    record = run_pay(org, calendar, wanted.get("status", "POSTED"))
    return Answer(body=org.render("PayRuns", record))


@routes.add("POST", "/_sim/process")
def process(call: Call) -> Answer:
    """{"tenant", "timesheet"}: mark a timesheet as pulled into a pay run."""
    wanted = call.json() or {}
    org = call.state.organisations.get(wanted.get("tenant"))
    record = org.find("Timesheets", wanted.get("timesheet")) if org else None
    if not record:
        raise Refused(400, {"error": "No such organisation or timesheet."})
    record["Status"] = "PROCESSED"
    return Answer(body=org.render("Timesheets", org.save("Timesheets", record)))


def run_pay(org: Organisation, calendar: dict, status: str = "POSTED") -> dict:
    """Pay everybody on a calendar for its next period and store the pay run and payslips.

    Approved timesheets of the period are pulled in and become PROCESSED when the run is posted.
    Gives the stored pay run.
    """
    start, end = period_around(calendar, parse_day(calendar["StartDate"]))
    run = {
        "PayRunID": fixed_id(org, "PayRun", f"{calendar['PayrollCalendarID']} {start}"),
        "PayrollCalendarID": calendar["PayrollCalendarID"],
        "PayRunPeriodStartDate": start.isoformat(),
        "PayRunPeriodEndDate": end.isoformat(),
        "PaymentDate": calendar["PaymentDate"],
        "PayRunStatus": status,
    }
    slips = [_payslip(org, run, employee) for employee in _paid(org, run)]
    for name in TOTALS:
        run[name] = sum((slip[name] for slip in slips), Decimal("0.00"))
    run["Reimbursement"] = Decimal("0.00")
    if status == "POSTED":
        _close_period(org, calendar, run)
    return org.save("PayRuns", run)


def _paid(org: Organisation, run: dict) -> list[dict]:
    return [
        employee
        for employee in org.rows("Employees").values()
        if employee.get("PayrollCalendarID") == run["PayrollCalendarID"]
        and employee.get("StartDate", "") <= run["PayRunPeriodEndDate"]
        and employee.get("TerminationDate", "9") >= run["PayRunPeriodStartDate"]
    ]


def _payslip(org: Organisation, run: dict, employee: dict) -> dict:
    lines = [
        line
        for sheet in _timesheets(org, run, employee)
        for line in _earnings(org, employee, sheet)
    ]
    wages = sum((_cents(line["RatePerUnit"] * line["NumberOfUnits"]) for line in lines), Decimal(0))
    tax, retirement = _cents(wages * TAX), _cents(wages * SUPER)
    slip = {
        "PayslipID": fixed_id(org, "Payslip", f"{run['PayRunID']} {employee['EmployeeID']}"),
        "_pay_run": run["PayRunID"],
        "EmployeeID": employee["EmployeeID"],
        "FirstName": employee["FirstName"],
        "LastName": employee["LastName"],
        "Wages": _cents(wages),
        "Deductions": Decimal("0.00"),
        "Tax": tax,
        "Super": retirement,
        "Reimbursements": Decimal("0.00"),
        "NetPay": _cents(wages - tax),
        "EarningsLines": [],
        "TimesheetEarningsLines": lines,
        "DeductionLines": [],
        "LeaveEarningsLines": [],
        "LeaveAccrualLines": [],
        "ReimbursementLines": [],
        "SuperannuationLines": [
            {"ContributionType": "SGC", "CalculationType": "STATUTORY", "Amount": retirement}
        ],
        "TaxLines": [{"TaxTypeName": "PAYG Tax", "Amount": tax, "LiabilityAccount": "825"}],
    }
    if employee.get("EmployeeGroupName"):
        slip["EmployeeGroup"] = employee["EmployeeGroupName"]
    return org.save("Payslips", slip)


def _timesheets(org: Organisation, run: dict, employee: dict) -> list[dict]:
    return [
        sheet
        for sheet in org.rows("Timesheets").values()
        if sheet["EmployeeID"] == employee["EmployeeID"]
        and sheet["StartDate"] == run["PayRunPeriodStartDate"]
        and sheet["Status"] == "APPROVED"
    ]


def _earnings(org: Organisation, employee: dict, sheet: dict) -> list[dict]:
    units: dict[str, Decimal] = {}
    for line in sheet["TimesheetLines"]:
        rate_id = line["EarningsRateID"]
        hours = sum((Decimal(str(number)) for number in line["NumberOfUnits"]), Decimal(0))
        units[rate_id] = units.get(rate_id, Decimal(0)) + hours
    return [
        {
            "EarningsRateID": rate_id,
            "RatePerUnit": _rate(org.find("EarningsRates", rate_id), _ordinary_rate(employee)),
            "NumberOfUnits": hours,
        }
        for rate_id, hours in units.items()
    ]


def _ordinary_rate(employee: dict) -> Decimal:
    for line in (employee.get("PayTemplate") or {}).get("EarningsLines") or []:
        if line.get("RatePerUnit"):
            return Decimal(str(line["RatePerUnit"]))
    return DEFAULT_RATE


def _rate(earnings_rate: dict, ordinary: Decimal) -> Decimal:
    if earnings_rate["RateType"] == "MULTIPLE":
        return _cents(ordinary * Decimal(str(earnings_rate["Multiplier"])))
    return Decimal(str(earnings_rate.get("RatePerUnit") or ordinary))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _close_period(org: Organisation, calendar: dict, run: dict) -> None:
    for employee in _paid(org, run):
        for sheet in _timesheets(org, run, employee):
            sheet["Status"] = "PROCESSED"
            org.save("Timesheets", sheet)
    begun, ended = (parse_day(run[f"PayRunPeriod{name}Date"]) for name in ("Start", "End"))
    length = (ended - begun).days + 1
    paid = parse_day(calendar["PaymentDate"])
    following = period_around(calendar, ended.fromordinal(ended.toordinal() + 1))
    calendar["StartDate"] = following[0].isoformat()
    calendar["PaymentDate"] = paid.fromordinal(paid.toordinal() + length).isoformat()
    org.save("PayrollCalendars", calendar)
