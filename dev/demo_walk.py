"""The way of the demo: connect, sync, work on both sides, answer a question, compare."""

import time
from typing import Any

from . import agreement, demo_events, demo_odoo, demo_xero
from .failure import Failure
from .odoo_web import OdooWeb
from .progress import say, step
from .simulator_process import Xero

APP = {"client_id": "SIMULATED-APP", "client_secret": "simulated-secret"}
ALLOW = ("decision", "allow")
IDLE_SECONDS = 240
CALLS_A_MINUTE = 300
LIMIT = "limit is reached"

# What the demo presses, in one place: (model, public method).
CONNECT_WIZARD, AUTHORISE = "xero.connect.wizard", "action_authorise"
CONNECTION, SYNC_ALL, PROGRESS = "xero.connection", "action_sync_all", "get_progress"
SETTING, SYNC_NOW = "xero.sync.setting", "action_sync_now"
QUARANTINE, RESOLVE = "xero.quarantine", "action_resolve"
COOLDOWN = ("xero_connector.cooldown", "off")
DAILY = ("contact", "invoice", "employee", "timesheet")


def walk(odoo: OdooWeb, xero: Xero) -> bool:
    """Everything a first day shows; True when both sides agree at the end."""
    # A day's work in half a minute: Xero's own 60 calls a minute would be a wait of a minute.
    xero.ask("limits", {"minute": CALLS_A_MINUTE})
    say(f"        the simulated Xero allows {CALLS_A_MINUTE} calls a minute (the real one: 60)")
    # "Sync now" is pressed again and again here, which a company may do once a minute.
    odoo.call("ir.config_parameter", "set_param", *COOLDOWN)
    with step("Connecting through Xero's consent page"):
        connection = connect(odoo)
    with step("First sync of everything"):
        odoo.call(CONNECTION, SYNC_ALL, [connection])
        rest(odoo)
    with step("A bookkeeper confirms the mappings; a day's work in Odoo, and its sync"):
        demo_odoo.set_up(odoo, connection)
        demo_odoo.work(odoo, xero, connection)
        sync(odoo, connection)
    with step("A day's work in Xero, corrections in Odoo, and their sync"):
        disputed = demo_xero.work(xero)
        demo_odoo.correct(odoo, connection, disputed)
        sync(odoo, connection)
    with step("One e-mail changed on both sides: a person decides"):
        decide(odoo, connection)
        rest(odoo)
    demo_events.table(odoo)
    with step("Comparing both sides"):
        agreed = agreement.report(odoo, xero, connection)
    return agreed


def connect(odoo: OdooWeb) -> int:
    """The steps of a person: fill the wizard, follow it to Xero's page, press Allow, come back.

    :raises Failure: no connection is live afterwards
    """
    wizard = odoo.create(CONNECT_WIZARD, {**APP, "app_name": "Demo", "base_url": odoo.address})
    action = odoo.call(CONNECT_WIZARD, AUTHORISE, [wizard])
    address, page = odoo.browser.open(action["url"])
    address, page = odoo.browser.submit(address, page, ALLOW)
    live = odoo.read(CONNECTION, [("state", "=", "live")], ["name"])
    if not live:
        raise Failure(f"The consent ended at {address} and no connection is live.")
    say(f"        connected to {live[0]['name']}")
    return int(live[0]["id"])


def sync(odoo: OdooWeb, connection: int) -> None:
    """Press "Sync now" on the four syncs of every day and wait until they are through."""
    domain = [("connection_id", "=", connection), ("entity", "in", DAILY)]
    odoo.call(SETTING, SYNC_NOW, odoo.call(SETTING, "search", domain))
    rest(odoo)


def rest(odoo: OdooWeb) -> None:
    """Wait until nothing runs and nothing waits; tells when a limit of Xero's holds it back.

    :raises Failure: a run failed, or it does not come to rest
    """
    deadline = time.monotonic() + IDLE_SECONDS
    quiet, looks, told = 0, 0, ""
    while quiet < 2:
        progress = odoo.call(CONNECTION, PROGRESS)
        quiet = 0 if progress["running"] or progress["waiting"] else quiet + 1
        if time.monotonic() > deadline:
            raise Failure(
                f"The sync did not come to rest in {IDLE_SECONDS} s: {progress}; "
                f"not done: {', '.join(unfinished(odoo)) or 'nothing'}."
            )
        looks += 1
        # Not at every look: who asks takes time from who works.
        if not looks % 8:
            stop_at_failure(odoo)
            told = tell_limit(odoo, told)
        time.sleep(0.4)
    stop_at_failure(odoo)


def stop_at_failure(odoo: OdooWeb) -> None:
    """Nothing goes wrong on one machine by chance: a run that failed would fail again.

    :raises Failure: with what the run says
    """
    domain = [("state", "in", ("failed", "crashed"))]
    for row in odoo.read("xero.sync.event", domain, ["name", "detail"], limit=1):
        raise Failure(f"{row['name']}: {row['detail']}")


def tell_limit(odoo: OdooWeb, told: str) -> str:
    """Say once that Xero's limit is reached and when it goes on."""
    rows = odoo.read(
        "xero.sync.event", [("detail", "ilike", LIMIT)], ["detail"], order="id desc", limit=1
    )
    if rows and rows[0]["detail"] != told:
        say(f"        {rows[0]['detail']}")
    return rows[0]["detail"] if rows else told


def unfinished(odoo: OdooWeb) -> list[str]:
    """The syncs a person asked for that have not run, the runs that are not closed, and what
    waits to be sent."""
    asked = odoo.read(SETTING, [("asked_by_person", "=", True)], ["entity"])
    running = odoo.read("xero.sync.event", [("state", "=", "running")], ["entity", "direction"])
    waiting = odoo.read("xero.outbox", [], ["entity", "res_id", "error"])
    return [
        *(row["entity"] for row in asked),
        *(f"{row['entity']} {row['direction']}" for row in running),
        *(f"{row['entity']} {row['res_id']} ({row['error'] or 'waits'})" for row in waiting),
    ]


def decide(odoo: OdooWeb, connection: int) -> None:
    """Resolve the one quarantine the demo makes on purpose, as a person does with the wizard.

    :raises Failure: nobody was asked about it
    """
    domain = [
        ("connection_id", "=", connection), ("state", "=", "open"), ("reason", "=", "conflict"),
        ("entity", "=", "contact"),
    ]  # fmt: skip
    rows: list[dict[str, Any]] = odoo.read(QUARANTINE, domain, ["name", "sentence"])
    if not rows:
        raise Failure("An e-mail was changed in Odoo and in Xero, and nobody was asked about it.")
    for row in rows:
        say(f"        {row['name']}: {row['sentence']}")
        odoo.call(QUARANTINE, RESOLVE, [row["id"]], "xero", note="Confirmed by telephone")
