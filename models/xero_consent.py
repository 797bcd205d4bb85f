import secrets
from datetime import timedelta

from odoo import Command, _, api, fields, models, tools
from odoo.exceptions import UserError

from ..services.transaction import own
from ..xero.client import Client
from ..xero.errors import XeroError
from ..xero.oauth import challenge, new_verifier
from . import compat
from .xero_secret import SecretUnreadable

CONSENT_PATIENCE = timedelta(minutes=10)


class XeroConsent(models.Model):
    """One walk to Xero's consent page and back. Its state works once, for one user, ten minutes."""

    _name = "xero.consent"
    _description = "Walk to Xero's consent page"

    authorisation_id = fields.Many2one("xero.authorisation", required=True, ondelete="cascade")
    connection_id = fields.Many2one("xero.connection", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    payroll = fields.Boolean(help="Only the payroll consent of the connection is meant.")
    begun_for = fields.Integer(help="The consent row the state was signed for.")
    nonce = fields.Char(groups="base.group_system")
    verifier_cipher = fields.Text(groups="base.group_system")
    redirect_uri = fields.Char(required=True)
    scopes = fields.Text(required=True)
    expires_at = fields.Datetime(required=True)
    used_at = fields.Datetime()
    auth_event_id = fields.Char()
    offered = fields.Json(help="The organisations the consent reaches.")

    @api.model
    def _begin(self, connection, authorisation, wanted, payroll=False):
        """Start a walk.

        :param connection: xero.connection the organisation will be bound to
        :param authorisation: xero.authorisation that will hold the tokens
        :param wanted: scopes to ask for
        :return: str, the address of Xero's consent page; open it top-level
        :raises UserError: no secret_key, or no client secret that can be read
        """
        nonce, verifier = secrets.token_urlsafe(32), new_verifier()
        consent = self.sudo().create(
            {
                "authorisation_id": authorisation.id,
                "begun_for": authorisation.id,
                "connection_id": connection.id,
                "user_id": self.env.uid,
                "payroll": payroll,
                "nonce": nonce,
                "verifier_cipher": self.env["xero.secret"]._encrypt(verifier, _place(nonce)),
                "redirect_uri": authorisation.app_id.redirect_url,
                "scopes": " ".join(wanted),
                "expires_at": fields.Datetime.now() + CONSENT_PATIENCE,
            }
        )
        try:
            oauth = authorisation.sudo()._oauth()
        except XeroError as error:
            raise UserError(error.message) from error
        state = f"{consent.id}.{nonce}.{consent._signature()}"
        return oauth.authorize_url(consent.redirect_uri, wanted, state, challenge(verifier))

    def _signature(self):
        row = self.sudo()
        message = (row.id, row.begun_for, row.user_id.id, row.nonce)
        return tools.misc.hmac(self.env(su=True), "xero_connector.consent", message)

    @api.model
    def _consume(self, state):
        """Accept the state that came back from Xero, for the first and last time.

        :param str state: as :meth:`_begin` sent it
        :return: xero.consent (sudo)
        :raises UserError: forged, used, expired, or begun by another user
        """
        number, _dot, _rest = (state or "").partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise UserError(self._forged())
        with own(self.env, read_committed=True) as env:
            env.cr.execute(
                "SELECT id FROM xero_consent WHERE id = %s FOR NO KEY UPDATE", [int(number)]
            )
            consent = self.with_env(env).sudo().browse(int(number)).exists()
            consent.invalidate_recordset()
            refusal = consent._refusal(state)
            if consent and not refusal:
                consent.used_at = fields.Datetime.now()
        if refusal:
            raise UserError(refusal)
        return self.sudo().browse(int(number))

    def _refusal(self, state):
        """Why a state is not accepted, as a sentence; None when it is.

        An unknown row, a wrong signature and another user's state all read the same, so that the
        answer helps nobody who tries.
        """
        if not self:
            return self._forged()
        expected = f"{self.id}.{self.nonce}.{self._signature()}"
        if not tools.consteq(expected, state) or self.user_id.id != self.env.uid:
            return self._forged()
        if self.used_at:
            return _("This answer of Xero's was used before. Press Connect once more.")
        if self.expires_at < fields.Datetime.now():
            return _("More than 10 minutes passed since you pressed Connect. Press it once more.")
        return None

    @api.model
    def _forged(self):
        return _(
            "This answer does not belong to a connection you started. Nothing was changed. To "
            "connect, open Xero in Odoo and press Connect there."
        )

    # -- after the walk ----------------------------------------------------------------------------

    def _finish(self, code):
        """Trade the code for tokens, store them, look which organisations they reach.

        Each step is committed on its own, because Xero takes a code only once.

        :param str code: from the callback
        :raises UserError: with a sentence and the way out
        """
        try:
            verifier = self.env["xero.secret"]._decrypt(self.verifier_cipher, _place(self.nonce))
            tokens = self.authorisation_id._oauth().exchange_code(code, self.redirect_uri, verifier)
        except SecretUnreadable as error:
            raise UserError(
                _("The server's secret_key changed while you were at Xero. Press Connect again.")
            ) from error
        except XeroError as error:
            raise UserError(
                _("Xero did not accept the answer. Press Connect once more. (%s)", error.message)
            ) from error
        self._keep(tokens)

    def _keep(self, tokens):
        """Store the tokens, then read and store the list of organisations.

        :param xero.token_set.TokenSet tokens: fresh from Xero
        """
        with own(self.env) as env:
            consent = self.with_env(env)
            begun = consent.authorisation_id
            consent.authorisation_id = begun._accept(tokens)
            if begun != consent.authorisation_id and begun.state == "waiting":
                begun.unlink()
            consent.write({"auth_event_id": tokens.auth_event_id, "verifier_cipher": False})
        self._look(tokens.access_token, tokens.auth_event_id)

    def _look(self, access_token, auth_event_id=""):
        client = Client(compat.servers(self.env), "", lambda: access_token)
        try:
            rows = _organisations(client.connections(auth_event_id))
            if not rows and auth_event_id:
                # An organisation that was connected before may keep its first consent's id
                # (FACTS 1.3), so the list of this consent alone can be empty.
                rows = _organisations(client.connections())
        except XeroError as error:
            raise UserError(
                _("Xero did not say which organisations were chosen. (%s)", error.message)
            ) from error
        with own(self.env) as env:
            self.with_env(env).offered = rows

    def _arrive(self):
        """Bind the organisation when there is nothing to choose, else let the person choose.

        The first of several is never taken by itself (FACTS 1.3); one that this connection had
        before goes on without a question.

        :return: dict, the window action to show next
        :raises UserError: the consent reaches no organisation
        """
        with own(self.env) as env:
            consent = self.with_env(env)
            consent.invalidate_recordset()
            connection = consent.connection_id
            offered = consent.offered or []
            known = [row for row in offered if row["tenantId"] == connection.tenant_id]
            single = known or (offered if len(offered) == 1 else [])
            take = single and not connection._why_not(single[0]["tenantId"], consent.payroll)
            choice = None if take or not offered else consent._choice()
            choice_id = choice and choice.id
            connection_id = connection.id
        if not offered:
            raise UserError(
                _(
                    "No organisation was chosen in Xero. Press Connect once more and choose one on "
                    "Xero's page."
                )
            )
        if take:
            connection = self.env["xero.connection"].browse(connection_id)
            connection._bind(self, single[0])
            return connection._arrival()
        return {
            "type": "ir.actions.act_window",
            "name": _("Choose the Xero organisation"),
            "res_model": "xero.organisation.choice",
            "res_id": choice_id,
            "view_mode": "form",
        }

    def _choice(self):
        lines = [
            Command.create(
                {
                    "name": row["tenantName"],
                    "tenant_id": row["tenantId"],
                    "note": self.connection_id._why_not(row["tenantId"], self.payroll),
                }
            )
            for row in self.offered
        ]
        return (
            self.env["xero.organisation.choice"]
            .with_user(self.user_id)
            .create({"consent_id": self.id, "line_ids": lines})
        )

    @api.model
    def _without_walk(self, connection, authorisation, wanted):
        """The row of a custom connection, which has no consent page."""
        return self.sudo().create(
            {
                "authorisation_id": authorisation.id,
                "connection_id": connection.id,
                "user_id": self.env.uid,
                "redirect_uri": authorisation.app_id.redirect_url,
                "scopes": " ".join(wanted),
                "expires_at": fields.Datetime.now() + CONSENT_PATIENCE,
                "used_at": fields.Datetime.now(),
            }
        )

    @api.autovacuum
    def _gc_old(self):
        self.search([("expires_at", "<", fields.Datetime.now() - timedelta(days=1))]).unlink()


def _place(nonce):
    return f"xero.consent/{nonce}"


def _organisations(rows):
    """The organisations in Xero's list; what is not one, or is malformed, is left out.

    :param list rows: dicts as GET /connections sends them
    """
    found = []
    for row in rows:
        names = ("id", "tenantId", "tenantName")
        if row.get("tenantType") == "ORGANISATION" and all(
            isinstance(row.get(name), str) and row[name] for name in names
        ):
            found.append({name: row[name] for name in names})
    return found
