"""Recording: links with agreed values, what is still on its way, and what needs a person."""

import json

from odoo import _, models

from .merge import agreed_after


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _record(self, run, pairs):
        """Store the outcome of every pair of a page."""
        rows, pending, settled, captured = [], {}, [], {}
        for pair in pairs:
            if pair.refusal:
                self._quarantine(run, pair)
                continue
            if pair.merged and pair.res_id:
                self._record_pair(pair, rows, pending)
                captured[pair.res_id] = pair.captured_at
            elif pair.outcome == "skipped" and not pair.link:
                rows.append(self._link_row(pair, agreed=None))
            if pair.refusal:
                self._quarantine(run, pair)
                continue
            settled.append(pair)
            note = self._note_of(pair, pair.merged.to_odoo if pair.merged else {})
            if pair.outcome == "updated" and not pair.link:
                note = ", ".join(filter(None, [_("linked"), note]))
            run.settle(pair, pair.outcome or "unchanged", note, self._odoo_model)
        self._store_links(rows)
        outbox = self.env["xero.outbox"].sudo()
        for policy, changes in pending.items():
            worth = set(self.sudo()._worth_sending(self._setting, list(changes)))
            changes = {res_id: names for res_id, names in changes.items() if res_id in worth}
            outbox._put(
                self._setting, self._odoo_model, changes, policy=policy, captured=captured
            )
        if pending:
            self._wake("push")
        # What still has to reach Xero has not gone through yet.
        self._heal(
            [p for p in settled if not (p.notes.get("stale") or (p.merged and p.merged.to_xero))]
        )

    def _note_of(self, pair, moved):
        """What the line of an event says beside the outcome: why nothing was done, or what was.

        :param dict moved: values brought to the other side, by field name
        :rtype: str -- names of fields, never their values
        """
        if pair.outcome != "updated":
            return pair.notes.get("why", "")
        labels = [declared.label for declared in self._declared() if declared.name in moved]
        return ", ".join(labels)

    def _record_pair(self, pair, rows, pending):
        merged = pair.merged
        waiting = {*merged.to_xero, *merged.conflicts}
        agreed = agreed_after(self._declared(), pair.agreed, pair.xero, waiting)
        moved = pair.link and pair.xero_at != (pair.link.xero_updated_at or None)
        if agreed != pair.agreed or moved or not pair.link or pair.link.res_id != pair.res_id:
            rows.append(self._link_row(pair, agreed))
        if not pair.link and not pair.outcome:
            pair.outcome = "updated"
        if merged.to_xero:
            policy = pair.policy if pair.policy == "odoo" else None
            pending.setdefault(policy, {})[pair.res_id] = sorted(merged.to_xero)
        if merged.conflicts:
            self._refuse_conflict(pair)

    def _refuse_conflict(self, pair):
        labels = {declared.name: declared.label for declared in self._declared()}
        pair.refuse(
            "conflict",
            _(
                "%(name)s was changed in Odoo and in Xero: %(fields)s. Choose which side holds; "
                "until then both stay as they are.",
                name=pair.name,
                fields=", ".join(labels[name] for name in pair.merged.conflicts),
            ),
            fields_in_conflict=pair.merged.conflicts,
        )

    def _link_row(self, pair, agreed):
        row = {
            "xero_id": pair.xero_id,
            "model": self._odoo_model,
            "res_id": pair.res_id,
            "agreed": agreed,
            "xero_updated_at": pair.xero_at,
            "label": pair.name,
        }
        if not pair.res_id and pair.payload:
            row["keys"] = self._xero_keys(pair.xero or {}, pair.payload)
        return row

    def _store_links(self, rows):
        self.env["xero.link"].sudo()._store(
            self._setting.connection_id, self._xero_entity, rows, payroll=self._xero_payroll
        )

    def _heal(self, pairs):
        self.env["xero.quarantine"].sudo()._heal(
            self._setting.connection_id,
            self._xero_entity,
            self._odoo_model,
            [pair.res_id for pair in pairs],
            [pair.xero_id for pair in pairs],
        )

    def _quarantine(self, run, pair):
        """A difference goes in front of a person, with both sides and the way out."""
        refusal = dict(pair.refusal)
        if refusal.get("payload"):
            refusal["payload"] = json.loads(json.dumps(refusal["payload"], default=str))
        questions = self.env["xero.quarantine"].sudo()
        values = {
            "name": pair.name or pair.xero_id or str(pair.res_id),
            "connection_id": self._setting.connection_id.id,
            "entity": self._xero_entity,
            "payroll": self._xero_payroll,
            "direction": run.direction,
            "model": self._odoo_model,
            "res_id": pair.res_id,
            "xero_id": pair.xero_id,
            "odoo_values": pair.odoo,
            "xero_values": pair.xero,
            "event_id": run.event_id,
            **refusal,
        }
        before = run.direction == "pull" and questions._asked_before(values)
        if before:
            # The list shows the latest changes again at each import; nothing new is asked.
            dismissed = before.state == "dismissed"
            note = _("dismissed before") if dismissed else _("waits for a person already")
            run.settle(pair, "skipped", note, self._odoo_model, line=run.asked)
            return
        questions._put(values)
        run.settle(pair, "quarantined", refusal["sentence"][:500], self._odoo_model)
