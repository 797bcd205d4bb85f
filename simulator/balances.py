"""What a contact owes and is owed, kept while documents change; it never moves the contact's
timestamp (FACTS 3.2)."""

from decimal import Decimal

from .organisation import Organisation

RECEIVABLE, PAYABLE = "AccountsReceivable", "AccountsPayable"
SIDES = {
    "ACCREC": RECEIVABLE,
    "ACCPAY": PAYABLE,
    "ACCRECCREDIT": RECEIVABLE,
    "ACCPAYCREDIT": PAYABLE,
}
FLAGS = {RECEIVABLE: "IsCustomer", PAYABLE: "IsSupplier"}


def follow(org: Organisation, invoice: dict, left: Decimal) -> None:
    """Book the difference a document with `left` to pay (less than nothing: a credit) makes now
    to what it made before."""
    due = left if invoice["Status"] == "AUTHORISED" else Decimal(0)
    late = invoice.get("DueDate") and invoice["DueDate"] < org.now().date().isoformat()
    now = (invoice["Contact"]["ContactID"], due, due if late else Decimal(0))
    before = invoice.get("_booked")
    if before == now:
        return
    side = SIDES[invoice["Type"]]
    if before:
        _book(org, before[0], side, -before[1], -before[2])
    contact = _book(org, now[0], side, now[1], now[2])
    if contact:
        contact[FLAGS[side]] = True
    invoice["_booked"] = now


def _book(
    org: Organisation, contact_id: str, side: str, outstanding: Decimal, overdue: Decimal
) -> dict | None:
    contact = org.find("Contacts", contact_id)
    if contact is None:
        return None
    nothing = {name: [Decimal(0), Decimal(0)] for name in FLAGS}
    amounts = contact.setdefault("_balances", nothing)[side]
    amounts[0] += outstanding
    amounts[1] += overdue
    org.save("Contacts", contact, stamp=False)
    return contact
