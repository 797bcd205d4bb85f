"""Payments of customer invoices: what each side has, and what of it has to be done in Odoo."""

from datetime import date
from decimal import Decimal

from odoo import _, models

from ..models import compat
from ..xero.amounts import rounded
from ..xero.wire import WrongShape, number, record, text
from .invoice_amounts import decimal, digits
from .walk import is_id

PATH = "/api.xro/2.0/Payments"
# Invoices asked about in one call; each takes some 60 characters of the address.
INVOICES_PER_CALL = 20
# Records read by id come in small numbers; all of their payments are looked at.
FEW = 50
ACCOUNT = ("AccountID", "Code", "Name")


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _payments_of(self, moves):
        """Payments of Xero's that are applied to these invoices in Odoo.

        :rtype: dict[int, dict[str, dict]] -- by invoice and payment id: amount and date
        """
        applied = self._applied_to(moves)
        links = self._payment_links([key for rows in applied.values() for key in rows])
        found = {}
        for move_id, rows in applied.items():
            for key, values in rows.items():
                link = links.get((*key, move_id))
                if link:
                    found.setdefault(move_id, {})[link.xero_id] = values
        return found

    def _applied_to(self, moves):
        """What is reconciled with these invoices, linked or not.

        :rtype: dict[int, dict[tuple, dict]] -- by invoice and (model, id): amount and date
        """
        partials = self.env["account.partial.reconcile"].search(
            [("debit_move_id.move_id", "in", moves.ids)]
        )
        found = {}
        for partial in partials:
            line = partial.credit_move_id
            payment = line.payment_id
            key = ("account.payment", payment.id) if payment else ("account.move", line.move_id.id)
            rows = found.setdefault(partial.debit_move_id.move_id.id, {})
            before = Decimal(rows[key]["amount"]) if key in rows else Decimal(0)
            amount = before + decimal(partial.debit_amount_currency)
            rows[key] = {"amount": digits(rounded(amount)), "date": line.date.isoformat()}
        return found

    def _payment_links(self, keys=None, xero_ids=None):
        """Links of payments, by Odoo record and invoice, or by Xero id."""
        domain = [
            ("connection_id", "=", self._setting.connection_id.id),
            ("entity", "=", "payment"),
        ]
        links = self.env["xero.link"].sudo()
        if xero_ids is not None:
            found = links.search([*domain, ("xero_id", "in", xero_ids)])
            return {link.xero_id: link for link in self._still_there(found)}
        if not keys:
            return {}
        found = links.search([*domain, ("res_id", "in", list({res_id for _model, res_id in keys}))])
        return {(link.model, link.res_id, invoice_of(link)): link for link in found}

    def _still_there(self, links):
        """Links whose payment Odoo still has; one that was deleted there comes anew."""
        there = {
            (model, res_id)
            for model, rows in links.grouped("model").items()
            for res_id in self.env[model].browse(rows.mapped("res_id")).exists().ids
        }
        return links.filtered(lambda link: (link.model, link.res_id) in there)

    def _details(self, run, client, payloads):
        """Account and reference of payments that Odoo does not have yet; a list of invoices lacks
        them."""
        payloads = super()._details(run, client, payloads)
        with self._unit(run.setting_id) as service:
            wanted = service._invoices_with_news(payloads)
        details = {}
        for start in range(0, len(wanted), INVOICES_PER_CALL):
            part = wanted[start : start + INVOICES_PER_CALL]
            clause = " OR ".join(f'Invoice.InvoiceID==guid("{invoice_id}")' for invoice_id in part)
            answer = client.get(PATH, where=clause, page=1, pageSize=1000)
            details.update(_readable(answer.data))
        for payload in payloads:
            if isinstance(payload, dict) and payload.get("InvoiceID") in wanted:
                payload["_payments"] = {i: details[i] for i in _ids(payload) if i in details}
        return payloads

    def _invoices_with_news(self, payloads):
        """Ids of invoices with payments that are not linked. The first run asks for none: it only
        pairs."""
        setting = self._setting
        if not setting.invoice_payments or not setting.paired:
            return []
        rows = {
            payload["InvoiceID"]: _ids(payload)
            for payload in payloads
            if isinstance(payload, dict) and payload.get("Type") == "ACCREC" and _ids(payload)
            if is_id(payload.get("InvoiceID"))
        }
        known = (
            self._payment_links(xero_ids=[i for ids in rows.values() for i in ids]) if rows else {}
        )
        news = [invoice_id for invoice_id, ids in rows.items() if not ids <= known.keys()]
        if len(payloads) > FEW and news:
            links = self.env["xero.link"].sudo()._of_xero(setting.connection_id, "invoice", news)
            news = [
                invoice_id
                for invoice_id in news
                if invoice_id in links and links[invoice_id].res_id
            ]
        return news

    def _free_payments(self, pair, move):
        """What is applied to the invoice in Odoo, or could be, without being one of Xero's.

        Of what is not applied only amounts that Xero has too, on whatever day.

        :rtype: list[dict] -- model, id, amount, date, and whether it is applied already
        """
        applied = self._applied_to(move).get(move.id, {})
        linked = self._payment_links(list(applied))
        free = [
            {"model": model, "id": res_id, "applied": True, **values}
            for (model, res_id), values in applied.items()
            if (model, res_id, move.id) not in linked
        ]
        shown = pair.xero["payments"].values()
        payments = (
            self.env["account.payment"]
            .search(
                [
                    ("partner_id", "child_of", move.commercial_partner_id.id),
                    ("payment_type", "=", "inbound"),
                    ("currency_id", "=", move.currency_id.id),
                    ("company_id", "=", move.company_id.id),
                    ("is_reconciled", "=", False),
                    ("amount", "in", [float(row["amount"]) for row in shown]),
                ]
            )
            .filtered(lambda payment: compat.payment_move(payment).state == "posted")
        )
        taken = {(link.model, link.res_id) for link in self._payment_links(
            [("account.payment", payment.id) for payment in payments]
        ).values()}  # fmt: skip
        return free + [
            {
                "model": "account.payment",
                "id": payment.id,
                "applied": False,
                "amount": digits(rounded(decimal(payment.amount))),
                "date": payment.date.isoformat(),
            }
            for payment in payments
            if ("account.payment", payment.id) not in taken
        ]

    def _before_start(self, values):
        """Whether a payment is from before the sync began; Odoo's books of that time stay as they
        are."""
        start = self._setting.start_date
        return bool(start) and bool(values["date"]) and date.fromisoformat(values["date"]) < start

    def _payment_journals(self):
        """The journals that payments are booked in, as far as the setting goes by Xero's accounts.

        :rtype: dict[str, tuple[account.journal, str]] -- by Xero's id of the account: no journal,
            and why, where the account does not suit it
        """
        setting, found = self._setting, {}
        if setting.invoice_journal_by != "account":
            return found
        journals = self.env["account.journal"]
        rows = self.env["xero.journal.map"]._by_account(setting.connection_id)
        for account, row in rows.items():
            why = row._refusal_of_kind()
            found[account] = (journals if why else journals.browse(row.journal_id.id), why)
        return found

    def _sentence_no_journal(self, pair, account, why):
        words = {
            "name": pair.name,
            "account": account.get("Name") or account.get("Code") or _("an account"),
        }
        if why:
            return _(
                "%(name)s was paid in Xero to %(account)s, which does not suit its journal in "
                "Odoo. %(why)s Then choose “Try again”.",
                why=why,
                **words,
            )
        return _(
            "%(name)s was paid in Xero to %(account)s, but no journal of Odoo belongs to that "
            "account. Choose it under Xero > Mapping > Payment journals, and it is read again by "
            "itself; or choose a default journal in the sync settings of customer invoices and "
            "then “Try again”.",
            **words,
        )


def invoice_of(link):
    """The Odoo invoice a payment's link is about: one payment of Odoo's may be several of Xero's.

    :rtype: int
    """
    return int(link.part.removeprefix("invoice:"))


def _ids(payload):
    rows = payload.get("Payments")
    return {
        row["PaymentID"]
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and isinstance(row.get("PaymentID"), str)
    }


def _readable(data):
    """The payments of an answer that can be read, by id; what cannot is missing to its invoice."""
    rows = data.get("Payments") if isinstance(data, dict) else None
    found = {}
    for row in rows if isinstance(rows, list) else []:
        try:
            found[_checked(row)] = row
        except WrongShape:
            continue
    return found


def _checked(payment):
    """The id of a payment all of whose fields that are used here can be read.

    :raises WrongShape: one cannot
    """
    payment = record(payment, "Payment")
    account = record(payment.get("Account"), "Account")
    for row, name in ((payment, "Reference"), *((account, key) for key in ACCOUNT)):
        text(row.get(name), name)
    rate = number(payment.get("CurrencyRate"), "CurrencyRate")
    if rate is not None and rate < 0:
        raise WrongShape("Xero's field CurrencyRate is negative.")
    return text(payment.get("PaymentID"), "PaymentID")
