"""Customer invoices: which Odoo invoice a Xero invoice is. By number and content, never by
guessing."""

from odoo import _, models

from ..xero.wire import WrongShape
from .invoice_known import document_key
from .invoice_values import VOID


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _xero_keys(self, xero, payload):
        if not xero.get("body") or xero["life"] == VOID:
            return []
        return _keys(xero)

    def _odoo_keys(self, odoo, record):
        return _keys(odoo)

    def _match_odoo(self, pairs):
        """By number, then customer, date and total; a number with other contents is a question."""
        live = [pair for pair in pairs if pair.xero.get("body") and pair.xero["life"] != VOID]
        by_number, by_document = self._candidates(live)
        why_sure = _("same number, customer, date and total")
        why_alike = _("same customer, date and total")
        twins = {}
        for pair in live:
            twins.setdefault(document_key(pair.xero), []).append(pair)
        found = {}
        for pair in live:
            document = document_key(pair.xero)
            named = by_number.get(pair.xero["number"].strip().casefold(), [])
            alike = by_document.get(document, []) if document else []
            sure = [res_id for res_id in named if res_id in alike]
            if sure:
                found[pair.key] = [(res_id, why_sure) for res_id in sure]
            elif named:
                self._ask_about_number(pair, named)
            elif len(twins[document]) > 1 and alike:
                self._ask_which(pair, [(res_id, why_alike) for res_id in alike])
            else:
                found[pair.key] = [(res_id, why_alike) for res_id in alike]
        return found

    def _candidates(self, pairs):
        """Posted invoices with one of these numbers, or of one of these customers on one of these
        days.

        :rtype: tuple[dict, dict] -- ids by number and by document key
        """
        connection = self._setting.connection_id
        contacts = [pair.xero["body"]["contact"] for pair in pairs]
        links = self.env["xero.link"].sudo()._of_xero(connection, "contact", contacts)
        partners = [link.res_id for link in links.values() if link.res_id]
        moves = self.env["account.move"].search(
            [
                *self._scope_domain(self._setting),
                "|",
                ("name", "in", [pair.xero["number"] for pair in pairs if pair.xero["number"]]),
                "&",
                ("commercial_partner_id", "in", partners),
                ("invoice_date", "in", list({pair.xero["body"]["date"] for pair in pairs} - {""})),
            ]
        )
        by_number, by_document = {}, {}
        for res_id, plain in (self._plain_odoo(moves) if moves else {}).items():
            by_number.setdefault(plain["number"].strip().casefold(), []).append(res_id)
            by_document.setdefault(document_key(plain), []).append(res_id)
        return by_number, by_document

    def _ask_about_number(self, pair, ids):
        """Both have the number, but they are not the same invoice, or not any more (Pain 4)."""
        move = self.env["account.move"].browse(ids[0])
        pair.refuse(
            "duplicate_number",
            _(
                "%(name)s exists in Odoo and in Xero, but %(differences)s. If it is the same "
                "invoice, link the two; else give one of them another number.",
                name=pair.name,
                differences=self._differences(self._plain_odoo(move)[move.id], pair.xero),
            ),
            odoo_values=self._plain_odoo(move)[move.id],
            suggestions=[
                {
                    "model": "account.move",
                    "id": move.id,
                    "name": move.display_name,
                    "xero_id": pair.xero_id,
                    "why": _("same number"),
                }
            ],
        )

    def _differences(self, odoo, xero):
        """What makes two invoices different, side by side, in words."""
        labels = {
            "contact": _("the customer"),
            "date": _("the date"),
            "currency": _("the currency"),
            "total": _("the total"),
        }
        parts = []
        for name, label in labels.items():
            ours, theirs = odoo["body"][name], xero["body"][name]
            if ours != theirs and name == "contact":
                parts.append(_("%s differs", label))
            elif ours != theirs:
                parts.append(
                    _(
                        "%(what)s is %(ours)s in Odoo and %(theirs)s in Xero",
                        what=label,
                        ours=ours,
                        theirs=theirs,
                    )
                )
        return ", ".join(parts) or _("they cannot be told to be the same")

    def _plan_unlinked(self, pair, record):
        """A Xero invoice that only resembles this one, or only has its number, is a person's
        decision."""
        keys = self._odoo_keys(pair.odoo, record)
        unsure = pair.known.filtered(lambda link: set(keys) - set(link.keys or []))
        if pair.policy == "create" or not unsure:
            super()._plan_unlinked(pair, record)
            return
        numbered = any(keys[0] in (link.keys or []) for link in unsure)
        what = _("number") if numbered else _("customer, date and total")
        why = _("same %s", what)
        pair.refuse(
            "duplicate_number" if numbered else "ambiguous",
            _(
                "Xero has “%(other)s”, which has the same %(what)s as %(name)s. If it is the same "
                "invoice, link the two; if not, %(way)s. Nothing was sent.",
                other=_(" or ").join(link.label or link.xero_id for link in unsure),
                what=what,
                name=pair.name,
                way=_("give one of them another number") if numbered else _("choose to create it"),
            ),
            suggestions=[
                {"xero_id": link.xero_id, "name": link.label, "why": why} for link in unsure
            ],
        )

    def _adopt(self, run, client, pairs):
        """Xero says the number is taken: the same invoice is linked, another is shown beside
        ours."""
        numbers = ",".join(pair.odoo["number"] for pair in pairs if pair.odoo)
        answer = client.get(self._xero_path, InvoiceNumbers=numbers, **self._list_query())
        by_number = {}
        for payload in self._unwrap(answer.data):
            if isinstance(payload, dict) and payload.get("Type") == "ACCREC":
                by_number.setdefault(self._natural_key(payload), payload)
        found = {}
        for pair in pairs:
            payload = pair.odoo and by_number.get(pair.odoo["number"].strip().casefold())
            if payload and self._is_ours(pair, payload):
                found[pair.key] = payload
        return found

    def _is_ours(self, pair, payload):
        try:
            xero = self._plain_xero(payload)
        except WrongShape:
            return False
        if xero["life"] != VOID and document_key(xero) == document_key(pair.odoo):
            return True
        pair.xero = xero
        pair.refusal["sentence"] = _(
            "Xero already has another invoice with the number %(name)s: %(differences)s. Give one "
            "of them another number, then choose Retry; or link the two if they are the same.",
            name=pair.name,
            differences=_("it is %s there", xero["status"])
            if xero["life"] == VOID
            else self._differences(pair.odoo, xero),
        )
        pair.refusal["suggestions"] = [
            {
                "xero_id": payload.get("InvoiceID"),
                "name": self._xero_name(payload),
                "why": _("same number"),
            }
        ]
        return False


def _keys(values):
    number, document = values["number"].strip().casefold(), document_key(values)
    return [
        f"number:{number}" if number else "number:-",
        f"document:{document}" if document else "-",
    ]
