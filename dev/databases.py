"""Databases of one server: made from templates, copied with their files, dropped."""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from . import cache, pip
from .failure import Failure

KICK = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


class Databases:
    """The databases of one PostgreSQL server, spoken to through the Python of a virtual
    environment."""

    def __init__(self, python: Path, settings: Mapping[str, str]) -> None:
        self.python = python
        self.settings = dict(settings)

    def query(
        self, database: str, *statements: str, arguments: tuple[object, ...] = ()
    ) -> list[list[object]]:
        """Run statements one by one and return the rows of the last; the arguments are the last
        one's."""
        pairs: list[tuple[str, tuple[object, ...] | None]] = [
            (statement, None) for statement in statements
        ]
        pairs[-1] = (statements[-1], arguments or None)
        done = subprocess.run(
            [self.python, Path(__file__).with_name("statements.py")],
            check=False,
            capture_output=True,
            text=True,
            input=json.dumps({"database": database, "statements": pairs}),
            env={**pip.clean(), **self.settings},
        )
        if done.returncode:
            raise Failure(
                f"PostgreSQL refused: {(done.stderr.strip().splitlines() or ['no answer'])[-1]}"
            )
        rows: list[list[object]] = json.loads(done.stdout)
        return rows

    def names(self) -> set[str]:
        """All databases of the server."""
        return {str(row[0]) for row in self.query("postgres", "SELECT datname FROM pg_database")}

    def copy(self, template: str, name: str) -> None:
        """Make a database equal to the template, files included; an older one of that name goes."""
        self.drop(name)
        self.query("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        link_tree(filestore(template), filestore(name))

    def drop(self, name: str) -> None:
        """Remove a database, with force, and its files."""
        self.query("postgres", KICK, arguments=(name,))
        self.query("postgres", f'DROP DATABASE IF EXISTS "{name}"')
        shutil.rmtree(filestore(name), ignore_errors=True)

    def rename(self, old: str, new: str) -> None:
        """Give a finished template its final name, so that a half-built one is never taken for
        it."""
        self.query("postgres", f'ALTER DATABASE "{old}" RENAME TO "{new}"')
        if filestore(old).exists():
            filestore(old).rename(filestore(new))


def filestore(name: str) -> Path:
    """Where Odoo keeps the attachments of a database."""
    return data_folder() / "filestore" / name


def data_folder() -> Path:
    """Odoo's data folder in the cache, one for all series and databases."""
    return cache.folder("data")


def link_tree(source: Path, target: Path) -> None:
    """Copy a filestore by hard links: its files are named by their content and never changed in
    place."""
    if not source.exists():
        return
    for path in source.rglob("*"):
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        else:
            copy.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                os.link(path, copy)
