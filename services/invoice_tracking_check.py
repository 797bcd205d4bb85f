"""Customer invoices: tracking that cannot go to Xero is named before, and what came back is
compared line by line (Pain 26)."""

from odoo import _, models

from .invoice_known import LINES, same_source
from .invoice_split import TooMuch, shares


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _tracked_ids(self):
        return sorted(self._tracked_categories().mapped("xero_id"))

    def _lines_sent(self, pair):
        """Whether the answered write was about lines; one whose worker died may have been."""
        if pair.outcome == "created" or not pair.merged:
            return True
        return bool(LINES.intersection(pair.merged.to_xero))

    def _leave_untracked(self, pair):
        """Categories that no plan was chosen for when the lines went to Xero are left as they are
        there, until the lines change in Odoo."""
        agreed = pair.agreed
        if agreed is None or "tracking" not in pair.xero or not same_source(pair.odoo, agreed):
            return
        looked = set(agreed.get("tracked") or ())
        if not looked:
            del pair.xero["tracking"]
            return
        found = [
            {category: option for category, option in line.items() if category in looked}
            for line in pair.xero["tracking"]
        ]
        pair.xero["tracking"] = found if any(found) else []

    def _send_together(self, pair, merged):
        """Lines go with their tracking. Where the lines themselves may not go, neither side's
        tracking fits the other's lines."""
        ours, theirs = pair.odoo.get("tracking"), pair.xero.get("tracking", [])
        if ours is None or "tracking" in merged.conflicts:
            return
        if "body" in merged.to_xero and ours != theirs:
            merged.to_xero["tracking"] = ours
        elif "tracking" in merged.to_xero and "body" not in merged.to_xero:
            count = {len(side["body"]["lines"]) for side in (pair.odoo, pair.xero)}
            if len(count) > 1:
                del merged.to_xero["tracking"]
                merged.conflicts.append("tracking")

    def _tracking_problems(self, move):
        """Why the analytic accounts of an invoice cannot go to Xero.

        :rtype: list[tuple[str, str]] -- reason of xero.quarantine and a sentence with the way out
        """
        rows = move.invoice_line_ids
        places = self._places(rows) or {}
        mapping, connection = self.env["xero.tracking.map"], self._setting.connection_id
        lacking = [account_id for account_id, place in places.items() if not place[1]]
        accounts = self.env["account.analytic.account"].sudo().browse(sorted(lacking))
        problems = [mapping._missing(connection, account) for account in accounts]
        for row in rows:
            try:
                shares(row.analytic_distribution, places)
            except TooMuch:
                sentence = _(
                    "“%s” gives more than 100 %% to the analytic accounts of one plan, or less "
                    "than nothing, which no lines in Xero can say. Correct its analytic "
                    "distribution.",
                    row.name or row.product_id.display_name or row.account_id.name,
                )
                problems.append(("mapping_invalid", sentence))
        return problems

    def _check_tracking(self, pair, move):
        """Before anything is sent: every account that counts has an option."""
        if not any(option == "" for line in pair.odoo["tracking"] for option in line.values()):
            return
        problems = self._tracking_problems(move)
        if problems:
            sentence = " ".join(sentence for _reason, sentence in problems)
            pair.refuse(problems[0][0], _("%(name)s: %(why)s", name=pair.name, why=sentence))

    def _tracking_differences(self, sent, xero):
        """Lines that Xero tracks otherwise than it was told, in words.

        :param dict sent: plain values that were sent
        :param dict xero: plain values that Xero answered
        :rtype: list[str]
        """
        ours, theirs = sent.get("tracking") or [], xero.get("tracking") or []
        if "tracking" not in sent:
            return []
        words = self.env["xero.quarantine"].new({"connection_id": self._setting.connection_id.id})
        found = []
        for index in range(max(len(ours), len(theirs))):
            mine, other = (side[index] if index < len(side) else {} for side in (ours, theirs))
            if mine != other:
                sentence = _(
                    "line %(count)s: %(ours)s in Odoo, %(theirs)s in Xero",
                    count=index + 1,
                    ours=words._in_words(mine),
                    theirs=words._in_words(other),
                )
                found.append(sentence)
        return found

    def _refuse_tracking(self, pair, differences):
        pair.refuse(
            "mapping_invalid",
            _(
                "Xero took %(name)s but not its tracking (%(lines)s). Look in Xero whether the "
                "option is still there and active, or choose another on the mapping page; then "
                "take Odoo's values.",
                name=pair.name,
                lines="; ".join(differences),
            ),
            fields_in_conflict=["tracking"],
        )

    def _choices(self, quarantine):
        """Xero has the invoice already: trying again is sending its lines again."""
        choices = super()._choices(quarantine)
        lost = quarantine.fields_in_conflict == ["tracking"]
        if quarantine.reason != "mapping_invalid" or not lost:
            return choices
        return ["odoo", *[choice for choice in choices if choice != "retry"]]
