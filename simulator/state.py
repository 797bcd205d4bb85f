"""Everything the simulator remembers, in memory."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from .calls import Calls
from .clock import Clock
from .faults import Faults
from .idempotency import Idempotency
from .limits import Limits
from .organisation import FURNISHERS, KINDS, Organisation
from .webhook_events import listen


@dataclass
class App:
    """A Xero app as registered in the developer portal. `redirect_uris` None: any loopback one."""

    client_id: str
    client_secret: str
    webhook_key: str = ""
    custom: bool = False
    redirect_uris: list[str] | None = None
    disconnected: bool = False


@dataclass
class User:
    """A person with a login at Xero."""

    user_id: str
    given_name: str
    family_name: str
    email: str


@dataclass
class Grant:
    """One consent: a user allowed an app some scopes. Its tokens share it."""

    app: App
    user: User
    auth_event_id: str
    scopes: set[str]
    revoked: bool = False


@dataclass
class Connection:
    """An organisation a user connected to an app: what GET /connections lists."""

    connection_id: str
    tenant_id: str
    client_id: str
    user_id: str
    auth_event_id: str
    created: datetime
    updated: datetime


@dataclass
class Tokens:
    """Codes and tokens issued: text -> what it stands for."""

    codes: dict[str, dict] = field(default_factory=dict)
    access: dict[str, dict] = field(default_factory=dict)
    refresh: dict[str, dict] = field(default_factory=dict)


class State:
    """The whole simulator behind one lock; `reset` makes it as new, but for the snapshots."""

    def __init__(self):
        self.lock = threading.RLock()
        self.spec = None
        self.snapshots: dict[str, dict] = {}
        self.calls = Calls()
        self.faults = Faults()
        self.idempotency = Idempotency()
        self.limits = Limits()
        self.reset()

    def reset(self) -> None:
        """Forget everything: organisations, tokens, faults, calls; the clock is released."""
        self.clock = Clock()
        self.apps = {
            app.client_id: app
            for app in (
                App("SIMULATED-APP", "simulated-secret", "simulated-webhook-key"),
                App("SIMULATED-CUSTOM", "simulated-custom-secret", custom=True),
            )
        }
        self.users = {
            user.user_id: user
            for user in (
                User(
                    "6e0c1b58-5a0e-4a29-8c0a-0b8b5a3d7d11",
                    "Robin", "Taylor", "robin.taylor@example.com",
                ),
            )
        }  # fmt: skip
        self.grants: list[Grant] = []
        self.connections: dict[str, Connection] = {}
        self.tokens = Tokens()
        self.organisations: dict[str, Organisation] = {}
        self.webhooks: list[dict] = []
        self.events = 0
        for part in (self.calls, self.faults, self.idempotency, self.limits):
            part.reset()

    def now(self) -> datetime:
        """The simulated time, UTC."""
        return self.clock.now()

    def add_organisation(self, kind: str, name: str = "", tenant_id: str = "") -> Organisation:
        """Build an organisation of a kind ("empty", "bare", "demo") and keep it.

        Raises KeyError for an unknown kind.
        """
        build = KINDS[kind]
        org = Organisation(
            tenant_id or Organisation.new_id(), name or "Simulated Pty Ltd", self.now
        )
        build(org)
        if kind == "bare":
            for furnisher in FURNISHERS:
                furnisher(org)
        if name:
            org.facts["Name"] = org.facts["LegalName"] = name
        return self.keep(org)

    def keep(self, org: Organisation) -> Organisation:
        """Take an organisation in; from now on its changes are announced to webhooks."""
        listen(self, org)
        self.organisations[org.tenant_id] = org
        return org
