"""Virtual environments in the cache, built from pinned lists and left alone while the list is the
same."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import cache
from .failure import Failure
from .programs import run_quietly
from .progress import step

PINS = Path(__file__).with_name("pins")
PYTHONS = {"17.0": ((3, 10), (3, 12)), "19.0": ((3, 10), (3, 13))}
"""Oldest and newest Python each Odoo series runs on, from its own setup and the wheels its pins
have."""


def environment(name: str, what: str) -> Path:
    """The Python of the virtual environment `name`, installed from dev/pins/NAME.txt when that
    changed."""
    pins = PINS / f"{name}.txt"
    target = cache.folder("python") / name
    python = target / "bin" / "python"
    with cache.lock(f"python-{name}"):
        interpreter = find_interpreter(name)
        wanted = f"{interpreter[1]}\n{pins.read_text()}"
        if python.exists() and cache.stamped(target / "complete", wanted):
            return python
        cache.need_space(cache.root(), 1500)
        with step(f"{what}: Python packages"):
            shutil.rmtree(target, ignore_errors=True)
            make(interpreter[0], target)
            install(python, pins)
        (target / "complete").write_text(wanted)
    return python


def find_interpreter(name: str) -> tuple[str, str]:
    """Path and version of a Python that this series runs on; this one first, else one on the
    path."""
    oldest, newest = PYTHONS.get(name, ((3, 10), (3, 99)))
    if oldest <= sys.version_info[:2] <= newest:
        return sys.executable, version_text(sys.version_info[:2])
    for minor in range(newest[1], oldest[1] - 1, -1):
        path = shutil.which(f"python3.{minor}")
        if (
            path
            and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0
        ):
            return path, f"3.{minor}"
    raise Failure(
        f"Odoo {name} runs on Python {version_text(oldest)} to {version_text(newest)}, this is "
        f"{version_text(sys.version_info[:2])}; install one of those beside it."
    )


def version_text(version: tuple[int, ...]) -> str:
    """(3, 11) as 3.11."""
    return ".".join(map(str, version))


def make(interpreter: str, target: Path) -> None:
    """A virtual environment with pip, also where the system's Python came without ensurepip."""
    probe = subprocess.run(
        [interpreter, "-c", "import venv, ensurepip"], capture_output=True, check=False
    )
    if probe.returncode:
        raise Failure(
            "This Python came without venv; install it (on Debian and Ubuntu: the "
            "package python3-venv) and try again."
        )
    run_quietly(
        [interpreter, "-m", "venv", target], "Making a virtual environment", environment=clean()
    )


def install(python: Path, pins: Path, *options: str) -> None:
    """Install a pinned list with pip, which keeps to the machine's own pip configuration."""
    command: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--quiet",
        "--retries",
        "1",
        "--timeout",
        "20",
    ]
    for attempt in (1, 2):
        try:
            run_quietly(
                [*command, *options, "-r", pins],
                f"Installing the packages of {pins.name}",
                environment=clean(),
            )
            return
        except Failure:
            if attempt == 2:
                raise


def clean() -> dict[str, str]:
    """The environment without what would make Python look into this checkout or another
    environment."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
