"""./run demo: Odoo and a simulated Xero organisation, connected through the real consent pages."""

import argparse
import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from . import cache, demo_walk, odoo_source, package, postgres
from .databases import Databases
from .failure import Failure
from .odoo_process import arguments, environment, run_once
from .odoo_tree import OdooTree
from .odoo_web import OdooWeb
from .progress import say, step
from .simulator_process import SPECIFICATION, Xero, lasting_key, simulator
from .simulator_process import environment as simulator_environment
from .templates import template

LOGIN = PASSWORD = "admin"  # noqa: S105 (a demonstration on this machine)
DASHBOARD_ACTION = "xero_connector.xero_dashboard_action"


def demo(options: argparse.Namespace) -> int:
    """Run the demo; with --once 0 only when both sides agree."""
    port = chosen_port(options)
    tree = odoo_source.find(options.series, options.odoo)
    with (
        postgres.running(tree.python) as settings,
        simulator(tree.python, "--kind", "demo", *specification()) as address,
    ):
        databases = Databases(tree.python, settings)
        with (
            database_of(databases, tree, port, options.once) as database,
            serving(databases, tree, database, address, port) as (odoo, server),
        ):
            agreed = demo_walk.walk(odoo, Xero(address))
            if options.once:
                return 0 if agreed else 1
            say(f"\nOdoo:      {odoo.address}    log in as {LOGIN} with password {PASSWORD}")
            path = "web#action=" if tree.series == "17.0" else "odoo/action-"
            say(f"Dashboard: {odoo.address}/{path}{DASHBOARD_ACTION}")
            say(f"Simulated Xero: {address}\nPress Ctrl+C to end.")
            wait_for_end(server)
    return 0


def chosen_port(options: argparse.Namespace) -> int:
    """The port Odoo will listen on.

    :raises Failure: somebody else listens there.
    """
    if options.port is None and options.once:
        return postgres.free_port()
    port = options.port or 8069
    if postgres.port_taken(port):
        raise Failure(f"Port {port} is in use; name another one with --port.")
    return int(port)


def specification() -> tuple[str, ...]:
    """Options that let the simulator check every call, where Xero's specification is at hand."""
    named = os.environ.get("XERO_OPENAPI_DIR")
    folder = Path(named) if named else SPECIFICATION
    return ("--spec", str(folder)) if folder.is_dir() else ()


@contextlib.contextmanager
def database_of(databases: Databases, tree: OdooTree, port: int, once: bool) -> Iterator[str]:
    """A fresh database with the addon for one demo; one that nobody will look at goes again."""
    short = tree.series.replace(".", "")
    name = f"xero_connector_demo_{short}_{f'once_{os.getpid()}' if once else port}"
    with cache.lock(f"demo-{tree.series}"):
        base = installed(databases, tree)
        with step(f"Odoo {tree.series}: a fresh database"):
            databases.copy(base, name)
    try:
        yield name
    finally:
        if once:
            databases.drop(name)


def installed(databases: Databases, tree: OdooTree) -> str:
    """The database with the addon that is kept for the present sources."""
    base = template(databases, tree, "light")
    short = tree.series.replace(".", "")
    name = f"xc_{short}_demo_{cache.digest(base, package.fingerprint())}"
    if name not in databases.names():
        forget_old(databases, f"xc_{short}_demo_")
        with step(f"Odoo {tree.series}: installing the addon"):
            building = f"{name}_building"
            databases.copy(base, building)
            task = ["-i", cache.TECHNICAL_NAME]
            addons = package.in_cache(tree)
            run_once(databases, tree, building, task, "Installing the addon", addons)
            databases.rename(building, name)
    return name


def forget_old(databases: Databases, prefix: str) -> None:
    """Drop the databases kept for earlier states of the sources."""
    for name in databases.names():
        if name.startswith(prefix):
            databases.drop(name)


@contextlib.contextmanager
def serving(
    databases: Databases, tree: OdooTree, database: str, xero: str, port: int
) -> Iterator[tuple[OdooWeb, subprocess.Popen[bytes]]]:
    """Odoo with its web server and crons for the time of the demo.

    :raises Failure: from the block or from Odoo's start, with where its log is
    """
    log = cache.folder("logs") / f"demo-{tree.series}-{port}.log"
    command = [*arguments(tree, database, package.in_cache(tree), crons=2)]
    command += [f"--http-port={port}", "--http-interface=127.0.0.1"]
    told = environment(databases, simulator_environment(xero, lasting_key()))
    with log.open("w") as words:
        process = subprocess.Popen(
            command,
            env=told,
            cwd=cache.folder(),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    web = OdooWeb(f"http://127.0.0.1:{port}", database)
    try:
        with step(f"Odoo {tree.series}: starting on port {port}"):
            web.wait(lambda: process.poll() is None)
        web.log_in(LOGIN, PASSWORD)
        yield web, process
    except Failure as failure:
        raise Failure(f"{str(failure).rstrip('.')} (Odoo's log: {log}).") from failure
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End Odoo; one that does not listen is killed."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for_end(server: subprocess.Popen[bytes]) -> None:
    """Keep serving until Ctrl+C.

    :raises Failure: Odoo ended by itself
    """
    try:
        while server.poll() is None:
            time.sleep(1)
    except KeyboardInterrupt:
        say("")
        return
    raise Failure(f"Odoo ended by itself with code {server.returncode}.")
