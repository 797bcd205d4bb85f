"""Customer invoices and their payments: the exchange rates that Xero used are kept.

A draft in Xero is not booked yet, and its rate may still change: it counts from approval on.
"""

from decimal import Decimal

from odoo import models

from ..xero.wire import number
from .invoice_values import leads_to

BOOKED = ("AUTHORISED", "PAID")


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _record(self, run, pairs):
        super()._record(run, pairs)
        self._keep_rates([self._rate_of(pair) for pair in pairs if pair.xero])

    def _agree(self, pairs, answered=False):
        super()._agree(pairs, answered=answered)
        self._keep_rates([self._rate_of(pair) for pair in pairs if pair.xero])

    def _store_payments(self, rows):
        super()._store_payments(rows)
        self._keep_rates([_rate_of_payment(row) for row in rows if row.get("detail")])

    def _rate_of(self, pair):
        """The rate an approved invoice has in Xero, and whether it is the one Odoo booked with.

        :rtype: dict | None
        """
        body = pair.xero.get("body")
        if not body or pair.xero["status"] not in BOOKED:
            return None
        booked = (pair.odoo or {}).get("booked")
        rate = Decimal(pair.xero["rate"])
        ours = bool(booked) and "rate" in pair.odoo and leads_to(rate, booked)
        return {
            "code": body["currency"],
            "date": body["date"],
            "rate": rate,
            "source": "sent" if ours else "xero",
            "document": pair.name or pair.xero["number"],
            "model": self._odoo_model if pair.res_id else None,
            "res_id": pair.res_id or None,
        }

    def _keep_rates(self, found):
        """Keep those of foreign currencies; a rate of one is nobody's rate but a missing one's
        (Pain 18).

        :param list found: dicts of :meth:`_rate_of`, or None
        """
        base = self._setting.connection_id.base_currency
        rows = [
            row for row in found
            if row and row["code"] not in (base, "") and row["date"] and row["rate"] > 0
            and row["rate"] != 1
        ]  # fmt: skip
        if not rows or self._setting.connection_id.currency_differs:
            return
        currencies = self.env["xero.currency"]._odoo_currencies({row["code"] for row in rows})
        self.env["xero.currency.rate"].sudo()._keep(
            self._setting.connection_id,
            [
                {**row, "currency_id": currencies[row["code"]].id}
                for row in rows
                if row["code"] in currencies
            ],
        )

    def _check_push(self, pairs, records):
        """A currency that Xero lacks is shown with the others, where it can be added."""
        super()._check_push(pairs, records)
        if any(pair.refusal and pair.refusal["reason"] == "currency" for pair in pairs):
            self.env["xero.currency"].sudo()._note_used(self._setting.connection_id)


def _rate_of_payment(row):
    payment = row["detail"]
    return {
        "code": row["move"].currency_id.name,
        "date": row["values"]["date"],
        "rate": number(payment.get("CurrencyRate"), "CurrencyRate") or Decimal(0),
        "source": "xero",
        "document": row["pair"].name,
        "model": row["model"],
        "res_id": row["id"],
    }
