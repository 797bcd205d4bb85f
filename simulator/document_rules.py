"""What Xero accepts of an invoice, bill or credit note: fields, statuses, locked periods
(FACTS 5.7 and 5.8)."""

from .document_fields import take_content
from .document_kind import Kind, allocated
from .organisation import Organisation
from .routing import Call
from .writing import Invalid

NEXT = {
    "": ("DRAFT", "SUBMITTED", "AUTHORISED"),
    "DRAFT": ("DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"),
    "SUBMITTED": ("SUBMITTED", "AUTHORISED", "DRAFT", "DELETED"),
    "AUTHORISED": ("AUTHORISED", "VOIDED"),
    "PAID": ("PAID", "VOIDED"),
    "VOIDED": (),
    "DELETED": (),
}
ALLOCATED = "This document cannot be edited as it has a payment or credit note allocated to it."
MONEY = ("Date", "CurrencyCode", "CurrencyRate", "LineAmountTypes", "Type")
MONEY_OF_LINES = (
    "LineItemID", "Quantity", "UnitAmount", "DiscountRate", "DiscountAmount", "TaxType",
    "TaxAmount", "ItemCode", "LineAmount",
)  # fmt: skip


def match(org: Organisation, kind: Kind, sent: dict) -> dict | None:
    """The document a POST element means: by id, else a sales document by its number (the danger
    of FACTS 4.1). Raises Invalid for an id that does not exist."""
    if sent.get(kind.key):
        record = org.find(kind.table, sent[kind.key])
        if record is None:
            raise Invalid(f"The document with this {kind.key} could not be found.")
        return record
    text = str(sent.get(kind.number, "")).strip().casefold()
    if sent.get("Type", kind.types[0]) == kind.types[0] and text:
        return next(iter(org.lookup(kind.table, "unique number", text)), None)
    return None


def create(
    org: Organisation, kind: Kind, sent: dict, places: int, app: str
) -> tuple[dict, list[str]]:
    """Save a new document. Raises Invalid."""
    if sent.get(kind.key):
        raise Invalid(f"A {kind.key} cannot be given when a document is created.")
    if sent.get("Type") not in kind.types:
        raise Invalid(f"The Type must be one of {', '.join(kind.types)}.")
    if not sent.get("LineItems"):
        raise Invalid("One or more line items must be specified.")
    record = {kind.key: org.new_id(), "Type": sent["Type"], "Status": "", "_app": app}
    record |= {"SentToContact": False, "_payments": [], "_credits": []}
    return _write(org, kind, record, sent, places)


def change(
    org: Organisation, kind: Kind, record: dict, sent: dict, places: int
) -> tuple[dict, list[str]]:
    """Save the sent fields over a document. Raises Invalid."""
    if sent.get("Type", record["Type"]) != record["Type"]:
        raise Invalid("The Type of a document cannot be changed.")
    return _write(org, kind, record, sent, places)


def write(call: Call, kind: Kind, sent: dict, named: dict | None = None) -> tuple[dict, list[str]]:
    """Create or change, as PUT (creates only), POST (matches) or POST by id (`named`) do."""
    places = 4 if call.query.get("unitdp") == "4" else 2
    record = named
    if named is not None and str(sent.get(kind.key, named[kind.key])).lower() != named[kind.key]:
        raise Invalid(f"The {kind.key} of the path and of the body are not the same.")
    if record is None and call.method == "POST":
        record = match(call.org, kind, sent)
    if record is None:
        return create(call.org, kind, sent, places, call.grant.app.client_id)
    return change(call.org, kind, record, sent, places)


def _status(kind: Kind, record: dict, sent: dict) -> str:
    old = record["Status"]
    new = sent.get("Status") or old or "DRAFT"
    if old in ("VOIDED", "DELETED"):
        raise Invalid(kind.not_editable)
    if allocated(record) and new != old:
        raise Invalid(
            f"The status {new} cannot be applied to the {kind.word.lower()} because it has "
            "payments or credit notes allocated to it."
        )
    if new not in NEXT[old]:
        raise Invalid(kind.not_editable if old else f"It cannot be created as {new}.")
    return new


def _write(
    org: Organisation, kind: Kind, record: dict, sent: dict, places: int
) -> tuple[dict, list[str]]:
    status = _status(kind, record, sent)
    changed = {**record, "Status": status}
    warnings: list[str] = []
    if status not in ("VOIDED", "DELETED"):
        warnings = take_content(org, kind, changed, sent, places)
    if allocated(record):
        _check_allocated(record, changed)
    if {status, record["Status"]} & {"AUTHORISED", "PAID"}:
        check_unlocked(org, changed["Date"])
        if record["Status"] in ("AUTHORISED", "PAID"):
            check_unlocked(org, record["Date"])
    record.clear()
    record.update(changed)
    kind.settle(org, record)
    org.save(kind.table, record)
    return record, warnings


def _check_allocated(old: dict, new: dict) -> None:
    """With payments or credits applied, what moves money stays (FACTS 5.7)."""

    def money(document: dict) -> tuple:
        lines = [tuple(line.get(name) for name in MONEY_OF_LINES)
                 for line in document["LineItems"]]  # fmt: skip
        return tuple(document.get(name) for name in MONEY), lines

    if money(old) != money(new):
        raise Invalid(ALLOCATED)


def check_unlocked(org: Organisation, day: str) -> None:
    """Raises Invalid for a date on or before a lock date."""
    for name, words in (
        ("EndOfYearLockDate", "end of year lock date"),
        ("PeriodLockDate", "period lock date"),
    ):
        lock = (org.facts.get(name) or "")[:10]
        if lock and day <= lock:
            raise Invalid(f"The document date cannot be before the {words} {lock}")
