"""Pulling: Xero to Odoo. Collect (walk.py), pair (pairing.py), merge, apply, record."""

import hashlib
import logging
from datetime import timedelta

from odoo import _, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError
from psycopg2 import IntegrityError

from ..xero.wire import WrongShape
from .garbage import collected_later
from .merge import Merged
from .run import Pair
from .transaction import CONCURRENCY_ERRORS, repeat

_logger = logging.getLogger(__name__)

# Two clocks: who changed last cannot be told when the changes are this close (DESIGN 2).
SAME_TIME = timedelta(minutes=5)
ODOO_REFUSALS = (UserError, AccessError, RedirectWarning, IntegrityError, ValueError)


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    # Records per transaction where the list gives summaries only; None: whole pages.
    _xero_piece = None

    def _due_pull(self, setting):
        """What makes this setting pull now: a person, an event waiting, or the schedule.

        :rtype: str | None
        """
        inbox = self.env["xero.inbox"].sudo().search_count(
            [("connection_id", "=", setting.connection_id.id), ("entity", "=", setting.entity)],
            limit=1,
        )
        if not self._bulk_pull_turn(setting):
            return None
        now = fields.Datetime.now()
        if setting.asked_by_person and (not setting.next_pull or setting.next_pull <= now):
            return "person"
        if inbox:
            return "webhook"
        if not setting.paired and setting.pull_schedule != "manual":
            return "first" if not setting.next_pull or setting.next_pull <= now else None
        return "schedule" if setting.next_pull and setting.next_pull <= now else None

    def _run_pull(self, run, client):
        for payloads, progress, inbox in self._collect(run, client):
            for part, last in self._parts(payloads, inbox):
                part = self._details(run, client, part)
                page = (part, progress, inbox) if last else (part, {}, [])
                self._store_safely(run, *page)
                if run.late():
                    run.finished = False
                    return

    def _store_safely(self, run, payloads, progress, inbox):
        """Store a page; when something unforeseen stops it, in halves, until the record it is about
        stands alone and goes before a person. The others come in, and the watermark moves."""
        try:
            repeat(lambda: self._store_page(run, payloads, progress, inbox))
        except CONCURRENCY_ERRORS:
            raise
        except Exception as error:
            if not payloads:
                raise
            _logger.exception("xero %s pull: %s records", self._xero_entity, len(payloads))
            if len(payloads) == 1:
                why = self._unexpected(error)
                repeat(lambda: self._store_page(run, payloads, progress, inbox, why))
                return
            half = len(payloads) // 2
            first = [p.get(self._xero_key) for p in payloads[:half] if isinstance(p, dict)]
            asked = [row for row in inbox if row[1] in first]
            self._store_safely(run, payloads[:half], {}, asked)
            self._store_safely(
                run, payloads[half:], progress, [row for row in inbox if row not in asked]
            )

    def _parts(self, payloads, inbox):
        """A page in pieces, where each record costs a call of its own.

        A limit reached in the middle of a page then loses one piece, and the next run does not
        begin the page again.

        :rtype: Iterator[tuple[list[dict], bool]] -- payloads, whether they are the last of the page
        """
        size = self._xero_piece
        if inbox or not size or len(payloads) <= size:
            yield payloads, True
            return
        for start in range(0, len(payloads), size):
            yield payloads[start : start + size], start + size >= len(payloads)

    def _store_page(self, run, payloads, progress, inbox, refused=None):
        """One page in one transaction: its records, its links, its outcomes and the progress.

        :param str refused: why these records cannot be taken in, said to a person
        """
        with collected_later(), run.trial(), self._unit(run.setting_id) as service:
            pairs = service._pairs_of(run, payloads, inbox, read=not refused)
            if refused:
                for pair in pairs:
                    pair.refuse("odoo_refused", service._sentence_odoo_refused(pair, refused))
            else:
                service._pair(run, pairs)
                service._merge(pairs)
                service._apply(pairs)
            service._record(run, pairs)
            if service.env["xero.inbox"].sudo()._answered(inbox):
                service._wake("pull")
            if not run.superseded(service._setting.bulk):
                service._setting.write(progress)
            service._note_progress(run)

    def _pairs_of(self, run, payloads, inbox, read=True):
        """Pairs of a page, each Xero record once; what has no readable id goes to a person."""
        asked = {row[1]: (row[0], *row[2:4]) for row in inbox}
        pairs = {}
        for payload in payloads:
            xero_id = payload.get(self._xero_key) if isinstance(payload, dict) else None
            if not isinstance(xero_id, str) or not xero_id:
                self._quarantine_unreadable(run, payload)
                continue
            pair = Pair(xero_id=xero_id, payload=payload, name=self._xero_name(payload))
            try:
                if read:
                    pair.xero_at = self._xero_time(payload)
                    pair.xero = self._plain_xero(payload)
            except WrongShape as error:
                pair.refuse("wrong_shape", self._sentence_wrong_shape(pair, error), payload=payload)
            pair.inbox_id, pair.policy, pair.res_id = asked.get(xero_id, (0, None, 0))
            pairs[xero_id] = pair
        for xero_id, (row_id, _policy, res_id) in asked.items():
            if xero_id not in pairs:
                gone = Pair(xero_id=xero_id, inbox_id=row_id, res_id=res_id, name=xero_id)
                gone.refuse("missing", _("Xero has no record with the id %s any more.", xero_id))
                pairs[xero_id] = gone
        run.collect(pairs.values())
        return list(pairs.values())

    def _sentence_wrong_shape(self, pair, error):
        return _(
            "%(name)s came from Xero in a form that cannot be read: %(error)s Nothing was changed. "
            "Correct it in Xero, then choose Retry.",
            name=pair.name,
            error=error,
        )

    def _quarantine_unreadable(self, run, payload):
        digest = hashlib.sha256(repr(payload).encode()).hexdigest()[:32]
        pair = Pair(xero_id=f"unreadable:{digest}", name=_("Unreadable record"))
        pair.refuse("wrong_shape", _("Xero sent a record without an id; it was left out."))
        run.collect([pair])
        self._quarantine(run, pair)

    def _merge(self, pairs):
        """Three-way merge of every pair that has both sides; a new record takes all its values."""
        pairs = [pair for pair in pairs if not pair.refusal and not pair.outcome]
        records = self.env[self._odoo_model].with_context(active_test=False)
        records = records.browse([pair.res_id for pair in pairs if pair.res_id])
        plain = self._plain_odoo(records) if records else {}
        captured = self._captured(records)
        setting = self._setting
        for pair in pairs:
            if not pair.res_id:
                self._plan_new(pair, setting)
                continue
            pair.odoo = plain[pair.res_id]
            pair.captured_at = pair.captured_at or captured.get(pair.res_id)
            if not pair.captured_at:
                # Nothing is on its way: asked about before, or changed while sending was off.
                pair.captured_at = records.browse(pair.res_id).write_date
            pair.merged = self._merge_pair(pair, setting)
            left = setting.write_mode == "create"
            if left or not setting.push:
                pair.merged.to_xero = {}
            if left or not setting.pull:
                pair.merged.to_odoo = {}

    def _plan_new(self, pair, setting):
        free = setting.write_mode != "update" and setting.master != "odoo"
        if (setting.pull and free and self._may_create_odoo(pair)) or pair.policy == "create":
            pair.merged = Merged(to_odoo=self._new_values(pair.xero, "xero"))
        else:
            pair.outcome, pair.notes["why"] = "skipped", self._why_left(setting)

    def _why_left(self, setting):
        """Why a record that only Xero has is not made in Odoo, for the line of the event.

        :rtype: str
        """
        if not setting.pull:
            return _("only in Xero; this sync does not import")
        if setting.write_mode == "update":
            return _("only in Xero; this sync only updates records")
        if setting.master == "odoo":
            return _("only in Xero; new ones are made in Odoo")
        return _("only in Xero, and not active there")

    def _policy_of(self, pair, setting):
        """With one direction only, there is nobody to ask: the side that is read from holds."""
        if setting.pull and setting.push:
            return setting.policy
        return "xero" if setting.pull else "odoo"

    def _decided(self, pair):
        """The side a person chose for this pair, for this one time."""
        return pair.policy if pair.policy in ("odoo", "xero") else None

    def _newest(self, pair):
        """Which side changed last; None when the clocks are too close to tell."""
        if not pair.captured_at:
            return "xero"
        if not pair.xero_at or abs(pair.captured_at - pair.xero_at) <= SAME_TIME:
            return None
        return "odoo" if pair.captured_at > pair.xero_at else "xero"

    def _captured(self, records):
        """When Odoo changes of these records that have not left yet were made, by record id."""
        rows = self.env["xero.outbox"].sudo().search(
            [
                ("connection_id", "=", self._setting.connection_id.id),
                ("entity", "=", self._xero_entity),
                ("res_id", "in", records.ids),
            ]
        )
        return {row.res_id: row.captured_at for row in rows}

    def _apply(self, pairs):
        """Write to Odoo in batches; one that fails is split until the bad record stands alone."""
        todo = [pair for pair in pairs if not pair.refusal and pair.merged and pair.merged.to_odoo]
        known = [pair for pair in todo if pair.res_id]
        self._apply_split([pair for pair in todo if not pair.res_id], self._create_odoo)
        self._apply_split(known, self._write_odoo)

    def _apply_split(self, pairs, apply):
        if not pairs:
            return
        ids = [pair.res_id for pair in pairs]
        try:
            with self.env.cr.savepoint():
                apply(pairs)
                self._after_odoo(pairs)
                self.env[self._odoo_model]._flush_in_one()
        except ODOO_REFUSALS as error:
            for pair, res_id in zip(pairs, ids, strict=True):
                pair.res_id, pair.outcome = res_id, None
            if len(pairs) == 1:
                pairs[0].refuse("odoo_refused", self._sentence_odoo_refused(pairs[0], error))
                return
            half = len(pairs) // 2
            self._apply_split(pairs[:half], apply)
            self._apply_split(pairs[half:], apply)

    def _sentence_odoo_refused(self, pair, error):
        return _(
            "Odoo did not accept %(name)s: %(error)s",
            name=pair.name,
            # PostgreSQL's detail names a row that was not stored, by another number each time.
            error=str((getattr(error, "args", None) or [error])[0]).partition("\nDETAIL")[0][:500],
        )

    def _create_odoo(self, pairs):
        model = self.env[self._odoo_model]
        values = [self._values_to_odoo(pair.merged.to_odoo, model.browse(), pair) for pair in pairs]
        for pair, record in zip(pairs, model.create(values), strict=True):
            pair.res_id, pair.outcome = record.id, "created"

    def _write_odoo(self, pairs):
        for pair in pairs:
            record = self.env[self._odoo_model].browse(pair.res_id)
            values = self._values_to_odoo(pair.merged.to_odoo, record, pair)
            if values:
                record.write(values)
            pair.outcome = "updated"
