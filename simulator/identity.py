"""The identity server: consent, codes and the token endpoint (FACTS 1)."""

import base64
import binascii
import hashlib
import ipaddress
import secrets
import uuid
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from . import scopes, tokens
from .consent_page import consent_page, error_page
from .routing import Answer, Call, Refused, routes
from .state import App, Connection, Grant, State, User

AUTHORIZE = "/identity/connect/authorize"
CODE_LIFE = timedelta(minutes=5)
HTML = {"Content-Type": "text/html; charset=utf-8", "X-Frame-Options": "DENY"}


def _loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def redirect_allowed(app: App, address: str) -> bool:
    """Whether an app may be redirected to `address`: exactly a registered one, https or loopback;
    an app without registered ones takes any loopback address."""
    parts = urlsplit(address)
    local = parts.scheme in ("http", "https") and _loopback(parts.hostname)
    if app.redirect_uris is None:
        return local
    return address in app.redirect_uris and (parts.scheme == "https" or local)


def _problem_page(asked: dict, app: App | None) -> Answer | None:
    """The error Xero shows itself, where it must not redirect."""
    problem = ""
    if app is None or app.custom:
        problem = "unauthorized_client: Unknown client or client not enabled"
    elif not redirect_allowed(app, asked.get("redirect_uri", "")):
        problem = "unauthorized_client: Invalid redirect_uri"
    return Answer(400, error_page(problem), HTML) if problem else None


def _redirect(asked: dict, **params: str) -> Answer:
    if asked.get("state"):
        params["state"] = asked["state"]
    target = asked["redirect_uri"]
    joint = "&" if "?" in target else "?"
    return Answer(302, "", {"Location": f"{target}{joint}{urlencode(params)}", **HTML})


def _problem_redirect(asked: dict) -> Answer | None:
    # Whether Xero redirects or shows its own page for these is unproven; a redirect tells the
    # client most.
    wanted = set(asked.get("scope", "").split())
    if asked.get("response_type") != "code":
        return _redirect(asked, error="unsupported_response_type")
    if not wanted or scopes.unknown(wanted):
        return _redirect(asked, error="invalid_scope", error_description="Invalid scope for client")
    challenge = asked.get("code_challenge")
    if challenge and asked.get("code_challenge_method") != "S256":
        return _redirect(asked, error="invalid_request", error_description="Use S256")
    return None


@routes.add("GET", AUTHORIZE)
def show_consent(call: Call) -> Answer:
    """The consent page; with `_sim_auto=1` or `_sim_choice` it is answered at once."""
    asked = call.query
    app = call.state.apps.get(asked.get("client_id", ""))
    problem = _problem_page(asked, app) or _problem_redirect(asked)
    if problem:
        return problem
    if asked.get("_sim_auto") == "1" and "_sim_choice" not in asked:
        return _approve(call.state, asked, list(call.state.organisations))
    if "_sim_choice" in asked:
        return _approve(call.state, asked, asked["_sim_choice"].split(","))
    user = _user(call.state, asked)
    page = consent_page(asked, app, user, list(call.state.organisations.values()))
    return Answer(200, page, HTML)


@routes.add("POST", AUTHORIZE)
def answer_consent(call: Call) -> Answer:
    """What the person pressed on the consent page."""
    fields = parse_qsl(call.body.decode(), keep_blank_values=True)
    asked = dict(fields)
    app = call.state.apps.get(asked.get("client_id", ""))
    problem = _problem_page(asked, app) or _problem_redirect(asked)
    if problem:
        return problem
    if asked.get("decision") == "cancel":
        return _redirect(
            asked, error="access_denied", error_description="The user cancelled the authorisation"
        )
    chosen = [value for name, value in fields if name == "_sim_choice"]
    return _approve(call.state, asked, ",".join(chosen).split(","))


def _user(state: State, asked: dict) -> User:
    """Who is logged in: `_sim_user` names another e-mail address than Robin Taylor's."""
    email = asked.get("_sim_user")
    for user in state.users.values():
        if not email or user.email == email:
            return user
    first, _, last = email.partition("@")[0].partition(".")
    user = User(str(uuid.uuid4()), first.title(), last.title(), email)
    state.users[user.user_id] = user
    return user


def _approve(state: State, asked: dict, tenant_ids: list[str]) -> Answer:
    chosen = [tenant_id for tenant_id in tenant_ids if tenant_id in state.organisations]
    if not chosen:
        return Answer(400, error_page("Choose an organisation to connect."), HTML)
    app, user = state.apps[asked["client_id"]], _user(state, asked)
    grant = Grant(app, user, str(uuid.uuid4()), set(asked["scope"].split()))
    for other in state.grants:
        # Scopes add up per user and app; only a revocation takes them away (FACTS 1.5).
        if not other.revoked and other.app is app and other.user is user:
            grant.scopes |= other.scopes - {"offline_access", "openid", "profile", "email"}
    state.grants.append(grant)
    for tenant_id in chosen:
        connect(state, grant, tenant_id)
    code = secrets.token_urlsafe(32)
    state.tokens.codes[code] = {
        "grant": grant,
        "redirect_uri": asked["redirect_uri"],
        "challenge": asked.get("code_challenge"),
        "expires": state.now() + CODE_LIFE,
    }
    return _redirect(asked, code=code, scope=asked["scope"], session_state=secrets.token_hex(16))


