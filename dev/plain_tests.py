"""The plain Python tests (tests/unit, tests/simulator, tests/dev), spread over the processors."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from . import cache, pip
from .outcome import Outcome
from .progress import say, step
from .test_catalogue import PLAIN, Chosen


def run(python: Path, chosen: Sequence[Chosen], environment: dict[str, str]) -> Outcome:
    """Run the chosen plain tests and print what failed."""
    with step("plain Python tests"):
        running = [
            start(python, room, files, names, environment) for room, files, names in batches(chosen)
        ]
        reports = [finish(process, results) for process, results in running]
        say("")
    total = Outcome()
    for report in reports:
        for name, text in report["broken"]:
            say(f"{'=' * 70}\n{name}\n{text}")
        for name, reason in report["skipped"]:
            say(f"skipped {name}: {reason}")
        total += Outcome(report["passed"], len(report["broken"]), len(report["skipped"]))
    return total


def batches(chosen: Sequence[Chosen]) -> list[tuple[Path, list[Path], list[str]]]:
    """Room, files and names for each process: the files of a room are dealt out by size."""
    dealt = []
    workers = max(1, min(os.cpu_count() or 1, 4))
    for room in (cache.CHECKOUT / "tests" / name for name in PLAIN):
        mine = [pick for pick in chosen if room in pick.owner.file.parents]
        files = sorted(
            {pick.owner.file for pick in mine}, key=lambda path: path.stat().st_size, reverse=True
        )
        names = [pick.owner.name + (f".{pick.method}" if pick.method else "") for pick in mine]
        dealt += [(room, files[start::workers], names) for start in range(min(workers, len(files)))]
    return dealt


def start(
    python: Path, room: Path, files: list[Path], names: list[str], environment: dict[str, str]
) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """Start one process; its results go to a file of their own, so that prints in tests cannot
    disturb them."""
    results = tempfile.TemporaryFile()  # noqa: SIM115 (closed in finish)
    told = {
        **pip.clean(),
        **environment,
        "PYTHONPATH": str(cache.CHECKOUT),
        "PLAIN_RESULTS": str(results.fileno()),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command: list[str | Path] = [
        python,
        Path(__file__).with_name("plain_runner.py"),
        room,
        *files,
        "--",
        *names,
    ]
    return subprocess.Popen(
        command, cwd=cache.CHECKOUT, env=told, stdin=subprocess.DEVNULL, pass_fds=[results.fileno()]
    ), results


def finish(process: subprocess.Popen[bytes], results: IO[bytes]) -> dict[str, Any]:
    """Wait for a process and read its report; one that died counts as one broken test."""
    code = process.wait()
    results.seek(0)
    text = results.read()
    results.close()
    if not text:
        died = [("a process of plain tests", f"it ended with {code} and no report")]
        return {"passed": 0, "broken": died, "skipped": []}
    report: dict[str, Any] = json.loads(text)
    return report
