"""Pairing: which Odoo record a Xero record is. By link, else by the entity's rules."""

from odoo import _, models


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _pair(self, run, pairs):
        """Find each Xero record's Odoo record: by link, else by the entity's rules."""
        connection = self._setting.connection_id
        links = self.env["xero.link"].sudo()._of_xero(
            connection, self._xero_entity, [pair.xero_id for pair in pairs]
        )
        records = self.env[self._odoo_model].with_context(active_test=False)
        linked = {link.res_id for link in links.values() if link.res_id}
        alive = set(records.browse(linked).exists().ids)
        readable = self._readable(alive)
        unlinked = []
        alive_chosen = set(records.browse([p.res_id for p in pairs if p.res_id]).exists().ids)
        self._check_chosen(pairs)
        for pair in pairs:
            link = pair.link = links.get(pair.xero_id)
            if pair.policy == "link" and pair.res_id in alive_chosen:
                pair.agreed = link.agreed if link and link.res_id == pair.res_id else None
            elif link and link.active and link.res_id in alive:
                pair.res_id, pair.agreed = link.res_id, link.agreed
                if link.res_id not in readable:
                    self._refuse_unreadable(pair)
            elif link and not link.active and pair.policy is None:
                pair.outcome = "skipped"
            elif pair.refusal is None:
                pair.agreed = None
                unlinked.append(pair)
        self._follow(pairs)
        self._choose(run, [pair for pair in unlinked if not pair.res_id and not pair.refusal])

    def _readable(self, res_ids):
        """Those of these records that the connection's user may read in its company.

        :rtype: set[int]
        """
        model = self.env[self._odoo_model].with_context(active_test=False)
        return set(model.search([("id", "in", list(res_ids))]).ids)

    def _refuse_unreadable(self, pair):
        connection = self._setting.connection_id
        pair.refuse(
            "not_allowed",
            _(
                "%(name)s cannot be synced: its record in Odoo belongs to another company than "
                "%(company)s, or %(user)s may not read it. Correct its company, or the rights of "
                "that user, then choose Retry.",
                name=pair.name,
                company=connection.company_id.name,
                user=connection.user_id.name,
            ),
        )

    def _check_chosen(self, pairs):
        """A person may link only what is free: an Odoo record has one Xero record."""
        chosen = [pair for pair in pairs if pair.policy == "link" and pair.res_id]
        if not chosen:
            return
        taken = self.env["xero.link"].sudo()._of_odoo(
            self._setting.connection_id, self._xero_entity, [pair.res_id for pair in chosen]
        )
        for pair in chosen:
            link = taken.get(pair.res_id)
            if link and link.xero_id != pair.xero_id:
                pair.refuse(
                    "ambiguous",
                    _(
                        "%(name)s cannot be linked: the Odoo record is linked to “%(other)s” in "
                        "Xero already. Merge the two in Xero, or choose another record.",
                        name=pair.name,
                        other=link.display_name,
                    ),
                )

    def _follow(self, pairs):
        """Entities whose records are merged or replaced in Xero follow that here."""

    def _choose(self, run, pairs):
        """One candidate is linked, several are a question, none is a new record."""
        to_match = [pair for pair in pairs if pair.policy != "create"]
        found = self._match_odoo(to_match) if to_match else {}
        ids = {res_id for candidates in found.values() for res_id, _why in candidates}
        taken = self.env["xero.link"].sudo()._of_odoo(
            self._setting.connection_id, self._xero_entity, ids
        )
        claimed = {}
        for pair in to_match:
            free = [(i, why) for i, why in found.get(pair.key, []) if i not in taken]
            if len(free) == 1 and free[0][0] not in claimed:
                pair.res_id = free[0][0]
                claimed[pair.res_id] = pair
            elif free:
                self._ask_which(pair, free)

    def _ask_which(self, pair, candidates):
        records = self.env[self._odoo_model].browse([res_id for res_id, _why in candidates])
        names = {record.id: record.display_name for record in records}
        pair.refuse(
            "ambiguous",
            _(
                "%(name)s from Xero could be %(candidates)s in Odoo. Choose the right one; nothing "
                "was changed on either side.",
                name=pair.name,
                candidates=_(" or ").join(f"“{names[res_id]}”" for res_id, _why in candidates),
            ),
            suggestions=[
                {"model": self._odoo_model, "id": res_id, "name": names[res_id], "why": why}
                for res_id, why in candidates
            ],
        )