def connect(state: State, grant: Grant, tenant_id: str) -> Connection:
    """Connect an organisation for a grant's user and app. A reconnected one keeps its id and,
    as far as is known, its first authEventId (FACTS 1.3)."""
    now = state.now()
    for connection in state.connections.values():
        same = connection.client_id == grant.app.client_id
        if same and (connection.user_id, connection.tenant_id) == (grant.user.user_id, tenant_id):
            connection.updated = now
            return connection
    connection = Connection(
        str(uuid.uuid4()), tenant_id, grant.app.client_id, grant.user.user_id,
        grant.auth_event_id, now, now,
    )  # fmt: skip
    state.connections[connection.connection_id] = connection
    return connection


def _client(call: Call, form: dict) -> App:
    """The app that asks, by HTTP Basic or by form. Raises Refused (invalid_client)."""
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, encoded = (call.headers.get("authorization") or "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(encoded).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Refused(400, {"error": "invalid_client"}) from error
    app = call.state.apps.get(client_id)
    if app is None or not secrets.compare_digest(app.client_secret.encode(), secret.encode()):
        raise Refused(400, {"error": "invalid_client"})
    return app


@routes.add("POST", "/connect/token")
def token(call: Call) -> Answer:
    """Exchange a code, a refresh token or an app's own credentials for tokens."""
    form = dict(parse_qsl(call.body.decode()))
    app = _client(call, form)
    grants = {
        "authorization_code": _by_code,
        "refresh_token": _by_refresh_token,
        "client_credentials": _by_credentials,
    }
    if form.get("grant_type") not in grants:
        raise Refused(400, {"error": "unsupported_grant_type"})
    answer = grants[form["grant_type"]](call.state, app, form, call.now)
    return Answer(200, answer, {"Cache-Control": "no-store"})


def _by_code(state: State, app: App, form: dict, now: datetime) -> dict:
    kept = state.tokens.codes.pop(form.get("code", ""), None)
    if kept is None or kept["grant"].app is not app or now > kept["expires"]:
        raise Refused(400, {"error": "invalid_grant"})
    verifier = form.get("code_verifier", "")
    digest = hashlib.sha256(verifier.encode()).digest()
    proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    proven = not kept["challenge"] or (43 <= len(verifier) <= 128 and proof == kept["challenge"])
    if form.get("redirect_uri") != kept["redirect_uri"] or not proven:
        raise Refused(400, {"error": "invalid_grant"})
    return tokens.issue(state, kept["grant"], now)


def _by_refresh_token(state: State, app: App, form: dict, now: datetime) -> dict:
    return tokens.refresh(state, app, form.get("refresh_token", ""), form.get("scope"), now)


def _by_credentials(state: State, app: App, form: dict, now: datetime) -> dict:
    """A custom connection: bound to one organisation, no refresh token (FACTS 1.6)."""
    if not app.custom or not state.organisations:
        raise Refused(400, {"error": "unauthorized_client"})
    wanted = set(form.get("scope", "").split()) or set(scopes.KNOWN)
    if scopes.unknown(wanted):
        raise Refused(400, {"error": "invalid_scope"})
    user = next(iter(state.users.values()))
    granted = wanted - {"offline_access", "openid", "profile", "email"}
    grant = Grant(app, user, str(uuid.uuid4()), granted)
    state.grants.append(grant)
    mine = [c for c in state.connections.values() if c.client_id == app.client_id]
    if not mine and not app.disconnected:
        connect(state, grant, next(iter(state.organisations)))
    return tokens.issue(state, grant, now)


@routes.add("POST", "/connect/revocation")
def revoke(call: Call) -> Answer:
    """Revoke a refresh token: all the user's connections to the app go (FACTS 1.2)."""
    form = dict(parse_qsl(call.body.decode()))
    app = _client(call, form)
    kept = call.state.tokens.refresh.get(form.get("token", ""))
    if kept and kept["grant"].app is app:
        user = kept["grant"].user
        for grant in call.state.grants:
            if grant.app is app and grant.user is user:
                grant.revoked = True
        for connection in list(call.state.connections.values()):
            if (connection.client_id, connection.user_id) == (app.client_id, user.user_id):
                del call.state.connections[connection.connection_id]
    return Answer(200, "", {"Content-Type": ""})
