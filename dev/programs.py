"""Starting other programs: quiet ones whose output goes to a file, and the sentence when they
fail."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .cache import folder
from .failure import Failure

KEPT_LOGS = 60


def run_quietly(
    command: Sequence[str | Path],
    what: str,
    *,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> str:
    """Run a program and return what it printed; `what` names the step in the sentence of a
    failure."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
            cwd=cwd,
            check=False,
        )
    except OSError as error:
        raise Failure(
            f"{what} failed: {command[0]} cannot be started ({error.strerror})."
        ) from error
    if done.returncode:
        raise Failure(
            f"{what} failed: {last_words(done.stdout)} (all of it in {keep(what, done.stdout)})."
        )
    return done.stdout


def last_words(output: str) -> str:
    """The line of a program's output that most likely names the cause."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    blamed = [line for line in lines if line.startswith(("ERROR", "error:", "FATAL", "npm error"))]
    found = (blamed or lines or ["it said nothing"])[-1]
    return found.rstrip(".")[:300]


def keep(what: str, output: str) -> Path:
    """Store the output of a failed step in the cache and return where."""
    path = log_file(what)
    path.write_text(output)
    return path


def log_file(what: str) -> Path:
    """Where the output of a step is kept in the cache; the oldest logs make room for it."""
    name = "".join(letter if letter.isalnum() else "-" for letter in what.lower())[:60]
    path = folder("logs") / f"{name}-{os.getpid()}.log"
    path.touch()
    for old in sorted(path.parent.glob("*.log"), key=age, reverse=True)[KEPT_LOGS:]:
        old.unlink(missing_ok=True)
    return path


def age(path: Path) -> float:
    """When a file was written; 0 when another ./run has removed it meanwhile."""
    return path.stat().st_mtime if path.exists() else 0
