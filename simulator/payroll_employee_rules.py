"""What Xero refuses about a payroll employee (FACTS 6.2); strict where a rule is unproven."""

import re

from .payroll_wire import parse_day

STATES = ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")
CHOICES = {
    "Gender": ("N", "M", "F", "I"),
    "Status": ("ACTIVE", "TERMINATED"),
    "TerminationReason": ("V", "I", "D", "R", "F", "C", "T"),
    "EmploymentType": ("EMPLOYEE", "CONTRACTOR"),
    "IncomeType": (
        "SALARYANDWAGES",
        "WORKINGHOLIDAYMAKER",
        "NONEMPLOYEE",
        "CLOSELYHELDPAYEES",
        "LABOURHIRE",
    ),
}
REQUIRED = {
    "FirstName": "The First Name is required.",
    "LastName": "The Last Name is required.",
    "DateOfBirth": "The Date of Birth is required.",
    "HomeAddress": "The Home Address is required.",
}
ADDRESS_REQUIRED = {
    "AddressLine1": "The Address Line 1 is required.",
    "City": "The City is required.",
    "Region": "The Region is required.",
    "PostalCode": "The Postal Code is required.",
}
DATES = ("DateOfBirth", "StartDate", "TerminationDate")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def refusals(org, sent, merged):
    """Sentences for what is wrong with an employee.

    `sent` is the element of the request, `merged` the record it would become. An unreadable date
    is looked for first: no other rule can be applied to it.
    """
    unreadable = list(_dates(sent))
    if unreadable:
        return unreadable
    rules = (_missing, _choices, _address, _contact, _dates_in_order, _termination, _references)
    return [sentence for rule in rules for sentence in rule(org, sent, merged)]


def _dates(sent):
    for name in DATES:
        if sent.get(name):
            try:
                parse_day(sent[name])
            except ValueError:
                yield f"{name} must be a date."


def _missing(_org, _sent, merged):
    for name, sentence in REQUIRED.items():
        value = merged.get(name)
        if not value or (isinstance(value, str) and not value.strip()):
            yield sentence


def _choices(_org, sent, _merged):
    for name, allowed in CHOICES.items():
        if sent.get(name) and sent[name] not in allowed:
            yield f"{name} '{sent[name]}' is not valid. Use one of {', '.join(allowed)}."


def _address(_org, _sent, merged):
    # That a complete address is demanded is unproven (FACTS 6.2): strict on what is sent.
    address = merged.get("HomeAddress")
    if not address:
        return
    for name, sentence in ADDRESS_REQUIRED.items():
        if not address.get(name):
            yield sentence
    if address.get("Region") and address["Region"] not in STATES:
        yield f"Region '{address['Region']}' is not a state. Use one of {', '.join(STATES)}."
    if address.get("PostalCode") and not re.fullmatch(r"\d{4}", str(address["PostalCode"])):
        yield "The Postal Code must have four digits."
    if address.get("Country") and address["Country"].upper() != "AUSTRALIA":
        yield "The Country must be AUSTRALIA."


def _contact(_org, sent, _merged):
    if sent.get("Email") and not EMAIL.fullmatch(sent["Email"]):
        yield "Email address must be valid."
    number = (sent.get("TaxDeclaration") or {}).get("TaxFileNumber")
    if number and not re.fullmatch(r"\d{8,9}", number):
        yield "The Tax File Number must have eight or nine digits."


def _dates_in_order(_org, _sent, merged):
    start, birth = merged.get("StartDate"), merged.get("DateOfBirth")
    if start and birth and parse_day(start) <= parse_day(birth):
        yield "The Start Date must be after the Date of Birth."


def _termination(_org, sent, merged):
    end = merged.get("TerminationDate")
    if end and not merged.get("TerminationReason"):
        yield "The Termination Reason is required when the Termination Date is set."
    if end and merged.get("StartDate") and parse_day(end) < parse_day(merged["StartDate"]):
        yield "The Termination Date must not be before the Start Date."
    if sent.get("Status") == "TERMINATED" and not end:
        yield "The Termination Date is required to terminate an employee."


def _references(org, sent, _merged):
    calendar, rate, group = (
        sent.get(name)
        for name in ("PayrollCalendarID", "OrdinaryEarningsRateID", "EmployeeGroupName")
    )
    if calendar and not org.find("PayrollCalendars", calendar):
        yield f"Payroll calendar not found - {calendar}"
    if rate and not org.find("EarningsRates", rate):
        yield f"Earnings rate not found - {rate}"
    if group and group not in _groups(org):
        yield f"Employee group '{group}' is not an option of the employee groups category."
    for line in (sent.get("PayTemplate") or {}).get("EarningsLines") or []:
        if not org.find("EarningsRates", line.get("EarningsRateID")):
            yield f"Earnings rate not found - {line.get('EarningsRateID')}"


def _groups(org):
    return {option["Name"] for option in tracking_options(org, "EmployeeGroups")}


def tracking_options(org, use):
    """Active options of the tracking category that the payroll settings choose for `use`
    (EmployeeGroups or TimesheetCategories); none when no category is chosen."""
    settings = org.find("PayrollSettings", "payroll") or {}
    chosen = (settings.get("TrackingCategories") or {}).get(use) or {}
    category = org.find("TrackingCategories", chosen.get("TrackingCategoryID")) or {}
    return [
        option
        for option in category.get("Options") or []
        if option.get("Status", "ACTIVE") == "ACTIVE"
    ]
