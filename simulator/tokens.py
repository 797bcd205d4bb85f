"""Access, refresh and id tokens: issuing, rotating, expiring (FACTS 1.2 and 1.4)."""

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from datetime import datetime, timedelta

from .routing import Refused
from .state import App, Grant, State

ACCESS_LIFE = timedelta(minutes=30)
REFRESH_LIFE = timedelta(days=60)
GRACE = timedelta(minutes=30)
ISSUER = "https://identity.xero.com"
# Xero signs with RS256, which the standard library cannot do; nobody checks this signature.
_SIGNING_KEY = secrets.token_bytes(32)


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _jwt(claims: dict) -> str:
    head = _part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    body = _part(json.dumps(claims).encode())
    seal = hmac.new(_SIGNING_KEY, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{_part(seal)}"


def issue(state: State, grant: Grant, now: datetime) -> dict:
    """A fresh token set of a grant, in the token endpoint's form; remembered in the state."""
    begin = int(now.timestamp())
    session = grant.auth_event_id.replace("-", "")
    common = {
        "iss": ISSUER, "iat": begin, "nbf": begin, "auth_time": begin, "sub": _subject(grant),
        "xero_userid": grant.user.user_id, "global_session_id": session, "sid": session,
    }  # fmt: skip
    life = int(ACCESS_LIFE.total_seconds())
    access = _jwt(
        {
            **common,
            "aud": f"{ISSUER}/resources",
            "exp": begin + life,
            "client_id": grant.app.client_id,
            "jti": uuid.uuid4().hex,
            "authentication_event_id": grant.auth_event_id,
            "scope": sorted(grant.scopes),
        }
    )
    state.tokens.access[access] = {
        "grant": grant,
        "client_id": grant.app.client_id,
        "expires": now + ACCESS_LIFE,
        "scopes": set(grant.scopes),
    }
    answer = {
        "access_token": access,
        "expires_in": life,
        "token_type": "Bearer",
        "scope": " ".join(sorted(grant.scopes)),
    }
    if "offline_access" in grant.scopes:
        answer["refresh_token"] = secrets.token_urlsafe(32)
        state.tokens.refresh[answer["refresh_token"]] = {
            "grant": grant, "issued": now, "rotated": None, "next": None, "spoilt": False,
        }  # fmt: skip
    if "openid" in grant.scopes:
        answer["id_token"] = _id_token(grant, common, access, begin)
    return answer


def _subject(grant: Grant) -> str:
    return hashlib.md5(grant.user.user_id.encode(), usedforsecurity=False).hexdigest()


def _id_token(grant: Grant, common: dict, access: str, begin: int) -> str:
    half = hashlib.sha256(access.encode()).digest()[:16]
    claims = {**common, "aud": grant.app.client_id, "exp": begin + 300, "at_hash": _part(half)}
    user = grant.user
    if "profile" in grant.scopes:
        claims |= {
            "preferred_username": user.email,
            "given_name": user.given_name,
            "family_name": user.family_name,
            "name": f"{user.given_name} {user.family_name}",
        }
    if "email" in grant.scopes:
        claims["email"] = user.email
    return _jwt(claims)


def refresh(state: State, app: App, text: str, scope: str | None, now: datetime) -> dict:
    """Exchange a refresh token for a new token set, whose refresh token is another one.

    The old one works for another 30 minutes in case the answer was lost, as long as its successor
    was never used. Whether Xero takes a second, concurrent use is an open question (FACTS 10, 13);
    here a second use spoils the first one's successor. Raises Refused (invalid_grant).
    """
    kept = state.tokens.refresh.get(text)
    if kept is None or kept["grant"].app is not app or kept["grant"].revoked or kept["spoilt"]:
        raise Refused(400, {"error": "invalid_grant"})
    if scope and not set(scope.split()) <= kept["grant"].scopes:
        raise Refused(400, {"error": "invalid_scope"})
    if kept["rotated"] is None:
        if now - kept["issued"] > REFRESH_LIFE:
            raise Refused(400, {"error": "invalid_grant"})
        kept["rotated"] = now
    else:
        successor = state.tokens.refresh[kept["next"]]
        if successor["rotated"] is not None or now - kept["rotated"] > GRACE:
            raise Refused(400, {"error": "invalid_grant"})
        successor["spoilt"] = True
    answer = issue(state, kept["grant"], now)
    kept["next"] = answer["refresh_token"]
    return answer
