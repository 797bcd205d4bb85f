"""Payments of customer invoices, done in Odoo: paired with what is there, made, applied, undone."""

from decimal import Decimal

from odoo import _, fields, models

from ..models import compat
from ..xero.amounts import rounded
from ..xero.wire import number, text
from .invoice_values import VOID

RECEIVABLE = "asset_receivable"


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _after_odoo(self, pairs):
        super()._after_odoo(pairs)
        for pair in pairs:
            if pair.merged.to_odoo.get("life") == VOID:
                self._cancel_in_odoo(pair)
        if self._setting.invoice_payments:
            todo = [
                pair for pair in pairs if "payments" in pair.merged.to_odoo and not pair.refusal
            ]
            self._bring_payments(todo)

    def _cancel_in_odoo(self, pair):
        move = self.env["account.move"].browse(pair.res_id)
        if self._applied_to(move):
            pair.refuse(
                "has_payments",
                _(
                    "%s is void in Xero, but a payment or credit is applied to it in Odoo. Undo "
                    "that in Odoo first, then choose “Try again”.",
                    pair.name,
                ),
            )
            return
        if not self._locked(pair, move.date, move.journal_id):
            move.button_draft()
            move.button_cancel()

    def _bring_payments(self, pairs):
        """Work out what each invoice needs, then make all new payments at once."""
        links = self._payment_links(
            xero_ids=[
                i for pair in pairs for i in {**pair.xero["payments"], **pair.odoo["payments"]}
            ]
        )
        journals = self._payment_journals() if pairs else {}
        new = []
        for pair in pairs:
            move = self.env["account.move"].browse(pair.res_id)
            before = pair.outcome
            pair.outcome = None
            changed = self._undo_payments(pair, links)
            if not pair.refusal:
                rows = self._plan_payments(pair, move, links, journals, new)
                new += rows
                changed = changed or bool(rows)
            if changed or set(pair.merged.to_odoo) - {"payments"}:
                pair.outcome = before
        new = [row for row in new if not row["pair"].refusal]
        self._store_payments(self._made(new))

    def _undo_payments(self, pair, links):
        """Payments that Xero has no more: taken off the invoice, and cancelled when we made them.

        :rtype: bool -- whether anything was undone
        """
        done = False
        for payment_id in pair.odoo["payments"].keys() - pair.xero["payments"].keys():
            link = links[payment_id]
            payment = self.env[link.model].browse(link.res_id)
            if link.model != "account.payment" or not (link.agreed or {}).get("made"):
                pair.refuse("deleted", self._sentence_deleted(pair, payment, payment_id))
                return done
            if payment.is_matched and self._on_statement(payment):
                pair.refuse("deleted", self._sentence_deleted(pair, payment, payment_id))
                return done
            if self._locked(pair, payment.date, payment.journal_id):
                return done
            payment.action_draft()
            payment.action_cancel()
            link.active = False
            done = True
        return done

    def _on_statement(self, payment):
        """Whether a bank statement line of Odoo's confirms the payment."""
        lines = compat.payment_move(payment).line_ids
        other = (
            lines.matched_debit_ids.debit_move_id | lines.matched_credit_ids.credit_move_id
        ).move_id
        return bool(other.statement_line_id)

    def _sentence_deleted(self, pair, payment, payment_id):
        return _(
            "A payment of %(amount)s on %(date)s was removed from %(name)s in Xero. In Odoo it is "
            "“%(payment)s”, which was not made by this sync or stands on a bank statement: take it "
            "off the invoice in Odoo, or enter it in Xero again.",
            name=pair.name,
            payment=payment.display_name,
            **pair.odoo["payments"][payment_id],
        )

    def _locked(self, pair, day, journal):
        """Odoo's lock dates are read before anything is done (Pain 10)."""
        until = compat.lock_date(self._setting.connection_id.company_id, journal)
        if not until or fields.Date.to_date(day) > until:
            return False
        pair.refuse(
            "locked_period",
            _(
                "Xero has a change of %(name)s that belongs to %(day)s in Odoo, but Odoo is locked "
                "up to %(until)s. Ask for the lock date to be moved, then choose “Try again”.",
                name=pair.name,
                day=day,
                until=until.isoformat(),
            ),
        )
        return True

    def _made(self, rows):
        """Make and post the payments that do not exist yet, together.

        :rtype: list[dict] -- every row with its Odoo record
        """
        todo = [row for row in rows if "detail" in row]
        for forced in (False, True):
            mine = [row for row in todo if compat.forces_entry(row["journal"]) is forced]
            model = self.env["account.payment"].with_context(force_payment_move=forced)
            payments = model.create([self._payment_values(row) for row in mine]) if mine else model
            if payments:
                payments.action_post()
            for row, payment in zip(mine, payments, strict=True):
                row.update(model="account.payment", id=payment.id, applied=False, made=True)
        return rows

    def _payment_values(self, row):
        move, detail = row["move"], row["detail"]
        lines = move.line_ids.filtered(lambda line: line.account_id.account_type == RECEIVABLE)
        values = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": move.commercial_partner_id.id,
            "amount": float(row["values"]["amount"]),
            "currency_id": move.currency_id.id,
            "date": row["values"]["date"],
            "journal_id": row["journal"].id,
            "destination_account_id": lines[:1].account_id.id,
            compat.PAYMENT_MEMO: text(detail.get("Reference"), "Reference") or move.name,
        }
        rate = number(detail.get("CurrencyRate"), "CurrencyRate")
        if move.currency_id != move.company_currency_id and rate:
            # The money in the company's currency is what Xero booked, so that gains and losses
            # agree.
            values["force_balance"] = float(rounded(Decimal(row["values"]["amount"]) / rate))
        return values

    def _store_payments(self, rows):
        """Apply what is not applied yet, and remember the pairs."""
        for row in rows:
            if not row["applied"]:
                payment = self.env[row["model"]].browse(row["id"])
                lines = compat.payment_move(payment).line_ids | row["move"].line_ids
                lines.filtered(
                    lambda line: line.account_id.account_type == RECEIVABLE and not line.reconciled
                ).reconcile()
        self.env["xero.link"].sudo()._store(
            self._setting.connection_id,
            "payment",
            [
                {
                    "xero_id": row["payment_id"],
                    "part": f"invoice:{row['move'].id}",
                    "model": row["model"],
                    "res_id": row["id"],
                    "agreed": {**row["values"], "made": bool(row.get("made"))},
                    "label": row["pair"].name,
                }
                for row in rows
            ],
        )
