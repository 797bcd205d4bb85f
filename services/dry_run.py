"""The dry run of a set-up: what the first run of each sync would do to its first records.

Xero is read as that run reads it; pairing, merging and planning are the engine's own, all syncs in
their order in one transaction, which is rolled back.
"""

import logging
import time
from dataclasses import dataclass, field

from odoo import _, fields, models

from ..xero.client import Meter
from ..xero.errors import Action, XeroError
from .dry_run_outcome import Direction
from .engine import SLICE_SECONDS
from .run import Run
from .transaction import own, repeat

_logger = logging.getLogger(__name__)

# Pages of a list that are read at most; a page is one call.
MOST_PAGES = 3
# Records of each sync that are shown.
SHOWN = 20


class _RolledBack(Exception):
    """Everything was looked at; nothing of it stays."""


@dataclass
class Look:
    """What was read of one sync: payloads, how many there are in all, and what reading costs."""

    setting_id: int
    service: str
    payloads: list = field(default_factory=list)
    total: int = 0
    whole: bool = True
    calls: int = 0
    bytes: int = 0
    error: str = ""


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _cron_dry_run(self):
        """Entry point of the dry run's cron; raising would lose its triggers."""
        with own(self.env) as env:
            rows = env["xero.setup"].sudo().search([("dry_run_state", "=", "queued")])
            asked = [(row.id, row._dry_run_settings().ids) for row in rows]
        for setup_id, setting_ids in asked:
            try:
                self._dry_run(setup_id, setting_ids)
            except Exception as error:  # A driver must not raise; the page says what happened.
                _logger.exception("xero dry run: set-up %s", setup_id)
                why = self._unexpected(error)
                repeat(lambda i=setup_id, why=why: self._store_dry_run(i, {}, why))

    def _dry_run(self, setup_id, setting_ids):
        """Read each sync's records outside any transaction, then look what would become of them."""
        settings = self.env["xero.sync.setting"].sudo().browse(setting_ids)
        looks = []
        for setting in settings:
            try:
                looks.append(setting._service()._look(setting.id))
            except XeroError as error:
                if error.action == Action.WAIT:
                    self._dry_run_later(setup_id, error)
                    return
                setting.connection_id._settle_error(error, setting._service()._xero_feature)
                looks.append(Look(setting.id, setting._service()._name, error=error.message))
        found = repeat(lambda: self._look_all(looks))
        repeat(lambda: self._store_dry_run(setup_id, found))

    def _dry_run_later(self, setup_id, error):
        """Xero's limit is reached: the dry run goes on by itself, and the page says when."""
        seconds = int(error.retry_after or 60)
        with own(self.env) as env:
            at = fields.Datetime.add(fields.Datetime.now(), seconds=seconds)
            row = env["xero.setup"].sudo().browse(setup_id)
            row.dry_run_note = _(
                "Xero's limit is reached. The dry run goes on by itself at %s UTC.",
                at.strftime("%Y-%m-%d %H:%M:%S"),
            )
            env.ref("xero_connector.cron_dry_run").sudo()._trigger(at)

    def _store_dry_run(self, setup_id, found, error=""):
        with own(self.env) as env:
            row = env["xero.setup"].sudo().browse(setup_id).exists()
            if row.dry_run_state == "queued":
                row._keep_dry_run(found, error)

    # -- reading --------------------------------------------------------------------------------

    def _look(self, setting_id):
        """Read the first pages of what an import of this sync would read.

        :rtype: Look
        :raises XeroError: Xero gives no answer
        """
        setting = self.env["xero.sync.setting"].sudo().browse(setting_id)
        look = Look(setting_id, self._name)
        if not setting.pull:
            return look
        meter = Meter()
        run = Run(setting_id, False, "pull", time.monotonic() + SLICE_SECONDS, meter)
        client = setting.connection_id._xero_client(meter, payroll=self._xero_payroll)
        pages = self.with_context(xero_look=True)._collect(run, client)
        # What webhooks asked for is in the list as well, and says nothing of its length.
        pages = (page for page in pages if page[1] or not page[2])
        for number, (payloads, progress, _inbox) in enumerate(pages, 1):
            walk = progress.get("walk") or {}
            look.payloads += payloads
            look.total = max(look.total, walk.get("total") or 0)
            look.whole = not walk or bool(walk.get("again"))
            if look.whole or number == MOST_PAGES:
                break
        look.total = max(look.total, len(look.payloads))
        share = look.total / len(look.payloads) if look.payloads else 1
        look.calls, look.bytes = _part(meter.calls * share), _part(_bytes(meter) * share)
        return self._look_closer(look, run, client)

    def _look_closer(self, look, run, client):
        """Where each record costs a call of its own, only those that are shown are read."""
        before, carried = run.meter.calls, _bytes(run.meter)
        first = self._details(run, client, look.payloads[:SHOWN])
        calls = run.meter.calls - before
        if calls:
            share = look.total / len(first)
            look.calls += _part(calls * share)
            look.bytes += _part((_bytes(run.meter) - carried) * share)
            look.payloads, look.whole = first, look.total == len(first)
        return look

    # -- looking what would happen ----------------------------------------------------------------

    def _look_all(self, looks):
        """What would become of all that was read; a later sync finds what an earlier one pairs.

        :rtype: dict[str, dict] -- by entity; see :meth:`_look_at`
        """
        found = {}
        try:
            with own(self.env) as env:
                for look in looks:
                    service = self.env[look.service]._as_user(env, look.setting_id)
                    found[service._xero_entity] = service._look_safely(look)
                raise _RolledBack
        except _RolledBack:
            return found

    def _look_safely(self, look):
        """One sync that stops on something unforeseen says so; the others are looked at."""
        if look.error:
            return {"error": look.error}
        try:
            with self.env.cr.savepoint():
                return self._look_at(look)
        except Exception as error:
            _logger.exception("xero dry run: %s", self._xero_entity)
            return {"error": self._unexpected(error)}

    def _look_at(self, look):
        """
        :rtype: dict -- ``pull`` and ``push``, as far as the sync goes there; see
            :meth:`services.dry_run_outcome.Direction.shown`
        """
        setting, found = self._setting, {}
        run = Run(setting.id, False, "pull", time.monotonic() + SLICE_SECONDS, Meter())
        if setting.pull:
            found["pull"] = self._look_at_pull(run, look)
        if setting.push:
            run.direction = "push"
            found["push"] = self._look_at_push(run)
        return found

    def _look_at_pull(self, run, look):
        pairs = self._pairs_of(run, look.payloads, [])
        self._pair(run, pairs)
        self._merge(pairs)
        seen = Direction(total=look.total, whole=look.whole, calls=look.calls, bytes=look.bytes)
        seen.take_pulled(pairs, {declared.name: declared.label for declared in self._declared()})
        self._remember(run, pairs)
        return seen.shown(SHOWN)

    def _remember(self, run, pairs):
        """So that the export, and later syncs, find these as they will after the import."""
        rows = []
        for pair in pairs:
            if pair.refusal:
                self._quarantine(run, pair)
            elif not pair.link:
                # What is made in Odoo has its pair then, and is no other record's.
                row = self._link_row(pair, agreed=None)
                rows.append({**row, "keys": None} if pair.merged and not pair.res_id else row)
        self._store_links(rows)


def _bytes(meter):
    return meter.bytes_in + meter.bytes_out


def _part(number):
    return int(-(-number // 1))
