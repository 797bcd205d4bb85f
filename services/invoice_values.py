"""Customer invoices: both sides read into the same plain values, so that equal invoices compare
equal."""

from decimal import Decimal
from urllib.parse import urlsplit

from odoo import models

from ..models import compat
from ..xero.amounts import rounded
from ..xero.wire import WrongShape, number, parse_date, record, records, text
from .invoice_amounts import decimal, digits
from .invoice_lines import plain_text

LIVE, VOID = "live", "void"
STATUSES = {
    **dict.fromkeys(("DRAFT", "SUBMITTED", "AUTHORISED", "PAID"), LIVE),
    **dict.fromkeys(("VOIDED", "DELETED"), VOID),
}
TOO_MUCH = Decimal(10) ** 15
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _read_odoo(self, records):
        lines = self._lines_of(records)
        partners = records.commercial_partner_id
        connection = self._setting.connection_id
        contacts = self.env["xero.link"].sudo()._of_odoo(connection, "contact", partners.ids)
        rates, payments, base = (
            self._rates_of(records, lines),
            self._payments_of(records),
            self._base_url(),
        )
        plain = {}
        for move in records:
            contact = contacts.get(move.commercial_partner_id.id)
            tracked = dict(lines[move.id][0])
            plain[move.id] = {
                "life": VOID if move.state == "cancel" else LIVE,
                "number": move.name if move.name and move.name != "/" else "",
                "body": {
                    "contact": contact.xero_id if contact else "",
                    "date": _day(move.invoice_date or move.date),
                    "currency": move.currency_id.name,
                    "lines": tracked.pop("lines"),
                    "total": digits(rounded(decimal(move.amount_total))),
                },
                "reference": plain_text(move.ref),
                "due": _day(move.invoice_date_due),
                "payments": payments.get(move.id, {}),
                "origin": lines[move.id][1],
                **tracked,
                **rates.get(move.id, {}),
            }
            if base:
                plain[move.id]["url"] = f"{base}/mail/view?model=account.move&res_id={move.id}"
        return plain

    def _base_url(self):
        """Where links to Odoo begin; "" when it is no address for others (https, FACTS 5.7).

        The address of the consent: Odoo's own changes with whoever logs in through another one, and
        every invoice in Xero would be written anew.
        Plain http is for a machine that speaks to Xero's simulator on the same machine.
        """
        base = (self._setting.connection_id.home_url or "").rstrip("/")
        parts = urlsplit(base)
        if parts.scheme == "https" and parts.netloc:
            return base
        inside = urlsplit(compat.servers(self.env).api).hostname in LOOPBACK
        return base if inside and parts.scheme == "http" and parts.hostname in LOOPBACK else ""

    def _read_xero(self, payload):
        kind = text(payload.get("Type"), "Type")
        status = text(payload.get("Status"), "Status")
        if kind != "ACCREC":
            return {"status": status}
        if status not in STATUSES:
            raise WrongShape(f"Xero's field Status should be known but is {status[:40]!r}.")
        contact = record(payload.get("Contact"), "Contact")
        values = {
            "life": STATUSES[status],
            "number": text(payload.get("InvoiceNumber"), "InvoiceNumber"),
            "body": {
                "contact": text(contact.get("ContactID"), "ContactID"),
                "date": _day(parse_date(payload.get("Date"), "Date")),
                "currency": text(payload.get("CurrencyCode"), "CurrencyCode"),
                "lines": _lines_of_xero(payload),
                "total": _figure(payload, "Total", 2),
            },
            "rate": _figure(payload, "CurrencyRate", 6),
            "reference": plain_text(text(payload.get("Reference"), "Reference")),
            "due": _day(parse_date(payload.get("DueDate"), "DueDate")),
            "url": text(payload.get("Url"), "Url"),
            "status": status,
            "payments": _payments_of_xero(payload),
            **self._tracking_in(payload),
        }
        mode = text(payload.get("LineAmountTypes"), "LineAmountTypes") or "Exclusive"
        if mode != "Exclusive":
            # What we send is exclusive always; somebody changed it in Xero.
            values["body"]["mode"] = mode
        return values

    def _rates_of(self, moves, lines):
        """The exchange rate of invoices in a foreign currency: foreign units for one of the
        company's.

        What Odoo booked with, and nothing when Odoo had no rate then and booked one to one: Xero
        takes the day's rate (Pain 18, FACTS 5.4). A rate listed since changes nothing about that.

        :param dict lines: of :meth:`_lines_of`
        :rtype: dict[int, dict] -- by invoice: ``rate`` when it is real, and ``booked``, the amounts
            in both currencies it has to lead to and the cents Odoo may be off, which rounds each
            line
        """
        foreign = moves.filtered(lambda move: move.currency_id != move.company_currency_id)
        found = {}
        for res_id, listed in self._listed_rates(foreign).items():
            move = moves.browse(res_id)
            theirs = rounded(abs(decimal(move.amount_total)))
            ours = rounded(abs(decimal(move.amount_total_signed)))
            cents = Decimal(len(lines[res_id][1]) + 1) / 100
            booked = {"booked": [digits(theirs), digits(ours), digits(cents)]}
            exact = rounded(theirs / ours, 6) if ours else Decimal(0)
            rate = rounded(decimal(listed), 6) if listed else Decimal(0)
            if not leads_to(rate, booked["booked"]):
                rate = exact if exact != 1 else Decimal(0)
            found[res_id] = {**booked, "rate": digits(rate)} if rate else booked
        return found

    def _listed_rates(self, moves):
        """Rates as Odoo lists them on the invoices' dates, one query; None where there is none."""
        if not moves:
            return {}
        moves.flush_recordset(["invoice_date", "currency_id"])
        self.env["res.currency.rate"].flush_model()
        company = self._setting.connection_id.company_id
        rate_of = """(SELECT r.rate FROM res_currency_rate r
                       WHERE r.currency_id = %s AND r.name <= COALESCE(m.invoice_date, m.date)
                         AND (r.company_id IS NULL OR r.company_id = %%(company)s)
                    ORDER BY r.company_id, r.name DESC LIMIT 1)"""
        theirs, ours = rate_of % "m.currency_id", rate_of % "%(base)s"
        self.env.cr.execute(
            # No value is written into the statement, only the two fixed parts above.
            f"SELECT m.id, {theirs} / COALESCE({ours}, 1)"  # noqa: S608
            " FROM account_move m WHERE m.id IN %(ids)s",
            {
                "company": company.root_id.id,
                "base": company.currency_id.id,
                "ids": tuple(moves.ids),
            },
        )
        return {res_id: float(rate) if rate else None for res_id, rate in self.env.cr.fetchall()}


