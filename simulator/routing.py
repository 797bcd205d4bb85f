"""Which function answers which method and path, and what goes in and out of it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .organisation import Organisation
    from .state import Grant, State

NOT_JSON = {
    "ErrorNumber": 14,
    "Type": "PostDataInvalidException",
    "Message": "Unable to parse post data",
}


class Refused(Exception):
    """A request Xero would not accept: `status`, `body` (as in Answer) and extra `headers`."""

    def __init__(self, status: int, body: Any = None, headers: Mapping[str, str] | None = None):
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


@dataclass
class Answer:
    """What a handler gives back. `body`: dict or list (sent as JSON), bytes or str (sent as they
    are; JSON unless `headers` name another Content-Type) or None (nothing)."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Call:
    """One request as a handler sees it.

    `query` has one value per name; `headers` are looked up whatever their case; `now` is UTC by
    the simulated clock; `org` and `grant` are None on routes that need no tenant or no token.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes
    state: "State"
    now: datetime
    params: dict[str, str] = field(default_factory=dict)
    org: "Organisation | None" = None
    grant: "Grant | None" = None

    def json(self) -> Any:
        """The body read as JSON, numbers with a point as Decimal. Raises Refused (400)."""
        try:
            return json.loads(self.body or b"null", parse_float=Decimal)
        except ValueError as error:
            raise Refused(400, NOT_JSON) from error

    def flag(self, name: str, default: bool = False) -> bool:
        """A true/false query parameter; either case, as .NET reads it (FACTS 8.6)."""
        return self.query.get(name, str(default)).lower() == "true"


Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    """A handler with what it asks of the caller.

    `scopes` are the scopes of which one must be in the token; reading is also allowed by the
    same scope with `.read`, and by `read_scopes`. No scopes at all: no token is asked for.
    `tenant` says whether the Xero-Tenant-Id header is asked for.
    """

    method: str
    pattern: re.Pattern
    handler: Handler
    scopes: tuple[str, ...]
    read_scopes: tuple[str, ...]
    tenant: bool
    template: str

    def allows(self, granted: set[str]) -> bool:
        """Whether a token with the scopes `granted` may call this route (FACTS 1.5)."""
        wanted = set(self.scopes)
        if self.method == "GET":
            wanted |= {f"{scope}.read" for scope in self.scopes} | set(self.read_scopes)
        return not self.scopes or "*" in wanted or bool(wanted & granted)


class Router:
    """The table of routes; modules add theirs when they are imported."""

    def __init__(self):
        self._routes: list[Route] = []

    def add(self, method, path, scope=(), read_scope=(), tenant=None):
        """Decorator: the function answers `method` on `path`, e.g. `/api.xro/2.0/Contacts/{id}`.

        `scope`: name or names, see Route; "*" means any valid token. A route with a scope is a
        tenant's route unless `tenant=False`.
        """
        scopes = (scope,) if isinstance(scope, str) else tuple(scope)
        read_scopes = (read_scope,) if isinstance(read_scope, str) else tuple(read_scope)
        needs_tenant = bool(scopes) if tenant is None else tenant
        inner = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))

        def register(handler: Handler) -> Handler:
            # Xero's paths are matched whatever their case, as IIS does.
            pattern = re.compile(inner + "/?", re.IGNORECASE)
            self._routes.append(
                Route(method, pattern, handler, scopes, read_scopes, needs_tenant, path)
            )
            return handler

        return register

    def find(self, method: str, path: str) -> tuple[Route | None, dict[str, str]]:
        """The route for a request and its path variables; (None, {}) when there is none."""
        for route in self._routes:
            if route.method == method:
                match = route.pattern.fullmatch(path)
                if match:
                    return route, match.groupdict()
        return None, {}

    def methods(self, path: str) -> list[str]:
        """The methods some route has for this path."""
        return sorted({r.method for r in self._routes if r.pattern.fullmatch(path)})


routes = Router()
