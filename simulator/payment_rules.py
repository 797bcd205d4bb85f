"""Payments: what they need and what they do to the document they pay (FACTS 5.9)."""

from decimal import Decimal

from .accounts import account_of
from .arithmetic import number, rounded
from .credit_note_rules import CREDIT_NOTE
from .document_kind import Kind
from .document_rules import check_unlocked
from .invoice_rules import INVOICE
from .organisation import Organisation
from .wire import read_date
from .writing import Invalid

KINDS = {
    "ACCREC": "ACCRECPAYMENT",
    "ACCPAY": "ACCPAYPAYMENT",
    "ACCRECCREDIT": "ARCREDITPAYMENT",
    "ACCPAYCREDIT": "APCREDITPAYMENT",
}
DOCUMENTS = {"Invoice": (INVOICE, "AmountDue"), "CreditNote": (CREDIT_NOTE, "RemainingCredit")}


def document_of(org: Organisation, record: dict) -> tuple[Kind, dict] | None:
    """The kind and record of the document a payment names by id."""
    for name, (kind, _left) in DOCUMENTS.items():
        found = org.find(kind.table, (record.get(name) or {}).get(kind.key))
        if found:
            return kind, found
    return None


def complete(org: Organisation, record: dict) -> None:
    """Fill the defaults of a payment made in the screens and apply it to its document."""
    record.setdefault("PaymentID", org.new_id())
    record.setdefault("Status", "AUTHORISED")
    record["Amount"] = rounded(number(record.get("Amount")) or Decimal(0))
    record["Date"] = read_date(record.get("Date")) or org.now().date().isoformat()
    record.setdefault("Reference", "")
    record.setdefault("IsReconciled", False)
    target = document_of(org, record)
    if target is None:
        return
    kind, document = target
    record[kind.table[:-1]] = {kind.key: document[kind.key]}
    account = account_of(org, record.get("Account") or {}) or _bank(org)
    record["Account"] = {"AccountID": account["AccountID"]}
    record.setdefault("PaymentType", KINDS[document["Type"]])
    record["CurrencyRate"] = number(record.get("CurrencyRate")) or document["CurrencyRate"]
    record["BankAmount"] = rounded(record["Amount"] / record["CurrencyRate"])
    _apply(org, record, kind, document)


def _bank(org: Organisation) -> dict:
    return next(one for one in org.rows("Accounts").values() if one["Type"] == "BANK")


def _apply(org: Organisation, record: dict, kind: Kind, document: dict) -> None:
    """Let the document know. Whether a deleted payment moves the invoice's timestamp and fires its
    webhook is an open question (FACTS 10, 5 and 6); here it does both."""
    paid = document.setdefault("_payments", [])
    if not any(other is record for other in paid):
        paid.append(record)
    kind.settle(org, document)
    given = record.get("_updated") if record["PaymentID"] not in org.rows("Payments") else None
    if given:
        document["_updated"] = max(document["_updated"], given)
    org.save(kind.table, document, stamp=given is None)


def _document(org: Organisation, sent: dict) -> tuple[Kind, dict, Decimal]:
    """The document a client wants paid, with what is left of it. Raises Invalid."""
    for name in ("Prepayment", "Overpayment"):
        if name in sent:
            raise Invalid(f"The simulator has no payments of a {name}.")
    for name, (kind, left) in DOCUMENTS.items():
        asked = sent.get(name) or {}
        text = str(asked.get(kind.number) or sent.get(kind.number, "")).casefold()
        if asked.get(kind.key):
            found = org.find(kind.table, asked[kind.key])
        else:
            found = next(iter(org.lookup(kind.table, "number", text)), None) if text else None
        if found:
            return kind, found, found[left]
    raise Invalid("The document to pay could not be found.")


def _account(org: Organisation, sent: dict) -> dict:
    account = account_of(org, sent.get("Account") or {"Code": sent.get("Code", "")})
    usable = account is not None and account["Status"] == "ACTIVE"
    if not usable or not (account["Type"] == "BANK" or account["EnablePaymentsToAccount"]):
        raise Invalid("Account type is invalid for payments: use an active bank account or one "
                      "that has payments enabled.")  # fmt: skip
    return account


def create(org: Organisation, sent: dict) -> tuple[dict, list[str]]:
    """Save a new payment. Raises Invalid."""
    if sent.get("PaymentID"):
        raise Invalid("A payment cannot be changed, only deleted.")
    (kind, document, left), account = _document(org, sent), _account(org, sent)
    paid = number(sent.get("Amount"))
    if document["Status"] not in ("AUTHORISED", "PAID"):
        raise Invalid("Payments can only be made against Authorised documents")
    if paid is None or paid <= 0 or paid != rounded(paid):
        raise Invalid("The payment amount must be greater than zero, with two decimal places.")
    if paid > left:
        raise Invalid("Payment amount exceeds the amount outstanding on this document")
    day = read_date(sent.get("Date", org.now().date().isoformat()))
    if day is None:
        raise Invalid("Date is not a valid date.")
    check_unlocked(org, day)
    if len(str(sent.get("Reference", ""))) > 255:
        raise Invalid("The Reference must not be longer than 255 characters.")
    record = {
        "PaymentID": org.new_id(),
        "Date": day,
        "Amount": paid,
        "Reference": str(sent.get("Reference", "")),
        "Status": "AUTHORISED",
        "IsReconciled": bool(sent.get("IsReconciled", False)),
        kind.table[:-1]: {kind.key: document[kind.key]},
        "Account": {"AccountID": account["AccountID"]},
    }
    if document["CurrencyCode"] != org.facts["BaseCurrency"] and "CurrencyRate" in sent:
        record["CurrencyRate"] = sent["CurrencyRate"]
    complete(org, record)
    return org.save("Payments", record), []


def delete(org: Organisation, record: dict) -> None:
    """Delete a payment; its document is open again."""
    record["Status"] = "DELETED"
    target = document_of(org, record)
    if target:
        _apply(org, record, *target)
    org.save("Payments", record)
