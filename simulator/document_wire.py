"""The wire form of invoices, bills and credit notes."""

from datetime import datetime

from .arithmetic import rounded
from .organisation import DATE_FIELDS, Organisation
from .routing import Call
from .wire import wire_date, wire_time, with_wire_dates


def time_text(moment: datetime) -> str:
    """UpdatedDateUTCString (its exact form differs between Xero's own pages, FACTS 3.4)."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def contact_summary(org: Organisation, contact_id: str, full: bool = False) -> dict:
    """A contact as documents show it."""
    contact = org.find("Contacts", contact_id)
    if contact is None:
        return {"ContactID": contact_id}
    if full:
        wire = org.render("Contacts", contact)
        return {name: item for name, item in wire.items() if name != "Balances"}
    short = {"ContactID": contact_id, "Name": contact["Name"]}
    if contact.get("ContactNumber"):
        short["ContactNumber"] = contact["ContactNumber"]
    empty = ("Addresses", "Phones", "ContactGroups", "ContactPersons")
    return {**short, **{name: [] for name in empty}, "HasValidationErrors": False}


def render_document(org: Organisation, record: dict) -> dict:
    """What the wire forms have in common, unit amounts with four places."""
    wire = with_wire_dates(record, DATE_FIELDS)
    wire["Contact"] = contact_summary(org, record["Contact"]["ContactID"])
    wire["Payments"] = [
        {
            "PaymentID": payment["PaymentID"],
            "Date": wire_date(payment["Date"]),
            "Amount": payment["Amount"],
            "Reference": payment.get("Reference", ""),
            "CurrencyRate": payment["CurrencyRate"],
            "HasAccount": True,
            "HasValidationErrors": False,
        }
        for payment in record.get("_payments", ())
        if payment["Status"] == "AUTHORISED"
    ]
    wire.setdefault("Reference", "")
    for name in ("Date", "DueDate"):
        if record.get(name):
            wire[f"{name}String"] = f"{record[name]}T00:00:00"
    if not record["TotalDiscount"]:
        del wire["TotalDiscount"]
    wire["IsDiscounted"] = bool(record["TotalDiscount"])
    wire["HasAttachments"] = record.get("_attached", False)
    wire["HasErrors"] = False
    wire["UpdatedDateUTC"] = wire_time(record["_updated"])
    wire["UpdatedDateUTCString"] = time_text(record["_updated"])
    return wire


def two_places(wire: dict) -> dict:
    """Without unitdp=4 reads round unit amounts as well (FACTS 4.5)."""
    for line in wire["LineItems"]:
        if "UnitAmount" in line:
            line["UnitAmount"] = rounded(line["UnitAmount"])
    return wire


def shape(call: Call) -> dict:
    """The arguments of a list that give unit amounts the places asked for (unitdp)."""
    four = call.query.get("unitdp") == "4"
    return {} if four else {"variant": "2", "shape": two_places}


def one_in_full(call: Call, table: str, record: dict) -> dict:
    """A single document: with its whole contact."""
    wire = call.org.render(table, record)
    wire["Contact"] = contact_summary(call.org, record["Contact"]["ContactID"], full=True)
    return shape(call).get("shape", dict)(wire)
