"""Customer invoices: differences that both sides live with, so that they are not sent again and
again.

Notes are kept with the agreed values. ``disputed`` says that Xero kept the money of an invoice
otherwise than it was sent. ``left_out`` names payments from before the start date. ``accepted``
holds, by field, the mark of the Odoo value that was found different from Xero's when two existing
invoices were paired, or after Xero wrote a text in its own way. ``origin`` holds the Odoo accounts
and taxes of the lines, ``source`` a mark of the lines and their analytic distribution: while they
are the same, neither a changed mapping nor another choice of plans rewrites invoices of the past.
``tracked`` names the tracking categories that a plan was chosen for, ``parts`` which part of which
line of Odoo's each line of Xero's is.
"""

import hashlib
import json
from decimal import Decimal

from odoo import models

from .invoice_values import VOID, leads_to

MONEY = ("qty", "price", "discount", "tax_amount", "amount", "account", "tax")
ACCEPTABLE = ("number", "body", "rate", "tracking", "reference", "due", "url")
# What the lines are in Xero; they are sent together.
LINES = frozenset({"body", "tracking"})


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _known(self, odoo, agreed):
        odoo = super()._known(odoo, agreed)
        if not agreed or not odoo:
            return odoo
        if odoo.get("life") == VOID == agreed.get("life"):
            # It has ended on both sides: what else differs stays so, and is not looked at again.
            return {**odoo, **{name: agreed[name] for name in odoo if name in agreed}}
        known = {name: value for name, value in odoo.items() if name != "source"}
        if agreed.get("origin") == odoo.get("origin") and agreed.get("body"):
            known |= _mapped_as_before(odoo, agreed)
        if (
            agreed.get("rate")
            and odoo.get("booked")
            and leads_to(Decimal(agreed["rate"]), odoo["booked"])
        ):
            known["rate"] = agreed["rate"]
        for name, mark in (agreed.get("accepted") or {}).items():
            if name in odoo and name in agreed and mark_of(odoo[name]) == mark:
                known[name] = agreed[name]
        for payment_id in agreed.get("left_out") or ():
            if payment_id in agreed.get("payments", {}):
                known["payments"] = {
                    **known["payments"],
                    payment_id: agreed["payments"][payment_id],
                }
        return known

    def _accept(self, pair, names, answered=False, sent=False):
        """Take note that these values differ and stay so until one side changes.

        :param bool answered: Xero made them differ when it answered; a difference in money stays
            disputed
        :param bool sent: the answer is about lines; so does one in tracking
        """
        accepted = {
            name: mark_of(pair.odoo[name])
            for name in names
            if name in pair.odoo and name in pair.xero and pair.odoo[name] != pair.xero[name]
        }
        kept = {
            name: mark
            for name, mark in ((pair.agreed or {}).get("accepted") or {}).items()
            if name in pair.odoo and mark == mark_of(pair.odoo[name])
            and name in pair.xero and pair.odoo[name] != pair.xero[name]
        }  # fmt: skip
        marks = pair.xero["accepted"] = {**kept, **accepted}
        before = (pair.agreed or {}).get("disputed")
        money = "body" in marks and money_differences(pair.odoo["body"], pair.xero["body"])
        pair.xero["disputed"] = bool(
            ((answered or before) and money) or ((sent or before) and "tracking" in marks)
        )
        pair.xero.setdefault("left_out", (pair.agreed or {}).get("left_out") or [])

    def _note_lines(self, pair, sent=False):
        """Take note of what in Odoo the lines in Xero come from.

        Not while they are still on their way or before a person: the notes then are about lines
        that Xero does not have.

        :param bool sent: Xero just answered these lines
        """
        agreed = pair.agreed or {}
        waiting = {*pair.merged.to_xero, *pair.merged.conflicts} if pair.merged else set()
        if waiting & LINES and not sent:
            kept = {name: agreed[name] for name in ("origin", "source", "tracked", "parts")
                    if name in agreed}  # fmt: skip
            pair.xero.update(kept)
            return
        pair.xero["origin"] = pair.odoo["origin"]
        pair.xero["source"] = pair.odoo.get("source", "")
        looked = sent or not agreed or not same_source(pair.odoo, agreed)
        pair.xero["tracked"] = self._tracked_ids() if looked else agreed.get("tracked") or []
        parts = parts_in(pair.payload, pair.odoo) if sent else {}
        pair.xero["parts"] = parts or agreed.get("parts") or {}

    def _record_pair(self, pair, rows, pending):
        if pair.odoo:
            self._accept(pair, self._new_pair_differences(pair))
            self._note_lines(pair)
        moved = pair.agreed and pair.agreed.get("status") != pair.xero.get("status")
        super()._record_pair(pair, rows, pending)
        if moved and not pair.outcome:
            pair.outcome = "updated"

    def _agree(self, pairs, answered=False):
        """After our own write Xero has what it made of it; a difference left is how Xero writes
        it."""
        self._read_again([pair for pair in pairs if pair.odoo is None and pair.res_id])
        for pair in pairs:
            if pair.odoo and pair.xero and "body" in pair.xero:
                sent = answered and self._lines_sent(pair)
                if not sent:
                    self._leave_untracked(pair)
                names = ("body", "rate", "url", "tracking")
                self._accept(pair, names if answered else (), answered, sent)
                self._note_lines(pair, sent)
        super()._agree(pairs, answered=answered)

    def _read_again(self, pairs):
        """Odoo's values of pairs that were taken up after their worker had died."""
        moves = self.env["account.move"].browse([pair.res_id for pair in pairs]).exists()
        plain = self._plain_odoo(moves) if moves else {}
        for pair in pairs:
            pair.odoo = plain.get(pair.res_id)

    def _new_pair_differences(self, pair):
        """Two existing invoices that are the same are paired as they are: nothing is sent, nothing
        asked."""
        same = pair.agreed is None and same_document(pair.odoo, pair.xero)
        return ACCEPTABLE if same and pair.policy not in ("odoo", "xero") else ()


