"""Credit notes: what they are settled by, and their allocations to invoices (FACTS 5.8)."""

from decimal import Decimal

from . import balances
from .arithmetic import number, rounded, total
from .document_kind import Kind, paid
from .document_rules import check_unlocked
from .invoice_rules import INVOICE, finish
from .organisation import Organisation
from .wire import read_date
from .writing import Invalid

CREDITS = {"ACCREC": "ACCRECCREDIT", "ACCPAY": "ACCPAYCREDIT"}


def settle(org: Organisation, record: dict) -> None:
    """Totals, what is left to allocate, PAID or not, and what the contact owes less."""
    total(record)
    applied = [*paid(record), *record.get("_credits", ())]
    used = sum((one["Amount"] for one in applied), Decimal(0))
    record["RemainingCredit"] = record["Total"] - rounded(used)
    record["AppliedAmount"] = rounded(used)
    finish(record, record["RemainingCredit"], applied)
    balances.follow(org, record, -record["RemainingCredit"])


CREDIT_NOTE = Kind(
    table="CreditNotes",
    key="CreditNoteID",
    number="CreditNoteNumber",
    types=("ACCRECCREDIT", "ACCPAYCREDIT"),
    prefix="CN-",
    word="Credit note",
    discounts=False,
    due=False,
    settle=settle,
)


def allocate(org: Organisation, note: dict, sent: dict) -> dict:
    """Apply part of a credit note to an invoice; gives the allocation. Raises Invalid."""
    invoice = org.find("Invoices", (sent.get("Invoice") or {}).get("InvoiceID"))
    if invoice is None:
        raise Invalid("The invoice to allocate to could not be found.")
    if note["Status"] != "AUTHORISED" or invoice["Status"] != "AUTHORISED":
        raise Invalid("Allocations need an Authorised credit note and an Authorised invoice.")
    if CREDITS[invoice["Type"]] != note["Type"]:
        raise Invalid("A credit note can only be allocated to an invoice of the same ledger.")
    same = note["Contact"]["ContactID"] == invoice["Contact"]["ContactID"]
    if not same or note["CurrencyCode"] != invoice["CurrencyCode"]:
        raise Invalid("The credit note and the invoice must have the same contact and currency.")
    given = number(sent.get("Amount"))
    if given is None or given <= 0 or given != rounded(given):
        raise Invalid("The allocation amount must be greater than zero, with two decimal places.")
    if given > note["RemainingCredit"] or given > invoice["AmountDue"]:
        raise Invalid("The allocation amount exceeds the amount outstanding on this document")
    # The specification asks for the date.
    day = read_date(sent.get("Date"))
    if day is None:
        raise Invalid("Date is not a valid date.")
    check_unlocked(org, day)
    return link(org, note, invoice, given, day)


def link(org: Organisation, note: dict, invoice: dict, given: Decimal, day: str) -> dict:
    """Note an allocation on both documents and settle them."""
    allocation = {
        "AllocationID": org.new_id(),
        "Amount": given,
        "Date": day,
        "CreditNoteID": note["CreditNoteID"],
        "CreditNoteNumber": note.get("CreditNoteNumber", ""),
        "Total": note["Total"],
        "InvoiceID": invoice["InvoiceID"],
    }
    note["_credits"].append(allocation)
    invoice["_credits"].append(allocation)
    _settled(org, note, invoice)
    return allocation


def unlink(org: Organisation, note: dict, allocation: dict) -> None:
    """Take an allocation back. Raises Invalid in a locked period."""
    check_unlocked(org, allocation["Date"])
    invoice = org.find("Invoices", allocation["InvoiceID"])
    note["_credits"].remove(allocation)
    if invoice:
        invoice["_credits"].remove(allocation)
        _settled(org, note, invoice)


def _settled(org: Organisation, note: dict, invoice: dict) -> None:
    for kind, record in ((CREDIT_NOTE, note), (INVOICE, invoice)):
        kind.settle(org, record)
        org.save(kind.table, record)
