"""Payroll AU 1.0 reference data: PayItems, PayrollCalendars, Settings (FACTS 6.3, 6.4, 6.7)."""

from .listing import changed_since, found
from .payroll_lists import answered, page, refused, sent_elements, with_errors
from .payroll_wire import PAY_ITEMS, envelope, parse_day, with_stored_dates
from .routing import Answer, Call, routes

ROOT = "/payroll.xro/1.0"
SCOPE = "payroll.settings"
CALENDAR_TYPES = (
    "WEEKLY", "FORTNIGHTLY", "FOURWEEKLY", "MONTHLY", "TWICEMONTHLY", "QUARTERLY",
)  # fmt: skip


@routes.add("GET", ROOT + "/PayItems", scope=SCOPE)
def get_pay_items(call: Call) -> Answer:
    """One object with four arrays. `page` is ignored: every page is the same, so a caller that
    reads until a page is empty never ends (Xero-OpenAPI issue 708)."""
    since = changed_since(call)
    content = {
        name: [call.org.render(name, record) for record in call.org.by_change(name, since)]
        for name in PAY_ITEMS
    }
    return Answer(body=envelope(call.now, "PayItems", content))


@routes.add("POST", ROOT + "/PayItems", scope=SCOPE)
def post_pay_items(call: Call) -> Answer:
    """Replace the collections that are sent: what a collection leaves out becomes inactive."""
    body = call.json()
    if not isinstance(body, dict):
        raise refused("PostDataInvalidException", 14, "The body must be one object.")
    sent = {name: body[name] for name in PAY_ITEMS if name in body}
    sentences = [
        sentence
        for name, items in sent.items()
        for sentence in _pay_item_refusals(call, name, items)
    ]
    if sentences:
        raise refused("ValidationException", 10, " ".join(sentences))
    for name, items in sent.items():
        _replace(call, name, items)
    content = {
        name: [call.org.render(name, record) for record in call.org.rows(name).values()]
        for name in sent
    }
    return Answer(body=envelope(call.now, "PayItems", content))


def _pay_item_refusals(call: Call, name: str, items: list[dict]):
    for item in items:
        item_id = item.get(PAY_ITEMS[name])
        if item_id and not call.org.find(name, item_id):
            label = "Earnings rate" if name == "EarningsRates" else "Pay item"
            yield f"{label} not found - {item_id}"
        if not item.get("Name"):
            yield "The Name is required."
        if name == "EarningsRates" and "IsQualifyingEarnings" not in item:
            yield "IsQualifyingEarnings is required."
        if item.get("IsQualifyingEarnings") and item.get("IsExemptFromSuper"):
            yield "An earnings rate that is exempt from super cannot be qualifying earnings."


def _replace(call: Call, name: str, items: list[dict]) -> None:
    kept = {str(item.get(PAY_ITEMS[name])).lower() for item in items}
    for record in list(call.org.rows(name).values()):
        if record[PAY_ITEMS[name]] not in kept and record.get("CurrentRecord", True):
            call.org.save(name, {**record, "CurrentRecord": False})
    for item in items:
        record = call.org.find(name, item.get(PAY_ITEMS[name])) or {}
        clean = {key: value for key, value in item.items() if key != "UpdatedDateUTC"}
        call.org.save(name, {"CurrentRecord": True, **record, **clean})


@routes.add("GET", ROOT + "/PayrollCalendars", scope=SCOPE)
def list_calendars(call: Call) -> Answer:
    """All calendars."""
    records = page(call, "PayrollCalendars")
    wires = [call.org.render("PayrollCalendars", record) for record in records]
    return Answer(body=envelope(call.now, "PayrollCalendars", wires))


@routes.add("GET", ROOT + "/PayrollCalendars/{id}", scope=SCOPE)
def get_calendar(call: Call) -> Answer:
    """One calendar, in an array."""
    record = found(call, "PayrollCalendars")
    wire = call.org.render("PayrollCalendars", record)
    return Answer(body=envelope(call.now, "PayrollCalendars", [wire]))


@routes.add("POST", ROOT + "/PayrollCalendars", scope=SCOPE)
def post_calendars(call: Call) -> Answer:
    """Create only: calendars cannot be changed or deleted through the API (FACTS 6.4)."""
    elements = [_create_calendar(call, sent) for sent in sent_elements(call)]
    return Answer(body=envelope(call.now, "PayrollCalendars", answered(elements)))


def _create_calendar(call: Call, sent: dict) -> dict:
    sentences = list(_calendar_refusals(call, sent))
    if sentences:
        return with_errors(sent, sentences)
    names = ("Name", "CalendarType", "StartDate", "PaymentDate", "ReferenceDate")
    record = {name: value for name, value in with_stored_dates(sent).items() if name in names}
    return call.org.render("PayrollCalendars", call.org.save("PayrollCalendars", record))


def _calendar_refusals(call: Call, sent: dict):
    if sent.get("PayrollCalendarID"):
        yield "A payroll calendar cannot be updated."
    if not sent.get("Name"):
        yield "The Name is required."
    if sent.get("Name") in {r["Name"] for r in call.org.rows("PayrollCalendars").values()}:
        yield f"A payroll calendar named '{sent['Name']}' already exists."
    if sent.get("CalendarType") not in CALENDAR_TYPES:
        yield f"CalendarType must be one of {', '.join(CALENDAR_TYPES)}."
    for name in ("StartDate", "PaymentDate"):
        try:
            parse_day(sent.get(name))
        except ValueError:
            yield f"{name} must be a date."


@routes.add("GET", ROOT + "/Settings", scope=SCOPE)
def get_settings(call: Call) -> Answer:
    """Payroll accounts and tracking categories; one object."""
    record = call.org.find("PayrollSettings", "payroll") or {}
    by_code = {account.get("Code"): account for account in call.org.rows("Accounts").values()}
    accounts = [
        {
            "AccountID": by_code[code]["AccountID"],
            "Type": kind,
            "Code": code,
            "Name": by_code[code]["Name"],
        }
        for kind, code in (record.get("Accounts") or {}).items()
        if code in by_code
    ]
    content = {name: value for name, value in record.items() if name != "SettingsID"}
    content = {**content, "Accounts": accounts}
    return Answer(
        body=envelope(
            call.now,
            "Settings",
            {name: value for name, value in content.items() if not name.startswith("_")},
        )
    )
