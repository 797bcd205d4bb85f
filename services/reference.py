"""Xero's own lists, mirrored whole: read in one call, stored as they are, nothing sent.

A mirror has no links and no agreed values: Xero alone decides, and a row is found by its Xero id.
"""

from odoo import _, fields, models

from ..xero.errors import Action, XeroError
from .run import Pair
from .transaction import repeat

# Anything else Xero may say, in years to come as well, is kept in the row's status.
ACTIVE = ("", "ACTIVE")


class XeroSyncReference(models.AbstractModel):
    _name = "xero.sync.reference"
    _inherit = "xero.sync"
    _description = "Mirror of a list of Xero's"

    _xero_push = False
    _xero_list = True
    _xero_feature = "settings"
    _xero_sequence = 10
    # Whose rows this service keeps; an entity with several lists in one answer narrows it down.
    _xero_status = "Status"

    def _default_setting(self, connection):
        return {
            **super()._default_setting(connection),
            "pull_schedule": "daily",
            "push_schedule": "manual",
            "policy": "xero",
            "start_date": False,
        }

    def _run_pull(self, run, client):
        run.planned = True
        with self._unit(run.setting_id) as service:
            connection = service._setting.connection_id
            inbox = service.env["xero.inbox"].sudo()._asked(connection, self._xero_entity)
        payloads = self._read_list(client)
        repeat(lambda: self._store_list(run, payloads, inbox))

    def _read_list(self, client):
        """The whole list. Reference lists are not paged, but for payroll's (FACTS 3.1).

        :raises XeroError: the answer is not such a list; nothing is changed then, or every row that
            is missing from a broken answer would be archived
        :rtype: list[dict]
        """
        return self._list_in(client.get(self._xero_path).data, self._xero_collection)

    def _list_in(self, data, key):
        """A list that must stand in an answer.

        :raises XeroError: it does not, or its elements are not records
        :rtype: list[dict]
        """
        found = data.get(key) if isinstance(data, dict) else None
        if not isinstance(found, list):
            self._refuse_answer()
        return found

    def _refuse_answer(self):
        raise XeroError(
            "bad_answer",
            Action.STOP,
            message=_(
                "Xero's list of %s came in a form that cannot be read. Nothing was changed; the "
                "next run reads it again.",
                self._xero_label.lower(),
            ),
        )

    def _store_list(self, run, payloads, inbox):
        """The whole list in one transaction: rows created, changed and archived."""
        with run.trial(), self._unit(run.setting_id) as service:
            pairs = service._pairs_of(run, payloads, [])
            service._mirror(pairs)
            pairs += service._vanished(run, payloads, pairs)
            run.collect(pairs)
            for pair in pairs:
                if pair.refusal:
                    service._quarantine(run, pair)
                else:
                    run.settle(pair, pair.outcome or "unchanged", model=self._odoo_model)
            service._heal([pair for pair in pairs if not pair.refusal])
            service._settle_list(inbox)
            service._after_list()
            service._note_progress(run)

    def _mirror(self, pairs):
        """Create and write the rows of these pairs, each found by its Xero id."""
        known = self._rows_by_xero_id(self._odoo_model)
        good = [pair for pair in pairs if not pair.refusal]
        new = []
        for pair in pairs:
            pair.res_id = known[pair.xero_id].id if pair.xero_id in known else 0
        for pair in good:
            row, values = known.get(pair.xero_id), self._columns(pair.xero)
            if row is None:
                new.append((pair, {**values, **self._first_values(pair)}))
            elif self._write_row(row, values):
                pair.outcome = "updated"
        rows = self.env[self._odoo_model].sudo().create([values for _pair, values in new])
        for (pair, _values), row in zip(new, rows, strict=True):
            pair.res_id, pair.outcome = row.id, "created"
        self._mirror_parts(good)

    def _columns(self, values):
        """What of the plain values of a record is kept in the row itself.

        :rtype: dict
        """
        return {
            "active": values.get("status", "") in ACTIVE,
            **{name: value for name, value in values.items() if name != "parts"},
        }

    def _first_values(self, pair):
        return {"connection_id": self._setting.connection_id.id, "xero_id": pair.xero_id}

    def _mirror_parts(self, pairs):
        """Rows that belong to the rows of these pairs are kept here."""

    def _rows_by_xero_id(self, model):
        """The rows this connection has, archived ones included, by Xero id.

        :rtype: dict[str, xero.mirror]
        """
        rows = self.env[model].sudo().with_context(active_test=False)
        columns = [n for n, f in rows._fields.items() if f.store and f.column_type and f.prefetch]
        # Read by the way, they would come a thousand at a time.
        found = rows.search_fetch(
            [("connection_id", "=", self._setting.connection_id.id)], columns
        )
        return {row.xero_id: row for row in found}

    def _write_row(self, row, values):
        """Write what differs and nothing else.

        :rtype: bool -- whether anything did
        """
        changed = {name: value for name, value in values.items() if not _same(row[name], value)}
        if changed:
            row.write(changed)
        return bool(changed)

    def _vanished(self, run, payloads, pairs):
        """Archive the rows Xero no longer lists.

        Not when an element came without a readable id: it may be any of them.

        :rtype: list[Pair]
        """
        if len({pair.xero_id for pair in pairs}) < len(payloads):
            ids = [payload.get(self._xero_key) for payload in payloads if isinstance(payload, dict)]
            if len(ids) < len(payloads) or not all(isinstance(i, str) and i for i in ids):
                return []
        seen = {pair.xero_id for pair in pairs}
        gone = []
        for xero_id, row in self._rows_by_xero_id(self._odoo_model).items():
            if xero_id in seen or not row.active or not self._was_listed(row, payloads):
                continue
            row.active = False
            gone.append(Pair(xero_id=xero_id, res_id=row.id, name=row.name, outcome="updated"))
        return gone

    def _was_listed(self, row, payloads):
        """Whether this answer would have held the row, so that its absence means something."""
        return True

    def _settle_list(self, inbox):
        """The list is read: what was asked for before it was, is done."""
        done = {"paired": True, "bulk": "none", "watermark": fields.Datetime.now()}
        self._setting.write(done)
        if self.env["xero.inbox"].sudo()._answered(inbox):
            self._wake("pull")

    def _after_list(self):
        """The mirror is up to date: what is worked out from it follows here."""


def _same(held, value):
    """Whether an Odoo value and a value from Xero are equal; Odoo keeps empty as False."""
    if isinstance(held, float):
        return abs(held - float(value or 0)) < 0.00005
    return (held or False) == (value or False)
