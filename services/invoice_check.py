"""Customer invoices: what would go wrong is refused before it is sent, and what came back is
compared."""

from decimal import Decimal

from odoo import _, fields, models

from .invoice_amounts import totals
from .invoice_body import has_payments
from .invoice_known import LINES, money_differences
from .invoice_lines import TEXT_TYPES
from .invoice_values import VOID

BODY = ("body", "rate")


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _check_push(self, pairs, records):
        super()._check_push(pairs, records)
        by_id = {record.id: record for record in records}
        sending = [pair for pair in pairs if pair.merged.to_xero and not pair.refusal]
        rules = self._rules_of(sending) if sending else None
        for pair in sending:
            move = by_id[pair.res_id]
            if pair.merged.to_xero.get("life") == VOID and pair.xero_id:
                self._check_void(pair)
            elif not pair.xero_id or set(BODY) & set(pair.merged.to_xero):
                self._check_body(pair, move, rules)
            elif "tracking" in pair.merged.to_xero:
                self._check_tracking(pair, move)
                if not pair.refusal and pair.xero["status"] in ("AUTHORISED", "PAID"):
                    self._check_lock(pair, pair.xero["body"]["date"])

    def _rules_of(self, pairs):
        """What Xero allows, read once for a batch: its currencies, and each tax on each account
        (Pain 6).

        :rtype: tuple[set[str] | None, dict[tuple[str, str], str]] -- currencies; refusals by codes
        """
        connection = self._setting.connection_id
        domain = [("connection_id", "=", connection.id)]
        accounts = self.env["xero.ledger.account"].sudo().search(domain)
        ledgers = {account.code or account.xero_id: account for account in accounts}
        rates = {rate.tax_type: rate for rate in self.env["xero.tax.rate"].sudo().search(domain)}
        refusals = {}
        for account, tax in {codes for pair in pairs for codes in _codes(pair.odoo["body"])}:
            if account in ledgers and tax in rates:
                refusals[account, tax] = self.env["xero.account.map"]._pair_refusal(
                    ledgers[account], rates[tax]
                )
        return self.env["xero.currency"]._enabled(connection), refusals

    def _check_void(self, pair):
        if has_payments(pair.payload):
            pair.refuse(
                "has_payments",
                _(
                    "%s is cancelled in Odoo, but a payment or credit is applied to it in Xero. "
                    "Remove it in Xero first, then choose Retry; or post the invoice again in "
                    "Odoo.",
                    pair.name,
                ),
            )
        elif pair.xero["status"] == "AUTHORISED":
            self._check_lock(pair, pair.xero["body"]["date"])

    def _check_body(self, pair, move, rules):
        """The first thing that is in the way is named; the others after it is solved."""
        body = pair.merged.to_xero.get("body") or pair.odoo["body"]
        enabled, refusals = rules
        if pair.xero_id and has_payments(pair.payload):
            pair.refuse(
                "has_payments",
                _(
                    "%s was changed in Odoo, but a payment or credit is applied to it in Xero, "
                    "which then keeps customer, date and amounts. Undo the change in Odoo, or "
                    "remove the payment in Xero and choose Retry; a credit note corrects it "
                    "without either.",
                    pair.name,
                ),
            )
            return
        self._check_contact(pair, move, body)
        if not pair.refusal:
            self._check_mapping(pair, move, body, refusals)
        if not pair.refusal and pair.odoo.get("tracking"):
            self._check_tracking(pair, move)
        if not pair.refusal:
            self._check_lock(pair, body["date"])
        if not pair.refusal and enabled is not None and body["currency"] not in enabled:
            pair.refuse(
                "currency",
                _(
                    "%(name)s is in %(currency)s, which the organisation in Xero does not use. Add "
                    "the currency in Xero (Settings > Currencies), or here under Configuration > "
                    "Read from Xero > Currencies; the invoice then leaves by itself.",
                    name=pair.name,
                    currency=body["currency"],
                ),
            )
        if not pair.refusal:
            self._check_totals(pair, move, body)

    def _check_lock(self, pair, day):
        """Both lock dates of Xero are read before anything is sent (Pain 10)."""
        connection = self._setting.connection_id
        locks = [connection.period_lock_date, connection.end_of_year_lock_date]
        until = max((lock for lock in locks if lock), default=None)
        if until and day and fields.Date.to_date(day) <= until:
            pair.refuse(
                "locked_period",
                _(
                    "%(name)s is dated %(day)s, but Xero is locked up to %(until)s. Change the "
                    "date in Odoo, or ask for Xero's lock date to be moved, then choose Retry.",
                    name=pair.name,
                    day=day,
                    until=until.isoformat(),
                ),
            )

    def _check_mapping(self, pair, move, body, refusals):
        """Accounts and taxes without a mapping are named, with the way out."""
        connection = self._setting.connection_id
        if all(account and tax for account, tax in _codes(body)):
            why = next((refusals[codes] for codes in _codes(body) if refusals.get(codes)), "")
            if why:
                pair.refuse("mapping_invalid", _("%(name)s: %(why)s", name=pair.name, why=why))
            return
        tax_map = self.env["xero.tax.map"]
        rows = move.invoice_line_ids.filtered(lambda row: row.display_type not in TEXT_TYPES)
        mappings, problems = self._mappings_of(connection, rows), []
        for mapping, account in dict.fromkeys((mappings[row.id], row.account_id) for row in rows):
            if not mapping._ready_target():
                problems.append(mapping._missing(connection, account))
        for taxes in {row.tax_ids for row in rows}:
            if not tax_map._tax_rate(connection, taxes):
                problems.append(tax_map._missing(connection, taxes))
        if problems:
            sentence = " ".join(dict.fromkeys(sentence for _reason, sentence in problems))
            pair.refuse(problems[0][0], _("%(name)s: %(why)s", name=pair.name, why=sentence))

    def _check_totals(self, pair, move, body):
        """Xero's arithmetic must lead to Odoo's totals, to the cent (Pain 5)."""
        predicted = totals(body["lines"])
        figures = [
            (_("untaxed"), move.amount_untaxed, predicted.subtotal),
            (_("tax"), move.amount_tax, predicted.tax),
            (_("total"), move.amount_total, predicted.total),
        ]
        self._refuse_figures(
            pair, [(label, f"{ours:.2f}", theirs) for label, ours, theirs in figures]
        )

    def _refuse_figures(self, pair, figures):
        """Quarantine a document of which figures differ; nothing is rounded away.

        :param list figures: (label, text of Odoo's, Decimal or text of Xero's)
        """
        wrong = [
            (label, ours, theirs)
            for label, ours, theirs in figures
            if Decimal(ours) != Decimal(theirs)
        ]
        if not wrong:
            return
        words = []
        for label, ours, theirs in wrong:
            text = _("%(label)s is %(ours)s in Odoo and %(theirs)s in Xero",
                     label=label, ours=ours, theirs=theirs)  # fmt: skip
            words.append(text)
        pair.refuse(
            "total_differs",
            _(
                "The amounts of %(name)s would differ: %(figures)s. Correct the lines in Odoo "
                "(prices, quantities and discounts have at most four decimals in Xero); it is sent "
                "again by itself.",
                name=pair.name,
                figures=_(" and ").join(words),
            ),
        )

    def _after_push(self, pairs):
        """Compare every figure Xero answered with (Pain 7); a difference is in front of a person at
        once."""
        super()._after_push(pairs)
        for pair in pairs:
            sent = pair.merged.to_xero if pair.merged else {}
            if pair.outcome == "created" and pair.odoo:
                sent = pair.odoo
            if LINES & sent.keys() and pair.xero.get("body"):
                self._refuse_answer(pair, sent)

    def _refuse_answer(self, pair, sent):
        """Put in front of a person what Xero keeps otherwise than it was sent.

        :param dict sent: ``body`` and ``tracking``, those of them that were
        """
        labels = {
            "total": _("total"),
            "lines": _("number of lines"),
            "qty": _("quantity"),
            "price": _("price"),
            "discount": _("discount"),
            "tax_amount": _("tax"),
            "amount": _("amount"),
            "account": _("account"),
            "tax": _("tax rate"),
        }
        wrong = money_differences(sent["body"], pair.xero["body"]) if "body" in sent else []
        tracking = self._tracking_differences(sent, pair.xero)
        if not wrong and tracking:
            self._refuse_tracking(pair, tracking)
        if not wrong:
            return
        words = []
        for name, count, ours, theirs in wrong:
            what = _("%(what)s of line %(count)s", what=labels[name], count=count)
            words.append(
                _(
                    "%(what)s: %(ours)s in Odoo, %(theirs)s in Xero",
                    what=what if count else labels[name],
                    ours=ours,
                    theirs=theirs,
                )
            )
        pair.refuse(
            "total_differs",
            _(
                "Xero keeps %(name)s otherwise than it was sent (%(figures)s). Compare the two and "
                "correct the one that is wrong.",
                name=pair.name,
                figures="; ".join([*words, *tracking]),
            ),
            fields_in_conflict=["body"],
        )


def _codes(body):
    """Account and tax of each money line, as Xero knows them."""
    return [(line["account"], line["tax"]) for line in body["lines"] if "qty" in line]
