"""Our Odoo tests on one series and one variant: install the packaged tree into a fresh copy and
run them there."""

import os
import re
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import package, postgres
from .cache import TECHNICAL_NAME
from .databases import Databases
from .odoo_log import Findings, LogReader
from .odoo_process import Ended, arguments, environment, watch
from .odoo_tree import OdooTree
from .outcome import Outcome
from .programs import log_file
from .progress import say, step
from .simulator_process import environment as simulator_environment
from .simulator_process import simulator
from .templates import template
from .test_catalogue import Chosen, TestClass

EXAMPLES = [name for name, _folder in package.examples()]
INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed' AND name LIKE %s"


@dataclass
class Run:
    """One variant of one series."""

    tree: OdooTree
    variant: str
    databases: Databases
    addons: Path
    told: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As it stands in the output."""
        return f"{self.tree.series} {self.variant}"

    def database(self, purpose: str) -> str:
        """A database name no other ./run uses."""
        return f"xc_test_{self.tree.series.replace('.', '')}_{self.variant}_{purpose}_{os.getpid()}"


def run(
    tree: OdooTree,
    variant: str,
    chosen: Sequence[Chosen],
    databases: Databases,
    told: dict[str, str],
    waiting: Executor,
) -> "Future[Outcome]":
    """Install and test one variant, and print failures, wall time and peak memory.

    Tests with real transactions kill, race and wait, and leave the processors idle: `waiting` runs
    them beside the next variant.

    :returns: the counts, once those are over as well
    """
    work = Run(tree, variant, databases, package.in_cache(tree), told)
    forget_abandoned(databases)
    base = template(databases, tree, variant)
    installed = work.database("installed")
    addons = installable(variant)
    standard = [pick.tag for pick in chosen if not pick.owner.real and pick.owner.addon in addons]
    real = [pick for pick in chosen if pick.owner.real and pick.owner.addon in [*addons, *EXAMPLES]]
    counts: Future[Outcome] = Future()
    counts.set_result(Outcome())
    if not standard and not real:
        return counts
    with ExitStack() as stack:
        stack.callback(databases.drop, installed)
        with step(f"{work.name}: install and {len(standard)} test classes"):
            databases.copy(base, installed)
            # Glue addons install themselves where their apps are.
            tags = ",".join(standard) or "nothing_of_this_name"
            options = ["-i", TECHNICAL_NAME, "--test-tags", tags]
            outcome = odoo(work, installed, options, "standard")
        there = databases.query(installed, INSTALLED, arguments=(f"{TECHNICAL_NAME}%",))
        missing = sorted({*addons} - {str(row[0]) for row in there})
        if missing:
            say(f"{work.name}: not installed: {', '.join(missing)}; their tests were not run")
            outcome += Outcome(failed=len(missing))
            real = []
        kept = stack.pop_all()

    def finish() -> Outcome:
        with kept:
            total = outcome + real_runs(work, installed, real) if real else outcome
        say(f"        {work.name}: {total}")
        return total

    return waiting.submit(finish)


def forget_abandoned(databases: Databases) -> None:
    """Drop the databases of test runs that were killed before they could."""
    for name in databases.names():
        found = re.fullmatch(r"xc_test_\w+_(\d+)", name)
        if found and not Path(f"/proc/{found[1]}").exists() and Path("/proc/self").exists():
            databases.drop(name)


def installable(variant: str) -> list[str]:
    """Our addons that the variant can hold: glue addons come only where their apps are."""
    return package.names() if variant == "full" else package.names()[:1]


def real_runs(work: Run, installed: str, chosen: Sequence[Chosen]) -> Outcome:
    """Tests that commit, kill or race: each class in its own copy of the installed database and
    its own Odoo."""
    groups: dict[TestClass, list[Chosen]] = {}
    for pick in chosen:
        groups.setdefault(pick.owner, []).append(pick)
    with step(f"{work.name}: {len(groups)} test classes with real transactions"):
        ended = [
            real_run(work, installed, number, owner, picks)
            for number, (owner, picks) in enumerate(groups.items())
        ]
    return sum(ended, Outcome())


def real_run(
    work: Run, installed: str, number: int, owner: TestClass, picks: Sequence[Chosen]
) -> Outcome:
    """One class of those."""
    database = work.database(f"real{number}")
    # An example of an addon that builds on ours comes into this copy alone.
    options = ["-i" if owner.addon in EXAMPLES else "-u", owner.addon]
    tags = ",".join(pick.tag for pick in picks)
    try:
        work.databases.copy(installed, database)
        with simulator(work.tree.python) as address:
            alone = replace(work, told={**work.told, **simulator_environment(address)})
            return odoo(alone, database, [*options, "--test-tags", tags], owner.name)
    finally:
        work.databases.drop(database)


def odoo(work: Run, database: str, options: list[str], what: str) -> Outcome:
    """One Odoo process that tests; its whole log is kept in the cache, and grows there as it
    goes."""
    port = f"--http-port={postgres.free_port()}"
    command = [*arguments(work.tree, database, work.addons)]
    command += [*options, "--stop-after-init", port, "--http-interface=127.0.0.1"]
    reader = LogReader()
    log = log_file(f"test {work.name} {what}")

    def take(line: str) -> None:
        kept.write(line)
        reader.take(line)
        if sys.stdout.isatty() and (name := line.partition(": Starting ")[2]):
            sys.stdout.write(f"\r\033[K{name.strip()[:100]}")

    with log.open("w", buffering=1) as kept:
        ended = watch(command, environment(work.databases, work.told), take, minutes=40)
    return report(work, reader.findings, ended, log, what)


def report(work: Run, found: Findings, ended: Ended, log: Path, what: str) -> Outcome:
    """Print what went wrong and what it took; a run that did not reach its end is a failure."""
    failed = found.failed
    for name, text in found.broken.items():
        say(f"{'=' * 70}\n{work.name}: {name}\n" + "\n".join(text))
    for text in found.complaints[:20]:
        say(f"{'=' * 70}\n{work.name}: the log is not clean\n" + "\n".join(text[:40]))
    for name, reason in found.skipped.items():
        say(f"skipped {name}: {reason}")
    if (ended.code and not failed) or (found.total is None and found.started):
        say(f"{work.name}: Odoo ended with {ended.code} before the tests did; see {log}")
        failed += 1
    say(
        f"        {work.name} {what}: {ended.seconds:.0f} s, peak memory "
        f"{ended.peak_megabytes} MB, log {log}"
    )
    return Outcome(found.passed, failed, len(found.skipped))