def leads_to(rate, booked):
    """Whether an exchange rate gives the booked amount in the company's currency.

    :param Decimal rate: foreign units for one of the company's currency
    :param list booked: amount in the invoice's currency, in the company's and tolerance, as text
    :rtype: bool
    """
    theirs, ours, tolerance = (Decimal(amount) for amount in booked)
    return bool(rate) and abs(rounded(theirs / rate) - ours) <= tolerance


def _day(value):
    return value.isoformat() if value else ""


def _figure(row, name, places):
    value = number(row.get(name), name)
    if value is not None and abs(value) >= TOO_MUCH:
        raise WrongShape(f"Xero's field {name} is too large for an amount.")
    return digits(rounded(value, places)) if value is not None else "0"


def _lines_of_xero(payload):
    """Lines of a Xero invoice; what has neither account nor amount is only text."""
    found = []
    for row in records(payload.get("LineItems"), "LineItems"):
        line = {"text": plain_text(text(row.get("Description"), "Description")) or "-"}
        account = text(row.get("AccountCode"), "AccountCode") or text(
            row.get("AccountID"), "AccountID"
        )
        if account or _figure(row, "LineAmount", 2) != "0":
            line |= {
                "qty": _figure(row, "Quantity", 4),
                "price": _figure(row, "UnitAmount", 4),
                "discount": _figure(row, "DiscountRate", 4),
                "tax_amount": _figure(row, "TaxAmount", 2),
                "amount": _figure(row, "LineAmount", 2),
                "account": account,
                "tax": text(row.get("TaxType"), "TaxType"),
            }
            if _figure(row, "DiscountAmount", 2) != "0" and line["discount"] == "0":
                line["discount_amount"] = _figure(row, "DiscountAmount", 2)
        found.append(line)
    return found


def _payments_of_xero(payload):
    """Payments that stand, by id; credit notes and prepayments are other documents."""
    found = {}
    for row in records(payload.get("Payments"), "Payments"):
        payment_id = text(row.get("PaymentID"), "PaymentID")
        if payment_id and text(row.get("Status"), "Status") != "DELETED":
            day = _day(parse_date(row.get("Date"), "Date"))
            if not day:
                raise WrongShape("A payment has no Date.")
            found[payment_id] = {"amount": _figure(row, "Amount", 2), "date": day}
    return found
