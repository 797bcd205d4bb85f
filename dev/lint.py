"""./run lint: every check is run, each says how many faults it found, and a tool that is missing
is a failure."""

import argparse
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import cache, lint_javascript, lint_oca, pip
from .failure import Failure
from .house_rules import broken_rules
from .package import addons
from .progress import say, step

TYPED = ("xero", "dev")
PYLINT_SETS = (
    "odoolint",
    "anomalous-backslash-in-string",
    "assignment-from-none",
    "dangerous-default-value",
    "duplicate-key",
    "import-self",
    "pointless-statement",
    "pointless-string-statement",
    "redundant-keyword-arg",
    "reimported",
    "return-in-init",
    "too-few-format-args",
    "unreachable",
)
"""All checks of pylint-odoo and those of pylint that the Odoo community's template adds."""
PYLINT_LEFT_OUT = (
    "missing-readme",  # it knows README.rst only; the README here is Markdown
    "consider-merging-classes-inherited",  # a file is about one thing; a model may be several
)


@dataclass(frozen=True)
class Tools:
    """Where the tools are and what they look at.

    `copy` is the checkout under its technical name: tools that derive names from folders see the
    same everywhere.
    """

    folder: Path
    copy: Path
    fix: bool


def lint(options: argparse.Namespace) -> int:
    """Run all checks; 1 when one found something or could not run."""
    python = pip.environment("lint", "Lint tools")
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        tools = Tools(python.parent, copied(Path(folder)), options.fix)
        for name, check in CHECKS.items():
            try:
                with step(f"lint: {name}"):
                    faults = check(tools)
            except Failure as failure:
                faults = str(failure)
            if faults.strip():
                failed.append(name)
                say(faults.replace(f"{tools.copy}/", "").replace(f"{folder}/", "").rstrip())
                say(f"        {name}: NOT CLEAN")
    say(
        f"lint: {len(CHECKS) - len(failed)} checks clean, {len(failed)} "
        f"not{': ' + ', '.join(failed) if failed else ''}"
    )
    return 1 if failed else 0


def copied(folder: Path) -> Path:
    """The sources in a folder named like the addon, one level below a git root, as the checks of
    Odoo's community need."""
    subprocess.run(["git", "init", "--quiet", folder], check=False, capture_output=True)
    target = folder / cache.TECHNICAL_NAME
    ignore = shutil.ignore_patterns(
        ".git", "__pycache__", ".*_cache", "node_modules", ".hypothesis"
    )
    shutil.copytree(cache.CHECKOUT, target, ignore=ignore, symlinks=True)
    for name, path in addons()[1:]:
        # Side by side, as they are installed: inside the root addon they would count as its part.
        shutil.copytree(path, folder / name, ignore=ignore)
    return target


def run(command: Sequence[str | Path], cwd: Path, environment: dict[str, str] | None = None) -> str:
    """What a tool has to say when it is not content; nothing when it is."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment or pip.clean(),
        )
    except OSError as error:
        raise Failure(f"{command[0]} cannot be started ({error.strerror}).") from error
    return (
        (done.stdout + done.stderr or f"{command[0]} ended with {done.returncode}")
        if done.returncode
        else ""
    )


def ruff(tools: Tools) -> str:
    """Style and complexity of all Python; on the checkout itself, so that it can mend."""
    options = [
        "--quiet",
        "--no-cache",
        "--output-format=concise",
        *(["--fix"] if tools.fix else []),
    ]
    return run([tools.folder / "ruff", "check", *options, ".", "run"], cache.CHECKOUT)


def pylint(tools: Tools) -> str:
    """The mandatory and the optional set of pylint-odoo on each addon."""
    glue = [tools.copy.parent / name for name, _path in addons()[1:]]
    command: list[str | Path] = [
        tools.folder / "pylint",
        f"--rcfile={cache.CHECKOUT / 'pyproject.toml'}",
        "--disable=all",
        f"--enable={','.join(PYLINT_SETS)}",
        f"--disable={','.join(PYLINT_LEFT_OUT)}",
        "--ignore=dev,simulator,addons,unit",
    ]
    told = {**pip.clean(), "PYLINTHOME": str(cache.folder("pylint"))}
    return run([*command, tools.copy, *glue], tools.copy.parent, told)


def mypy(tools: Tools) -> str:
    """Strict types of the room that knows Xero and of these tools."""
    command: list[str | Path] = [
        tools.folder / "mypy",
        "--config-file",
        cache.CHECKOUT / "pyproject.toml",
        "--cache-dir",
        cache.folder("mypy"),
        "--no-error-summary",
    ]
    words = run([*command, *TYPED], tools.copy, {**pip.clean(), "PATH": os.environ.get("PATH", "")})
    return words


def house(_tools: Tools) -> str:
    """Directions of imports and lengths."""
    return "\n".join(broken_rules(cache.CHECKOUT))


CHECKS: dict[str, Callable[[Tools], str]] = {
    "ruff": ruff,
    "pylint-odoo": pylint,
    "oca-checks": lambda tools: lint_oca.check(tools.folder, tools.copy),
    "mypy": mypy,
    "prettier": lambda tools: lint_javascript.prettier(tools.fix),
    "eslint": lambda tools: lint_javascript.eslint(tools.copy),
    "house rules": house,
}
