"""22 employees on three calendars: some have left, two share a name, one has no e-mail."""

from datetime import timedelta
from decimal import Decimal

from ..organisation import Organisation
from ..payroll_employee_rules import tracking_options
from ..payroll_setup import fixed_id
from .contacts import NAMES
from .numbers import draw, pick

STAFF = 22
SALARIED = (0, 1, 2)
GONE = (7, 13, 19)
NAMESAKE_OF = {16: 5}
NO_EMAIL = 11
# Tax file numbers the Australian Taxation Office publishes for testing.
TEST_NUMBERS = ("123456782", "876543210")
REASONS = ("V", "C", "F")


def add_staff(org: Organisation) -> None:
    """Store the employees."""
    for number in range(STAFF):
        record = {
            "EmployeeID": fixed_id(org, "Employee", str(number)),
            **_who(number),
            **_work(org, number),
            **_pay(org, number),
        }
        record["_updated"] = org.now() - timedelta(days=3 * (STAFF - number), minutes=number)
        org.save("Employees", record, stamp=False)


def _who(number: int) -> dict:
    same = NAMESAKE_OF.get(number, number)
    given = NAMES["given"][(same * 7 + 1) % len(NAMES["given"])]
    family = NAMES["family"][(same * 13 + 5) % len(NAMES["family"])]
    suburb, state, postcode = NAMES["suburbs"][(number * 3) % len(NAMES["suburbs"])]
    who = {
        "FirstName": given,
        "LastName": family,
        "DateOfBirth": f"{1962 + draw(f'born {number}', 42)}-{number % 12 + 1:02}-{number + 3:02}",
        "Gender": pick(f"gender {number}", ["F", "M", "N", "I"]),
        "Mobile": NAMES["mobiles"][number],
        "HomeAddress": {
            "AddressLine1": f"{number * 7 + 2} {pick(f'home {number}', NAMES['streets'])}",
            "City": suburb,
            "Region": state,
            "PostalCode": postcode,
            "Country": "AUSTRALIA",
        },
    }
    if number != NO_EMAIL:
        who["Email"] = f"worker{number:02}@currawong-quay.example"
    return who


def _work(org: Organisation, number: int) -> dict:
    today = org.now().date()
    groups = tracking_options(org, "EmployeeGroups")
    work = {
        "Status": "ACTIVE",
        "StartDate": (today - timedelta(days=260 + 61 * number)).isoformat(),
        "JobTitle": NAMES["jobs"][number % len(NAMES["jobs"])],
        "EmployeeGroupName": groups[number % len(groups)]["Name"],
        "EmploymentType": "EMPLOYEE",
        "IncomeType": "SALARYANDWAGES" if number in SALARIED else "LABOURHIRE",
        "IsSTP2Qualified": True,
        "IsAuthorisedToApproveLeave": number in SALARIED,
        "IsAuthorisedToApproveTimesheets": number in SALARIED,
        "PayrollCalendarID": fixed_id(org, "PayrollCalendars", _calendar(number)),
        "OrdinaryEarningsRateID": fixed_id(org, "EarningsRates", "Ordinary Hours"),
    }
    if number in GONE:
        work["Status"] = "TERMINATED"
        work["TerminationDate"] = (today - timedelta(days=20 + 10 * number)).isoformat()
        work["TerminationReason"] = REASONS[number % len(REASONS)]
    return work


def _calendar(number: int) -> str:
    if number in SALARIED:
        return "Monthly"
    return "Fortnightly" if number % 3 == 0 else "Weekly"


def _pay(org: Organisation, number: int) -> dict:
    rate = fixed_id(org, "EarningsRates", "Ordinary Hours")
    hourly = Decimal("31.20") + Decimal("0.85") * (number % 9)
    line = {"EarningsRateID": rate, "CalculationType": "ENTEREARNINGSRATE", "RatePerUnit": hourly}
    if number in SALARIED:
        line = {
            "EarningsRateID": rate,
            "CalculationType": "ANNUALSALARY",
            "AnnualSalary": Decimal(92000 + 8000 * number),
            "NumberOfUnitsPerWeek": Decimal(38),
        }
    return {
        "PayTemplate": {"EarningsLines": [line]},
        "TaxDeclaration": {
            "TaxFileNumber": TEST_NUMBERS[number % len(TEST_NUMBERS)],
            "EmploymentBasis": "FULLTIME" if number in SALARIED else "CASUAL",
            "ResidencyStatus": "AUSTRALIANRESIDENT",
            "TaxScaleType": "REGULAR",
            "TaxFreeThresholdClaimed": True,
        },
        "BankAccounts": [
            {
                "StatementText": "Wages",
                "AccountName": "Wages account",
                "BSB": f"{100 + number * 31:06}",
                "AccountNumber": f"5550{number:04}",
                "Remainder": True,
            }
        ],
        # Every seventh has not chosen a fund yet: somebody has to be missing something.
        "SuperMemberships": [
            {
                "SuperMembershipID": fixed_id(org, "SuperMemberships", f"membership {number}"),
                "SuperFundID": fixed_id(org, "Superfunds", "Wattle Industry Super"),
                "EmployeeNumber": f"{70000 + number}",
            }
        ]
        if number % 7
        else [],
        "LeaveBalances": [
            {
                "LeaveName": "Annual Leave",
                "LeaveTypeID": fixed_id(org, "LeaveTypes", "Annual Leave"),
                "NumberOfUnits": Decimal(draw(f"leave {number}", 15200)) / 100,
                "TypeOfUnits": "Hours",
            }
        ],
    }
