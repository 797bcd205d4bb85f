# mypy: disable-error-code="import-untyped,import-not-found"
"""Consent and tokens: the only file that speaks to Xero's identity server (FACTS 1)."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import requests
from requests.auth import HTTPBasicAuth

from .errors import Action, XeroError, from_answer, from_exception
from .servers import Servers
from .token_set import TokenSet, claims, read_token_answer

__all__ = ["OAuth", "TokenSet", "challenge", "claims", "new_verifier"]

# What a custom connection cannot be asked for: it has no user (FACTS 1.6).
USER_SCOPES = {"offline_access", "openid", "profile", "email"}

# The identity server's error codes (RFC 6749 4.1.2.1, 5.2; FACTS 1.2, 1.5).
OAUTH_ERRORS = {
    "invalid_grant": (Action.RECONNECT, "reconnect"),
    "invalid_client": (Action.STOP, "app_refused"),
    "unauthorized_client": (Action.RECONSENT, "scope_refused"),
    "invalid_scope": (Action.RECONSENT, "scope_refused"),
}


def new_verifier() -> str:
    """Return a fresh PKCE verifier: 86 characters of ``A-Z a-z 0-9 - _`` (FACTS 1.1)."""
    return secrets.token_urlsafe(64)


def challenge(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


class OAuth:
    """One Xero app at Xero's identity server.

    :param servers: where Xero is
    :param client_id: the app's client id
    :param client_secret: the app's secret; empty for an app that has none (PKCE only)
    :param timeout: seconds to connect, and as many to wait for the answer

    Every method but ``authorize_url`` makes one call and raises XeroError. None retries: after a
    lost answer the old refresh token works for 30 minutes (FACTS 1.2), so the caller asks again
    when it has put its transaction in order.
    """

    def __init__(
        self,
        servers: Servers,
        client_id: str,
        client_secret: str,
        timeout: float = 20,
    ) -> None:
        self._servers = servers
        self._client_id = client_id
        self._client_secret = client_secret
        self._timeout = timeout

    def authorize_url(
        self, redirect_uri: str, scopes: Iterable[str], state: str, code_challenge: str
    ) -> str:
        """Return the address of Xero's consent page; open it top-level, it refuses frames."""
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(scopes),
            "state": state,
            "code_challenge": code_challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._servers.login}/identity/connect/authorize?{urlencode(query)}"

    def exchange_code(self, code: str, redirect_uri: str, code_verifier: str) -> TokenSet:
        """Return the tokens for the code that came back from the consent page."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": code_verifier,
        }
        return self._tokens(form)

    def refresh(self, refresh_token: str) -> TokenSet:
        """Return new tokens; the answer's refresh token replaces the one given (FACTS 1.2)."""
        return self._tokens({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def client_credentials(self, scopes: Iterable[str]) -> TokenSet:
        """Return the tokens of a custom connection; they have no refresh token (FACTS 1.6)."""
        form = {"grant_type": "client_credentials"}
        wanted = [scope for scope in scopes if scope not in USER_SCOPES]
        if wanted:
            form["scope"] = " ".join(wanted)
        return self._tokens(form)

    def _tokens(self, form: Mapping[str, str]) -> TokenSet:
        response = self._post("/connect/token", form)
        try:
            data: object = response.json()
        except ValueError as error:
            raise XeroError("bad_answer", Action.RETRY, status=200) from error
        return read_token_answer(data)

    def _post(self, path: str, form: Mapping[str, str]) -> Any:
        fields = dict(form)
        auth: HTTPBasicAuth | None = None
        if self._client_secret:
            auth = HTTPBasicAuth(self._client_id.encode(), self._client_secret.encode())
        else:
            fields["client_id"] = self._client_id
        try:
            response = requests.post(
                self._servers.identity + path,
                data=fields,
                auth=auth,
                headers={"Accept": "application/json"},
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            # A lost answer is always worth a retry here: codes and tokens outlive it.
            raise from_exception(error, write=False) from error
        if response.status_code not in (200, 204):
            raise _refused(response)
        return response


def _refused(response: Any) -> XeroError:
    headers = {str(name).lower(): str(value) for name, value in response.headers.items()}
    error = from_answer(response.status_code, headers, response.content, write=False)
    code = error.payload.get("error") if isinstance(error.payload, dict) else None
    if isinstance(code, str) and code in OAUTH_ERRORS:
        error.action, error.reason = OAUTH_ERRORS[code]
    elif response.status_code == 401 or error.action is Action.QUARANTINE:
        error.action, error.reason = Action.STOP, "app_refused"
    else:
        return error
    return XeroError(
        error.reason, error.action, status=error.status, correlation_id=error.correlation_id
    )
