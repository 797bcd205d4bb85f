"""Invoices and bills: what they are settled by (FACTS 5.7)."""

from decimal import Decimal

from . import balances
from .arithmetic import rounded, total
from .document_kind import Kind, paid
from .organisation import Organisation


def settle(org: Organisation, record: dict) -> None:
    """Totals, what is left to pay, PAID or not, and what the contact owes."""
    total(record)
    payments, credited = paid(record), record.get("_credits", ())
    record["AmountPaid"] = rounded(sum((one["Amount"] for one in payments), Decimal(0)))
    record["AmountCredited"] = rounded(sum((one["Amount"] for one in credited), Decimal(0)))
    record["AmountDue"] = record["Total"] - record["AmountPaid"] - record["AmountCredited"]
    finish(record, record["AmountDue"], [*payments, *credited])
    balances.follow(org, record, record["AmountDue"])


def finish(record: dict, left: Decimal, applied: list[dict]) -> None:
    """PAID when nothing is left of an approved document, AUTHORISED again when something is."""
    record.pop("FullyPaidOnDate", None)
    # An approved document of nothing counts as paid.
    if record["Status"] in ("AUTHORISED", "PAID"):
        record["Status"] = "AUTHORISED" if left else "PAID"
    if record["Status"] == "PAID":
        record["FullyPaidOnDate"] = max([one["Date"] for one in applied] or [record["Date"]])


INVOICE = Kind(
    table="Invoices",
    key="InvoiceID",
    number="InvoiceNumber",
    types=("ACCREC", "ACCPAY"),
    prefix="INV-",
    word="Invoice",
    discounts=True,
    due=True,
    settle=settle,
)
