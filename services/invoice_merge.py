"""Customer invoices: what may be changed on which side, beyond the three-way merge."""

from odoo import _, models

from .invoice_known import LINES
from .invoice_values import LIVE, VOID
from .merge import Merged

# Posted entries of Odoo are not rewritten by what somebody typed in Xero.
ODOO_ONLY = ("number", "body", "rate", "tracking")


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _merge_pair(self, pair, setting):
        if pair.policy in ("odoo", "xero") and pair.agreed:
            # A person decides about the differences that were let be as well.
            pair.agreed = {**pair.agreed, "accepted": {}}
        self._leave_untracked(pair)
        merged = super()._merge_pair(pair, setting)
        if "body" not in pair.xero:
            pair.refuse("not_allowed", _("%s is no sales invoice in Xero.", pair.name))
            return Merged()
        if VOID in (pair.odoo["life"], pair.xero["life"]):
            return self._merge_ended(pair)
        if self._new_pair_differences(pair):
            # The first run only pairs; both sides stay as they are.
            payments = {k: v for k, v in merged.to_odoo.items() if k == "payments"}
            return Merged(to_odoo=payments)
        for name in ODOO_ONLY:
            if name in pair.odoo and pair.odoo[name] == pair.xero.get(name):
                # Whatever was accepted or mapped before, both say the same by now.
                merged.to_odoo.pop(name, None)
                merged.conflicts = [other for other in merged.conflicts if other != name]
            if merged.to_odoo.pop(name, None) is None:
                continue
            if pair.policy == "odoo":
                merged.to_xero[name] = pair.odoo[name]
            else:
                merged.conflicts.append(name)
        self._send_together(pair, merged)
        moving = {*merged.to_xero, *merged.conflicts}
        if (pair.agreed or {}).get("disputed") and not moving & LINES:
            self._refuse_answer(pair, pair.odoo)
        return merged

    def _merge_ended(self, pair):
        """One side is cancelled or void; nothing else matters then."""
        ours, theirs = pair.odoo["life"], pair.xero["life"]
        before = (pair.agreed or {}).get("life", LIVE)
        if ours == theirs:
            return Merged()
        if ours == VOID:
            return Merged(to_xero={"life": VOID})
        status = pair.xero["status"]
        if before == VOID or pair.policy == "odoo":
            pair.refuse(
                "wrong_status",
                _(
                    "%(name)s is %(status)s in Xero and cannot come back to life there. Cancel it "
                    "in Odoo and make a new invoice, which gets a new number.",
                    name=pair.name,
                    status=status,
                ),
            )
        elif pair.policy == "xero" or self._cancelled_with(status):
            return Merged(to_odoo={"life": VOID})
        else:
            pair.refuse(
                "deleted",
                _(
                    "%(name)s is %(status)s in Xero but not cancelled in Odoo. Cancel it in Odoo "
                    "too (choose to take Xero's values), or make a new invoice if it is still "
                    "owed.",
                    name=pair.name,
                    status=status,
                ),
            )
        return Merged()

    def _cancelled_with(self, status):
        """Whether somebody chose that an invoice of this status in Xero is cancelled in Odoo."""
        return self._setting._odoo_state(status, "invoice") == "cancelled"

    def _merge_linked(self, pair, payload):
        """An export brings no payments to Odoo: the import does, which knows their accounts."""
        super()._merge_linked(pair, payload)
        if pair.merged and pair.merged.to_odoo.pop("payments", None) is not None:
            self._ask_again(pair)

    def _refuse_conflict(self, pair):
        super()._refuse_conflict(pair)
        in_xero_only = [
            name for name in pair.merged.conflicts if self._changed_in_xero_only(pair, name)
        ]
        if set(pair.merged.conflicts) & set(ODOO_ONLY):
            labels = {declared.name: declared.label for declared in self._declared()}
            names = ", ".join(labels[name].lower() for name in pair.merged.conflicts)
            where = (
                _("in Xero") if in_xero_only == pair.merged.conflicts else _("in Odoo and in Xero")
            )
            pair.refusal["sentence"] = _(
                "%(name)s was changed %(where)s: %(fields)s. Send Odoo's version again, or change "
                "the invoice in Odoo (reset to draft, edit, post) so that it says the same as "
                "Xero's.",
                name=pair.name,
                where=where,
                fields=names,
            )

    def _changed_in_xero_only(self, pair, name):
        known = self._known(pair.odoo, pair.agreed)
        return bool(pair.agreed) and known.get(name) == pair.agreed.get(name)

    def _odoo_values(self, values, record, pair):
        """Cancelling and payments are no values to write; see _after_odoo."""
        found = {}
        if "reference" in values:
            found["ref"] = values["reference"] or False
        if values.get("due"):
            found["invoice_date_due"] = values["due"]
        return found

    def _choices(self, quarantine):
        choices = super()._choices(quarantine)
        if quarantine.fields_in_conflict == ["payments"]:
            # No side's payments can be written over the other's: people correct them.
            return [choice for choice in choices if choice not in ("odoo", "xero")]
        if quarantine.reason == "deleted":
            return ["xero", *[choice for choice in choices if choice != "create"]]
        if quarantine.reason in ("conflict", "total_differs"):
            asked = set(quarantine.fields_in_conflict or ODOO_ONLY)
            if asked & set(ODOO_ONLY):
                return [choice for choice in choices if choice != "xero"]
        if quarantine.direction == "pull":
            return [choice for choice in choices if choice != "create"]
        return choices

    def _explain(self, quarantine, choice, target=""):
        if quarantine.reason == "deleted" and choice == "xero":
            return _("“%s” is reset to draft and cancelled in Odoo.", quarantine.name)
        return super()._explain(quarantine, choice, target)
