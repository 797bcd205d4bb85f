"""Pushing: Odoo to Xero. Claim, commit, call, settle (DESIGN 4, rule 2)."""

import logging

from odoo import fields, models

from ..xero.errors import Action, XeroError
from .run import BULK, LEASE_SECONDS, Pair
from .transaction import own, repeat

_logger = logging.getLogger(__name__)

AT_ONCE_ONLY, PERSON_ONLY = BULK - 1, -1


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _due_push(self, setting):
        """What makes this setting push now; nothing leaves before both sides were paired.

        :rtype: str | None
        """
        if self._xero_pull and setting.pull and not setting.paired:
            return None
        now = fields.Datetime.now()
        domain = [
            ("connection_id", "=", setting.connection_id.id),
            ("entity", "=", setting.entity),
        ]
        exchanges = self.env["xero.exchange"].sudo()
        if exchanges.search_count(
            [*domain, ("state", "in", ("sending", "unknown")), ("lease_until", "<", now)], limit=1
        ):
            return "schedule"
        ready = [*domain, "|", ("next_try", "=", False), ("next_try", "<=", now)]
        ready += ["|", ("state", "=", "waiting"), ("lease_until", "<", now)]
        rows = self.env["xero.outbox"].sudo()
        first = rows.search([*ready, ("priority", "<=", self._highest(setting))], limit=1)
        if not first:
            return None
        return "person" if first.priority < 0 else "at_once"

    def _highest(self, setting):
        """The least urgent priority that may leave now: a person's wish always does."""
        if setting.push_schedule == "at_once":
            return BULK
        by_hand = setting.push_schedule == "manual"
        due = setting.next_push <= fields.Datetime.now() if setting.next_push else not by_hand
        return BULK if due or setting.bulk == "export" else PERSON_ONLY

    def _run_push(self, run, client):
        self._recover(run, client)
        while True:
            pairs = self._claim(run)
            if not pairs:
                break
            self._push_batch(run, client, pairs)
            if run.late():
                run.finished = False
                return
        with own(self.env) as env:
            env[self._name]._finish_bulk(run)

    def _claim(self, run):
        """Take the next rows for this worker; committed at once, so that no other takes them."""
        with own(self.env, read_committed=True) as env:
            setting = env["xero.sync.setting"].sudo().browse(run.setting_id)
            service = env[self._name]
            on = setting.enabled and setting.push and setting._live()
            if not on:
                # Switched off or disconnected while this run was under way.
                return []
            highest = service._highest(setting)
            run.planned = run.planned or highest >= BULK
            bulk = highest >= BULK and service._bulk_turn(setting)
            if not bulk:
                highest = min(highest, AT_ONCE_ONLY)
            outbox = env["xero.outbox"].sudo()
            rows = outbox._claim(setting, self._xero_batch, LEASE_SECONDS, highest)
            pairs = [
                Pair(
                    res_id=row.res_id,
                    outbox_ids=[row.id],
                    captured_at=row.captured_at,
                    policy=row.policy or None,
                )
                for row in rows
            ]
        return pairs

    def _push_batch(self, run, client, pairs):
        for exchange_id, sent in self._prepare(run, client, pairs):
            self._send(run, client, exchange_id, sent)

    def _prepare(self, run, client, pairs):
        """Read what is needed and plan a batch; when something unforeseen stops it, its records go
        one by one, so that the one it is about comes before a person and the others leave.

        :rtype: list[tuple[int, list[Pair]]] -- as :meth:`_plan`
        """
        try:
            self._before_push(run, client, pairs)
            linked = self._linked_ids(run, pairs)
            payloads = {
                payload.get(self._xero_key): payload
                for payload in (self._fetch(client, linked) if linked else [])
            }
            return repeat(lambda: self._plan(run, pairs, payloads))
        except XeroError as error:
            self._give_back(run, pairs, error)
            raise
        except Exception as error:
            _logger.exception("xero %s push: %s records", self._xero_entity, len(pairs))
            run.state, run.detail = "failed", self._unexpected(error)
            reason = XeroError("unexpected", Action.RETRY, message=run.detail)
            self._give_back(run, pairs, reason, alone=True)
        return []

    def _linked_ids(self, run, pairs):
        """Xero ids to read before they are changed, and the identity of each pair."""
        with self._unit(run.setting_id) as service:
            links = service.env["xero.link"].sudo()._of_odoo(
                service._setting.connection_id,
                self._xero_entity,
                [pair.res_id for pair in pairs],
            )
            for pair in pairs:
                link = links.get(pair.res_id)
                pair.link = link and link.id
                pair.xero_id = link.xero_id if link else None
                # An empty Json field reads as False; None says that nothing was agreed on yet.
                pair.agreed = (link.agreed or None) if link else None
            run.collect(pairs)
            service._note_progress(run)
            if service._setting.write_mode == "create":
                return []
        return [pair.xero_id for pair in pairs if pair.xero_id]

    def _plan(self, run, pairs, payloads):
        """Pair, merge and write down exactly what will be sent; committed before the call.

        :rtype: list[tuple[int, list[Pair]]] -- exchange id and its pairs, by position
        """
        with run.trial(), self._unit(run.setting_id) as service:
            for pair in pairs:
                pair.refusal = pair.outcome = pair.merged = None
            records = service._records_to_push(run, pairs)
            service._plan_pairs(run, pairs, records, payloads)
            todo = [pair for pair in pairs if not pair.outcome and not pair.refusal]
            service._apply([pair for pair in todo if pair.xero_id])
            for pair in todo:
                pair.outcome = None
            exchanges = service._write_exchanges(run, todo, records)
            service._settle_unsent(run, pairs)
            service._note_progress(run)
            return [(exchange.id, sent) for exchange, sent in exchanges]
