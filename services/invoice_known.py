"""Customer invoices: differences that both sides live with, so that they are not sent again and
again.

Notes are kept with the agreed values. ``disputed`` says that Xero kept the money of an invoice
otherwise than it was sent. ``left_out`` names payments from before the start date. ``accepted``
holds, by field, the mark of the Odoo value that was found different from Xero's when two existing
invoices were paired, or after Xero wrote a text in its own way. ``origin`` holds the Odoo accounts
and taxes of the lines: when they are the same, a changed mapping does not rewrite invoices of the
past.
"""

import hashlib
import json
from decimal import Decimal

from odoo import models

from .invoice_values import VOID, leads_to

MONEY = ("qty", "price", "discount", "tax_amount", "amount", "account", "tax")
ACCEPTABLE = ("number", "body", "rate", "reference", "due", "url")


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _known(self, odoo, agreed):
        odoo = super()._known(odoo, agreed)
        if not agreed or not odoo:
            return odoo
        if odoo.get("life") == VOID == agreed.get("life"):
            # It has ended on both sides: what else differs stays so, and is not looked at again.
            return {**odoo, **{name: agreed[name] for name in odoo if name in agreed}}
        known = dict(odoo)
        if agreed.get("origin") == odoo.get("origin") and agreed.get("body"):
            known["body"] = _mapped_as_before(odoo["body"], agreed["body"])
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

    def _accept(self, pair, names, answered=False):
        """Take note that these values differ and stay so until one side changes.

        :param bool answered: Xero made them differ when it answered; a difference in money stays
            disputed
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
        disputed = answered or (pair.agreed or {}).get("disputed")
        pair.xero["disputed"] = bool(
            disputed and "body" in marks and money_differences(pair.odoo["body"], pair.xero["body"])
        )
        pair.xero["origin"] = pair.odoo["origin"]
        pair.xero.setdefault("left_out", (pair.agreed or {}).get("left_out") or [])

    def _record_pair(self, pair, rows, pending):
        if pair.odoo:
            self._accept(pair, self._new_pair_differences(pair))
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
                self._accept(pair, ("body", "rate", "url") if answered else (), answered)
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


def _mapped_as_before(body, agreed):
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
