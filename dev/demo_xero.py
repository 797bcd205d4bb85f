"""A working day in Xero's screens, through the simulator's control side."""

import datetime
from typing import Any

from .failure import Failure
from .simulator_process import Xero

SHARES = (1, 0.4)
IN_XERO = "chosen.in.xero@currawong-quay.example"
NEWCOMER: dict[str, Any] = {
    "Name": "Lyrebird Lane Events",
    "FirstName": "Imogen",
    "LastName": "Thistlewood",
    "EmailAddress": "imogen@lyrebird-lane.example",
    "IsCustomer": True,
    "Phones": [
        {
            "PhoneType": "DEFAULT",
            "PhoneCountryCode": "61",
            "PhoneAreaCode": "3",
            "PhoneNumber": "7010 4477",
        }
    ],
    "PaymentTerms": {"Sales": {"Day": 30, "Type": "DAYSAFTERBILLDATE"}},
}


def work(xero: Xero) -> str:
    """Payments, a new contact, a moved one, a promotion; and the e-mail of the contact whose id is
    given back, which Odoo is about to change too."""
    tenant, organisation = next(iter(xero.ask("dump")["organisations"].items()))
    tables = organisation["tables"]
    pay(xero, tenant, tables["Invoices"])
    xero.ask("create", {"tenant": tenant, "table": "Contacts", "record": NEWCOMER})
    contacts = [row for row in tables["Contacts"] if row.get("ContactStatus") == "ACTIVE"]
    moved, disputed = (row["ContactID"] for row in contacts[:2])
    phones = [{"PhoneType": "DEFAULT", "PhoneAreaCode": "07", "PhoneNumber": "5550 4321"}]
    change(xero, tenant, "Contacts", moved, {"Phones": phones, "LastName": "Galbraith"})
    change(xero, tenant, "Contacts", disputed, {"EmailAddress": IN_XERO})
    worker = next(row for row in tables["Employees"] if row["Status"] == "ACTIVE")
    change(xero, tenant, "Employees", worker["EmployeeID"], {"JobTitle": "Site Manager"})
    return str(disputed)


def pay(xero: Xero, tenant: str, invoices: list[dict[str, Any]]) -> None:
    """One invoice of Odoo's is paid, one in part.

    :raises Failure: none of Odoo's invoices has arrived
    """
    ours = [row for row in invoices if row.get("Url") and row["Status"] == "AUTHORISED"]
    if len(ours) < len(SHARES):
        raise Failure("The invoices posted in Odoo have not arrived in Xero.")
    ours.sort(key=lambda row: str(row["InvoiceNumber"]))
    for row, share in zip(ours, SHARES, strict=False):
        amount = round(float(row["AmountDue"]) * share, 2)
        paid = {"tenant": tenant, "invoice": row["InvoiceID"], "amount": amount}
        xero.ask("pay", {**paid, "date": today().isoformat()})


def change(xero: Xero, tenant: str, table: str, record: str, changes: dict[str, Any]) -> None:
    """Edit a record in Xero's screens."""
    xero.ask("edit", {"tenant": tenant, "table": table, "id": record, "changes": changes})


def today() -> datetime.date:
    """Today in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).date()
