"""Planning a push: what each record needs, against what Xero holds now."""

from odoo import _, models

from ..xero.wire import WrongShape
from .merge import Merged, merge


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _records_to_push(self, run, pairs):
        """The records still there and still wanted; the others need nothing from Xero."""
        model = self.env[self._odoo_model].with_context(active_test=False)
        records = model.browse([pair.res_id for pair in pairs]).exists()
        unlinked = [pair.res_id for pair in pairs if not pair.xero_id]
        wanted = set(
            model.search(
                [("id", "in", unlinked), *self._scope_domain(self._setting)]
            ).ids
        ) if unlinked else set()  # fmt: skip
        there, readable = set(records.ids), self._readable(records.ids)
        create_only = self._setting.write_mode == "create"
        for pair in pairs:
            if pair.res_id not in there:
                pair.outcome, pair.name = "skipped", _("deleted record")
                pair.notes["why"] = _("no longer in Odoo")
            elif pair.xero_id and create_only:
                pair.name = records.browse(pair.res_id).sudo().display_name or ""
                self._leave_linked(pair)
            elif pair.xero_id and pair.res_id not in readable:
                pair.name = records.browse(pair.res_id).sudo().display_name or ""
                self._refuse_unreadable(pair)
            elif not pair.xero_id and pair.res_id not in wanted:
                pair.outcome, pair.notes["why"] = "skipped", _("not sent: not one for this sync")
        return records.browse([i for i in records.ids if i in readable])

    def _leave_linked(self, pair):
        """“Create only”: what is in Xero already stays as it is there.

        The agreed values are left alone, so that the difference is sent once updates are allowed.
        """
        if self._decided(pair) == "odoo":
            self._refuse_by_mode(pair)
            return
        pair.outcome = "skipped"
        pair.notes["why"] = _("not sent: this sync only creates records")

    def _leave_unlinked(self, pair):
        """“Update only”: a record that Xero does not have is not made there."""
        if pair.policy == "create":
            self._refuse_by_mode(pair)
            return
        pair.outcome = "skipped"
        pair.notes["why"] = _("not sent: this sync only updates records")

    def _refuse_by_mode(self, pair):
        """A person decided on what the setting does not allow: nothing is written, and said so."""
        pair.refuse(
            "not_allowed",
            _(
                "%(name)s was not sent to Xero, because this sync is set to “%(mode)s”. Change "
                "that on the page of the sync, then choose Retry.",
                name=pair.name,
                mode=self._setting._mode_name(),
            ),
        )

    def _plan_pairs(self, run, pairs, records, payloads):
        """What each pair needs: a merge with Xero's present values, or a new record."""
        open_pairs = [pair for pair in pairs if not pair.outcome and not pair.refusal]
        by_id = {record.id: record for record in records}
        plain = self._plain_odoo(records.browse([pair.res_id for pair in open_pairs]))
        for pair in open_pairs:
            pair.name = by_id[pair.res_id].display_name or ""
            pair.odoo = plain[pair.res_id]
        self._find_known([pair for pair in open_pairs if not pair.xero_id], by_id)
        for pair in open_pairs:
            record = by_id[pair.res_id]
            if pair.xero_id:
                self._merge_linked(pair, payloads.get(pair.xero_id))
            else:
                self._plan_unlinked(pair, record)
        self._check_push([pair for pair in open_pairs if pair.merged and not pair.refusal], records)

    def _find_known(self, pairs, by_id):
        """Xero records without an Odoo record that each of these could be; one query a batch."""
        keys = {pair.key: set(self._odoo_keys(pair.odoo, by_id[pair.res_id])) for pair in pairs}
        known = self.env["xero.link"].sudo()._unpaired(
            self._setting.connection_id, self._xero_entity, list(set().union(*keys.values()))
        )
        asked = self._asked_which([pair.res_id for pair in pairs])
        for pair in pairs:
            wanted = keys[pair.key]
            pair.notes["asked"] = asked.get(pair.res_id)
            pair.known = known.filtered(lambda link, own=wanted: not own.isdisjoint(link.keys))

    def _merge_pair(self, pair, setting):
        """Three-way merge of a pair with both sides; an entity's own rules adjust the result.

        :rtype: services.merge.Merged
        """
        return merge(
            self._declared(), pair.agreed, self._known(pair.odoo, pair.agreed), pair.xero,
            self._policy_of(pair, setting), self._newest(pair), self._decided(pair),
        )  # fmt: skip

    def _merge_linked(self, pair, payload):
        if payload is None:
            pair.refuse(
                "missing",
                _("%s is linked to a record that Xero does not show any more.", pair.name),
            )
            return
        try:
            pair.payload, pair.xero = payload, self._plain_xero(payload)
            pair.xero_at = self._xero_time(payload)
        except WrongShape as error:
            pair.refuse("wrong_shape", self._sentence_wrong_shape(pair, error), payload=payload)
            return
        setting = self._setting
        pair.merged = self._merge_pair(pair, setting)
        if not setting.pull:
            pair.merged.to_odoo = {}
        if pair.merged.conflicts:
            self._refuse_conflict(pair)

    def _plan_unlinked(self, pair, record):
        """Match before creating: a record that Xero already has is linked, never doubled."""
        known = pair.known
        asked = pair.notes.get("asked") or []
        if pair.policy != "create" and len(known) == 1 and not asked:
            self._pair_with(pair, known.xero_id, known.label)
        elif pair.policy != "create" and (known or asked):
            names = {**{link.xero_id: link.label for link in known}, **dict(asked)}
            # A comprehension is a frame of its own, where `_` finds no environment, no language.
            why = _("same name or number")
            pair.refuse(
                "ambiguous",
                _(
                    "%(name)s could be %(candidates)s in Xero. Choose the right one; nothing was "
                    "sent.",
                    name=pair.name,
                    candidates=_(" or ").join(f"“{name}”" for name in names.values()),
                ),
                suggestions=[
                    {"xero_id": xero_id, "name": name, "why": why}
                    for xero_id, name in names.items()
                ],
            )
        elif self._setting.write_mode == "update":
            self._leave_unlinked(pair)
        elif self._leave_to_master(pair):
            return
        elif not self._may_create_xero(pair, record):
            pair.outcome, pair.notes["why"] = "skipped", _("not made in Xero by this sync")
        else:
            pair.merged = Merged(to_xero=self._new_values(pair.odoo, "odoo"))

    def _pair_with(self, pair, xero_id, label):
        """This record is that one in Xero: the next pull reads it, pairs the two and sends what
        differs. Where nothing is imported they are a pair at once, and the next export sends it."""
        pair.outcome = "deferred"
        if not self._setting.pull:
            self._store_links(
                [
                    {
                        "xero_id": xero_id,
                        "model": self._odoo_model,
                        "res_id": pair.res_id,
                        "agreed": None,
                        "label": label,
                    }
                ]
            )
            pair.wait = 1
            return
        self.env["xero.inbox"].sudo()._put(
            self._setting.connection_id,
            self._xero_entity,
            xero_id,
            payroll=self._xero_payroll,
            res_id=pair.res_id,
            policy="link",
        )
        self._wake("pull")
