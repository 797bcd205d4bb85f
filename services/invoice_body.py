"""Customer invoices: the element that is sent."""

from decimal import Decimal

from odoo import models

from .invoice_values import VOID

# What a line of Xero's is sent back with when only the rest of its invoice changes (FACTS 4.1:
# lines that are not sent may be made anew, lines left out of a list are deleted).
LINE_KEYS = (
    "LineItemID", "Description", "Quantity", "UnitAmount", "ItemCode", "AccountCode", "AccountID",
    "TaxType", "TaxAmount", "DiscountRate", "DiscountAmount", "Tracking",
)  # fmt: skip
# Xero takes these of an invoice with a payment, and no other (FACTS 5.7).
PAID_KEYS = ("reference", "due", "number", "url")
LINE_VALUES = ("body", "tracking")


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _xero_body(self, values, record, pair):
        if values.get("life") == VOID and pair.xero_id:
            return {"InvoiceID": pair.xero_id, "Status": end_status(pair.xero["status"])}
        sendable = {name for name in values if name in (*PAID_KEYS, *LINE_VALUES, "rate")}
        if not sendable:
            return None
        if not pair.xero_id:
            return self._new_body(values)
        if has_payments(pair.payload):
            head = self._head({name: values[name] for name in sendable if name in PAID_KEYS})
            lines = self._same_lines(pair, values) if "tracking" in values else {}
            return {"InvoiceID": pair.xero_id, **head, **lines}
        return self._changed_body(pair, {name: values[name] for name in sendable})

    def _new_body(self, values):
        return {
            "Type": "ACCREC",
            "Status": self._setting.invoice_status,
            **self._head(values),
            **self._money(values["body"], values.get("rate")),
            "LineItems": self._track(
                [line_element(line) for line in values["body"]["lines"]], values.get("tracking")
            ),
        }

    def _changed_body(self, pair, values):
        """The whole invoice again, with each line's own id: what is not sent might be made anew."""
        merged = {**pair.xero, **values}
        money = self._money(merged["body"], values.get("rate"))
        theirs = pair.payload.get("LineItems") or []
        if "body" in values:
            parts = (pair.agreed or {}).get("parts") or {}
            lines = with_line_ids(
                merged["body"]["lines"],
                pair.xero["body"]["lines"],
                theirs,
                same_parts(pair.odoo.get("rows"), theirs, parts),
            )
            lines = {"LineItems": self._track(lines, pair.odoo.get("tracking"))}
        else:
            lines = self._same_lines(pair, values)
        return {
            "InvoiceID": pair.xero_id,
            "Type": "ACCREC",
            **self._head({name: merged[name] for name in PAID_KEYS if name in merged}),
            **money,
            **lines,
        }

    def _same_lines(self, pair, values):
        """Xero's own lines again; only their tracking may be another."""
        lines = [
            {key: line[key] for key in LINE_KEYS if line.get(key) is not None}
            for line in pair.payload.get("LineItems") or []
        ]
        return {
            "LineAmountTypes": pair.payload.get("LineAmountTypes") or "Exclusive",
            "LineItems": self._track(lines, values.get("tracking")),
        }

    def _track(self, elements, tracking):
        """Lines to send, tracked as Odoo says in the categories that a plan was chosen for; what
        people chose in others stays.

        :param list tracking: id of a category -> id of the option, for each line; None: as they are
        """
        if tracking is None:
            return elements
        return [
            _tracked(element, tracking[index] if tracking else {}, self._tracked_ids())
            for index, element in enumerate(elements)
        ]

    def _head(self, values):
        """What is not money. An empty text is sent to clear what stood there, not for a new
        invoice."""
        names = {
            "number": "InvoiceNumber",
            "reference": "Reference",
            "due": "DueDate",
            "url": "Url",
        }
        return {
            names[n]: values[n] for n in names if n in values and (values[n] or n == "reference")
        }

    def _money(self, body, rate):
        head = {
            "Contact": {"ContactID": body["contact"]},
            "Date": body["date"],
            "CurrencyCode": body["currency"],
            "LineAmountTypes": "Exclusive",
        }
        if rate:
            head["CurrencyRate"] = Decimal(rate)
        return head


def end_status(status):
    """The status a cancelled invoice gets: approved ones are voided, others deleted (FACTS 5.7).

    :param str status: the status in Xero now
    :rtype: str
    """
    return "VOIDED" if status in ("AUTHORISED", "PAID") else "DELETED"


def has_payments(payload):
    """Whether a payment or credit is applied to a Xero invoice.

    :param dict payload: the invoice as Xero sent it
    :rtype: bool
    """
    # Xero calls an approved invoice of nothing paid; nothing is applied to it all the same.
    applied = (payload.get(name) for name in ("AmountPaid", "AmountCredited"))
    return any(Decimal(str(amount or 0)) for amount in applied)


def line_element(line):
    """A plain line as Xero wants it."""
    if "qty" not in line:
        return {"Description": line["text"]}
    element = {
        "Description": line["text"],
        "Quantity": Decimal(line["qty"]),
        "UnitAmount": Decimal(line["price"]),
        "TaxType": line["tax"],
        "TaxAmount": Decimal(line["tax_amount"]),
    }
    # Accounts without a code are named by id, which is longer than any code (FACTS 5.2).
    element["AccountID" if len(line["account"]) == 36 else "AccountCode"] = line["account"]
    if line["discount"] != "0":
        element["DiscountRate"] = Decimal(line["discount"])
    return element


def _tracked(element, own, categories):
    old = element.get("Tracking") or []
    options = [one for one in old if one.get("TrackingCategoryID") not in categories]
    options += [
        {"TrackingCategoryID": category, "TrackingOptionID": option}
        for category, option in sorted(own.items())
    ]
    return {**element, "Tracking": options} if options or old else element


def same_parts(rows, theirs, parts):
    """Lines to send that are the same part of the same line in Odoo as a line in Xero.

    :param list rows: what each line to send is, as :func:`part_key` says
    :param list theirs: lines as Xero sent them
    :param dict parts: by id of the line in Xero, what it was when it was sent
    :rtype: dict[int, int] -- position here -> position in Xero
    """
    known = {parts.get(line.get("LineItemID")): i for i, line in enumerate(theirs)}
    return {i: known[row] for i, row in enumerate(rows or ()) if row in known}


def with_line_ids(ours, before, theirs, known=None):
    """Lines to send with the ids of the Xero lines they replace, so that none is deleted and made
    anew.

    What the pair knows to be the same part keeps its id; then equal lines keep theirs; of the
    others, the first takes the first id that is left, and so on.
    What a bookkeeper added to a line in Xero (tracking, item) stays.

    :param list ours: plain lines to send
    :param list before: plain lines Xero has
    :param list theirs: the same lines as Xero sent them
    :param dict known: position of a line to send -> position in Xero
    :rtype: list[dict]
    """
    chosen = dict(known or {})
    free = [i for i in range(len(before)) if i not in chosen.values()]
    for index, line in enumerate(ours):
        if index in chosen:
            continue
        match = next((i for i in free if before[i] == line), None)
        if match is not None:
            chosen[index] = match
            free.remove(match)
    for index in range(len(ours)):
        if index not in chosen and free:
            chosen[index] = free.pop(0)
    elements = []
    for index, line in enumerate(ours):
        old = theirs[chosen[index]] if index in chosen else {}
        kept = {key: old[key] for key in ("LineItemID", "ItemCode", "Tracking") if old.get(key)}
        elements.append({**kept, **line_element(line)})
    return elements
