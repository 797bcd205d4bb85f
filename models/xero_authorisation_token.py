from datetime import timedelta

from odoo import _, fields, models
from odoo.exceptions import AccessError

from ..services.transaction import own
from ..xero.errors import Action, XeroError
from ..xero.oauth import OAuth
from . import compat
from .xero_secret import SecretUnreadable

# A token with less left is renewed before a call rather than during it.
FRESH_FOR = timedelta(minutes=2)
# FACTS 1.2: an unused refresh token lives 60 days; the one before the last works for 30 minutes.
CONSENT_LIFE = timedelta(days=60)
GRACE = timedelta(minutes=30)


class XeroAuthorisation(models.Model):
    """The token set of a consent: read by one method, renewed by one worker at a time."""

    _inherit = "xero.authorisation"

    def _access_token(self, payroll=False, refused=None):
        """A token that works now, renewed when it has less than two minutes left.

        :param bool payroll: the call is payroll work; a payroll consent answers nothing else
        :param str refused: a token Xero has just refused although its time was not up
        :rtype: str
        :raises XeroError: RECONNECT when the consent has ended, STOP when this is a copy of the
            database, RETRY or WAIT when Xero's identity server cannot answer now
        :raises AccessError: accounting work asked for a payroll consent
        """
        self.ensure_one()
        row = self.sudo()
        if row.payroll and not payroll:
            raise AccessError(_("Accounting work cannot use the consent given for payroll."))
        row._refuse_copy()
        if row.state == "live":
            tokens = row._readable_tokens()
            if row._is_fresh(tokens, refused):
                return tokens["access_token"]
        return row._refreshed_token(refused)

    def _refreshed_token(self, refused=None):
        """Renew the token set under the row's lock and commit it before anybody uses it.

        In this READ COMMITTED transaction a worker that waited for the lock sees what the one
        before it stored, and finds nothing left to do (STYLE 3.7).

        :raises XeroError: as :meth:`_access_token`
        """
        self.ensure_one()
        self._refuse_copy()
        with own(self.env, read_committed=True) as env:
            row = self.with_env(env).sudo()
            env.cr.execute(
                "SELECT id FROM xero_authorisation WHERE id = %s FOR NO KEY UPDATE", [self.id]
            )
            row.invalidate_recordset()
            token, error = row._renew(refused)
        self.invalidate_recordset()
        if error:
            raise error
        return token

    def _renew(self, refused):
        """What happens while the row is locked.

        :return: (token, None) or (None, XeroError); an error is returned, not raised, so that the
            state it left behind is committed
        """
        tokens = self._readable_tokens() if self.state == "live" else None
        if self._is_fresh(tokens, refused):
            return tokens["access_token"], None
        if self.state == "live" and tokens is None:
            self._lose(
                _(
                    "The stored tokens cannot be read: the server's secret_key is missing or "
                    "another one, or the tokens belong to another database. Put the right key "
                    "back, or press Reconnect."
                )
            )
        if not tokens:
            return None, XeroError("reconnect", Action.RECONNECT)
        try:
            answer = self._ask_for_tokens(tokens)
        except XeroError as error:
            if error.action in (Action.RECONNECT, Action.RECONSENT):
                self._lose(
                    _("Xero no longer accepts the consent. Press Reconnect to give it again.")
                )
            return None, error
        self._store_answer(answer, tokens)
        return answer.access_token, None

    def _ask_for_tokens(self, tokens):
        """One call to the identity server; a second with the token before, when Xero kept that.

        :raises XeroError: the answer was no success
        """
        oauth = self._oauth()
        if self.app_id.kind == "custom":
            return oauth.client_credentials((self.scopes or "").split())
        try:
            return oauth.refresh(tokens["refresh_token"])
        except XeroError as error:
            previous = tokens.get("previous_refresh_token")
            until = fields.Datetime.to_datetime(tokens.get("previous_until"))
            if error.action is Action.RECONNECT and previous and until > fields.Datetime.now():
                return oauth.refresh(previous)
            raise

    def _oauth(self):
        """The identity server, spoken to as this consent's app.

        :raises XeroError: (STOP) the app's secret cannot be read on this server
        """
        app = self.app_id.sudo()
        try:
            secret = app._secret("client_secret") or ""
        except SecretUnreadable as error:
            raise XeroError("app_refused", Action.STOP) from error
        return OAuth(compat.servers(self.env), app.client_id, secret)

    # -- storing -------------------------------------------------------------------------------

    def _store_answer(self, answer, before=None):
        """Keep the tokens Xero has just handed out, and the refresh token they replace.

        :param xero.token_set.TokenSet answer: what Xero sent
        :param dict before: the stored tokens until now
        """
        now = fields.Datetime.now()
        old = (before or {}).get("refresh_token")
        custom = self.app_id.kind == "custom"
        self.write(
            {
                "state": "live",
                "access_expires_at": now + timedelta(seconds=answer.expires_in),
                "refresh_expires_at": False if custom else now + CONSENT_LIFE,
                "refreshed_at": now,
                "scopes": " ".join(answer.scopes) or self.scopes,
                "auth_event_id": answer.auth_event_id or self.auth_event_id,
                "xero_userid": answer.user_id or self.xero_userid,
                "xero_user_name": answer.user_name or self.xero_user_name,
                "xero_user_email": answer.user_email or self.xero_user_email,
            }
        )
        self._write_tokens(
            {
                "access_token": answer.access_token,
                "refresh_token": answer.refresh_token or old,
                "previous_refresh_token": old,
                "previous_until": fields.Datetime.to_string(now + GRACE),
            }
        )

    def _write_tokens(self, tokens):
        place = self._token_place()
        self.sudo().token_cipher = self.env["xero.secret"]._encrypt(tokens, place)

    def _token_place(self):
        """What the ciphertext is bound to: this row of the database that was connected."""
        return f"xero.authorisation/{self.id}/{self.sudo().home_uuid}"

    def _tokens(self):
        """The token set in the clear: the one method that reads it.

        :return: dict with access_token, refresh_token, previous_refresh_token, previous_until; or
            None when nothing is stored
        :raises SecretUnreadable: no key, another key, or tokens of another row or database
        """
        self.ensure_one()
        cipher = self.sudo().token_cipher
        if not cipher:
            return None
        tokens = self.env["xero.secret"]._decrypt(cipher, self._token_place())
        if not isinstance(tokens, dict) or not isinstance(tokens.get("access_token"), str):
            raise SecretUnreadable("not a token set")
        return tokens

    def _readable_tokens(self):
        try:
            return self._tokens()
        except SecretUnreadable:
            return None

    def _is_fresh(self, tokens, refused=None):
        expires = self.sudo().access_expires_at
        return bool(
            tokens
            and tokens["access_token"] != refused
            and expires
            and expires > fields.Datetime.now() + FRESH_FOR
        )
