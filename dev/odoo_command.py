"""./run odoo, shell and database: Odoo on this checkout itself, for people who work on it."""

import argparse
import subprocess
from pathlib import Path

from . import cache, odoo_source, postgres
from .databases import Databases
from .failure import Failure
from .odoo_process import arguments, environment
from .odoo_tree import OdooTree
from .package import addons, in_cache
from .progress import say
from .simulator_process import environment as simulator_environment
from .simulator_process import lasting_key, simulator
from .templates import VARIANTS, template

DATABASE = "xero_connector"


def linked(tree: OdooTree) -> Path:
    """An addons folder with this checkout under its technical name; for a later series the
    derived copy."""
    if tree.series != "17.0":
        return in_cache(tree)
    folder = cache.folder("linked", cache.digest(str(cache.CHECKOUT)))
    for name, path in addons():
        link = folder / name
        if not link.is_symlink():
            link.symlink_to(path)
    return folder


def odoo(options: argparse.Namespace) -> int:
    """./run odoo -- OPTIONS, and ./run shell: odoo-bin with our addons, the database server and a
    simulator."""
    tree = odoo_source.find(options.series, options.odoo)
    rest = (
        [part for part in options.rest if part != "--"]
        if options.rest[:1] == ["--"]
        else list(options.rest)
    )
    database = value_of(rest, "-d", "--database") or DATABASE
    with postgres.running(tree.python) as settings:
        databases = Databases(tree.python, settings)
        if database not in databases.names():
            databases.copy(template(databases, tree, "light"), database)
            say(f"        database {database} made from the template")
        command = arguments(tree, database, linked(tree))
        if options.command == "shell":
            command.insert(2, "shell")
        if not value_of(rest, "-p", "--http-port"):
            rest += [f"--http-port={postgres.free_port() if postgres.port_taken(8069) else 8069}"]
        with simulator(tree.python) as address:
            told = environment(databases, simulator_environment(address, lasting_key()))
            return subprocess.run(
                [*command, *rest], env=told, cwd=cache.folder(), check=False
            ).returncode


def value_of(words: list[str], *names: str) -> str | None:
    """The value of an odoo-bin option, written `-d name`, `--database=name` or `--database
    name`."""
    for position, word in enumerate(words):
        name, _sign, value = word.partition("=")
        if name in names:
            return value or (words[position + 1] if position + 1 < len(words) else None)
    return None


def database(options: argparse.Namespace) -> int:
    """./run database NAME: a fresh database from the template, without the addon."""
    if options.variant not in VARIANTS:
        raise Failure(f"There is no variant {options.variant}; there are {' and '.join(VARIANTS)}.")
    tree = odoo_source.find(options.series, options.odoo)
    with postgres.running(tree.python) as settings:
        databases = Databases(tree.python, settings)
        databases.copy(template(databases, tree, options.variant), options.name)
    say(
        f"Database {options.name} is ready; install the addon with: ./run odoo -- "
        f"-d {options.name} -i {cache.TECHNICAL_NAME}"
    )
    return 0
