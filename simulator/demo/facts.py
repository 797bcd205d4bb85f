"""The organisation's own facts, and the accounts and tracking category only it has."""

import json
from pathlib import Path

from ..organisation import TABLES, Organisation
from .numbers import abn

DATA = json.loads(Path(__file__).with_name("facts.json").read_text(encoding="utf-8"))


def add_facts(org: Organisation) -> None:
    """Complete the facts; add accounts and the tracking category that timesheets use. The
    category every organisation has is used for employee groups."""
    number = abn(org.name)
    org.facts.update(DATA["facts"], TaxNumber=number, RegistrationNumber=number)
    for code, name, kind, tax in DATA["accounts"]:
        account = {"Code": code, "Name": name, "Type": kind, "TaxType": tax}
        _save(org, "Accounts", account)
    groups = next(iter(org.rows("TrackingCategories").values()))
    options = [{"Name": name} for name in DATA["site"]["Options"]]
    site = {"Name": DATA["site"]["Name"], "Options": options}
    _save(org, "TrackingCategories", site)
    settings = org.find("PayrollSettings", "payroll")
    settings["TrackingCategories"] = {
        use: {
            "TrackingCategoryID": category["TrackingCategoryID"],
            "TrackingCategoryName": category["Name"],
        }
        for use, category in (("EmployeeGroups", groups), ("TimesheetCategories", site))
    }
    org.save("PayrollSettings", settings)


def _save(org: Organisation, table: str, record: dict) -> None:
    TABLES[table].complete(org, record)
    org.save(table, record)