def same_document(odoo, xero):
    """Whether two invoices have the same customer, date, currency and total.

    :param dict odoo: plain values
    :param dict xero: plain values
    :rtype: bool
    """
    return document_key(odoo) == document_key(xero)


def document_key(values):
    """Customer, date, currency and total as one text; "" when one of them is missing.

    :rtype: str
    """
    body = values.get("body") or {}
    parts = [body.get(name) or "" for name in ("contact", "date", "currency", "total")]
    return "|".join(parts) if all(parts) else ""


def money_differences(ours, theirs):
    """What of the money differs between two bodies, texts and layout aside.

    :rtype: list[tuple[str, int, str, str]] -- name, line (0: the document), Odoo's and Xero's value
    """
    found = [("total", 0, ours["total"], theirs["total"])]
    found.append(("lines", 0, str(len(ours["lines"])), str(len(theirs["lines"]))))
    for count, (mine, other) in enumerate(zip(ours["lines"], theirs["lines"], strict=False), 1):
        found += [(name, count, mine.get(name, ""), other.get(name, "")) for name in MONEY]
    return [row for row in found if row[2] != row[3]]


def mark_of(value):
    """A short mark of a plain value; equal for equal values.

    :rtype: str
    """
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def same_source(odoo, agreed):
    """Whether the lines in Odoo say what they said when they were agreed on.

    Before plans could be chosen nothing was noted; the lines themselves tell then.

    :rtype: bool
    """
    return "source" not in agreed or agreed["source"] == odoo.get("source", "")


def parts_in(payload, odoo):
    """Which part of which of Odoo's lines each line of a Xero invoice is.

    :rtype: dict[str, str] -- by id of the line in Xero; empty when they are not as many
    """
    theirs, rows = (payload or {}).get("LineItems") or [], odoo.get("rows") or []
    if len(theirs) != len(rows):
        return {}
    pairs = zip(theirs, rows, strict=True)
    return {line["LineItemID"]: row for line, row in pairs if line.get("LineItemID")}


def _mapped_as_before(odoo, agreed):
    """What of an invoice's lines only their mapping decides, as it was agreed on.

    :rtype: dict -- body, and tracking when there was any
    """
    if agreed.get("source") and same_source(odoo, agreed) and not agreed.get("disputed"):
        as_before = {"body": {**odoo["body"], "lines": agreed["body"]["lines"]}}
        return {**as_before, **({"tracking": agreed["tracking"]} if "tracking" in agreed else {})}
    body = odoo["body"]
    if not agreed.get("tracked") and "whole" in odoo:
        whole = _with_codes({**body, "lines": odoo["whole"]}, agreed["body"])
        if whole["lines"] == agreed["body"]["lines"]:
            return {"body": whole}
    return {"body": _with_codes(body, agreed["body"])}


def _with_codes(body, agreed):
    """A body with the accounts and taxes it was agreed with, when its lines are as many as then."""
    now = [line for line in body["lines"] if "qty" in line]
    before = [line for line in agreed["lines"] if "qty" in line]
    if len(now) != len(before):
        return body
    old = iter(before)
    lines = []
    for line in body["lines"]:
        if "qty" in line:
            then = next(old)
            line = {**line, "account": then["account"], "tax": then["tax"]}
        lines.append(line)
    return {**body, "lines": lines}
