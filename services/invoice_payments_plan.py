"""Payments of customer invoices: what becomes of each payment that Odoo does not show yet."""

from decimal import Decimal

from odoo import _, models

from ..xero.amounts import rounded
from ..xero.wire import record
from .invoice_amounts import decimal


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _plan_payments(self, pair, move, links, journals, planned):
        """What becomes of each payment Odoo does not show on the invoice.

        :param dict journals: see :meth:`_payment_journals`
        :param list planned: of other invoices, not stored yet; what they take is not free
        :rtype: list[dict] -- payments to store: with an Odoo record, or to be made
        """
        missing = pair.xero["payments"].keys() - pair.odoo["payments"].keys()
        missing -= set((pair.agreed or {}).get("left_out") or ())
        if not missing:
            return []
        if any(self._known_but_off(pair, links.get(payment_id)) for payment_id in missing):
            return []
        taken = {(row["model"], row["id"]) for row in planned if row.get("applied") is False}
        free = [
            other
            for other in self._free_payments(pair, move)
            if other["applied"] or (other["model"], other["id"]) not in taken
        ]
        rows = [
            {
                "pair": pair,
                "move": move,
                "payment_id": i,
                "values": pair.xero["payments"][i],
                "journals": journals,
            }
            for i in sorted(missing, key=lambda i: (pair.xero["payments"][i]["date"], i))
        ]
        self._plan_equal(rows, free)
        made = [] if pair.refusal else self._plan_missing(pair, rows, free)
        return [] if pair.refusal else [row for row in rows if "id" in row] + made

    def _plan_equal(self, rows, free):
        """Payments of the same day and amount on both sides are the same money.

        :param list rows: those that find theirs get its ``model``, ``id`` and ``applied``
        :param list free: what Odoo has besides; what is taken leaves it
        """
        for row in rows:
            wanted = (row["values"]["amount"], row["values"]["date"])
            same = [other for other in free if (other["amount"], other["date"]) == wanted]
            applied = [other for other in same if other["applied"]]
            if len(same) > 1 and not applied:
                self._refuse_odd(row, same, self._sentence_several(same))
                return
            if same:
                chosen = (applied or same)[0]
                free.remove(chosen)
                row.update({name: chosen[name] for name in ("model", "id", "applied")})

    def _plan_missing(self, pair, rows, free):
        """Payments that Odoo does not have on that day: made, left out, or asked about.

        :rtype: list[dict] -- the rows to be made
        """
        details = pair.payload.get("_payments") or {}
        left_out = list((pair.agreed or {}).get("left_out") or ())
        due = rounded(decimal(rows[0]["move"].amount_residual))
        due -= sum(Decimal(row["values"]["amount"]) for row in rows if row.get("applied") is False)
        made = []
        for row in [row for row in rows if "id" not in row]:
            payment_id = row["payment_id"]
            if self._before_start(row["values"]):
                left_out.append(payment_id)
            elif payment_id not in details and "_payments" in pair.payload:
                self._refuse_unread(pair, row["values"])
            elif payment_id not in details:
                self._ask_again(pair)
            else:
                made += self._plan_new_payment(row, details[payment_id], due, free)
                due -= Decimal(row["values"]["amount"])
            if pair.refusal:
                return []
        pair.xero["left_out"] = left_out
        return made

    def _ask_again(self, pair):
        """Its account was not read yet, as this invoice was only just paired: read it once more by
        itself."""
        self.env["xero.inbox"].sudo()._put(
            self._setting.connection_id, self._xero_entity, pair.xero_id
        )
        self._wake("pull")

    def _refuse_unread(self, pair, values):
        """Asking again would be answered the same, again and again."""
        pair.refuse(
            "wrong_shape",
            _(
                "Xero shows a payment of %(amount)s on %(date)s for %(name)s, but what it says of "
                "that payment cannot be read. No payment was made in Odoo. Look at it in Xero, "
                "then choose “Try again”.",
                name=pair.name,
                **values,
            ),
        )

    def _known_but_off(self, pair, link):
        if not link:
            return False
        pair.refuse(
            "conflict",
            _(
                "A payment of %(name)s stands in Xero, but is no longer applied to it in Odoo "
                "(“%(payment)s”). Apply it again in Odoo, or remove the payment in Xero.",
                name=pair.name,
                payment=self.env[link.model].browse(link.res_id).display_name,
            ),
            fields_in_conflict=["payments"],
        )
        return True

    def _plan_new_payment(self, row, detail, due, free):
        pair, move = row["pair"], row["move"]
        amount = row["values"]["amount"]
        alike = [other for other in free if other["amount"] == amount]
        if move.state != "posted" or Decimal(amount) > due:
            others = [other for other in free if other["applied"] or other in alike]
            self._refuse_odd(row, others, self._sentence_not_due(move, others))
            return []
        if alike:
            self._refuse_odd(row, alike, self._sentence_alike(alike))
            return []
        account = record(detail.get("Account"), "Account")
        default = (self._setting.invoice_journal_id, None)
        journal, why = row["journals"].get(account.get("AccountID"), default)
        if not journal:
            pair.refuse("mapping_missing", self._sentence_no_journal(pair, account, why))
            return []
        if self._locked(pair, row["values"]["date"], journal):
            return []
        return [{**row, "detail": detail, "journal": journal}]

    def _refuse_odd(self, row, others, why):
        pair = row["pair"]
        if row["move"].state != "posted":
            why = _("the invoice is not posted in Odoo; post it and choose “Try again”")
        applied = {True: _("already applied in Odoo"), False: _("in Odoo, not applied")}
        pair.refuse(
            "conflict",
            _(
                "Xero shows a payment of %(amount)s on %(date)s for %(name)s, but %(why)s.",
                name=pair.name,
                why=why,
                **row["values"],
            ),
            fields_in_conflict=["payments"],
            suggestions=[
                {
                    "model": other["model"],
                    "id": other["id"],
                    "name": self.env[other["model"]].browse(other["id"]).display_name,
                    "why": applied[other["applied"]],
                }
                for other in others
            ],
        )

    def _names(self, others):
        names = [self.env[other["model"]].browse(other["id"]).display_name for other in others]
        return _(" and ").join(names)

    def _sentence_several(self, others):
        return _(
            "each of %s in Odoo may be that money. Apply the right one to the invoice, then "
            "choose “Try again”",
            self._names(others),
        )

    def _sentence_alike(self, others):
        return _(
            "Odoo has %s already, on another day. If it is the same money, give both the same "
            "date; if not, register this payment in Odoo as well, with its date and amount. Then "
            "choose “Try again”",
            self._names(others),
        )

    def _sentence_not_due(self, move, others):
        if others:
            return _(
                "Odoo has %s already. If it is the same money, give both the same date and amount "
                "and choose “Try again”; if not, correct the side that is wrong",
                self._names(others),
            )
        return _(
            "only %s is due in Odoo; correct the side that is wrong and choose “Try again”",
            move.amount_residual,
        )
