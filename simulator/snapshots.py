"""Moments to come back to: a copy of everything but the log of calls and the ordered faults."""

import copy

from .control import refuse, sent
from .routing import Answer, Call, routes
from .state import State

PARTS = (
    "apps", "users", "grants", "connections", "tokens", "organisations", "webhooks", "events",
)  # fmt: skip


def take(state: State) -> dict:
    """What the state remembers now; later changes do not reach it."""
    return {
        "parts": _copied(state, {name: getattr(state, name) for name in PARTS}),
        "settings": dict(state.limits.settings),
        "idempotency": state.idempotency.kept(),
        "offset": state.clock.offset,
    }


def restore(state: State, snapshot: dict) -> None:
    """Let everything be as in `snapshot`, which can be restored again. Real time went on; the
    clock stands as far from it as it did."""
    state.reset()
    for name, part in _copied(state, snapshot["parts"]).items():
        setattr(state, name, part)
    state.limits.change(snapshot["settings"])
    state.idempotency.keep(snapshot["idempotency"])
    state.clock.advance(snapshot["offset"].total_seconds())


def _copied(state: State, parts: dict) -> dict:
    """One copy of all parts together: tokens go on sharing their grants. Organisations ask the
    one state for the time."""
    return copy.deepcopy(parts, {id(state): state})


@routes.add("POST", "/_sim/snapshot")
def take_named(call: Call) -> Answer:
    """Remember this moment under a name."""
    name = str(sent(call).get("name", ""))
    call.state.snapshots[name] = take(call.state)
    return Answer(200, {"name": name})


@routes.add("POST", "/_sim/restore")
def restore_named(call: Call) -> Answer:
    """Go back to the moment of that name."""
    name = str(sent(call).get("name", ""))
    if name not in call.state.snapshots:
        raise refuse(f"There is no snapshot of the name {name!r}.")
    restore(call.state, call.state.snapshots[name])
    return Answer(200, {"name": name})
