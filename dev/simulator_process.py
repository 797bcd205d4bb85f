"""The Xero simulator as a program of its own, and the environment that points Odoo at it."""

import contextlib
import json
import os
import secrets
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import cache, pip
from .failure import Failure

SPECIFICATION = cache.CHECKOUT.parent / "shared" / "xero" / "openapi"
SHARED = cache.CHECKOUT.parent / "shared"


class Xero:
    """The control side of a running simulator."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, what: str, body: Any = None) -> Any:
        """One call to the control side; with a body it is a POST."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        address = f"{self.address}/_sim/{what}"
        request = urllib.request.Request(address, data, headers)  # noqa: S310 (loopback)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            words = error.read().decode(errors="replace")[:200]
            raise Failure(f"The simulator refused {what}: {words}") from error


@contextlib.contextmanager
def simulator(python: Path, *options: str, port: int = 0) -> Iterator[str]:
    """Start the simulator and give its address; it ends with the block.

    :raises Failure: it did not start; the sentence carries its last words.
    """
    given = os.environ.get("XERO_SIMULATOR_URL")
    if given:
        yield given
        return
    log = cache.folder("logs") / f"simulator-{os.getpid()}.log"
    command = [str(python), "-m", "simulator", "--port", str(port), "--quiet", *options]
    with log.open("w") as errors:
        process = subprocess.Popen(
            command,
            cwd=cache.CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**pip.clean(), "PYTHONDONTWRITEBYTECODE": "1"},
        )
    try:
        first = (process.stdout.readline() if process.stdout else "").strip()
        if " on http" not in first:
            words = (log.read_text().strip().splitlines() or ["it said nothing"])[-1]
            raise Failure(f"The simulator did not start: {words}")
        yield first.rpartition(" ")[2]
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        if process.poll() is None:
            process.kill()
        log.unlink(missing_ok=True)


def environment(address: str, key: str | None = None) -> dict[str, str]:
    """What Odoo is told about the simulator, the secret key, and Xero's specification where it
    lies beside the checkout."""
    told = {
        "XERO_CONNECTOR_API_URL": address,
        "XERO_CONNECTOR_LOGIN_URL": address,
        "XERO_CONNECTOR_IDENTITY_URL": address,
        "XERO_SIMULATOR_URL": address,
        "XERO_CONNECTOR_SECRET_KEY": key or secrets.token_urlsafe(32),
    }
    if SHARED.is_dir():
        told["XERO_SHARED"] = str(SHARED)
    if SPECIFICATION.is_dir():
        told["XERO_OPENAPI_DIR"] = str(SPECIFICATION)
    return told


def lasting_key() -> str:
    """The secret key of databases that live longer than one command."""
    path = cache.folder() / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text()
