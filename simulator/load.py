"""Loading a recorded organisation: resource names to lists of elements in API 2.0's JSON."""

import json
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path

from .bare import FACTS
from .control import refuse, sent
from .credit_note_rules import CREDIT_NOTE
from .organisation import TABLES, Organisation
from .routing import Answer, Call, routes
from .state import State
from .wire import read_date, read_time

ORDER = (
    "Currencies", "TaxRates", "Accounts", "TrackingCategories", "BrandingThemes", "Items",
    "ContactGroups", "Contacts", "CreditNotes", "Invoices", "Payments",
)  # fmt: skip
DATE_TEXTS = ("Date", "DueDate", "FullyPaidOnDate", "ExpectedPaymentDate", "PlannedPaymentDate")


def load_file(state: State, path: Path) -> Organisation:
    """Add the organisation of a file. Raises OSError or ValueError (not such a file)."""
    return load(state, json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))


def load(state: State, recorded: dict) -> Organisation:
    """Add a recorded organisation. Raises ValueError when it is none."""
    if not isinstance(recorded, dict) or not recorded.get("Organisations"):
        raise ValueError("A recorded organisation has a list named Organisations.")
    facts = recorded["Organisations"][0]
    org = Organisation(Organisation.new_id(), facts["Name"], state.now)
    org.facts = {**FACTS, **org.facts, **facts}
    for name in ("PeriodLockDate", "EndOfYearLockDate"):
        if org.facts.get(name):
            org.facts[name] = read_date(org.facts[name])
    for table in (*ORDER, *(name for name in recorded if name not in ORDER)):
        if table in TABLES:
            for element in recorded.get(table, ()):
                _take(org, table, dict(element))
    return state.keep(org)


def _take(org: Organisation, table: str, record: dict) -> None:
    updated = read_time(str(record.pop("UpdatedDateUTC", ""))) or datetime(
        2000, 1, 1, tzinfo=timezone.utc
    )
    record["_updated"] = updated
    for name in DATE_TEXTS:
        if name in record:
            record[name] = read_date(record[name])
    if table == "Invoices":
        _credits(org, record)
    elif table == "Accounts":
        record.setdefault("EnablePaymentsToAccount", False)
    elif table == "Contacts":
        _groups(org, record)
    complete = TABLES[table].complete
    if complete:
        complete(org, record)
    if table == "Items":
        record["IsSold"] = "SalesDetails" in record
    record["_updated"] = updated
    org.save(table, record, stamp=False)


def _groups(org: Organisation, contact: dict) -> None:
    """Members of a group are noted on the contact in a recording."""
    for named in contact.get("ContactGroups", ()):
        group = org.find("ContactGroups", named["ContactGroupID"])
        if group is None:
            group = {"ContactGroupID": named["ContactGroupID"], "Name": named["Name"],
                     "Status": "ACTIVE", "_members": []}  # fmt: skip
            org.save("ContactGroups", group)
        group["_members"].append(contact["ContactID"])


def _credits(org: Organisation, invoice: dict) -> None:
    """Credit notes applied: a recording names them on the invoice, with the sum credited but not
    the part of each; they are used up in their order."""
    left = Decimal(str(invoice.get("AmountCredited", 0)))
    invoice["_credits"] = []
    for named in invoice.get("CreditNotes") or ([{"Date": invoice["Date"]}] if left else []):
        note = org.find("CreditNotes", named.get("CreditNoteID"))
        part = min(left, note["RemainingCredit"]) if note else left
        if not part:
            continue
        left -= part
        allocation = {
            "AllocationID": org.new_id(),
            "CreditNoteID": "",
            **named,
            "Date": read_date(named["Date"]),
            "Amount": part,
            "InvoiceID": invoice["InvoiceID"],
        }
        invoice["_credits"].append(allocation)
        if note:
            note["_credits"].append(allocation)
            CREDIT_NOTE.settle(org, note)
            org.save("CreditNotes", note, stamp=False)


@routes.add("POST", "/_sim/load")
def load_organisation(call: Call) -> Answer:
    """Add a recorded organisation, sent whole or named by `file`."""
    body = sent(call)
    try:
        if "file" in body:
            org = load_file(call.state, Path(body["file"]))
        else:
            org = load(call.state, body)
    except (OSError, ValueError) as error:
        raise refuse(str(error)) from error
    return Answer(200, {"tenant_id": org.tenant_id, "name": org.name})
