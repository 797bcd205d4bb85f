import logging

from odoo import _, api, fields, models

from ..services.transaction import CONCURRENCY_ERRORS, own
from ..xero.client import Client
from ..xero.errors import Action, XeroError
from . import compat

_logger = logging.getLogger(__name__)


class XeroConnection(models.Model):
    """Disconnecting, and the small things a connection needs done beside the syncs."""

    _inherit = "xero.connection"

    def _disconnect(self):
        """Stop at once; the worker that is woken tells Xero and then forgets the tokens.

        Links, mappings and settings stay, so that the same organisation can go on later.
        """
        for row in self.sudo():
            row.write({"ending_connection_id": row.xero_connection_id, "xero_connection_id": False})
            row._set_state("disconnected")
            row._close_activities()
        self._wake_chores()

    def _finish_disconnect(self):
        """Tell Xero, then wipe the token set when its last organisation has gone.

        :raises XeroError: Xero could not be told yet; the next run does it, with the same tokens
        """
        self.ensure_one()
        row = self.sudo()
        consents = row.authorisation_id | row.payroll_authorisation_id
        try:
            row._delete_at_xero()
        except XeroError as error:
            if error.action not in (Action.RETRY, Action.WAIT, Action.UNKNOWN):
                with own(self.env) as env:
                    row.with_env(env)._say_still_connected(error)
            raise
        with own(self.env) as env:
            row.with_env(env).write({"ending_connection_id": False})
            row.with_env(env)._close_activities()
            consents.with_env(env)._forget_if_unused()
        self.invalidate_recordset()

    def _delete_at_xero(self):
        """Disconnect there; gone already, or a consent that has ended, is as good.

        :raises XeroError: the app stays connected in Xero, as far as anybody knows
        """
        try:
            token = self.authorisation_id._access_token()
        except XeroError as error:
            if error.action is not Action.RECONNECT:
                raise
            _logger.info("xero.connection %s: the consent has ended", self.id)
            return
        try:
            Client(compat.servers(self.env), "", lambda: token).delete_connection(
                self.ending_connection_id
            )
        except XeroError as error:
            if error.action is not Action.RECONNECT and error.status not in (403, 404):
                raise
            _logger.info("xero.connection %s was gone at Xero: %s", self.id, error.reason)

    def _say_still_connected(self, error):
        self._ask_manager(
            _("Disconnect in Xero"),
            _(
                "%(name)s is disconnected here, but Xero could not be told: %(error)s It is tried "
                "again by itself; to be sure, disconnect the app in Xero under Settings, Connected "
                "apps.",
                name=self.name,
                error=error.message,
            ),
        )

    @api.model
    def _cron_chores(self):
        """Finish disconnecting; read the facts of organisations asked for, or older than a day.

        Never raises: an exception would lose the triggers that are waiting (STYLE 3.5, T17).
        """
        everyone = self.sudo().with_context(active_test=False)
        for row in everyone.search([("ending_connection_id", "!=", False)]):
            row._chore(row._finish_disconnect)
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        stale = ["|", ("facts_wanted", "=", True), ("refreshed_at", "<", yesterday)]
        for row in self.sudo().search([("state", "=", "live"), *stale]):
            if row._live():
                row._chore(row._read_facts)
        self.env["xero.authorisation"]._cron_keep_alive()

    def _chore(self, work):
        try:
            work()
        except XeroError as error:
            self._settle_error(error, "settings")
            _logger.info("xero.connection %s: %s is done later", self.id, error.reason)
        except CONCURRENCY_ERRORS:
            _logger.info("xero.connection %s: another worker was faster", self.id)
