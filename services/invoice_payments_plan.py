"""Payments of customer invoices: what becomes of each payment that Odoo does not show yet."""

from decimal import Decimal

from odoo import _, models

from ..xero.amounts import rounded
from .invoice_amounts import decimal


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _plan_payments(self, pair, move, links):
        """What becomes of each payment Odoo does not show on the invoice.

        :rtype: list[dict] -- payments to store: with an Odoo record, or to be made
        """
        details = pair.payload.get("_payments") or {}
        missing = pair.xero["payments"].keys() - pair.odoo["payments"].keys()
        missing -= set((pair.agreed or {}).get("left_out") or ())
        if not missing:
            return []
        free = self._free_payments(pair, move)
        rows, due = [], rounded(decimal(move.amount_residual))
        left_out = list((pair.agreed or {}).get("left_out") or ())
        for payment_id in sorted(missing, key=lambda i: (pair.xero["payments"][i]["date"], i)):
            values = pair.xero["payments"][payment_id]
            row = {"pair": pair, "move": move, "payment_id": payment_id, "values": values}
            if self._known_but_off(pair, links.get(payment_id)):
                return rows
            same = [
                other
                for other in free
                if (other["amount"], other["date"]) == (values["amount"], values["date"])
            ]
            applied = [other for other in same if other["applied"]]
            if applied or len(same) == 1:
                chosen = (applied or same)[0]
                free.remove(chosen)
                rows.append({**row, **{name: chosen[name] for name in ("model", "id", "applied")}})
                due -= 0 if chosen["applied"] else Decimal(values["amount"])
            elif same:
                self._refuse_odd(pair, move, values, same)
            elif self._before_start(values):
                left_out.append(payment_id)
            elif payment_id not in details and "_payments" in pair.payload:
                self._refuse_unread(pair, values)
            elif payment_id not in details:
                self._ask_again(pair)
            else:
                rows += self._plan_new_payment(row, details[payment_id], due, free)
                due -= Decimal(values["amount"])
            if pair.refusal:
                return rows
        pair.xero["left_out"] = left_out
        return rows

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
                "then choose Retry.",
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
        if move.state != "posted" or Decimal(row["values"]["amount"]) > due:
            self._refuse_odd(
                pair, move, row["values"], [other for other in free if other["applied"]]
            )
            return []
        journal = self._payment_journal(detail, move.company_id)
        if not journal:
            pair.refuse("mapping_missing", self._sentence_no_journal(pair, detail))
            return []
        if self._locked(pair, row["values"]["date"], journal):
            return []
        return [{**row, "detail": detail, "journal": journal}]

    def _refuse_odd(self, pair, move, values, others):
        if move.state != "posted":
            why = _("the invoice is not posted in Odoo; post it and choose Retry")
        elif others:
            names = [self.env[other["model"]].browse(other["id"]).display_name for other in others]
            why = _(
                "Odoo has %(names)s already. If it is the same money, give both the same date and "
                "amount and choose Retry; if not, correct the side that is wrong",
                names=_(" and ").join(names),
            )
        else:
            why = _(
                "only %s is due in Odoo; correct the side that is wrong and choose Retry",
                move.amount_residual,
            )
        applied = _("already applied in Odoo")
        pair.refuse(
            "conflict",
            _(
                "Xero shows a payment of %(amount)s on %(date)s for %(name)s, but %(why)s.",
                name=pair.name,
                why=why,
                **values,
            ),
            fields_in_conflict=["payments"],
            suggestions=[
                {
                    "model": other["model"],
                    "id": other["id"],
                    "name": self.env[other["model"]].browse(other["id"]).display_name,
                    "why": applied,
                }
                for other in others
            ],
        )
