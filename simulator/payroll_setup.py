"""The payroll a new Australian organisation starts with: pay items, calendars, settings."""

import json
import uuid
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from .organisation import Organisation, furnish
from .payroll_wire import PAY_ITEMS

DATA = Path(__file__).with_name("payroll_setup.json")


def fixed_id(org: Organisation, kind: str, name: str) -> str:
    """An id that is the same in every run for the same organisation, kind and name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{org.tenant_id}/{kind}/{name}"))


@furnish
def add_payroll(org: Organisation) -> None:
    """Give an organisation pay items, a weekly, a fortnightly and a monthly calendar, settings.

    Timesheets use the tracking category there is. The calendars' next period is the one that
    holds today (FACTS 6.4: StartDate is the next unprocessed period).
    """
    data = json.loads(DATA.read_text(encoding="utf-8"), parse_float=Decimal)
    for name, key in PAY_ITEMS.items():
        for item in data[name]:
            org.save(name, {key: fixed_id(org, name, item["Name"]), "CurrentRecord": True, **item})
    for calendar in _calendars(org):
        calendar["PayrollCalendarID"] = fixed_id(org, "PayrollCalendars", calendar["Name"])
        org.save("PayrollCalendars", calendar)
    settings = {"SettingsID": "payroll", **data["PayrollSettings"]}
    for category in list(org.rows("TrackingCategories").values())[:1]:
        chosen = {
            "TrackingCategoryID": category["TrackingCategoryID"],
            "TrackingCategoryName": category["Name"],
        }
        settings["TrackingCategories"] = {"TimesheetCategories": chosen}
    org.save("PayrollSettings", settings)


def _calendars(org: Organisation) -> list[dict]:
    today = org.now().date()
    monday = today - timedelta(days=today.weekday())
    # Counted from a fixed Monday, so that the fortnight does not depend on the day of the reset.
    fortnight = monday - timedelta(days=7 * (monday.toordinal() // 7 % 2))
    first = today.replace(day=1)
    pattern = (
        ("Weekly", "WEEKLY", monday, 9),
        ("Fortnightly", "FORTNIGHTLY", fortnight, 16),
        ("Monthly", "MONTHLY", first, 27),
    )
    return [
        {
            "Name": name,
            "CalendarType": kind,
            "StartDate": start.isoformat(),
            "PaymentDate": (start + timedelta(days=days)).isoformat(),
        }
        for name, kind, start, days in pattern
    ]
