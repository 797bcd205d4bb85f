"""Payroll AU 1.0 Timesheets (FACTS 6.5): one number per day, a line per earnings rate and item."""

from typing import Any

from .listing import found
from .payroll_lists import answered, page, sent_elements, with_errors
from .payroll_wire import envelope, with_stored_dates
from .routing import Answer, Call, routes
from .timesheets_rules import missing, refusals
from .wire import read_date

PATH = "/payroll.xro/1.0/Timesheets"
SCOPE = "payroll.timesheets"
LINE = ("EarningsRateID", "TrackingItemID", "NumberOfUnits")
# Open question: whether APPROVED may be set in the call that creates (FACTS 6.5). It may, here.
SETTABLE = ("DRAFT", "APPROVED")


@routes.add("GET", PATH, scope=SCOPE)
def list_timesheets(call: Call) -> Answer:
    """100 a page, with their lines."""
    wires = [call.org.render("Timesheets", record) for record in page(call, "Timesheets")]
    return Answer(body=envelope(call.now, "Timesheets", wires))


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_timesheet(call: Call) -> Answer:
    """One, as an object under `Timesheet` (not an array: [OAS TimesheetObject])."""
    record = found(call, "Timesheets")
    return Answer(body=envelope(call.now, "Timesheet", call.org.render("Timesheets", record)))


@routes.add("POST", PATH, scope=SCOPE)
def post_timesheets(call: Call) -> Answer:
    """Create (no TimesheetID) or update, several in one call."""
    elements = [_write(call, sent, sent.get("TimesheetID")) for sent in sent_elements(call)]
    return Answer(body=envelope(call.now, "Timesheets", answered(elements)))


@routes.add("POST", PATH + "/{id}", scope=SCOPE)
def post_timesheet(call: Call) -> Answer:
    """Update one; the body is an array of one."""
    found(call, "Timesheets")
    elements = [_write(call, sent, call.params["id"]) for sent in sent_elements(call)[:1]]
    return Answer(body=envelope(call.now, "Timesheets", answered(elements)))


def _write(call: Call, sent: dict, timesheet_id: Any) -> dict:
    record = call.org.find("Timesheets", timesheet_id) if timesheet_id else {}
    if record is None:
        return with_errors(sent, [f"Timesheet not found - {timesheet_id}"])
    sentences = list(missing(sent)) or list(_status_refusals(record, sent))
    if sentences:
        return with_errors(sent, sentences)
    merged = {**record, **_stored(sent)}
    merged.setdefault("Status", "DRAFT")
    merged.setdefault("TimesheetLines", [])
    sentences = refusals(call.org, merged)
    if sentences:
        return with_errors(sent, sentences)
    return call.org.render("Timesheets", call.org.save("Timesheets", merged))


def _stored(sent: dict) -> dict:
    clean = with_stored_dates(sent)
    names = ("StartDate", "EndDate", "Status")
    kept = {name: clean[name] for name in names if name in clean}
    kept["EmployeeID"] = clean["EmployeeID"].lower()
    for name in ("StartDate", "EndDate"):
        kept[name] = read_date(kept[name])
    # Lines are a set: sent, they replace all lines (FACTS 6.5, "with full lines").
    if "TimesheetLines" in clean:
        kept["TimesheetLines"] = [
            {name: _lower(line[name]) for name in LINE if name in line}
            for line in clean["TimesheetLines"]
        ]
    return kept


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _status_refusals(record: dict, sent: dict):
    if record.get("Status") in ("APPROVED", "PROCESSED"):
        yield (
            f"The timesheet is {record['Status']} and cannot be edited. "
            "Only a draft timesheet can be edited."
        )
    if record and sent["EmployeeID"].lower() != record["EmployeeID"]:
        yield "The employee of a timesheet cannot be changed."
    if sent.get("Status") and sent["Status"] not in SETTABLE:
        yield f"The status {sent['Status']} cannot be set. Use DRAFT or APPROVED."
