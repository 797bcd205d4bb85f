import logging
from datetime import timedelta

from odoo import _, fields, models

from ..services.transaction import own
from ..xero.client import Client, Meter
from ..xero.errors import Action, XeroError
from ..xero.scopes import FEATURES, scopes_for
from . import compat
from .xero_authorisation_token import FRESH_FOR

_logger = logging.getLogger(__name__)

SAFETY = timedelta(seconds=10)


class TokenSource:
    """The token of one client: asked for once and kept until it runs out or Xero refuses it.

    A job's own transaction does not see what a refresh committed beside it, so it would ask the
    database again for every call.
    """

    def __init__(self, authorisation, payroll):
        self._authorisation = authorisation
        self._payroll = payroll
        self._token = None
        self._until = None
        self._refused = None

    def __call__(self):
        now = fields.Datetime.now()
        if self._token is None or now > self._until:
            self._token = self._authorisation._access_token(self._payroll, self._refused)
            expires = self._authorisation.sudo().access_expires_at
            # In an older snapshot the expiry may be that of the token before; a token that was just
            # handed out is good for two minutes in any case.
            self._until = max(expires or now, now + 2 * FRESH_FOR) - FRESH_FOR - SAFETY
            self._refused = None
        return self._token

    def heard(self, headers, status):
        """Take note of an answer: after a plain 401 the same token is not offered again."""
        lacks_scope = "insuffic" in (headers.get("www-authenticate") or "").lower()
        if status == 401 and not lacks_scope:
            self._refused, self._token = self._token, None


