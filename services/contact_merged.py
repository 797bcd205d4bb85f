"""Contacts: merged in Xero, or asked to be forgotten there."""

from odoo import _, models

from ..xero.wire import WrongShape, text


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _follow(self, pairs):
        super()._follow(pairs)
        self._forget([pair for pair in pairs if pair.xero and pair.xero["status"] == "GDPRREQUEST"])
        losers = []
        for pair in pairs:
            winner_id = pair.payload and self._merged_to(pair)
            if winner_id and winner_id != pair.xero_id and not pair.refusal:
                losers.append((pair, winner_id))
        if losers:
            self._follow_merges(pairs, losers)

    def _merged_to(self, pair):
        try:
            return text(pair.payload.get("MergedToContactID"), "MergedToContactID")
        except WrongShape as error:
            pair.refuse("wrong_shape", self._sentence_wrong_shape(pair, error))
            return ""

    def _follow_merges(self, pairs, losers):
        """The partner of a contact that was merged away goes to the winner, with what was
        agreed."""
        present = {pair.xero_id: pair for pair in pairs}
        links = (
            self.env["xero.link"]
            .sudo()
            ._of_xero(
                self._setting.connection_id,
                self._xero_entity,
                {winner_id for _pair, winner_id in losers},
            )
        )
        for pair, winner_id in losers:
            link = links.get(winner_id)
            winner = present.get(winner_id)
            holder = (winner and winner.res_id) or (link and link.active and link.res_id) or 0
            if not pair.res_id:
                pair.outcome = "skipped"
            elif holder and holder != pair.res_id:
                self._propose_merge(pair, holder)
            else:
                self._move_link(pair, winner, winner_id)

    def _move_link(self, pair, winner, winner_id):
        """Close the loser's link first: one partner has one open link."""
        pair.link.write({"active": False})
        if winner and not winner.refusal:
            winner.res_id, winner.agreed, winner.outcome = pair.res_id, pair.agreed, None
        else:
            row = {
                "xero_id": winner_id,
                "model": self._odoo_model,
                "res_id": pair.res_id,
                "agreed": pair.agreed,
                "label": pair.name,
            }
            self._store_links([row])
            self.env["xero.inbox"].sudo()._put(
                self._setting.connection_id, self._xero_entity, winner_id
            )
            self._wake("pull")
        pair.outcome, pair.res_id = "updated", 0

    def _propose_merge(self, pair, holder_id):
        partners = self.env["res.partner"].browse([pair.res_id, holder_id])
        pair.refuse(
            "merged",
            _(
                "%(name)s was merged into another contact in Xero, which is “%(winner)s” in Odoo. "
                "Merge the two in Odoo too: select both in the list of contacts and choose "
                "Action > Merge.",
                name=pair.name,
                winner=partners[1].display_name,
            ),
            suggestions=[
                {"model": "res.partner", "id": partner.id, "name": partner.display_name, "why": why}
                for partner, why in zip(partners, (_("merged away"), _("stays")), strict=True)
            ],
        )

    def _forget(self, pairs):
        """Xero is removing a person's data: nothing of it is kept here, and nothing more is
        synced."""
        for pair in pairs:
            shown = pair.name
            pair.name, pair.payload, pair.xero = pair.xero_id, None, None
            if pair.link:
                pair.link.write({"active": False, "label": False, "agreed": False, "keys": False})
            if pair.res_id:
                pair.name = self.env["res.partner"].browse(pair.res_id).display_name
                pair.refuse(
                    "deleted",
                    _(
                        "Xero is removing the personal data of %s on that person's request. "
                        "Nothing more is synced; decide whether Odoo has to forget this contact "
                        "too.",
                        shown,
                    ),
                )
            else:
                pair.outcome = "skipped"
