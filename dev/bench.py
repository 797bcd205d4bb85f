"""./run bench: each figure beside what plain Odoo takes for the same records in the same run."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import cache, odoo_source, postgres
from .bench_organisation import write as write_organisation
from .databases import Databases
from .failure import Failure
from .odoo_command import linked
from .odoo_process import arguments, environment, run_once
from .odoo_tree import OdooTree
from .progress import say, step
from .simulator_process import environment as simulator_environment
from .simulator_process import lasting_key, simulator
from .templates import template

HEADINGS = ["What", "Figure", "Plain Odoo", "Bound"]
ALIGNMENT = ["---", "---:", "---:", "---:"]
# Megabytes that a hundred thousand contacts may cost above a thousand.
MEMORY_BOUND = 150


@dataclass(frozen=True)
class Benchmark:
    """One Odoo process: the function of a bench_inside_*.py, and the contacts it is given."""

    file: str
    function: str
    contacts: int = 0
    persons: int = 0


BENCHMARKS = {
    "pull": (Benchmark("pull", "pull", 10_000), Benchmark("pull", "persons", 500, 2)),
    "push": (Benchmark("push", "push"),),
    "idle": (Benchmark("cycle", "idle"),),
    "refresh": (Benchmark("refresh", "refresh"),),
    "memory": (Benchmark("cycle", "memory", 1_000), Benchmark("cycle", "memory", 100_000)),
}


def bench(options: argparse.Namespace) -> int:
    """Measure and print a table; 1 when a bound is broken."""
    unknown = set(options.selector) - set(BENCHMARKS)
    if unknown:
        raise Failure(f"There is no benchmark {unknown.pop()}; there are {', '.join(BENCHMARKS)}.")
    tree = odoo_source.find(options.series, options.odoo)
    rows: list[list[str]] = []
    broken: list[str] = []
    with postgres.running(tree.python) as settings:
        databases = Databases(tree.python, settings)
        for name in options.selector or BENCHMARKS:
            found = [measure(tree, databases, part) for part in BENCHMARKS[name]]
            rows += [row for result in found for row in result["rows"]]
            broken += [sentence for result in found for sentence in result["broken"]]
            if name == "memory":
                rows += compare_memory(found, broken)
    print_table(rows)
    for sentence in broken:
        say(f"BROKEN: {sentence}")
    return 1 if broken else 0


def compare_memory(found: list[dict[str, Any]], broken: list[str]) -> list[list[str]]:
    """The peaks of the two processes, the large one's beyond the small one's."""
    small, large = (int(result["rows"][0][1]) for result in found)
    what = "megabytes the large organisation takes beyond the small one"
    if large - small > MEMORY_BOUND:
        broken.append(f"{what}: {large - small}, where at most {MEMORY_BOUND} is allowed")
    return [[what, str(large - small), "", f"at most {MEMORY_BOUND}"]]


def print_table(rows: list[list[str]]) -> None:
    """The table as Markdown, to be pasted."""
    lines = [f"| {' | '.join(cells)} |" for cells in (HEADINGS, ALIGNMENT, *rows)]
    sys.stdout.write("\n".join(["", *lines, "", ""]))


@contextmanager
def both_databases(tree: OdooTree, databases: Databases) -> Iterator[tuple[str, str]]:
    """Two fresh copies of one template: one plain, one with the addon."""
    plain, ours = (f"xc_bench_{name}_{os.getpid()}" for name in ("plain", "ours"))
    try:
        with step("databases"):
            base = template(databases, tree, "light")
            databases.copy(base, plain)
            databases.copy(base, ours)
            folders = ",".join(map(str, (linked(tree), *tree.addons)))
            install = ["--addons-path", folders, "-i", cache.TECHNICAL_NAME]
            run_once(databases, tree, ours, install, "Installing the addon")
        yield plain, ours
    finally:
        for database in (plain, ours):
            databases.drop(database)


def measure(tree: OdooTree, databases: Databases, benchmark: Benchmark) -> dict[str, Any]:
    """One benchmark in an Odoo process, databases and a simulator of its own; its rows and what it
    broke."""
    with (
        tempfile.TemporaryDirectory() as folder,
        simulator(tree.python) as address,
        both_databases(tree, databases) as (plain, ours),
    ):
        organisation = Path(folder) / "organisation.json"
        write_organisation(organisation, benchmark.contacts, benchmark.persons)
        command = arguments(tree, ours, linked(tree))
        command.insert(2, "shell")
        told = environment(databases, simulator_environment(address, lasting_key()))
        told |= {"BENCH_PLAIN": plain, "BENCH_ORGANISATION": str(organisation)}
        with step(f"{benchmark.function} {benchmark.contacts or ''}".strip()):
            ended = subprocess.run(
                [*command, "--no-http", "--log-level=warn"],
                input=script(benchmark),
                env=told,
                capture_output=True,
                text=True,
                cwd=cache.folder(),
                check=False,
            )
    lines = [line[6:] for line in ended.stdout.splitlines() if line.startswith("BENCH ")]
    if ended.returncode or not lines:
        words = (ended.stderr or ended.stdout)[-2000:]
        raise Failure(f"The benchmark {benchmark.function} failed: {words}")
    found: dict[str, Any] = json.loads(lines[-1])
    for cells in found["rows"]:
        say(f"        {cells[0]}: {cells[1]}")
    return found


def script(benchmark: Benchmark) -> str:
    """What Odoo's shell runs: the common part, the benchmark's own file, and the call."""
    here = Path(__file__).parent
    parts = [here / "bench_inside.py", here / f"bench_inside_{benchmark.file}.py"]
    return "\n".join([*(part.read_text() for part in parts), f"measured({benchmark.function})\n"])
