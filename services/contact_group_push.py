"""Contact groups: bringing them to Xero, one call after the other (FACTS 5.5).

A name is one call, contacts put in are one for up to 50, each one taken out is one. Every call is
planned from what Xero holds at that moment; what is left goes back into the outbox.
"""

from odoo import _, models

from ..xero.errors import Action
from .contact_group import name_key
from .run import AT_ONCE

# Elements of a request, FACTS 4.2.
MOST_ADDED = 50
# Names that a line of an event has room for.
MOST_NAMED = 5


class XeroSyncContactGroup(models.AbstractModel):
    _inherit = "xero.sync.contact.group"

    def _before_push(self, run, client, pairs):
        """A group that is to be made is looked for by its name first; and where Xero refused to
        put contacts in, those it has archived meanwhile are found out."""
        super()._before_push(run, client, pairs)
        with self._unit(run.setting_id) as service:
            doubtful, new = service._doubtful(pairs), service._unlinked(pairs)
        groups = self._read_groups(client) if new else []
        found = self.env["xero.sync.contact"]._fetch(client, doubtful) if doubtful else []
        active = {one.get("ContactID") for one in found if one.get("ContactStatus") == "ACTIVE"}
        for pair in pairs:
            pair.notes["archived"] = {xero_id for xero_id in doubtful if xero_id not in active}
            pair.notes["groups"] = groups

    def _unlinked(self, pairs):
        """Whether one of these tags has no group yet."""
        ids = {pair.res_id for pair in pairs}
        links = self.env["xero.link"].sudo()._of_odoo(
            self._setting.connection_id, self._xero_entity, ids
        )
        return bool(ids - set(links))

    def _doubtful(self, pairs):
        """Contacts to be put into groups that Xero refused to take them into, by their ids."""
        ids = [row_id for pair in pairs for row_id in pair.outbox_ids]
        rows = self.env["xero.outbox"].sudo().browse(ids)
        tags = self.env[self._odoo_model].browse(rows.filtered("alone").mapped("res_id")).exists()
        links = self.env["xero.link"].sudo()._of_odoo(
            self._setting.connection_id, self._xero_entity, tags.ids
        )
        ids = set()
        for tag_id, values in (self._read_odoo(tags) if tags else {}).items():
            agreed = (links[tag_id].agreed or {}) if tag_id in links else {}
            ids |= set(values["members"]) - set(agreed.get("members") or {})
        return sorted(ids)

    def _export_totals(self, setting, counts):
        """A new group is looked for, made, read and filled."""
        totals = super()._export_totals(setting, counts)
        totals["calls"] += 3 * totals["create"]
        return totals

    def _plan_pairs(self, run, pairs, records, payloads):
        self._keep_known(list(payloads.values()))
        return super()._plan_pairs(run, pairs, records, payloads)

    def _plan_unlinked(self, pair, record):
        """Xero has a name once: the group of that name is this one, unless it is another tag's."""
        name = name_key(pair.odoo["name"])
        same = [one for one in pair.notes.get("groups") or () if self._natural_key(one) == name]
        taken = self.env["xero.link"].sudo()._of_xero(
            self._setting.connection_id, self._xero_entity, [self._id_of(one) for one in same]
        )
        free = [one for one in same if not _is_paired(taken.get(self._id_of(one)))]
        if free:
            return self._pair_with(pair, self._id_of(free[0]), self._xero_name(free[0]))
        if same:
            return self._refuse_second(pair)
        return super()._plan_unlinked(pair, record)

    def _refuse_second(self, pair):
        pair.refuse(
            "duplicate",
            _(
                "%s was not sent: Xero has a group of this name already, which is paired with "
                "another tag. Give one of the two tags another name, then choose Retry.",
                pair.name,
            ),
        )

    def _merge_linked(self, pair, payload):
        if payload is None:
            return self._end(pair)
        members = pair.odoo["members"]
        archived = pair.notes.get("archived") or ()
        kept = {xero_id: True for xero_id in members if xero_id not in archived}
        pair.odoo = {**pair.odoo, "members": kept}
        return super()._merge_linked(pair, payload)

    def _check_push(self, pairs, records):
        super()._check_push(pairs, records)
        todo = [pair for pair in pairs if not pair.refusal]
        members = self._members_of(records.browse([pair.res_id for pair in todo]))
        for pair in todo:
            left_out = self._left_out(pair, members[pair.res_id])
            if pair.merged.to_xero:
                done = self._take_step(pair)
                pair.notes["why"] = "; ".join(filter(None, [done, left_out]))
            elif left_out and not pair.merged.to_odoo:
                pair.outcome, pair.notes["why"] = "skipped", left_out

    def _take_step(self, pair):
        """Leave in the merge what the next call does; note whether something comes after it.

        :rtype: str -- what the call does, in words
        """
        wanted, held = pair.merged.to_xero, (pair.xero or {}).get("members") or {}
        members = wanted.get("members", held)
        new, gone = _moved(held, members)
        if "name" in wanted or not pair.xero_id:
            step, words = {"name": wanted.get("name") or pair.odoo["name"]}, ""
            pair.notes["left"] = bool(new or gone)
        elif new:
            step = {"members": {**held, **dict.fromkeys(new[:MOST_ADDED], True)}}
            words = _("contacts put in: %s", len(new[:MOST_ADDED]))
            pair.notes["left"] = bool(new[MOST_ADDED:] or gone)
        else:
            step = {"members": {i: True for i in held if i != gone[0]}}
            words = _("contacts taken out: 1")
            pair.notes["left"] = bool(gone[1:])
        pair.merged.to_xero = step
        return words

    def _left_out(self, pair, members):
        """Who has the tag and cannot be in the group, and why (Pain 26)."""
        refused = pair.notes.get("archived") or ()
        possible = [row for row in members if row.possible]
        others = sum(not (row.possible or row.present) for row in members)
        waiting = [row.name for row in possible if not row.xero_id]
        archived = [
            row.name
            for row in possible
            if row.xero_id and (not row.present or row.xero_id in refused)
        ]
        words = []
        if archived:
            words.append(_("archived, so left out: %s", _names(archived)))
        if waiting:
            words.append(_("not in Xero yet, so waiting: %s", _names(waiting)))
        if others:
            words.append(
                _("no contacts of this company's, or staff, so left out: %s partners", others)
            )
        return "; ".join(words)

    def _note_of(self, pair, moved):
        """What was done about its members, and who was left out."""
        return pair.notes.get("why") or super()._note_of(pair, moved)

    def _exchange_of(self, pair):
        step, path = pair.merged.to_xero, f"{self._xero_path}/{pair.xero_id}"
        if not pair.xero_id:
            return "PUT", self._xero_path, {}
        if "name" in step:
            return "POST", path, {}
        new, gone = _moved(pair.xero["members"], step["members"])
        if new:
            return "PUT", f"{path}/Contacts", {}
        return "DELETE", f"{path}/Contacts/{gone[0]}", {}

    def _xero_body(self, values, record, pair):
        if "name" in values:
            return super()._xero_body(values, record, pair)
        new, _gone = _moved(pair.xero["members"], values["members"])
        return {"Contacts": [{"ContactID": xero_id} for xero_id in new]}

    def _wrap(self, elements):
        return elements[0] if "Contacts" in elements[0] else super()._wrap(elements)

    def _unwrap(self, data):
        """What Xero answers: a group without its members, contacts put in, or nothing at all."""
        if data is None:
            return [{}]
        added = data.get("Contacts") if isinstance(data, dict) else None
        if isinstance(added, list) and all(isinstance(one, dict) for one in added):
            failed = any(one.get("HasValidationErrors") for one in added)
            return [{"Added": added, "HasValidationErrors": failed}]
        groups = super()._unwrap(data)
        return [
            {key: one[key] for key in one if key != "Contacts"} if isinstance(one, dict) else one
            for one in groups
        ]

    def _agree(self, pairs, answered=False):
        """An answer has only what was sent: the rest is as it was read before the call."""
        if answered:
            for pair in pairs:
                pair.xero = {"members": {}, **(pair.seen or {}), **pair.xero}
                for xero_id in self._not_taken(pair):
                    pair.notes.setdefault("not_taken", []).append(xero_id)
                    del pair.merged.to_xero["members"][xero_id]
        super()._agree(pairs, answered)

    def _not_taken(self, pair):
        """Contacts that were sent and do not stand in Xero's answer (Pain 26)."""
        if "Added" not in pair.payload or "members" not in pair.merged.to_xero:
            return []
        added = {str(one.get("ContactID")).lower() for one in pair.payload["Added"]}
        new, _gone = _moved((pair.seen or {}).get("members") or {}, pair.merged.to_xero["members"])
        return [xero_id for xero_id in new if xero_id not in added]

    def _after_push(self, pairs):
        super()._after_push(pairs)
        rows = self.env["xero.outbox"].sudo()
        for pair in pairs:
            if pair.notes.get("not_taken"):
                self._refuse_not_taken(pair)
            elif pair.odoo is None or pair.notes.get("left"):
                # After a crash nobody knows what else was wanted: it is planned again.
                before = rows.browse(pair.outbox_ids).exists().mapped("priority")
                rows._put(
                    self._setting,
                    self._odoo_model,
                    {pair.res_id: ["members"]},
                    priority=min(before, default=AT_ONCE),
                )

    def _refuse_not_taken(self, pair):
        links = self.env["xero.link"].sudo()._of_xero(
            self._setting.connection_id, "contact", pair.notes["not_taken"]
        )
        pair.refuse(
            "refused",
            _(
                "Xero did not put %(contacts)s into the group %(name)s, and gave no reason. Look "
                "at these contacts in Xero, then choose Retry.",
                contacts=_names([link.display_name for link in links.values()]),
                name=pair.name,
            ),
        )

    def _settle_not_done(self, run, exchange, pairs, error):
        """Contacts Xero refused are looked at before they are sent again; one that is no member
        any more is taken out already."""
        rows = exchange.outbox_ids
        adding = exchange.method == "PUT" and exchange.path.endswith("/Contacts")
        if adding and error.action is Action.QUARANTINE and not any(rows.mapped("alone")):
            return rows._release(error.message, wait=0, alone=True, count=False)
        if exchange.method == "DELETE" and error.status == 404:
            return rows._release(error.message, wait=0)
        return super()._settle_not_done(run, exchange, pairs, error)

    def _settle_error(self, run, exchange_id, pairs, error, again=False):
        """A group of which a part is in Xero already counts as left for the next run."""
        result = super()._settle_error(run, exchange_id, pairs, error, again)
        for pair in pairs:
            run.outcomes[pair.key] = pair.outcome
        return result


def _moved(held, members):
    """Who is to be put in and who to be taken out.

    :rtype: tuple[list[str], list[str]]
    """
    new = [xero_id for xero_id in members if xero_id not in held]
    return new, [xero_id for xero_id in held if xero_id not in members]


def _is_paired(link):
    return bool(link and link.active and link.res_id)


def _names(names):
    shown = ", ".join(sorted(names)[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown} +{len(names) - MOST_NAMED}"
