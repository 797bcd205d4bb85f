"""The way of a request through Xero: token, tenant, scope, limits, idempotency, work."""

import traceback
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from .faults import FORBIDDEN, answer_of, unauthorized
from .idempotency import METHODS
from .limits import Limits
from .routing import Answer, Call, Refused, Route, routes
from .state import State

LARGEST_REQUEST = 3_500_000
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Request:
    """A request as it came in: `target` is path and query, undecoded."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The decoded path."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters, the last value of each."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def tenant(self) -> str | None:
        """The tenant header's text, if sent."""
        return self.headers.get("xero-tenant-id")


class Headers(dict):
    """Request headers, looked up whatever their case."""

    def __init__(self, items):
        super().__init__((key.lower(), value) for key, value in items)
        self.original = list(items)

    def get(self, key, default=None):
        return super().get(key.lower(), default)

    def __getitem__(self, key):
        return super().__getitem__(key.lower())

    def __contains__(self, key):
        return super().__contains__(key.lower())


def process(state: State, request: Request) -> tuple[Answer, Call, Route | None]:
    """Answer a request, refusals included, and hand back what was made of it."""
    call = Call(
        request.method, request.path, request.query, request.headers, request.body, state,
        state.now(),
    )  # fmt: skip
    route, call.params = routes.find(request.method, call.path)
    limit_headers: dict[str, str] = {}
    try:
        if route is None:
            raise _no_route(call)
        if route.scopes:
            _authenticate(call, route)
            limit_headers = _check_limits(call, route)
            if len(call.body) > LARGEST_REQUEST and "/Attachments/" not in call.path:
                raise Refused(413, "", HTML)
            answer = _once(call, request, route)
        else:
            with state.lock:
                answer = _work(call, route)
    except Refused as refusal:
        answer = Answer(refusal.status, refusal.body, refusal.headers)
    answer = Answer(answer.status, answer.body, {**limit_headers, **answer.headers})
    return answer, call, route


def faulty(state: State, request: Request, fault: dict) -> Answer | None:
    """The answer of a fault that keeps the work from being done; None for the other faults.

    A 500 under an idempotency key is remembered like any answer (FACTS 4.4).
    """
    answer = answer_of(fault)
    key = request.headers.get("idempotency-key")
    client = _client_of(state, request)
    if answer and key and client and answer.status >= 500:
        print_of = state.idempotency.fingerprint(request.method, request.target, request.body)
        state.idempotency.remember(client, key, print_of, answer, state.now())
    return answer


def _client_of(state: State, request: Request) -> str:
    token = (request.headers.get("authorization") or "").partition(" ")[2]
    entry = state.tokens.access.get(token)
    return entry["client_id"] if entry else ""


def _no_route(call: Call) -> Refused:
    methods = routes.methods(call.path)
    if methods:
        return Refused(405, "", {**HTML, "Allow": ", ".join(methods)})
    return Refused(404, "", HTML)


def _authenticate(call: Call, route: Route) -> None:
    scheme, _, token = (call.headers.get("authorization") or "").partition(" ")
    entry = call.state.tokens.access.get(token) if scheme.lower() == "bearer" else None
    if entry is None or entry["grant"].revoked:
        raise Refused(401, unauthorized("AuthenticationUnsuccessful"))
    if call.now >= entry["expires"]:
        raise Refused(
            401, unauthorized(f"TokenExpired: token expired at {_text(entry['expires'])}")
        )
    call.grant = entry["grant"]
    if route.tenant:
        call.org = _organisation(call)
    if not route.allows(entry["scopes"]):
        # Xero misspells the word (FACTS 1.5).
        raise Refused(
            401,
            unauthorized("AuthorizationUnsuccessful"),
            {"WWW-Authenticate": "insufficent_scope"},
        )


def _text(moment: datetime) -> str:
    return moment.strftime("%m/%d/%Y %H:%M:%S")


def _organisation(call: Call):
    grant, tenant = call.grant, (call.headers.get("xero-tenant-id") or "").lower()
    connections = [
        connection
        for connection in call.state.connections.values()
        if connection.client_id == grant.app.client_id
        and connection.user_id == grant.user.user_id
        and (connection.tenant_id.lower() == tenant or (grant.app.custom and not tenant))
    ]
    org = call.state.organisations.get(connections[0].tenant_id) if connections else None
    if org is None:
        raise Refused(403, FORBIDDEN)
    return org


def _check_limits(call: Call, route: Route) -> dict[str, str]:
    if not route.tenant:
        return {}
    limits: Limits = call.state.limits
    client_id = call.grant.app.client_id
    headers, refusal = limits.check(client_id, call.org.tenant_id, call.now)
    if refusal:
        raise Refused(429, "", {**headers, **refusal, "Content-Type": ""})
    return headers


def _once(call: Call, request: Request, route: Route) -> Answer:
    """Do the work, or repeat what was answered under the same idempotency key."""
    key = request.headers.get("idempotency-key")
    memory = call.state.idempotency
    with call.state.lock:
        if not key or call.method not in METHODS:
            return _work(call, route)
        client_id = call.grant.app.client_id
        mark = memory.fingerprint(call.method, request.target, call.body)
        answer = memory.recall(client_id, key, mark, call.now)
        if answer is None:
            answer = _work(call, route)
            memory.remember(client_id, key, mark, answer, call.state.now())
        return answer


def _work(call: Call, route: Route) -> Answer:
    try:
        return route.handler(call)
    except Refused as refusal:
        return Answer(refusal.status, refusal.body, refusal.headers)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # A value of a shape nobody thought of, or a mistake of the simulator: shown, and a 500.
        traceback.print_exc()
        message = "An error occurred in the simulator; its output says which."
        return Answer(500, {"ErrorNumber": 500, "Type": "InternalServerError", "Message": message})
