"""The control side of the simulator, for tests. Speaks HTTP only; shares no code with it."""

import os

import requests

TIMEOUT = 30


class SimulatorClient:
    """Talks to the simulator that `./run` started; its address is in XERO_SIMULATOR_URL."""

    def __init__(self):
        self.url = os.environ["XERO_SIMULATOR_URL"]
        self.tenant = None
        self._tenants = {}

    def ask(self, method, path, **kwargs):
        """Call the control side and return its JSON."""
        answer = requests.request(method, f"{self.url}/_sim/{path}", timeout=TIMEOUT, **kwargs)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def reset(self, organisation="bare", **options):
        """Start over with one organisation (or `count` of them); the first is the current one."""
        wanted = {"organisation": organisation, **options}
        tenants = self.ask("POST", "reset", json=wanted)["tenants"]
        self.tenant = tenants[0]["tenant_id"]
        return tenants

    def snapshot(self, name):
        """Remember how everything is now."""
        self.ask("POST", "snapshot", json={"name": name})
        self._tenants[name] = self.tenant

    def restore(self, name):
        """Everything as it was then, with no calls and no faults."""
        self.ask("POST", "restore", json={"name": name})
        self.tenant = self._tenants[name]

    def load(self, path):
        """Add a recorded organisation; its tenant becomes the current one."""
        self.tenant = self.ask("POST", "load", json={"file": path})["tenant_id"]
        return self.tenant

    def limits(self, **limits):
        """Set or read the limits."""
        if limits:
            return self.ask("POST", "limits", json=limits)
        return self.ask("GET", "limits")

    def create(self, table, tenant=None, **record):  # pylint: disable=method-required-super
        """Create a record as a person in Xero would."""
        body = {"tenant": tenant or self.tenant, "table": table, "record": record}
        return self.ask("POST", "create", json=body)

    def edit(self, table, record_id, tenant=None, **changes):
        """Change a record as a person in Xero would."""
        body = {
            "tenant": tenant or self.tenant,
            "table": table,
            "id": record_id,
            "changes": changes,
        }
        return self.ask("POST", "edit", json=body)

    def act(self, verb, tenant=None, **details):
        """What else people do in Xero: merge, pay, unpay, process, disconnect, scopes."""
        return self.ask("POST", verb, json={"tenant": tenant or self.tenant, **details})

    def fault(self, kind, **details):
        """Break a coming call; see the simulator's README for the kinds."""
        return self.ask("POST", "faults", json={"kind": kind, **details})

    def faults(self):
        """The faults that were set, with their hits."""
        return self.ask("GET", "faults")["faults"]

    def clear_faults(self):
        """No more faults."""
        self.ask("DELETE", "faults")

    def advance(self, seconds):
        """Move the simulator's clock."""
        return self.ask("POST", "clock", json={"advance": seconds})

    def calls(self, path=None):
        """Calls Xero saw since `forget_calls`, oldest first; `path` is a regular expression."""
        return self.ask("GET", "calls", params={"path": path} if path else None)

    def forget_calls(self):
        """Start counting calls anew."""
        self.ask("DELETE", "calls")

    def table(self, name, tenant=None):
        """All records of a table as Xero shows them."""
        dump = self.ask("GET", "dump", params={"tenant": tenant or self.tenant})
        return dump["organisations"][tenant or self.tenant]["tables"].get(name, [])