class XeroConnection(models.Model):
    """How jobs reach Xero through a connection, and what becomes of it when they cannot."""

    _inherit = "xero.connection"

    def _xero_client(self, meter=None, payroll=False, bulk=False):
        """A client for one job on this organisation.

        :param xero.client.Meter meter: counts the job's calls and bytes
        :param bool payroll: payroll work; accounting work cannot load a payroll token
        :param bool bulk: bulk work leaves a share of the limits to people
        :rtype: xero.client.Client
        :raises XeroError: (RECONNECT) there is no consent for this kind of work
        """
        self.ensure_one()
        row = self.sudo()
        consent = row.authorisation_id
        if payroll and row.payroll_separate:
            consent = row.payroll_authorisation_id
            if consent.state != "live":
                raise XeroError(
                    "scope_missing",
                    Action.STOP,
                    message=_("Payroll is not connected. Press Connect payroll on the connection."),
                )
        if not consent or not row.tenant_id:
            raise XeroError("reconnect", Action.RECONNECT)
        source = TokenSource(consent, payroll)
        quota, tenant = self.env["xero.call.quota"].sudo(), row.tenant_id

        def feedback(headers, status):
            source.heard(headers, status)
            quota._feedback(tenant, headers, status)

        return Client(
            compat.servers(self.env),
            tenant,
            source,
            meter=meter or Meter(),
            gate=lambda kind: quota._gate(tenant, kind, bulk),
            feedback=feedback,
        )

    def _live(self, feature=None):
        """May this connection sync now? False as well on what looks like a copy of the database.

        :param str feature: of xero.scopes.FEATURES; without one, what everything needs
        :rtype: bool
        """
        self.ensure_one()
        row = self.sudo()
        if row._lacks(feature or "settings"):
            return False
        if row.state not in ("live", "permission") or not row.active:
            return False
        if row.authorisation_id.state != "live":
            return False
        try:
            for consent in row.authorisation_id | row.payroll_authorisation_id:
                consent._refuse_copy()
        except XeroError:
            return False
        return True

    def _lacks(self, feature):
        """The permissions of a feature that are known to be missing.

        :param str feature: of xero.scopes.FEATURES
        :rtype: list[str]
        """
        lacking = (self.sudo().missing_scopes or "").split()
        return [scope for scope in scopes_for([feature]) if scope in lacking]

    def _note_missing(self, missing):
        """Keep which permissions are missing: only what needs one of them stops, and the connection
        as a whole when it is the one that everything needs.

        :param missing: scopes
        """
        stopped = set(missing).intersection(FEATURES["settings"])
        self._set_state(
            "permission" if stopped else "live", missing_scopes=" ".join(missing) or False
        )

    # -- what errors do to the connection --------------------------------------------------------

    def _settle_error(self, error, feature=None):
        """Move the connection to the state an error of Xero's means, in a transaction of its own.

        Errors that pass by themselves change nothing.

        :param xero.errors.XeroError error: what a call ended with
        :param str feature: what the call was for; names the permission when Xero does not
        """
        self.ensure_one()
        if error.action is Action.RECONNECT:
            with own(self.env) as env:
                self.with_env(env).sudo()._settle_reconnect(error)
        elif error.action is Action.RECONSENT:
            with own(self.env) as env:
                self.with_env(env).sudo()._settle_permission(feature)
        elif error.reason == "rate_day":
            with own(self.env) as env:
                self.with_env(env).sudo()._settle_day_limit()
        self.invalidate_recordset()

    def _settle_reconnect(self, error):
        payroll_only = self.payroll_separate and self.payroll_authorisation_id.state != "live"
        if payroll_only and self.authorisation_id.state == "live":
            # The payroll consent has ended; its activity is there, and accounting goes on.
            return
        if self.state not in ("live", "permission"):
            return
        self._set_state("reconnect")
        if error.reason == "not_connected":
            sentence = _(
                "%(name)s is no longer connected to the app in Xero: somebody disconnected it "
                "there. Nothing is lost; press Reconnect to go on.",
                name=self.name,
            )
        else:
            sentence = error.message
        self._ask_manager(_("Reconnect to Xero"), sentence)

    def _settle_permission(self, feature):
        """Name the scope that is missing; the feature's own when Xero took one away silently."""
        if self.state not in ("live", "permission"):
            return
        known = (self.missing_scopes or "").split()
        missing = list(dict.fromkeys([*known, *self._missing_scopes()]))
        base, needed = FEATURES["settings"], FEATURES.get(feature or "settings", ())
        if not set(missing).intersection(needed):
            missing += [scope for scope in needed if scope not in base] or needed
        if missing == known:
            return
        self._note_missing(missing)
        self._ask_manager(
            _("Update permissions in Xero"),
            _(
                "Xero refuses a call because a permission is missing: %(scopes)s (needed for "
                "%(features)s). Press Update permissions.",
                scopes=self.missing_scopes,
                features=self.missing_features or feature,
            ),
        )

    def _settle_day_limit(self):
        self._ask_manager(
            _("Xero's calls for today are used up"),
            _(
                "The sync of %(name)s goes on by itself when Xero resets the limit. If this "
                "happens often, run some syncs less often.",
                name=self.name,
            ),
        )

    def _set_state(self, state, **values):
        """Change the state of connections; what depends on it is cached by the sync settings."""
        for row in self.sudo():
            changed = {**values, "state": state}
            if state != "permission":
                changed.setdefault("missing_scopes", False)
            row.write(changed)
            _logger.info("xero.connection %s is now %s", row.id, state)
        self.env.registry.clear_cache()

    def _ask_manager(self, summary, note):
        """One activity for the connection's manager; none is made twice with the same title."""
        self.ensure_one()
        row = self.sudo()
        if summary in row.activity_ids.mapped("summary"):
            return
        group = self.env.ref("xero_connector.group_manager")
        users = group.sudo()[compat.GROUP_USERS].filtered(
            lambda user: user.active and row.company_id in user.company_ids
        )
        user = row.user_id if row.user_id in users else users[:1]
        row.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=summary,
            note=note,
            user_id=(user or row.user_id).id,
        )

    def _close_activities(self):
        """The connection works again: nobody needs to do what was asked before."""
        self.sudo().activity_ids.filtered("automated").unlink()
