"""Whether both sides agree, record by record and cent by cent, judged from outside.

Odoo is read by JSON-RPC, the simulated Xero by its dump; of the connector only the pairs of ids and
what a person chose on its mapping pages are believed, no value it stored. What must be equal is
written out here a second time, on purpose: a conversion that breaks shows as a difference.
"""

from collections.abc import Iterator
from typing import Any

from . import agreement_contacts, agreement_invoices, agreement_payroll
from .agreement_sides import Kind, World
from .odoo_web import OdooWeb
from .progress import say
from .simulator_process import Xero

KINDS = (
    agreement_contacts.CONTACTS,
    agreement_invoices.INVOICES,
    agreement_payroll.EMPLOYEES,
    agreement_payroll.TIMESHEETS,
)
MOST_SHOWN = 20
BROKEN = ("failed", "crashed")


def report(odoo: OdooWeb, xero: Xero, connection: int) -> bool:
    """Print a line per kind of record and per difference; True when there is none."""
    tables = next(iter(xero.ask("dump")["organisations"].values()))["tables"]
    world = World(odoo, tables, connection)
    faults = [fault for kind in KINDS for fault in compared(world, kind)]
    for source in (open_questions, waiting, broken_runs, agreement_payroll.unplaced):
        faults += source(world)
    faults += [f"not as Xero's specification says: {sentence}" for sentence in xero.ask("spec")]
    for fault in faults[:MOST_SHOWN]:
        say(f"        {fault}")
    if len(faults) > MOST_SHOWN:
        say(f"        and {len(faults) - MOST_SHOWN} more")
    agreed = "Both sides agree, record by record and cent by cent."
    say(agreed if not faults else f"The two sides differ in {len(faults)} places.")
    return not faults


def compared(world: World, kind: Kind) -> list[str]:
    """The differences of one kind of record; prints how much was looked at."""
    linked = world.pairs(kind.entity)
    in_xero = {row[kind.key].lower(): row for row in world.tables.get(kind.table, [])}
    in_odoo = kind.from_odoo(world, [*linked.values()]) if linked else {}
    faults, values = [], 0
    for xero_id, res_id in linked.items():
        if xero_id not in in_xero or res_id not in in_odoo:
            faults.append(f"{kind.entity} {xero_id} is linked and stands on one side only")
            continue
        ours, theirs = in_odoo[res_id], kind.from_xero(world, in_xero[xero_id])
        name = ours.get("name") or ours.get("number") or xero_id
        values += len(ours)
        faults += [
            f"{kind.entity} {name}: {word} is {ours.get(word)!r} in Odoo, "
            f"{theirs.get(word)!r} in Xero"
            for word in sorted({*ours, *theirs})
            if ours.get(word) != theirs.get(word)
        ]
    faults += alone(world, kind, linked, in_xero)
    if not linked:
        faults.append(f"{kind.entity}: not one pair stands on both sides")
    say(
        f"        {kind.table}: {len(linked)} pairs, {values} values compared, "
        f"{len(faults)} differences"
    )
    return faults


def alone(
    world: World, kind: Kind, linked: dict[str, int], in_xero: dict[str, Any]
) -> Iterator[str]:
    """Records that ought to have a counterpart and have none."""
    for xero_id, row in in_xero.items():
        if kind.wanted_in_xero and kind.wanted_in_xero(row) and xero_id not in linked:
            name = row.get("Name") or f"{row.get('FirstName')} {row.get('LastName')}"
            yield f"{kind.entity} {name} stands in Xero only"
    if kind.wanted_in_odoo is not None:
        domain = [*kind.wanted_in_odoo, ("id", "not in", list(linked.values()))]
        for row in world.odoo.read(kind.model, domain, ["display_name"]):
            yield f"{kind.entity} {row['display_name']} stands in Odoo only"
    twice = len(linked) - len(set(linked.values()))
    if twice:
        yield f"{kind.entity}: {twice} records of Odoo are paired with more than one of Xero"


def open_questions(world: World) -> list[str]:
    """What waits for a person."""
    domain = [("connection_id", "=", world.connection), ("state", "=", "open")]
    rows = world.odoo.read("xero.quarantine", domain, ["name", "entity", "sentence"])
    return [f"open question: {row['entity']} {row['name']}: {row['sentence']}" for row in rows]


def waiting(world: World) -> list[str]:
    """What was changed in Odoo and has not been sent."""
    rows = world.odoo.read("xero.outbox", [], ["entity", "res_id"])
    return [f"not sent yet: {row['entity']} {row['res_id']}" for row in rows]


def broken_runs(world: World) -> list[str]:
    """Runs that ended in an error, even if a later one made up for it."""
    domain = [("connection_id", "=", world.connection), ("state", "in", BROKEN)]
    rows = world.odoo.read("xero.sync.event", domain, ["entity", "direction", "detail"])
    return [f"a run failed: {row['entity']} {row['direction']}: {row['detail']}" for row in rows]
