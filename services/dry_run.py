"""The dry run of a set-up: what the first run of each sync would do to its first records.

Xero is read as that run reads it; pairing, merging and planning are the engine's own, in
transactions that are rolled back. It goes in slices, one sync after the other: what a sync would
pair is kept and put back in each later transaction, so that later syncs find it.
"""

import json
import logging
import time

from odoo import _, fields, models

from ..xero.errors import Action, XeroError
from .dry_run_progress import Look, Progress
from .engine import SLICE_SECONDS
from .transaction import own, repeat

_logger = logging.getLogger(__name__)


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _cron_dry_run(self, seconds=SLICE_SECONDS):
        """Entry point of the dry run's cron; raising would lose its triggers.

        :param float seconds: of a slice; each does one step at least
        """
        deadline = time.monotonic() + seconds
        with own(self.env) as env:
            asked = env["xero.setup"].sudo().search([("dry_run_state", "=", "queued")]).ids
        for number, setup_id in enumerate(asked):
            if number and time.monotonic() >= deadline:
                self._wake_dry_run()
                return
            try:
                self._dry_run(setup_id, deadline)
            except Exception as error:  # A driver must not raise; the page says what happened.
                _logger.exception("xero dry run: set-up %s", setup_id)
                why = self._unexpected(error)
                repeat(lambda i=setup_id, why=why: self._store_dry_run(i, None, why))

    def _dry_run(self, setup_id, deadline):
        """Look at one sync after the other until all are looked at or the slice's time is up."""
        progress = repeat(lambda: self._progress_of(setup_id))
        while progress.left:
            try:
                self._look_on(progress, deadline)
            except XeroError as error:
                repeat(lambda: self._store_progress(setup_id, progress))
                self._dry_run_later(setup_id, error)
                return
            if not repeat(lambda: self._store_progress(setup_id, progress)):
                # Asked for anew meanwhile.
                self._wake_dry_run()
                return
            if progress.left and time.monotonic() >= deadline:
                self._wake_dry_run()
                return
        repeat(lambda: self._store_dry_run(setup_id, progress))

    def _look_on(self, progress, deadline):
        """Look at the next sync, or go on with it; one that cannot be looked at says why.

        :raises XeroError: Xero wants us to wait; what was looked at is noted
        """
        setting = self.env["xero.sync.setting"].sudo().browse(progress.left[0]).exists()
        if not setting:
            progress.left.pop(0)
            return
        service, progress.look = setting._service(), progress.look or Look(setting.id)
        try:
            found = service._look_at(progress, deadline)
        except XeroError as error:
            if error.action == Action.WAIT:
                raise
            setting.connection_id._settle_error(error, service._xero_feature)
            found = {"error": error.message}
        except Exception as error:  # The other syncs are looked at all the same.
            _logger.exception("xero dry run: %s", service._xero_entity)
            found = {"error": self._unexpected(error)}
        if found is not None:
            progress.found[service._xero_entity] = found
            progress.look = None
            progress.left.pop(0)

    # -- what is kept from one slice to the next -------------------------------------------------

    def _progress_of(self, setup_id):
        """How far a dry run has come; begun, when it is asked for anew.

        :rtype: Progress
        """
        with own(self.env) as env:
            row = env["xero.setup"].sudo().browse(setup_id)
            kept = row.dry_run_progress or {}
            if "left" in kept:
                return Progress.of(kept)
            ids = row._dry_run_settings().ids
            return Progress(kept.get("token", ""), ids, all=len(ids))

    def _store_progress(self, setup_id, progress):
        """
        :rtype: bool -- whether it is still this dry run that is asked for
        """
        with own(self.env) as env:
            row = env["xero.setup"].sudo().browse(setup_id).exists()
            if not self._is_asked(row, progress):
                return False
            plain = json.loads(json.dumps(progress.plain(), default=str))
            row.write({"dry_run_progress": plain, "dry_run_place": self._place_of(progress)})
            return True

    def _is_asked(self, row, progress):
        token = (row.dry_run_progress or {}).get("token", "")
        return row.dry_run_state == "queued" and token == progress.token

    def _place_of(self, progress):
        """What the page says of a dry run that is under way.

        :rtype: dict | None -- entity, its number, of how many, records looked at, of how many
        """
        if not progress.left:
            return None
        look = progress.look or Look(progress.left[0])
        setting = self.env["xero.sync.setting"].sudo().browse(look.setting_id).exists()
        counting = look.odoo is not None
        return {
            "entity": setting.entity,
            "number": progress.all - len(progress.left) + 1,
            "all": progress.all,
            "looked": look.counted if counting else look.records,
            "total": look.odoo if counting else max(look.pull.total, look.records),
        }

    def _store_dry_run(self, setup_id, progress, error=""):
        with own(self.env) as env:
            row = env["xero.setup"].sudo().browse(setup_id).exists()
            if row.dry_run_state == "queued" and (error or self._is_asked(row, progress)):
                row._keep_dry_run({} if error else progress.found, error)

    # -- going on --------------------------------------------------------------------------------

    def _wake_dry_run(self):
        with own(self.env) as env:
            env.ref("xero_connector.cron_dry_run").sudo()._trigger()

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
