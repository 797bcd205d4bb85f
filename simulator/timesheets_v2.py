"""Payroll AU 2.0 Timesheets: the same timesheets, a line per day, with approve and revert.

camelCase, ISO dates, `pagination` and `problem` in every answer [OAS xero-payroll-au-v2].
"""

import uuid
from datetime import timedelta
from typing import Any

from .listing import found
from .payroll_lists import PAGE
from .payroll_wire import parse_day
from .routing import Answer, Call, Refused, routes

PATH = "/payroll.xro/2.0/Timesheets"
SCOPE = "payroll.timesheets"
STATUS = {"DRAFT": "Draft", "APPROVED": "Approved", "PROCESSED": "Completed"}


@routes.add("GET", PATH, scope=SCOPE)
def list_timesheets(call: Call) -> Answer:
    """Without lines; 100 a page, in the order of creation."""
    sheets = [_wire(call, record, lines=False) for record in call.org.rows("Timesheets").values()]
    sheets = [sheet for sheet in sheets if _wanted(call, sheet)]
    if call.query.get("sort") == "startDate":
        sheets.sort(key=lambda sheet: sheet["startDate"], reverse=True)
    page = max(1, int(call.query.get("page") or 1))
    pagination = {
        "page": page,
        "pageSize": PAGE,
        "pageCount": -(-len(sheets) // PAGE),
        "itemCount": len(sheets),
    }
    shown = sheets[(page - 1) * PAGE : page * PAGE]
    return Answer(body={**_frame(call), "pagination": pagination, "timesheets": shown})


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_timesheet(call: Call) -> Answer:
    """One, with its lines."""
    return _answer(call, found(call, "Timesheets"))


@routes.add("POST", PATH + "/{id}/Approve", scope=SCOPE)
def approve(call: Call) -> Answer:
    """Draft to Approved."""
    return _move(call, "DRAFT", "APPROVED", "Only a draft timesheet can be approved.")


@routes.add("POST", PATH + "/{id}/RevertToDraft", scope=SCOPE)
def revert(call: Call) -> Answer:
    """Approved to Draft."""
    return _move(call, "APPROVED", "DRAFT", "Only an approved timesheet can be reverted to draft.")


@routes.add("DELETE", PATH + "/{id}", scope=SCOPE)
def delete(call: Call) -> Answer:
    """Only a draft can be deleted (FACTS 6.5)."""
    record = found(call, "Timesheets")
    if record["Status"] != "DRAFT":
        raise problem(call, "status", "Only a draft timesheet can be deleted.")
    call.org.remove("Timesheets", record["TimesheetID"])
    return Answer(body={**_frame(call), "timesheetLine": None})


def problem(call: Call, field: str, reason: str) -> Refused:
    """A 400 of version 2.0: the reason stands in `problem.invalidFields`."""
    detail = {
        "type": "application/problem+json",
        "title": "BadRequest",
        "status": 400,
        "detail": "Validation error occurred.",
        "instance": None,
        "invalidFields": [{"name": field, "reason": reason}],
    }
    return Refused(400, {**_frame(call), "httpStatusCode": "BadRequest", "problem": detail})


def _frame(call: Call) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "providerName": "Simulated app",
        "dateTimeUTC": call.now.strftime("%Y-%m-%dT%H:%M:%S.%f0"),
        "httpStatusCode": "OK",
        "pagination": None,
        "problem": None,
    }


def _answer(call: Call, record: dict) -> Answer:
    return Answer(body={**_frame(call), "timesheet": _wire(call, record)})


def _move(call: Call, before: str, after: str, reason: str) -> Answer:
    record = found(call, "Timesheets")
    if record["Status"] != before:
        raise problem(call, "status", reason)
    record["Status"] = after
    return _answer(call, call.org.save("Timesheets", record))


def _wanted(call: Call, sheet: dict) -> bool:
    query = call.query
    pairs = [part.split("==", 1) for part in query.get("filter", "").split(",") if "==" in part]
    spelling = {"employeeid": "employeeID", "payrollcalendarid": "payrollCalendarID"}
    return (
        all(sheet.get(spelling.get(name.strip().lower(), "")) == value for name, value in pairs)
        and query.get("status", sheet["status"]) == sheet["status"]
        and sheet["startDate"][:10] >= query.get("startDate", "")
        and sheet["endDate"][:10] <= query.get("endDate", "9")
    )


def _wire(call: Call, record: dict, lines: bool = True) -> dict:
    employee = call.org.find("Employees", record["EmployeeID"]) or {}
    days = [day for line in record["TimesheetLines"] for day in _days(record, line)]
    sheet = {
        "timesheetID": record["TimesheetID"],
        "payrollCalendarID": employee.get("PayrollCalendarID"),
        "employeeID": record["EmployeeID"],
        "startDate": f"{record['StartDate']}T00:00:00",
        "endDate": f"{record['EndDate']}T00:00:00",
        "status": STATUS.get(record["Status"], "Draft"),
        "totalHours": sum(day["numberOfUnits"] for day in days),
        "updatedDateUTC": record["_updated"].strftime("%Y-%m-%dT%H:%M:%S"),
    }
    return {**sheet, "timesheetLines": days} if lines else sheet


def _days(record: dict, line: dict) -> list[dict[str, Any]]:
    """A line of version 1.0 as lines of 2.0: one per day that has units."""
    start = parse_day(record["StartDate"])
    rate, item = line.get("EarningsRateID"), line.get("TrackingItemID")
    return [
        {
            "timesheetLineID": str(
                uuid.uuid5(uuid.UUID(record["TimesheetID"]), f"{rate}/{item}/{number}")
            ),
            "date": f"{start + timedelta(days=number)}T00:00:00",
            "earningsRateID": rate,
            "trackingItemID": item,
            "numberOfUnits": units,
        }
        for number, units in enumerate(line.get("NumberOfUnits") or [])
        if units
    ]
