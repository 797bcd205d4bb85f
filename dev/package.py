"""The installable tree of one series: the root addon and the glue addons, side by side."""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from . import cache, odoo_source
from .failure import Failure
from .odoo_tree import OdooTree
from .progress import say
from .series import derive

ROOMS = (
    "models",
    "services",
    "xero",
    "wizards",
    "controllers",
    "views",
    "data",
    "security",
    "report",
    "static",
    "i18n",
    "tests",
    "migrations",
)
FILES = ("__init__.py", "__manifest__.py", "README.md", "LICENSE")
LEFT_OUT = ("__pycache__", "*.pyc", "unit", "dev", "simulator", "fixtures", "example_addons")
"""Folders and files that stay behind: plain Python tests and their data do not belong into an
installed addon."""


def addons() -> list[tuple[str, Path]]:
    """Technical name and folder of the root addon and of each glue addon."""
    glue = [path.parent for path in sorted(cache.CHECKOUT.glob("addons/*/__manifest__.py"))]
    return [(cache.TECHNICAL_NAME, cache.CHECKOUT), *((path.name, path) for path in glue)]


def examples() -> list[tuple[str, Path]]:
    """Technical name and folder of addons that only tests install, beside ours: they show how
    others build on the connector."""
    manifests = sorted(cache.CHECKOUT.glob("tests/example_addons/*/__manifest__.py"))
    return [(path.parent.name, path.parent) for path in manifests]


def names() -> list[str]:
    """Technical names of all our addons, the root addon first."""
    return [name for name, _path in addons()]


def write(
    series: str, target: Path, odoo: OdooTree | None, more: Sequence[tuple[str, Path]] = ()
) -> None:
    """Write the tree of a series into `target`, replacing our addons there and nothing else.

    :param odoo: that series' own source, for its code upgrade; not needed for 17.0.
    :param more: addons beside ours, as `examples` gives them.
    """
    target.mkdir(parents=True, exist_ok=True)
    written = [*addons(), *more]
    for name, source in written:
        copy_addon(source, target / name)
    if series != "17.0":
        if odoo is None:
            raise Failure(
                f"The tree for {series} is derived with Odoo {series}'s own "
                f"upgrade_code, and no Odoo {series} is here."
            )
        derive(series, target, [name for name, _source in written], odoo)


def copy_addon(source: Path, target: Path) -> None:
    """Copy the rooms of one addon."""
    if target.exists():
        if not (target / "__manifest__.py").exists():
            raise Failure(f"{target} exists and is not an Odoo addon; name another folder.")
        shutil.rmtree(target)
    target.mkdir()
    for name in FILES:
        if (source / name).is_file():
            shutil.copy2(source / name, target / name)
    for room in ROOMS:
        if (source / room).is_dir():
            shutil.copytree(source / room, target / room, ignore=shutil.ignore_patterns(*LEFT_OUT))


def fingerprint() -> str:
    """Changes when any packaged file or the derivation changes."""
    parts: list[str | bytes] = []
    packaged = [*addons(), *examples()]
    folders = [folder / room for _name, folder in packaged for room in ROOMS] + [
        cache.CHECKOUT / "dev" / "series"
    ]
    files = [folder / name for _name, folder in packaged for name in FILES] + [Path(__file__)]
    files += [path for folder in folders if folder.is_dir() for path in folder.rglob("*")]
    for path in sorted(files):
        if path.is_file() and "__pycache__" not in path.parts:
            parts += [str(path.relative_to(cache.CHECKOUT)), path.read_bytes()]
    return cache.digest(*parts)


def in_cache(odoo: OdooTree) -> Path:
    """The packaged tree of the present sources, written once per state of the sources."""
    series = odoo.series
    target = cache.folder("trees") / f"{series}-{fingerprint()}"
    with cache.lock(f"tree-{series}"):
        if not (target / "complete").exists():
            shutil.rmtree(target, ignore_errors=True)
            forget_old(series)
            write(series, target, odoo, examples())
            (target / "complete").touch()
    return target


def forget_old(series: str, keep: int = 12) -> None:
    """Remove all but the newest trees of a series; one may still be in use by another ./run."""
    trees = sorted(
        cache.folder("trees").glob(f"{series}-*"),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in trees[keep:]:
        shutil.rmtree(path, ignore_errors=True)


def command(options: argparse.Namespace) -> int:
    """./run package --series S DIR."""
    series = options.series or "17.0"
    odoo = None if series == "17.0" else odoo_source.find(series, options.odoo)
    target = Path(options.target).expanduser().resolve()
    write(series, target, odoo)
    say(f"Wrote {', '.join(names())} for Odoo {series} into {target}.")
    return 0
