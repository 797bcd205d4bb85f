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
                same = link and link.res_id == pair.res_id
                pair.agreed = (link.agreed or None) if same else None
            elif link and link.active and link.res_id in alive:
                # An empty Json field reads as False; None says that nothing was agreed on yet.
                pair.res_id, pair.agreed = link.res_id, link.agreed or None
                if link.res_id not in readable:
                    self._refuse_unreadable(pair)
                elif pair.policy is None and self._is_stale(pair):
                    pair.outcome = "unchanged"
            elif link and not link.active and pair.policy is None:
                pair.outcome = "skipped"
            elif pair.refusal is None:
                pair.agreed = None
                unlinked.append(pair)
        self._follow(pairs)
        self._choose(run, [pair for pair in unlinked if not pair.res_id and not pair.refusal])

    def _is_stale(self, pair):
        """Whether this page was read before a write whose answer is stored already: merged now, it
        would bring the old values back.

        :rtype: bool
        """
        known = pair.link.xero_updated_at
        pair.notes["stale"] = bool(known and pair.xero_at and pair.xero_at < known)
        return pair.notes["stale"]

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

    def _asked_which(self, res_ids):
        """Xero records that are in front of a person because they could be one of these records.

        :param list res_ids: ids of Odoo records that have no pair
        :rtype: dict[int, list[tuple[str, str]]] -- Xero's id and name, by record id
        """
        if not res_ids:
            return {}
        self.env["xero.quarantine"].flush_model()
        self.env.cr.execute(
            """
            SELECT (one->>'id')::int, question.xero_id, question.name
              FROM xero_quarantine question
              JOIN jsonb_array_elements(
                       CASE jsonb_typeof(question.suggestions)
                       WHEN 'array' THEN question.suggestions ELSE '[]' END) one ON true
             WHERE question.connection_id = %s AND question.entity = %s
               AND question.state = 'open' AND question.xero_id IS NOT NULL
               AND jsonb_typeof(question.suggestions) = 'array'
               AND one->>'model' = %s AND (one->>'id')::int = ANY(%s)
             ORDER BY question.id
            """,
            [self._setting.connection_id.id, self._xero_entity, self._odoo_model, list(res_ids)],
        )
        asked = {}
        for res_id, xero_id, name in self.env.cr.fetchall():
            asked.setdefault(res_id, []).append((xero_id, name))
        return asked

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
