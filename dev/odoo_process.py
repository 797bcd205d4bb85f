"""Starting Odoo: its command line, its environment, and its peak memory."""

import contextlib
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import cache, pip
from .databases import Databases, data_folder
from .failure import Failure
from .odoo_tree import OdooTree
from .programs import keep, last_words

RAISED = re.compile(r"^[\w.]+(Error|Exception|Violation|NotFound)\b")
"""The last line of a traceback, which names the cause."""
RUNNING: set[subprocess.Popen[str]] = set()
CONFIGURATION = "[options]\nlist_db = False\n"


@dataclass(frozen=True)
class Ended:
    """How an Odoo process ended."""

    code: int
    seconds: float
    peak_megabytes: int


def arguments(
    tree: OdooTree, database: str, extra_addons: Path | None = None, crons: int = 0
) -> list[str]:
    """odoo-bin's command line up to the options of the task."""
    folders = [*([extra_addons] if extra_addons else []), *tree.addons]
    conf = cache.folder() / "odoo.conf"
    if not conf.exists() or conf.read_text() != CONFIGURATION:
        conf.write_text(CONFIGURATION)
    without_demo = ["--without-demo=all"] if tree.series == "17.0" else []
    return [
        str(tree.python),
        str(tree.program),
        "-c",
        str(conf),
        "-d",
        database,
        "--addons-path",
        ",".join(map(str, folders)),
        "--data-dir",
        str(data_folder()),
        f"--max-cron-threads={crons}",
        *without_demo,
    ]


def environment(databases: Databases, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of an Odoo process: the database server, and nothing of this checkout."""
    fixed = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONUNBUFFERED": "1", "TZ": "UTC"}
    return {**pip.clean(), **databases.settings, **fixed, **(more or {})}


def run_once(
    databases: Databases,
    tree: OdooTree,
    database: str,
    options: Sequence[str],
    what: str,
    addons: Path | None = None,
) -> None:
    """Run Odoo with options until it stops by itself; a failure is one sentence."""
    lines: list[str] = []
    command = [*arguments(tree, database, addons), *options, "--stop-after-init", "--no-http"]
    ended = watch(command, environment(databases), lines.append)
    if ended.code:
        blamed = [line for line in lines if RAISED.match(line)] or lines
        log = keep(what, "".join(lines))
        raise Failure(
            f"{what} in Odoo {tree.series} failed: {last_words(''.join(blamed))} "
            f"(all of it in {log})."
        )


def watch(
    command: Sequence[str],
    env: Mapping[str, str],
    take: Callable[[str], object],
    minutes: int = 60,
) -> Ended:
    """Run a program, hand over each line it prints, and measure it.

    It is killed when this is interrupted, and when it takes longer than `minutes`.
    """
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        env=dict(env),
        cwd=cache.folder(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    RUNNING.add(process)
    alarm = threading.Timer(minutes * 60, kill_all, [process])
    alarm.daemon = True
    alarm.start()
    try:
        for line in process.stdout or ():
            take(line)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        alarm.cancel()
        RUNNING.discard(process)
        if process.returncode is None:
            kill_all(process)
            process.wait()
    return Ended(process.returncode, time.monotonic() - started, usage.ru_maxrss // 1024)


def kill_running() -> None:
    """Kill every program that another thread is watching."""
    for process in list(RUNNING):
        kill_all(process)


def kill_all(process: subprocess.Popen[str]) -> None:
    """Kill a program and what it started: a worker left behind would hold the pipe open."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
