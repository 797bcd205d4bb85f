"""prettier and eslint from the npm registry, pinned, in the cache."""

import shutil
import subprocess
from pathlib import Path

from . import cache
from .failure import Failure
from .package import ROOMS, addons
from .programs import run_quietly
from .progress import step

PINNED = Path(__file__).with_name("npm")
BLOCK = 200
"""Files per call, so that the command line stays short."""


def modules() -> Path:
    """The folder with node_modules, installed when the pins changed."""
    if not shutil.which("npm") or not shutil.which("node"):
        raise Failure(
            "prettier and eslint need Node.js with npm; install them (on Debian "
            "and Ubuntu: nodejs and npm) and try again."
        )
    target = cache.folder("npm")
    wanted = "".join(path.read_text() for path in sorted(PINNED.glob("package*.json")))
    with cache.lock("npm"):
        if not cache.stamped(target / "complete", wanted):
            with step("Lint tools: npm packages"):
                for path in PINNED.glob("package*.json"):
                    shutil.copy(path, target)
                run_quietly(
                    ["npm", "ci", "--no-audit", "--no-fund", "--prefix", target],
                    "Installing the npm packages",
                    cwd=target,
                )
            (target / "complete").write_text(wanted)
    shutil.copy(PINNED / "eslint.config.mjs", target)
    return target


def sources(*endings: str) -> list[Path]:
    """The addon's files with these endings, in all our addons."""
    found = [
        path
        for _name, folder in addons()
        for room in ROOMS
        for path in sorted((folder / room).rglob("*"))
    ]
    return [
        path
        for path in found
        if path.suffix in endings and path.is_file() and "lib" not in path.parts
    ]


def prettier(fix: bool) -> str:
    """The format of XML, JavaScript, style sheets; with `fix` it is put right."""
    home = modules() / "node_modules"
    plugin = home / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    command: list[str | Path] = [
        "node",
        home / "prettier" / "bin" / "prettier.cjs",
        "--config",
        PINNED / "prettier.json",
        "--plugin",
        plugin,
    ]
    files = sources(".xml", ".js", ".scss", ".css")
    words = [
        call([*command, "--write" if fix else "--check", "--log-level=warn", *block])
        for block in blocks(files)
    ]
    return "".join(words).replace(f"{cache.CHECKOUT}/", "")


def eslint(copy: Path) -> str:
    """Faults in the JavaScript. The tool takes only files below its configuration: they are laid
    there for the check."""
    home = modules()
    lying = home / "sources"
    shutil.rmtree(lying, ignore_errors=True)
    files = sources(".js")
    for path in files:
        target = lying / path.relative_to(cache.CHECKOUT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(copy / path.relative_to(cache.CHECKOUT), target)
    if not files:
        return ""
    return call(
        [
            "node",
            home / "node_modules" / "eslint" / "bin" / "eslint.js",
            "--max-warnings=0",
            "sources",
        ],
        home,
    ).replace(f"{lying}/", "")


def blocks(files: list[Path]) -> list[list[Path]]:
    """The files in portions."""
    return [files[start : start + BLOCK] for start in range(0, len(files), BLOCK)]


def call(command: list[str | Path], cwd: Path = cache.CHECKOUT) -> str:
    """What the tool says when it is not content."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    return (
        (done.stdout + done.stderr or f"{command[1]} ended with {done.returncode}\n")
        if done.returncode
        else ""
    )
