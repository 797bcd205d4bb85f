"""Writes without an answer: send the same bytes again, or look up whether Xero did it after all."""

import logging
from datetime import timedelta, timezone

from odoo import _, fields, models

from ..xero.errors import Action, XeroError
from .merge import Merged
from .run import LEASE_SECONDS, Pair

_logger = logging.getLogger(__name__)

# Xero keeps a key six minutes (FACTS 4.4); after five the same bytes are not sent again.
KEY_MINUTES = 5


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _recover(self, run, client):
        """Take up writes whose worker died or whose answer never came, oldest first."""
        for exchange_id, pairs, since, same_bytes in self._open_exchanges(run):
            try:
                if same_bytes:
                    self._send(run, client, exchange_id, pairs, again=True)
                else:
                    self._look_up(run, client, exchange_id, pairs, since)
            except XeroError:
                raise
            except Exception as error:
                _logger.exception("xero %s push: exchange %s", self._xero_entity, exchange_id)
                run.state, run.detail = "failed", self._unexpected(error)
                if not same_bytes:
                    self._set_aside(run, exchange_id, pairs)
            if run.late():
                return

    def _set_aside(self, run, exchange_id, pairs):
        """Xero's answer cannot be stored, for a reason nobody foresaw: a person looks, others go
        on."""
        with run.trial(), self._unit(run.setting_id) as service:
            exchange = service.env["xero.exchange"].sudo().browse(exchange_id)
            exchange._settle("failed", exchange.status)
            for pair in pairs:
                pair.refuse(
                    "gave_up",
                    _(
                        "%(name)s was sent to Xero, but what became of it could not be stored: "
                        "%(error)s Look for it in Xero, then choose Retry.",
                        name=pair.name,
                        error=run.detail,
                    ),
                )
                service._quarantine(run, pair)
            exchange.outbox_ids.unlink()
            service._note_progress(run)

    def _open_exchanges(self, run):
        with self._unit(run.setting_id) as service:
            now = fields.Datetime.now()
            connection = service._setting.connection_id
            domain = [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._xero_entity),
                ("lease_until", "<", now),
            ]
            # Claimed, but nothing was written down to send: nothing can have reached Xero.
            orphans = service.env["xero.outbox"].sudo().search(
                [
                    *domain,
                    ("state", "=", "sending"),
                    "|",
                    ("exchange_id", "=", False),
                    ("exchange_id.state", "in", ("settled", "failed")),
                ]
            )
            orphans._release(wait=0, count=False)
            found = service.env["xero.exchange"].sudo().search(
                [*domain, ("state", "in", ("sending", "unknown"))], order="id"
            )
            taken = []
            for exchange in found:
                young = now - exchange.first_sent_at < timedelta(minutes=KEY_MINUTES)
                exchange.lease_until = now + timedelta(seconds=LEASE_SECONDS)
                exchange.outbox_ids.write({"lease_until": exchange.lease_until})
                pairs = [service._pair_again(row) for row in exchange.pairs]
                taken.append(
                    (exchange.id, pairs, exchange.first_sent_at, young and not exchange.look_up)
                )
            run.collect([pair for row in taken for pair in row[1]])
            service._note_progress(run)
            return taken

    def _pair_again(self, row):
        """A pair as the exchange remembers it."""
        link = self.env["xero.link"].sudo()._of_xero(
            self._setting.connection_id, self._xero_entity, [row["xero_id"]]
        ).get(row["xero_id"])  # fmt: skip
        return Pair(
            res_id=row["res_id"], xero_id=row["xero_id"], outbox_ids=row["outbox_ids"],
            name=row["name"], agreed=(link.agreed or None) if link else None,
            natural=row["natural"], seen=row["seen"],
            merged=Merged(to_xero=row["sent"], conflicts=row["pending"]),
        )  # fmt: skip

    def _look_up(self, run, client, exchange_id, pairs, since):
        """Whether Xero did it after all: by natural key, among what changed since the first try."""
        found = {}
        moment = (since - timedelta(minutes=10)).replace(tzinfo=timezone.utc)
        for page in self._read_pages(client, moment):
            for payload in page.records:
                found.setdefault(self._natural_key(payload), payload)
        # Without a natural key nothing can be recognised.
        found.pop(None, None)
        with run.trial(), self._unit(run.setting_id) as service:
            exchange = service.env["xero.exchange"].sudo().browse(exchange_id)
            service._without_taken(found)
            there = [pair for pair in pairs if not pair.xero_id and pair.natural in found]
            service._settle_elements(run, there, [found[pair.natural] for pair in there])
            settled = {row_id for pair in there for row_id in pair.outbox_ids}
            rows = exchange.outbox_ids
            unanswered = exchange.state == "unknown"
            exchange._settle("settled" if there else "failed", exchange.status)
            rows.filtered(lambda row: row.id in settled).unlink()
            # What is not there was not done; an update is planned again from what is there now.
            if unanswered:
                left = [pair for pair in pairs if not settled.issuperset(pair.outbox_ids)]
                answered = bool(exchange.status)
                error = XeroError(
                    "server_error" if answered else "no_answer",
                    Action.RETRY,
                    retry_after=None if answered else 0,
                )
                service._release(run, left, error, alone=answered)
            else:
                rows.exists()._release(wait=0, count=False)
            service._note_progress(run)

    def _without_taken(self, found):
        """Leave out what is another Odoo record's already: the same name need not be the same one.

        :param dict found: natural key -> payload
        """
        ids = [payload.get(self._xero_key) for payload in found.values()]
        links = self.env["xero.link"].sudo()._of_xero(
            self._setting.connection_id, self._xero_entity, [i for i in ids if isinstance(i, str)]
        )
        for key, payload in list(found.items()):
            link = links.get(payload.get(self._xero_key))
            if link and link.active and link.res_id:
                del found[key]
