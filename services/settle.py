"""Settling writes: the call itself and its answer; look_up.py has those without one."""

import json
from datetime import timedelta

import tenacity
from odoo import _, fields, models

from ..xero.errors import Action, XeroError, classify_message, element_errors
from ..xero.wire import WrongShape
from .merge import agreed_after
from .transaction import repeat

ZERO_ID = "00000000-0000-0000-0000-000000000000"
# Xero may finish work after the connection is gone; asking again at once could double it.
PATIENCE_SECONDS = 30
STOPPING = (Action.WAIT, Action.RECONNECT, Action.RECONSENT, Action.STOP, Action.REFRESH)
REASON_OF = {
    "duplicate_name": "duplicate",
    "duplicate_item": "duplicate",
    "duplicate_number": "duplicate_number",
    "duplicate_timesheet": "duplicate",
    "archived": "archived",
    "locked_period": "locked_period",
    "has_payments": "has_payments",
    "account_invalid": "mapping_invalid",
    "tax_account_mismatch": "mapping_invalid",
    "tax_invalid": "mapping_invalid",
    "tracking_invalid": "mapping_invalid",
    "earnings_rate_invalid": "mapping_invalid",
    "wrong_status": "wrong_status",
    "currency_missing": "currency",
    "timesheet_processed": "processed",
    "employee_incomplete": "incomplete",
    "contact_missing": "dependency",
    "not_found": "missing",
    "blocked": "not_allowed",
}


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _send(self, run, client, exchange_id, pairs, again=False):
        """Make one committed exchange's call and store how it ended.

        :param bool again: an earlier try of these bytes may have reached Xero
        :raises XeroError: the run cannot go on (limit, consent, no permission)
        """
        method, path, query, body, key = self._read_exchange(run, exchange_id)
        try:
            answer = tenacity.Retrying(
                retry=tenacity.retry_if_exception(
                    lambda error: isinstance(error, XeroError) and error.action is Action.RETRY
                ),
                stop=tenacity.stop_after_attempt(3),
                wait=tenacity.wait_random_exponential(multiplier=0.4, max=2),
                reraise=True,
            )(client.send, method, path, json.loads(body), key, **query)
            elements = self._unwrap(answer.data)
            shaped = all(isinstance(element, dict) for element in elements)
            if len(elements) != len(pairs) or not shaped:
                raise XeroError("bad_answer", Action.UNKNOWN, status=answer.status,
                                correlation_id=answer.correlation_id)  # fmt: skip
        except XeroError as error:
            caught = error
            repeat(lambda: self._settle_error(run, exchange_id, pairs, caught, again))
            if error.action in STOPPING:
                raise
            return
        refused = repeat(lambda: self._settle(run, exchange_id, pairs, elements, answer))
        if refused:
            self._take_over(run, client, refused)

    def _read_exchange(self, run, exchange_id):
        with self._unit(run.setting_id) as service:
            exchange = service.env["xero.exchange"].sudo().browse(exchange_id)
            return (
                exchange.method, exchange.path, exchange.query or {}, exchange.body,
                exchange.idempotency_key,
            )  # fmt: skip

    def _settle_error(self, run, exchange_id, pairs, error, again=False):
        """The call as a whole failed: unknown, to be repeated, or Xero cannot read one of them.

        What was unknown before stays unknown, whatever stopped the second try: a limit says nothing
        about the first one.
        """
        with run.trial(), self._unit(run.setting_id) as service:
            exchange = service.env["xero.exchange"].sudo().browse(exchange_id)
            for pair in pairs:
                run.settle(pair, "deferred", error.message, service._odoo_model)
            if error.action is Action.UNKNOWN or again:
                service._keep_unknown(exchange, error)
            else:
                exchange._settle("failed", error.status or 0, error.correlation_id)
                service._settle_not_done(run, exchange, pairs, error)
            service._note_progress(run)

    def _keep_unknown(self, exchange, error):
        """Nobody knows whether Xero did it: the next run asks again, or looks.

        Xero caches an error with its key (FACTS 4.4), so asking again would tell nothing then.
        """
        seconds = max(PATIENCE_SECONDS, int(error.retry_after or 0))
        until = fields.Datetime.now() + timedelta(seconds=seconds)
        answered = error.status is not None and error.action in (Action.UNKNOWN, Action.QUARANTINE)
        exchange.write(
            {
                "state": "unknown",
                "look_up": exchange.look_up or answered,
                "lease_until": until,
                "status": error.status or 0,
                "correlation_id": error.correlation_id,
            }
        )
        exchange.outbox_ids.write({"lease_until": until, "error": error.message})
        self._wake("push", at=until + timedelta(seconds=1))

    def _settle_not_done(self, run, exchange, pairs, error):
        if error.action is Action.QUARANTINE and len(pairs) == 1:
            self._refuse_pair(pairs[0], [error.message], error.reason, error.payload)
            self._quarantine(run, pairs[0])
            exchange.outbox_ids.unlink()
        elif error.action is Action.QUARANTINE:
            # Refused as a whole: each goes by itself, so that only the bad one reaches a person.
            exchange.outbox_ids._release(error.message, wait=0, alone=True, count=False)
        else:
            self._release(run, pairs, error)

    def _settle(self, run, exchange_id, pairs, elements, answer):
        """Store the answer, element by element, by position (FACTS 4.2).

        :rtype: list[Pair] -- creations refused because Xero has such a record already
        """
        with run.trial(), self._unit(run.setting_id) as service:
            exchange = service.env["xero.exchange"].sudo().browse(exchange_id)
            for pair, sent in zip(pairs, exchange.pairs, strict=True):
                # An attempt to store this that was rolled back has given new records their id.
                pair.xero_id = sent["xero_id"]
            exchange._settle("settled", answer.status, answer.correlation_id, answer.bytes_in)
            refused = service._settle_elements(run, pairs, elements)
            held = [row_id for pair in refused for row_id in pair.outbox_ids]
            exchange.outbox_ids.filtered(lambda row: row.id not in held).unlink()
            service._note_progress(run)
            return refused

    def _settle_elements(self, run, pairs, elements):
        done, refused = [], []
        for pair, element in zip(pairs, elements, strict=True):
            pair.refusal = None
            messages = element_errors(element)
            created = not pair.xero_id
            xero_id = element.get(self._xero_key)
            failed = element.get("StatusAttributeString") == "ERROR" or xero_id == ZERO_ID
            failed = failed or not (xero_id or pair.xero_id)
            if failed or (messages and (created or element.get("HasValidationErrors"))):
                messages = messages or [_("Xero gave no reason.")]
                reason = classify_message(messages[0])
                self._refuse_pair(pair, messages, reason, element)
                if created and pair.refusal["reason"] in ("duplicate", "duplicate_number"):
                    refused.append(pair)
                else:
                    self._quarantine(run, pair)
                continue
            try:
                pair.payload, pair.xero = element, self._plain_xero(element)
                pair.xero_at = self._xero_time(element)
            except WrongShape as error:
                pair.refuse("wrong_shape", self._sentence_wrong_shape(pair, error))
                self._quarantine(run, pair)
                continue
            key, pair.xero_id = pair.key, xero_id or pair.xero_id
            run.rename(key, pair)
            pair.outcome = "created" if created else "updated"
            done.append(pair)
        self._agree(done, answered=True)
        self._after_push(done)
        good = [pair for pair in done if not pair.refusal]
        for pair in done:
            if pair.refusal:
                self._quarantine(run, pair)
            else:
                moved = pair.merged.to_xero if pair.merged else {}
                run.settle(pair, pair.outcome, self._note_of(pair, moved), self._odoo_model)
        self._heal(good)
        return refused

    def _agree(self, pairs, answered=False):
        """Store links with what Xero answered; a field before a person keeps its old agreed value.

        :param bool answered: Xero just answered a write. What it made of a value we sent (cut,
            spelled otherwise) goes to Odoo with the next import; sending ours again would never
            end.
        """
        fields_both = [f for f in self._declared() if f.owner == "both" and f.kind != "body"]
        rows = []
        for pair in pairs:
            pending = list(pair.merged.conflicts) if pair.merged else []
            sent = pair.merged.to_xero if answered and pair.merged else {}
            if answered and pair.seen is not None:
                # Somebody changed it in Xero meanwhile; Odoo has yet to hear of it.
                pending += [f.name for f in self._declared()
                            if f.owner == "both" and f.name in pair.seen and f.name not in sent
                            and pair.xero.get(f.name) != pair.seen[f.name]]  # fmt: skip
            agreed = agreed_after(self._declared(), pair.agreed, pair.xero, pending)
            agreed.update({f.name: sent[f.name] for f in fields_both if f.name in sent})
            rows.append(self._link_row(pair, agreed))
        self._store_links(rows)

    def _refuse_pair(self, pair, messages, reason, payload):
        pair.refuse(
            REASON_OF.get(reason, "refused"),
            _(
                "Xero did not accept %(name)s: %(messages)s",
                name=pair.name,
                messages=" ".join(messages),
            ),
            payload=json.loads(json.dumps(payload, default=str)) if payload else None,
        )

    def _take_over(self, run, client, pairs):
        """Creations refused as duplicates: find the record in Xero.

        The entity says whether it is the same.

        :raises XeroError: Xero cannot be asked now; the records wait, and nobody is asked instead
        """
        try:
            found = self._adopt(run, client, pairs)
        except XeroError as error:
            if error.action is not Action.QUARANTINE:
                self._give_back(run, pairs, error)
                raise
            found = {}
        repeat(lambda: self._store_found(run, pairs, found))

    def _store_found(self, run, pairs, found):
        """Pair what was found in Xero; what was not, or is another record's there, is a question.

        :param dict found: pair key -> payload
        """
        with run.trial(), self._unit(run.setting_id) as service:
            ids = {key: payload.get(self._xero_key) for key, payload in found.items()}
            ids = {key: xero_id for key, xero_id in ids.items() if isinstance(xero_id, str)}
            links = service.env["xero.link"].sudo()._of_xero(
                service._setting.connection_id, self._xero_entity, ids.values()
            )
            rows = service.env["xero.outbox"].sudo()
            for pair in pairs:
                xero_id = ids.get(pair.key)
                link = links.get(xero_id)
                if xero_id and not (link and link.active and link.res_id):
                    service._pair_with(pair, xero_id, self._xero_name(found[pair.key]))
                    run.settle(pair, "deferred", _("found in Xero"), self._odoo_model)
                else:
                    service._quarantine(run, pair)
                mine = rows.browse(pair.outbox_ids).exists()
                if pair.wait:
                    mine._release(wait=pair.wait)
                else:
                    mine.unlink()
            service._note_progress(run)
