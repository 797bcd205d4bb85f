"""Invoices and bills: reading, writing, the wire form (FACTS 5.7)."""

from . import document_edits
from .document_routes import SCOPE, add_document_routes, without_lines
from .document_wire import render_document, shape
from .invoice_rules import INVOICE
from .listing import envelope, found, id_set, page, select
from .organisation import Organisation, table
from .routing import Answer, Call, Refused, routes
from .where import folded
from .wire import wire_date
from .writing import Invalid, echo, validation_exception

PATH = "/api.xro/2.0/Invoices"
NOT_SUMMARY = ("LineItems", "Payments", "HasAttachments", "CISDeduction")


def render(org: Organisation, record: dict) -> dict:
    """The full wire form, unit amounts with four places."""
    wire = render_document(org, record)
    wire["CreditNotes"] = [
        {
            "CreditNoteID": credit["CreditNoteID"],
            "CreditNoteNumber": credit.get("CreditNoteNumber", ""),
            "Date": wire_date(credit["Date"]),
            "Total": credit.get("Total", credit["Amount"]),
            "AppliedAmount": credit["Amount"],
        }
        for credit in record.get("_credits", ())
    ]
    return {**wire, "Prepayments": [], "Overpayments": []}


def _summary(wire: dict) -> dict:
    return {name: item for name, item in wire.items() if name not in NOT_SUMMARY}


table(
    "Invoices",
    "InvoiceID",
    render=render,
    complete=lambda org, record: document_edits.complete(org, INVOICE, record),
    event="INVOICE",
    shows=("Contacts",),
    indexes={"unique number": INVOICE.unique_number, "number": INVOICE.any_number},
)


@routes.add("GET", PATH, scope=SCOPE)
def list_invoices(call: Call) -> Answer:
    """Invoices and bills of every status."""
    sets = {
        "IDs": ("InvoiceID", id_set(call, "IDs")),
        "InvoiceNumbers": ("InvoiceNumber", id_set(call, "InvoiceNumbers")),
        "Statuses": ("Status", id_set(call, "Statuses")),
    }
    sets = {name: pair for name, pair in sets.items() if pair[1]}
    contacts, mine = id_set(call, "ContactIDs"), call.flag("createdByMyApp")
    term, app = folded(call.query.get("searchTerm", "")), call.grant.app.client_id

    def keep(record: dict) -> bool:
        return (
            all(str(record.get(name, "")).lower() in wanted for name, wanted in sets.values())
            and (not contacts or record["Contact"]["ContactID"] in contacts)
            and (not mine or record.get("_app") == app)
            and (not term or term in folded(f"{record.get('InvoiceNumber', '')}\n"
                                            f"{record.get('Reference', '')}"))
        )  # fmt: skip

    mark = (tuple((n, frozenset(w)) for n, w in sets.values()), frozenset(contacts), mine, term)
    records = select(call, "Invoices", keep, mark)
    # Asking by Statuses pages the answer even without a page (FACTS 3.1).
    paged = "page" in call.query or "Statuses" in sets
    if call.flag("summaryOnly"):
        return page(call, "Invoices", records, paged, "summary", _summary)
    if not paged:
        return page(call, "Invoices", records, False, "unpaged", without_lines)
    return page(call, "Invoices", records, paged, **shape(call))


add_document_routes(PATH, INVOICE)


@routes.add("GET", PATH + "/{id}/OnlineInvoice", scope=SCOPE)
def online_invoice(call: Call) -> Answer:
    """The address where a customer sees a sales invoice that is not a draft."""
    record = found(call, "Invoices", "number")
    if record["Type"] != "ACCREC" or record["Status"] in ("DRAFT", "SUBMITTED", "DELETED"):
        raise Refused(404, "", {"Content-Type": "text/html"})
    url = f"https://in.xero.com/{record['InvoiceID'].replace('-', '')[:24]}"
    return Answer(200, {**envelope(call), "OnlineInvoices": [{"OnlineInvoiceUrl": url}]})


@routes.add("POST", PATH + "/{id}/Email", scope=SCOPE)
def email_invoice(call: Call) -> Answer:
    """Pretend to send a sales invoice to its contact."""
    org, record = call.org, found(call, "Invoices", "number")
    if record["Type"] != "ACCREC" or record["Status"] not in ("AUTHORISED", "PAID", "SUBMITTED"):
        problem = Invalid("Only approved sales invoices can be sent.")
        raise validation_exception([echo("Invoices", {}, problem, record["InvoiceID"])])
    # SentToContact does not always move the timestamp (FACTS 3.2).
    record["SentToContact"] = True
    org.save("Invoices", record, stamp=False)
    return Answer(204)
