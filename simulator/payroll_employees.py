"""Payroll AU 1.0 Employees (FACTS 6.1, 6.2)."""

from typing import Any

from .listing import found
from .payroll_employee_rules import refusals
from .payroll_lists import answered, page, sent_elements, with_errors
from .payroll_wire import envelope, masked, with_stored_dates
from .routing import Answer, Call, routes

PATH = "/payroll.xro/1.0/Employees"
SCOPE = "payroll.employees"
# A list answers summaries (FACTS 6.1); the rest is one call per employee.
ONLY_BY_ID = (
    "BankAccounts", "HomeAddress", "LeaveBalances", "OpeningBalances", "PayTemplate",
    "SuperMemberships", "TaxDeclaration",
)  # fmt: skip
WRITABLE = frozenset(
    {
        "FirstName", "MiddleNames", "LastName", "Title", "DateOfBirth", "Gender", "Email", "Phone",
        "Mobile", "TwitterUserName", "HomeAddress", "StartDate", "JobTitle", "Classification",
        "IsAuthorisedToApproveLeave", "IsAuthorisedToApproveTimesheets", "OrdinaryEarningsRateID",
        "PayrollCalendarID", "EmployeeGroupName", "TerminationDate", "TerminationReason",
        "BankAccounts", "PayTemplate", "OpeningBalances", "TaxDeclaration", "IncomeType",
        "EmploymentType", "CountryOfResidence", "SuperMemberships",
    }
)  # fmt: skip


@routes.add("GET", PATH, scope=SCOPE)
def list_employees(call: Call) -> Answer:
    """Summaries, 100 a page."""
    records = page(call, "Employees")
    wires = [_summary(call.org.render("Employees", record)) for record in records]
    return Answer(body=envelope(call.now, "Employees", wires))


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_employee(call: Call) -> Answer:
    """One employee with everything."""
    record = found(call, "Employees")
    return Answer(body=envelope(call.now, "Employees", [call.org.render("Employees", record)]))


@routes.add("POST", PATH, scope=SCOPE)
def post_employees(call: Call) -> Answer:
    """Create (no EmployeeID) or update, several in one call."""
    elements = [_write(call, sent, sent.get("EmployeeID")) for sent in sent_elements(call)]
    return Answer(body=envelope(call.now, "Employees", answered(elements)))


@routes.add("POST", PATH + "/{id}", scope=SCOPE)
def post_employee(call: Call) -> Answer:
    """Update one; the body is an array of one."""
    found(call, "Employees")
    elements = [_write(call, sent, call.params["id"]) for sent in sent_elements(call)[:1]]
    return Answer(body=envelope(call.now, "Employees", answered(elements)))


def _summary(wire: dict) -> dict:
    return {name: value for name, value in wire.items() if name not in ONLY_BY_ID}


def _write(call: Call, sent: dict, employee_id: Any) -> dict:
    record = call.org.find("Employees", employee_id) if employee_id else {"Status": "ACTIVE"}
    if record is None:
        return with_errors(masked(sent), [f"Employee not found - {employee_id}"])
    changes = {name: value for name, value in with_stored_dates(sent).items() if name in WRITABLE}
    merged = {name: value for name, value in {**record, **changes}.items() if value != ""}
    sentences = refusals(call.org, sent, merged)
    if sentences:
        return with_errors(masked(sent), sentences)
    merged["HomeAddress"] = {"Country": "AUSTRALIA", **merged["HomeAddress"]}
    for name in ("PayrollCalendarID", "OrdinaryEarningsRateID"):
        if merged.get(name):
            merged[name] = merged[name].lower()
    merged["Status"] = "TERMINATED" if merged.get("TerminationDate") else "ACTIVE"
    return call.org.render("Employees", call.org.save("Employees", merged))
