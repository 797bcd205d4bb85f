"""The control side: reset, clock, faults, limits, what was seen (README.md has the table)."""

from .faults import KINDS
from .organisation import KINDS as ORGANISATIONS
from .organisation import TABLES
from .routing import Answer, Call, Refused, routes
from .state import App
from .webhook_events import delivery
from .wire import read_time


def refuse(sentence: str) -> Refused:
    """A 400 of the control side."""
    return Refused(400, {"error": sentence})


def sent(call: Call) -> dict:
    """The body of a control call, an object; nothing sent is an empty one. Raises Refused."""
    body = call.json()
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise refuse("Send a JSON object.")
    return body


@routes.add("POST", "/_sim/reset")
def reset(call: Call) -> Answer:
    """As new, with one organisation or `count` of them."""
    body, state = sent(call), call.state
    kind = body.get("organisation", "bare")
    if kind not in ORGANISATIONS:
        raise refuse(f"organisation is one of {', '.join(sorted(ORGANISATIONS))}")
    state.reset()
    name, tenants = body.get("name", ""), []
    for number in range(int(body.get("count", 1))):
        own = f"{name or 'Simulated Pty Ltd'} {number + 1}" if number else name
        org = state.add_organisation(kind, own, "" if number else body.get("tenant_id", ""))
        tenants.append({"tenant_id": org.tenant_id, "name": org.name})
    return Answer(200, {"tenants": tenants})


@routes.add("POST", "/_sim/organisations")
def add_organisation(call: Call) -> Answer:
    """Add an organisation to those there are."""
    body = sent(call)
    kind = body.get("organisation", "bare")
    if kind not in ORGANISATIONS:
        raise refuse(f"organisation is one of {', '.join(sorted(ORGANISATIONS))}")
    org = call.state.add_organisation(kind, body.get("name", ""), body.get("tenant_id", ""))
    return Answer(200, {"tenant_id": org.tenant_id, "name": org.name})


@routes.add("POST", "/_sim/apps")
def add_app(call: Call) -> Answer:
    """Register an app, or change one."""
    body = sent(call)
    if not body.get("client_id") or not body.get("client_secret"):
        raise refuse("An app needs a client_id and a client_secret.")
    call.state.apps[body["client_id"]] = App(
        body["client_id"], body["client_secret"], body.get("webhook_key", ""),
        bool(body.get("custom")), body.get("redirect_uris"),
    )  # fmt: skip
    return Answer(200, {"client_id": body["client_id"]})


@routes.add("GET", "/_sim/dump")
def dump(call: Call) -> Answer:
    """Every record of every organisation (or of `tenant`), in wire form."""
    wanted = call.query.get("tenant")
    organisations = {
        tenant_id: {
            "name": org.name,
            "facts": {k: v for k, v in org.facts.items() if not k.startswith("_")},
            "tables": {
                name: [org.render(name, record) for record in org.rows(name).values()]
                for name in TABLES
            },
        }
        for tenant_id, org in call.state.organisations.items()
        if not wanted or tenant_id == wanted
    }
    return Answer(200, {"organisations": organisations})


@routes.add("GET", "/_sim/clock")
def read_clock(call: Call) -> Answer:
    """The simulated time."""
    return Answer(200, {"now": call.state.now().isoformat()})


@routes.add("POST", "/_sim/clock")
def move_clock(call: Call) -> Answer:
    """Advance, set or release the clock."""
    body, clock = sent(call), call.state.clock
    if body.get("release"):
        clock.release()
    elif "set" in body:
        moment = read_time(str(body["set"]))
        if moment is None:
            raise refuse("set takes a time such as 2026-11-21T00:00:00")
        clock.set(moment)
    elif "advance" in body:
        clock.advance(float(body["advance"]))
    return read_clock(call)


@routes.add("POST", "/_sim/faults")
def order_fault(call: Call) -> Answer:
    """Let something go wrong with calls to come."""
    body = sent(call)
    for name in ("nth", "times", "delay"):
        if name in body:
            body[name] = float(body[name]) if name == "delay" else int(body[name])
    try:
        return Answer(200, {"id": call.state.faults.add(body)})
    except ValueError as error:
        raise refuse(str(error)) from error


@routes.add("GET", "/_sim/faults")
def list_faults(call: Call) -> Answer:
    """The ordered faults with what they hit."""
    return Answer(200, {"faults": call.state.faults.listed(), "kinds": list(KINDS)})


@routes.add("DELETE", "/_sim/faults")
def drop_faults(call: Call) -> Answer:
    """No more faults."""
    call.state.faults.reset()
    return Answer(200, {})


@routes.add("GET", "/_sim/limits")
def read_limits(call: Call) -> Answer:
    """The limits and the most that was seen."""
    limits = call.state.limits
    return Answer(200, {**limits.settings, "seen": limits.seen})


@routes.add("POST", "/_sim/limits")
def change_limits(call: Call) -> Answer:
    """Change some of the limits."""
    call.state.limits.change(sent(call))
    return read_limits(call)


@routes.add("GET", "/_sim/calls")
def list_calls(call: Call) -> Answer:
    """The calls received; `path` filters by regular expression."""
    return Answer(200, call.state.calls.listed(call.query.get("path", "")))


@routes.add("DELETE", "/_sim/calls")
def drop_calls(call: Call) -> Answer:
    """Forget the calls received."""
    call.state.calls.reset()
    return Answer(200, {})


@routes.add("GET", "/_sim/webhooks")
def list_webhooks(call: Call) -> Answer:
    """The webhook deliveries waiting, ready to be posted to an app."""
    waiting = [delivery(call.state, event) for event in call.state.webhooks]
    return Answer(200, waiting)


@routes.add("DELETE", "/_sim/webhooks")
def drop_webhooks(call: Call) -> Answer:
    """Forget the webhook deliveries waiting."""
    call.state.webhooks.clear()
    return Answer(200, {})


@routes.add("GET", "/_sim/spec")
def read_spec(call: Call) -> Answer:
    """What did not follow Xero's specification, as sentences; X-Sim-Spec tells whether anything is
    checked."""
    spec = call.state.spec
    return Answer(200, spec.violations if spec else [], {"X-Sim-Spec": "on" if spec else "off"})


@routes.add("DELETE", "/_sim/spec")
def drop_spec(call: Call) -> Answer:
    """Forget the violations found."""
    if call.state.spec:
        call.state.spec.violations.clear()
    return Answer(200, {})
