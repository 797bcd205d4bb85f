"""What may be sent to Xero: calls by method and path, bodies by key.

Xero owns wages. The connector has no way to write pay items, pay runs or payslips, and for an
employee only the keys below can leave, at any depth: no pay template, earnings rate, salary, leave,
opening balance, super or tax key is among them. What is not listed is refused, so a new key of
Xero's is refused as well until somebody adds it here.
"""

from __future__ import annotations

import re

from .errors import Action, XeroError
from .reasons import REASONS

ACCOUNTING = "/api.xro/2.0"
PAYROLL = "/payroll.xro/1.0"
PAYROLL_2 = "/payroll.xro/2.0"

# ``{id}`` stands for a uuid and nothing else, so no path can be extended through a value.
CALLS: frozenset[tuple[str, str]] = frozenset(
    [("GET", "/connections"), ("DELETE", "/connections/{id}")]
    + [
        ("GET", f"{ACCOUNTING}/{name}")
        for name in (
            "Organisation",
            "Organisation/Actions",
            "Accounts",
            "TaxRates",
            "Currencies",
            "TrackingCategories",
            "BrandingThemes",
            "ContactGroups",
            "ContactGroups/{id}",
            "Contacts",
            "Contacts/{id}",
            "Invoices",
            "Invoices/{id}",
            "Items",
            "Payments",
            "Payments/{id}",
        )
    ]
    + [
        (method, f"{ACCOUNTING}/{name}")
        for name in ("Contacts", "Invoices", "Items")
        for method in ("PUT", "POST")
    ]
    + [("POST", f"{ACCOUNTING}/{name}/{{id}}") for name in ("Contacts", "Invoices")]
    # Created, never changed: only where a person switched that on.
    + [("PUT", f"{ACCOUNTING}/{name}") for name in ("Accounts", "Currencies", "TaxRates")]
    + [("PUT", f"{ACCOUNTING}/TrackingCategories/{{id}}/Options")]
    + [
        ("PUT", f"{ACCOUNTING}/ContactGroups"),
        ("POST", f"{ACCOUNTING}/ContactGroups/{{id}}"),
        ("PUT", f"{ACCOUNTING}/ContactGroups/{{id}}/Contacts"),
        ("DELETE", f"{ACCOUNTING}/ContactGroups/{{id}}/Contacts/{{id}}"),
    ]
    + [
        ("GET", f"{PAYROLL}/{name}")
        for name in (
            "Employees",
            "Employees/{id}",
            "PayItems",
            "PayrollCalendars",
            "PayrollCalendars/{id}",
            "PayRuns",
            "PayRuns/{id}",
            "Settings",
            "Timesheets",
            "Timesheets/{id}",
        )
    ]
    + [
        ("POST", f"{PAYROLL}/{name}{suffix}")
        for name in ("Employees", "Timesheets")
        for suffix in ("", "/{id}")
    ]
    + [("GET", f"{PAYROLL_2}/Timesheets/{{id}}"), ("DELETE", f"{PAYROLL_2}/Timesheets/{{id}}")]
)

# Calls that other addons brought; see ``allow``.
_ADDED: set[tuple[str, str]] = set()
_ADDABLE = re.compile(rf"{re.escape(ACCOUNTING)}(?:/(?:[A-Za-z]+|\{{id\}}))+")
_METHODS = ("GET", "PUT", "POST", "DELETE")

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

# Who a person is and how to reach them; Xero's own names (specification, Employee and HomeAddress).
EMPLOYEE_KEYS = frozenset(
    {
        "EmployeeID",
        "Title",
        "FirstName",
        "MiddleNames",
        "LastName",
        "DateOfBirth",
        "Gender",
        "Email",
        "Phone",
        "Mobile",
        "JobTitle",
        "StartDate",
        "TerminationDate",
        "TerminationReason",
        "Status",
        "HomeAddress",
    }
)
ADDRESS_KEYS = frozenset(
    {"AddressLine1", "AddressLine2", "City", "Region", "PostalCode", "Country"}
)

# Hours, never money: a timesheet's amount is what Xero makes of the hours.
TIMESHEET_KEYS = frozenset(
    {"TimesheetID", "EmployeeID", "StartDate", "EndDate", "Status", "TimesheetLines"}
)
TIMESHEET_LINE_KEYS = frozenset({"EarningsRateID", "TrackingItemID", "NumberOfUnits"})


class NotAllowed(XeroError):
    """Something that must not be sent to Xero was about to be sent; nothing was."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "blocked", Action.QUARANTINE, message=f"{REASONS['blocked']} Not sent: {what}."
        )


def allow(method: str, template: str) -> None:
    """Put a call of the Accounting API on the list, for an addon that adds an entity.

    What may be sent to payroll is decided in this file alone.

    :param template: path with ``{id}`` where an id stands, as in CALLS
    :raises ValueError: it is no such call
    """
    if method not in _METHODS or not _ADDABLE.fullmatch(template):
        raise ValueError(f"{method} {template[:120]} is no call of the Accounting API.")
    _ADDED.add((method, template))


def check_call(method: str, path: str) -> None:
    """Return when the call is on the list.

    :param method: HTTP method in capitals
    :param path: path below the API's address, without a query
    :raises NotAllowed: it is not
    """
    template = "/".join("{id}" if _ID.fullmatch(part) else part for part in path.split("/"))
    if "{" in path or (method, template) not in CALLS | _ADDED:
        raise NotAllowed(f"{method} {path[:120]}")


def check_body(path: str, body: object) -> None:
    """Return when a body may be sent to the path; bodies of employees and timesheets are walked.

    :raises NotAllowed: a key stands in it that is not listed
    """
    if path.startswith(f"{PAYROLL}/Employees"):
        check_employee_body(body)
    elif path.startswith(f"{PAYROLL}/Timesheets"):
        _check(body, TIMESHEET_KEYS, {"TimesheetLines": (TIMESHEET_LINE_KEYS, list)})


def check_employee_body(body: object) -> None:
    """Return when nothing but listed keys would be sent for an employee, at any depth.

    :param body: one employee or a list of them, as it would be sent
    :raises NotAllowed: another key stands in it, or a value has a shape of its own
    """
    _check(body, EMPLOYEE_KEYS, {"HomeAddress": (ADDRESS_KEYS, dict)})


def _check(
    body: object, keys: frozenset[str], inner: dict[str, tuple[frozenset[str], type]]
) -> None:
    for record in body if isinstance(body, list) else [body]:
        if not isinstance(record, dict):
            raise NotAllowed("a value where a record was expected")
        for key, value in record.items():
            if key not in keys:
                raise NotAllowed(f"the field {str(key)[:60]}")
            if key in inner:
                inner_keys, shape = inner[key]
                if not isinstance(value, shape):
                    raise NotAllowed(f"the field {key} in another shape")
                _check(value, inner_keys, {})
            elif key == "NumberOfUnits" and isinstance(value, list):
                _check_plain(key, value)
            else:
                _check_plain(key, [value])


def _check_plain(key: str, values: list[object]) -> None:
    # A record or list hidden under a harmless key is how an unlisted key would travel.
    if any(isinstance(value, (dict, list, tuple, set)) for value in values):
        raise NotAllowed(f"the field {key} in another shape")
