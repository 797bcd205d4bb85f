"""Payments of invoices and bills: created and deleted, never changed (FACTS 5.9)."""

from .control import refuse
from .control import sent as control_body
from .control_edits import amount, organisation
from .document_rules import check_unlocked
from .document_wire import contact_summary, time_text
from .listing import found, page, select, single
from .organisation import Organisation, table
from .payment_rules import complete, create, delete, document_of
from .routing import Answer, Call, routes
from .wire import wire_date, wire_time
from .writing import Invalid, batch, one

PATH = "/api.xro/2.0/Payments"
SCOPE = "accounting.payments"


def render(org: Organisation, record: dict) -> dict:
    """The wire form of a payment, with its account and document in short."""
    wire = {key: value for key, value in record.items() if not key.startswith("_")}
    wire["Date"] = wire_date(record["Date"])
    account = org.find("Accounts", record["Account"]["AccountID"]) or record["Account"]
    names = ("AccountID", "Code", "Name")
    wire["Account"] = {name: account[name] for name in names if account.get(name)}
    target = document_of(org, record)
    if target:
        kind, document = target
        names = ("Type", kind.key, kind.number, "CurrencyCode")
        wire[kind.table[:-1]] = {
            **{name: document[name] for name in names if name in document},
            "Contact": contact_summary(org, document["Contact"]["ContactID"]),
            "HasErrors": False,
        }
    wire["HasAccount"] = True
    wire["HasValidationErrors"] = False
    wire["UpdatedDateUTC"] = wire_time(record["_updated"])
    wire["UpdatedDateUTCString"] = time_text(record["_updated"])
    return wire


table(
    "Payments",
    "PaymentID",
    render=render,
    complete=complete,
    shows=("Invoices", "CreditNotes", "Contacts", "Accounts"),
)


@routes.add("GET", PATH, scope=SCOPE)
def list_payments(call: Call) -> Answer:
    """Payments, deleted ones included."""
    return page(call, "Payments", select(call, "Payments"))


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_payment(call: Call) -> Answer:
    """One payment."""
    return single(call, "Payments", found(call, "Payments"))


@routes.add("PUT", PATH, scope=SCOPE)
def create_payments(call: Call) -> Answer:
    """Create payments."""
    return batch(call, "Payments", lambda sent: create(call.org, sent))


@routes.add("POST", PATH, scope=SCOPE)
def create_payment(call: Call) -> Answer:
    """Create one payment."""
    return one(call, "Payments", lambda sent: create(call.org, sent))


@routes.add("POST", PATH + "/{id}", scope=SCOPE)
def delete_payment(call: Call) -> Answer:
    """Delete a payment: the one change there is."""
    record = found(call, "Payments")

    def handle(sent: dict) -> tuple[dict, list[str]]:
        if sent.get("Status") != "DELETED":
            raise Invalid("A payment cannot be changed, only deleted.")
        if record["Status"] == "DELETED":
            raise Invalid("The payment is deleted already.")
        if record.get("IsReconciled"):
            raise Invalid("The payment is reconciled: unreconcile it in Xero first.")
        check_unlocked(call.org, record["Date"])
        delete(call.org, record)
        return record, []

    return one(call, "Payments", handle)


@routes.add("POST", "/_sim/pay")
def pay(call: Call) -> Answer:
    """Pay an invoice as a person would in Xero; without an amount all that is due."""
    body = control_body(call)
    org = organisation(call, body)
    invoice = org.find("Invoices", body.get("invoice", ""))
    if invoice is None:
        raise refuse("Name an invoice by its InvoiceID.")
    account = body.get("account", "")
    record = {
        "Invoice": {"InvoiceID": invoice["InvoiceID"]},
        "Amount": amount(body.get("amount", invoice["AmountDue"])),
        "Date": body.get("date"),
        "Reference": body.get("reference", ""),
        "Account": {"AccountID": account} if "-" in account else {"Code": account},
    }
    complete(org, record)
    return Answer(200, render(org, org.save("Payments", record)))


@routes.add("POST", "/_sim/unpay")
def unpay(call: Call) -> Answer:
    """Remove a payment as a person would in Xero."""
    body = control_body(call)
    org = organisation(call, body)
    record = org.find("Payments", body.get("payment", ""))
    if record is None:
        raise refuse("Name a payment by its PaymentID.")
    delete(org, record)
    return Answer(200, render(org, record))
