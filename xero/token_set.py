"""What Xero's identity server hands out for one consent."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from .errors import Action, XeroError


@dataclass(frozen=True)
class TokenSet:
    """Tokens of one consent; their text never appears in ``repr``, so not in a log either.

    ``expires_in`` is in seconds and counts from the moment of the answer. ``refresh_token`` is None
    for a custom connection (FACTS 1.6).
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_in: int
    scopes: tuple[str, ...]
    id_token: str | None = field(default=None, repr=False)

    @property
    def auth_event_id(self) -> str:
        """The consent's id, which ``/connections?authEventId=`` understands; may be empty."""
        return _claim(self.access_token, "authentication_event_id")

    @property
    def user_id(self) -> str:
        """Xero's id of the user who consented; may be empty."""
        return _claim(self.id_token, "xero_userid") or _claim(self.access_token, "xero_userid")

    @property
    def user_name(self) -> str:
        """Full name of the user who consented; empty without the ``profile`` scope."""
        both = f"{_claim(self.id_token, 'given_name')} {_claim(self.id_token, 'family_name')}"
        return _claim(self.id_token, "name") or both.strip()

    @property
    def user_email(self) -> str:
        """E-mail address of the user who consented; empty without the ``email`` scope."""
        return _claim(self.id_token, "email")


def claims(jwt: str) -> dict[str, Any]:
    """Return what a token of Xero's says about itself.

    The signature is not checked: the token came over TLS from the token endpoint itself, which is
    what OpenID Connect Core 3.1.3.7 (6) accepts in place of the signature. Never give this a token
    that came any other way.

    :raises ValueError: the text is not a JSON web token
    """
    parts = jwt.split(".")
    if len(parts) != 3:
        raise ValueError("The token is not a JSON web token.")
    body = parts[1] + "=" * (-len(parts[1]) % 4)
    data = json.loads(base64.urlsafe_b64decode(body))
    if not isinstance(data, dict):
        raise ValueError("The token's claims are not an object.")
    return data


def read_token_answer(data: object) -> TokenSet:
    """Turn the token endpoint's JSON into a TokenSet.

    :raises XeroError: a part that everything depends on is missing or has the wrong type
    """
    if not isinstance(data, dict):
        raise XeroError("bad_answer", Action.RETRY)
    access, refresh, ident = (
        data.get(key) for key in ("access_token", "refresh_token", "id_token")
    )
    seconds = data.get("expires_in", 1800)
    if not isinstance(access, str) or not access:
        raise XeroError("bad_answer", Action.RETRY)
    if isinstance(seconds, bool) or not str(seconds).isdigit():
        raise XeroError("bad_answer", Action.RETRY)
    return TokenSet(
        access_token=access,
        refresh_token=refresh if isinstance(refresh, str) and refresh else None,
        expires_in=int(seconds),
        scopes=_scopes(data.get("scope"), access),
        id_token=ident if isinstance(ident, str) and ident else None,
    )


def _scopes(granted: object, access_token: str) -> tuple[str, ...]:
    if granted is None:
        try:
            granted = claims(access_token).get("scope")
        except ValueError:
            granted = ""
    if isinstance(granted, str):
        return tuple(granted.split())
    return tuple(str(scope) for scope in granted) if isinstance(granted, list) else ()


def _claim(jwt: str | None, name: str) -> str:
    try:
        value = claims(jwt).get(name) if jwt else None
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""
