"""./run test: every test on every series that is here."""

import argparse
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from . import odoo_source, odoo_tests, plain_tests, postgres
from .databases import Databases
from .odoo_process import kill_running
from .odoo_tree import OdooTree
from .outcome import Outcome
from .progress import say
from .simulator_process import environment as simulator_environment
from .simulator_process import simulator
from .templates import VARIANTS
from .test_catalogue import Chosen, catalogue, choose

AT_ONCE = 2


def test(options: argparse.Namespace) -> int:
    """Run, print a line for each series and the sum as the last line; 1 when something failed or
    nothing ran."""
    chosen = choose(options.selector, catalogue())
    trees, missing = sources(options)
    lines: dict[str, str] = {}
    total = Outcome()
    plain = [pick for pick in chosen if not pick.owner.addon]
    if plain and trees:
        outcome = plain_tests.run(trees[0].python, plain, thorough(options))
        total += outcome
        lines["plain Python"] = str(outcome)
    for name, outcome in variants(trees, options, [p for p in chosen if p.owner.addon]).items():
        total += outcome
        lines[name] = str(outcome)
    lines.update({name: f"NOT RUN ({why.rstrip('.')})" for name, why in missing.items()})
    for name, line in lines.items():
        say(f"{name}: {line}")
    say(f"{total.passed} passed, {total.failed} failed")
    return 1 if total.failed or not total.passed else 0


def sources(options: argparse.Namespace) -> tuple[list[OdooTree], dict[str, str]]:
    """The series to test, and why others are not tested."""
    if options.series:
        return [odoo_source.find(options.series, options.odoo)], {}
    return odoo_source.every(options.odoo)


def thorough(options: argparse.Namespace) -> dict[str, str]:
    """How the tests learn that there is time for the long form."""
    return {"XERO_THOROUGH": "1"} if options.thorough else {}


def variants(
    trees: Sequence[OdooTree], options: argparse.Namespace, chosen: Sequence[Chosen]
) -> dict[str, Outcome]:
    """All variants of all series, two at a time: each waits for its simulator and its database
    half of its time. Returns the counts by series."""
    if not chosen or not trees:
        return {}
    names = [options.variant] if options.variant else list(VARIANTS)
    jobs = [(tree, name) for name in names for tree in trees]
    everywhere = names if options.thorough else names[:1]
    alike = [pick for pick in chosen if not pick.owner.once]
    with postgres.running(trees[0].python) as settings:
        busy, waiting = ThreadPoolExecutor(AT_ONCE), ThreadPoolExecutor(AT_ONCE)

        def one(job: tuple[OdooTree, str]) -> "Future[Outcome]":
            tree, variant = job
            databases = Databases(tree.python, settings)
            with simulator(tree.python) as address:
                told = {**thorough(options), **simulator_environment(address)}
                picks = chosen if variant in everywhere else alike
                return odoo_tests.run(tree, variant, picks, databases, told, waiting)

        try:
            results = [counts.result() for counts in list(busy.map(one, jobs))]
        except KeyboardInterrupt:
            kill_running()
            raise
        finally:
            for pool in (busy, waiting):
                pool.shutdown(wait=True, cancel_futures=True)
    counts: dict[str, Outcome] = {}
    for (tree, _variant), outcome in zip(jobs, results, strict=True):
        counts[tree.series] = counts.get(tree.series, Outcome()) + outcome
    return counts
