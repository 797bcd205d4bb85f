"""Whose turn it is: one worker at a time runs a sync in one direction."""

from datetime import timedelta

from odoo import fields, models

from .transaction import own

# How soon a worker that found another one at work looks again.
TURN_SECONDS = 10


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _take_turn(self, setting_id, direction):
        """Whether this worker may run the setting now; if not, its cron is woken again soon.

        Each entity has a cron of its own, but an export of invoices runs the contacts as well. The
        lock is on the driver's cursor: it ends with its transaction, also when the process dies.

        :rtype: bool
        """
        self.env.cr.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
            [f"xero_connector run {direction}", setting_id],
        )
        if self.env.cr.fetchone()[0]:
            return True
        with own(self.env) as env:
            soon = fields.Datetime.now() + timedelta(seconds=TURN_SECONDS)
            env[self._name]._wake(direction, at=soon)
        return False
