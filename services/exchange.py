"""Writing down what will be sent, before it is sent, and giving rows back that were not."""

import json
import uuid
from datetime import timedelta

from odoo import _, fields, models

from ..xero.body import encoded
from ..xero.errors import Action
from .run import LEASE_SECONDS

# After so many failed attempts a row goes in front of a person, with what was to be sent (B26).
MOST_ATTEMPTS = 8


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _write_exchanges(self, run, pairs, records):
        """Freeze the bodies: what is committed here is what is sent, now or after a crash."""
        by_id = {record.id: record for record in records}
        groups = {}
        for pair in pairs:
            if pair.refusal or not pair.merged.to_xero:
                continue
            body = self._element_to_xero(pair.merged.to_xero, by_id[pair.res_id], pair)
            if body is None or pair.refusal:
                continue
            method, path, query = self._exchange_of(pair)
            key = (method, path, json.dumps(query, sort_keys=True))
            groups.setdefault(key, []).append((pair, body))
        exchanges = []
        for (method, path, query), items in groups.items():
            for start in range(0, len(items), self._xero_batch):
                part = items[start : start + self._xero_batch]
                exchange = self._write_exchange(run, method, path, query, [i[1] for i in part],
                                                [i[0] for i in part])  # fmt: skip
                exchanges.append((exchange, [pair for pair, _body in part]))
        return exchanges

    def _write_exchange(self, run, method, path, query, elements, pairs):
        now = fields.Datetime.now()
        body = encoded(self._wrap(elements))
        exchange = self.env["xero.exchange"].sudo().create(
            {
                "connection_id": self._setting.connection_id.id,
                "entity": self._xero_entity,
                "payroll": self._xero_payroll,
                "event_id": run.event_id,
                "method": method,
                "path": path,
                "query": json.loads(query),
                "body": body,
                "bytes_out": len(body),
                "idempotency_key": str(uuid.uuid4()),
                "first_sent_at": now,
                "lease_until": now + timedelta(seconds=LEASE_SECONDS),
                "pairs": [
                    {
                        "res_id": pair.res_id,
                        "xero_id": pair.xero_id,
                        "outbox_ids": pair.outbox_ids,
                        "name": pair.name,
                        "natural": self._natural_key(element),
                        "pending": pair.merged.conflicts,
                        "seen": pair.xero,
                        "sent": pair.merged.to_xero,
                    }
                    for pair, element in zip(pairs, elements, strict=True)
                ],
            }
        )
        rows = self.env["xero.outbox"].sudo().browse(
            [row_id for pair in pairs for row_id in pair.outbox_ids]
        )
        rows.write({"exchange_id": exchange.id})
        for pair in pairs:
            pair.outcome, pair.seen = "sending", pair.xero
        return exchange

    def _settle_unsent(self, run, pairs):
        """Outcomes of pairs that need no call: equal, not wanted, refused, or linked by a pull."""
        rows = self.env["xero.outbox"].sudo()
        done = []
        for pair in pairs:
            if pair.outcome == "sending":
                continue
            if pair.refusal:
                self._quarantine(run, pair)
            elif pair.outcome == "deferred":
                run.settle(pair, "deferred", model=self._odoo_model)
                if pair.wait:
                    rows.browse(pair.outbox_ids)._release(wait=pair.wait, count=False)
                    continue
            else:
                moved = pair.merged.to_odoo if pair.merged else {}
                pair.outcome = pair.outcome or ("updated" if moved else "unchanged")
                run.settle(pair, pair.outcome, self._note_of(pair, moved), self._odoo_model)
                if pair.xero is not None:
                    done.append(pair)
            rows |= rows.browse(pair.outbox_ids)
        self._agree(done)
        self._heal([pair for pair in done])
        rows.exists().unlink()

    def _give_back(self, run, pairs, error, alone=False):
        """What comes before the write failed: nothing was sent, the rows wait again."""
        with run.trial(), self._unit(run.setting_id) as service:
            service._release(run, pairs, error, alone)
            service._note_progress(run)

    def _release(self, run, pairs, error, alone=False):
        """Rows wait again after an error that says nothing about the records.

        After too many of them a person is asked.

        :param bool alone: the error may be about one of them: each goes by itself from now on, and
            is counted only then
        """
        rows = self.env["xero.outbox"].sudo().browse(
            [row_id for pair in pairs for row_id in pair.outbox_ids]
        ).exists()  # fmt: skip
        told_to_wait = error.action in (Action.WAIT, Action.RECONNECT, Action.RECONSENT)
        if alone and len(pairs) > 1:
            rows._release(error.message, wait=0, alone=True, count=False)
            return
        dead = rows.browse() if told_to_wait else rows.filtered(
            lambda row: row.attempts + 1 >= MOST_ATTEMPTS
        )  # fmt: skip
        by_row = {row_id: pair for pair in pairs for row_id in pair.outbox_ids}
        for row in dead:
            pair = by_row[row.id]
            pair.name = pair.name or row.record_name
            pair.refuse("gave_up", self._sentence_gave_up(pair, error), payload=pair.odoo)
            self._quarantine(run, pair)
        dead.unlink()
        wait = 60 if told_to_wait else None
        if error.retry_after is not None:
            wait = int(error.retry_after)
        (rows - dead)._release(error.message, wait=wait, count=not told_to_wait)

    def _sentence_gave_up(self, pair, error):
        return _(
            "%(name)s could not be sent %(times)s times: %(error)s Choose Retry when the cause is "
            "gone.",
            name=pair.name,
            times=MOST_ATTEMPTS,
            error=error.message,
        )
