import logging
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import _, api, fields, models

from ..services.transaction import own
from ..xero.errors import Action, XeroError

_logger = logging.getLogger(__name__)

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Xero forgets a refresh token that nobody used for 60 days (FACTS 1.2); people hear of it at 45.
WARN_BEFORE_EXPIRY = timedelta(days=15)
IDLE_BEFORE_SWEEP = timedelta(days=7)


class XeroAuthorisation(models.Model):
    """One consent: a Xero user allowed one app to act. Several organisations may hang on it."""

    _name = "xero.authorisation"
    _description = "Xero consent"
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    app_id = fields.Many2one("xero.app", required=True, ondelete="restrict", index=True)
    user_id = fields.Many2one(
        "res.users", "Connected by", default=lambda self: self.env.user, readonly=True
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting for consent"),
            ("live", "Live"),
            ("reconnect", "Session expired"),
            ("revoked", "Ended"),
        ],
        required=True,
        default="waiting",
        readonly=True,
    )
    payroll = fields.Boolean(
        "Payroll only",
        readonly=True,
        help="Given by a payroll administrator; accounting work cannot load its token.",
    )
    scopes = fields.Text("Permissions", readonly=True)
    access_expires_at = fields.Datetime("Next token refresh", readonly=True)
    refresh_expires_at = fields.Datetime("Consent lasts until", readonly=True)
    refreshed_at = fields.Datetime("Last refresh", readonly=True)
    xero_user_name = fields.Char("Xero user", readonly=True)
    xero_user_email = fields.Char("Xero user's e-mail", readonly=True)
    xero_userid = fields.Char("Xero user id", readonly=True)
    auth_event_id = fields.Char("Consent id", readonly=True)
    token_cipher = fields.Text(groups="base.group_system", copy=False, readonly=True)
    home_uuid = fields.Char("Database at consent", readonly=True, copy=False)
    home_name = fields.Char("Database name at consent", readonly=True, copy=False)
    home_url = fields.Char("Address at consent", readonly=True, copy=False)
    connection_ids = fields.One2many("xero.connection", "authorisation_id")
    payroll_connection_ids = fields.One2many("xero.connection", "payroll_authorisation_id")

    @api.depends("app_id.name", "xero_user_name")
    def _compute_name(self):
        for row in self:
            row.name = " - ".join(filter(None, [row.app_id.name, row.xero_user_name]))

    # -- copies of the database ----------------------------------------------------------------

    @api.model
    def _this_home(self):
        """What tells this database from a copy of it: its uuid, its name and its address."""
        parameters = self.env["ir.config_parameter"].sudo()
        return {
            "home_uuid": parameters.get_param("database.uuid"),
            "home_name": self.env.cr.dbname,
            "home_url": parameters.get_param("web.base.url"),
        }

    def _is_copy(self):
        """True when the consent was given to another database than this one."""
        self.ensure_one()
        row, here = self.sudo(), self._this_home()
        if not row.home_uuid:
            return False
        return (
            row.home_uuid != here["home_uuid"]
            or row.home_name != here["home_name"]
            or _same_place(row.home_url) != _same_place(here["home_url"])
        )

    def _refuse_copy(self):
        """Stop before the first use of a token when this database looks like a copy.

        :raises XeroError: (STOP) a person has to decide first
        """
        if not self._is_copy():
            return
        with own(self.env) as env:
            stopped = self.with_env(env).sudo()._connections()
            stopped.filtered(lambda c: c.state in ("live", "permission", "reconnect"))._set_state(
                "copy"
            )
        raise XeroError(
            "copy",
            Action.STOP,
            message=_(
                "This database looks like a copy of the one that was connected to Xero, so nothing "
                "is sent. Open the Xero connection and decide: move the connection here, or stay "
                "apart."
            ),
        )

    def _settle_here(self):
        """A person decided that this database is the one that goes on: take the tokens over.

        :return: bool, False when they cannot be read here and somebody has to connect again
        """
        self.ensure_one()
        tokens = self._readable_tokens()
        self.sudo().write(self._this_home())
        if not tokens or self.state != "live":
            self.sudo().state = "reconnect"
            return False
        self._write_tokens(tokens)
        return True

    # -- ends ----------------------------------------------------------------------------------

    def _connections(self):
        """Every connection that uses this consent, archived ones included."""
        everyone = self.sudo().with_context(active_test=False)
        return everyone.connection_ids | everyone.payroll_connection_ids

    def _lose(self, sentence):
        """The consent has ended for good: stop, and ask a manager once to connect again.

        :param str sentence: why, for the activity
        """
        self.ensure_one()
        self.sudo().write({"state": "reconnect", "access_expires_at": False})
        for connection in self._connections().filtered(lambda c: c.state in ("live", "permission")):
            if self.payroll:
                connection._ask_manager(_("Reconnect payroll to Xero"), sentence)
            else:
                connection._set_state("reconnect")
                connection._ask_manager(_("Reconnect to Xero"), sentence)
        _logger.warning("xero.authorisation %s has to be given again", self.id)

    def _accept(self, tokens):
        """Take the tokens of a consent just given.

        One Xero user and one app share one token set (FACTS 1.2), so a consent of somebody who is
        known already renews that row instead of starting a second.

        :param xero.token_set.TokenSet tokens: fresh from Xero
        :return: the xero.authorisation that holds them
        """
        self.ensure_one()
        known = self.sudo().search(
            [
                ("app_id", "=", self.app_id.id),
                ("xero_userid", "=", tokens.user_id),
                ("payroll", "=", self.payroll),
                ("state", "in", ("live", "reconnect")),
            ],
            limit=1,
        )
        keeper = known if tokens.user_id and known else self.sudo()
        keeper.write({**self._this_home(), "user_id": self.env.uid})
        keeper._store_answer(tokens)
        return keeper

    def _forget_if_unused(self):
        """Wipe the tokens of consents on which no connection hangs any more.

        They are not revoked at Xero: that would end every consent of the same user (FACTS 1.2).
        """
        for row in self.sudo():
            ended = [
                connection.state == "disconnected" and not connection.ending_connection_id
                for connection in row._connections()
            ]
            if all(ended):
                row._wipe()

    def _wipe(self, state="revoked"):
        """Forget the token set."""
        self.sudo().write(
            {
                "state": state,
                "token_cipher": False,
                "access_expires_at": False,
                "refresh_expires_at": False,
            }
        )

    # -- the sweep -----------------------------------------------------------------------------

    @api.model
    def _cron_keep_alive(self):
        """Refresh consents that nobody used for a week, and warn 15 days before one runs out."""
        now = fields.Datetime.now()
        rows = self.sudo().search([("state", "=", "live")])
        for row in rows:
            if row.app_id.kind == "web" and (row.refreshed_at or now) < now - IDLE_BEFORE_SWEEP:
                row._keep_alive()
            with own(self.env) as env:
                row.with_env(env).sudo()._warn_of_expiry()

    def _keep_alive(self):
        try:
            self._refreshed_token()
        except XeroError as error:
            # The state and the activity say so to people; the sweep goes on with the others.
            _logger.info("xero.authorisation %s was not refreshed: %s", self.id, error.reason)

    def _warn_of_expiry(self):
        until = self.refresh_expires_at
        if not until or until > fields.Datetime.now() + WARN_BEFORE_EXPIRY:
            return
        for connection in self._connections().filtered(lambda c: c.state == "live"):
            connection._ask_manager(
                _("The consent given in Xero runs out"),
                _(
                    "The consent of %(user)s in Xero could not be renewed for a long time and ends "
                    "on %(day)s. Open the connection and press Reconnect.",
                    user=self.xero_user_name or _("the Xero user"),
                    day=fields.Date.to_string(until.date()),
                ),
            )


def _same_place(url):
    """An address without what may differ on one machine: all loopback names are the same place."""
    parts = urlsplit((url or "").strip())
    if parts.hostname in LOOPBACK:
        return "loopback"
    return (parts.scheme, parts.hostname, parts.port)
