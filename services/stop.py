"""Runs that end early: why, in a sentence, and when the next one tries again."""

from odoo import _, fields, models

from ..xero.errors import Action
from .transaction import own

# Minutes until the next try, doubled with every run in a row that failed.
FIRST_PAUSE, LONGEST_PAUSE = 2, 60
MOST_FAILURES = 6


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _stop(self, run, error):
        """A run ends early: say why in a sentence, and what happens next."""
        run.finished = False
        if error.action == Action.WAIT:
            seconds = int(error.retry_after or 60)
            run.not_before = fields.Datetime.add(fields.Datetime.now(), seconds=seconds)
            run.detail = _(
                "Xero's limit is reached. The sync goes on by itself at %s UTC.",
                run.not_before.strftime("%Y-%m-%d %H:%M:%S"),
            )
            return
        run.state = "failed"
        run.detail = error.message
        with own(self.env) as env:
            setting = env["xero.sync.setting"].sudo().browse(run.setting_id)
            minutes = env[self._name]._pause_minutes(setting, run.direction)
            setting.connection_id._settle_error(error, self._xero_feature)
        run.not_before = fields.Datetime.add(fields.Datetime.now(), minutes=minutes)

    def _pause_minutes(self, setting, direction):
        """Longer after each failure in a row: a trouble that lasts must not use up Xero's calls.

        :rtype: int
        """
        last = self.env["xero.sync.event"].sudo().search(
            [
                ("connection_id", "=", setting.connection_id.id),
                ("entity", "=", self._xero_entity),
                ("direction", "=", direction),
                ("state", "!=", "running"),
            ],
            order="id desc",
            limit=MOST_FAILURES,
        )
        failures = 0
        for event in last:
            if event.state != "failed":
                break
            failures += 1
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2**failures)

    def _unexpected(self, error):
        return _(
            "An unexpected error stopped this run: %s. Nothing is lost; the next run goes on.",
            str(error)[:200] or type(error).__name__,
        )
