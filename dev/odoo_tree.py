"""One Odoo series that can be started here: its source, its Python, and how it was found."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import cache, pip
from .failure import Failure

NEWER_WHEN_UNREACHABLE = "19.0"
SUPPORTED = ("17.0", "19.0")


@dataclass(frozen=True)
class OdooTree:
    """An Odoo source tree.

    `program` is its odoo-bin, `addons` the folders of its own addons, `why` says where it was
    found.
    """

    series: str
    root: Path
    program: Path
    addons: tuple[Path, ...]
    why: str

    @cached_property
    def python(self) -> Path:
        """The Python of the virtual environment with this series' dependencies."""
        return pip.environment(self.series, f"Odoo {self.series}")

    @property
    def identity(self) -> str:
        """Changes when another source of the same series is taken: templates are keyed by it."""
        release = (self.program.parent / "odoo" / "release.py").read_text()
        return cache.digest(str(self.root), release)


def recognise(root: Path, why: str) -> OdooTree:
    """The Odoo tree at a folder: a checkout, a source archive or an unpacked Debian package.

    :raises Failure: no Odoo there, or a series this addon does not support.
    """
    for base in (root, root / "usr/lib/python3/dist-packages", *sorted(root.glob("odoo-*"))):
        release = base / "odoo" / "release.py"
        if release.is_file():
            series = series_of(release)
            if series not in SUPPORTED:
                raise Failure(
                    f"{root} is Odoo {series}; xero_connector runs on {' and '.join(SUPPORTED)}."
                )
            folders = [
                folder
                for folder in (base / "addons", base / "odoo" / "addons")
                if (folder / "base").is_dir() or (folder / "account").is_dir()
            ]
            return OdooTree(series, root, program_of(base), tuple(folders), why)
    raise Failure(f"No Odoo source lies at {root}.")


def series_of(release: Path) -> str:
    """The series from odoo/release.py, such as 17.0; from `saas~18.2` that text itself."""
    found = re.search(r"version_info = \(\s*['\"]?([\w~.]+)['\"]?,\s*(\d+)", release.read_text())
    if not found:
        raise Failure(f"{release} does not say which Odoo it is.")
    return f"{found.group(1)}.{found.group(2)}"


def program_of(base: Path) -> Path:
    """odoo-bin; the Debian package keeps the start script elsewhere, so one is written beside the
    sources."""
    program = base / "odoo-bin"
    if not program.exists():
        program.write_text("#!/usr/bin/env python3\nimport odoo.cli\n\nodoo.cli.main()\n")
    return program
