"""Credit notes of sales and purchases (FACTS 5.8)."""

from . import document_edits
from .credit_note_rules import CREDIT_NOTE, allocate, unlink
from .document_routes import SCOPE, add_document_routes, without_lines
from .document_wire import render_document, shape
from .listing import envelope, found, not_found, page, select
from .organisation import Organisation, table
from .routing import Answer, Call, routes
from .wire import wire_date
from .writing import Invalid, echo, elements, validation_exception

PATH = "/api.xro/2.0/CreditNotes"


def _allocation(org: Organisation, one: dict) -> dict:
    invoice = org.find("Invoices", one["InvoiceID"]) or {}
    return {
        "AllocationID": one["AllocationID"],
        "Amount": one["Amount"],
        "Date": wire_date(one["Date"]),
        "Invoice": {
            "InvoiceID": one["InvoiceID"],
            "InvoiceNumber": invoice.get("InvoiceNumber", ""),
        },
        "IsDeleted": False,
    }


def render(org: Organisation, record: dict) -> dict:
    """The full wire form."""
    wire = render_document(org, record)
    del wire["IsDiscounted"]
    wire["Allocations"] = [_allocation(org, one) for one in record.get("_credits", ())]
    return wire


table(
    "CreditNotes",
    "CreditNoteID",
    render=render,
    complete=lambda org, record: document_edits.complete(org, CREDIT_NOTE, record),
    event="CREDITNOTE",
    shows=("Contacts", "Invoices"),
    indexes={"unique number": CREDIT_NOTE.unique_number, "number": CREDIT_NOTE.any_number},
)


@routes.add("GET", PATH, scope=SCOPE)
def list_credit_notes(call: Call) -> Answer:
    """Credit notes of every status."""
    records = select(call, "CreditNotes")
    if "page" not in call.query:
        return page(call, "CreditNotes", records, False, "unpaged", without_lines)
    return page(call, "CreditNotes", records, **shape(call))


add_document_routes(PATH, CREDIT_NOTE)


@routes.add("PUT", PATH + "/{id}/Allocations", scope=SCOPE)
def create_allocations(call: Call) -> Answer:
    """Apply a credit note to invoices, one allocation after the other."""
    note, made = found(call, "CreditNotes"), []
    for sent in elements(call, "Allocations"):
        try:
            made.append(_allocation(call.org, allocate(call.org, note, sent)))
        except Invalid as error:
            back = echo("CreditNotes", sent, error, note["CreditNoteID"])
            raise validation_exception([back]) from error
    return Answer(200, {**envelope(call), "Allocations": made})


@routes.add("DELETE", PATH + "/{id}/Allocations/{allocation}", scope=SCOPE)
def delete_allocation(call: Call) -> Answer:
    """Take one allocation back."""
    note, wanted = found(call, "CreditNotes"), call.params["allocation"].lower()
    for one in note["_credits"]:
        if one["AllocationID"] == wanted:
            try:
                unlink(call.org, note, one)
            except Invalid as error:
                back = echo("CreditNotes", {}, error, note["CreditNoteID"])
                raise validation_exception([back]) from error
            return Answer(200, {"AllocationId": wanted, "Date": wire_date(one["Date"]),
                                "IsDeleted": True})  # fmt: skip
    raise not_found()
