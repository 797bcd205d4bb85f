"""Documents made or changed in Xero's screens (control side): nothing is checked, totals follow."""

from decimal import Decimal

from .arithmetic import ZERO, line_amount, line_tax, mode_of, number
from .document_kind import DATES, Kind
from .organisation import Organisation
from .wire import read_date

_NUMBERS = ("Quantity", "UnitAmount", "TaxAmount", "DiscountRate", "DiscountAmount", "LineAmount")


def complete(org: Organisation, kind: Kind, record: dict) -> None:
    """Fill ids, defaults, line amounts and totals.

    A line's TaxAmount stays when it is given with a LineAmount that is still right; otherwise it
    is computed.
    """
    record.setdefault("Type", kind.types[0])
    record.setdefault("Status", "DRAFT")
    for name in DATES:
        if record.get(name):
            record[name] = read_date(record[name])
    record.setdefault("Date", org.now().date().isoformat())
    record.setdefault("LineAmountTypes", "Exclusive")
    record.setdefault("CurrencyCode", org.facts["BaseCurrency"])
    record["CurrencyRate"] = number(record.get("CurrencyRate")) or Decimal(1)
    record.setdefault("SentToContact", False)
    record.setdefault("_payments", [])
    record.setdefault("_credits", [])
    record["Contact"] = {"ContactID": _contact_id(org, record)}
    if record["Type"] == kind.types[0] and not record.get(kind.number):
        record[kind.number] = f"{kind.prefix}{org.count(kind.table):04d}"
    record["LineItems"] = [_line(org, record, dict(line)) for line in record.get("LineItems", ())]
    for name in ("Payments", "CreditNotes", "Prepayments", "Overpayments", "Allocations"):
        record.pop(name, None)
    kind.settle(org, record)


def _contact_id(org: Organisation, record: dict) -> str:
    given = record.get("Contact") or {"ContactID": record.pop("ContactID", None)}
    if given.get("ContactID"):
        return given["ContactID"]
    named = org.lookup("Contacts", "Name", str(given.get("Name", "")).strip().casefold())
    if named:
        return named[0]["ContactID"]
    made = {"Name": given.get("Name") or "Cash sale", "ContactStatus": "ACTIVE"}
    made |= {"IsCustomer": False, "IsSupplier": False}
    return org.save("Contacts", made)["ContactID"]


def _line(org: Organisation, record: dict, line: dict) -> dict:
    for name in _NUMBERS:
        if name in line:
            line[name] = number(line[name])
    line.setdefault("LineItemID", org.new_id())
    line.setdefault("Description", "")
    line.setdefault("Tracking", [])
    account = next(
        iter(org.lookup("Accounts", "Code", str(line.get("AccountCode")).casefold())), {}
    )
    if "TaxType" not in line and account:
        line["TaxType"] = account["TaxType"]
    if "UnitAmount" not in line:
        return line
    line.setdefault("Quantity", Decimal(1))
    given = line.get("LineAmount")
    line["LineAmount"] = line_amount(line)
    if "TaxAmount" not in line or given != line["LineAmount"]:
        rate = (org.find("TaxRates", line.get("TaxType")) or {}).get("EffectiveRate", ZERO)
        line["TaxAmount"] = line_tax(line["LineAmount"], rate, mode_of(record))
    return line
