"""Downloads that go on where they stopped, are tried twice, and name a host that does not
answer."""

import hashlib
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from .cache import need_space
from .failure import Failure

TIMEOUT_SECONDS = 8
TRIES = 2
BLOCK_BYTES = 1 << 20


class Unreachable(Failure):
    """The host did not answer, or not with the file."""


def download(address: str, target: Path, sha256: str | None = None) -> Path:
    """Fetch a file into `target` unless it is there already; a checksum that differs is a failure.

    :raises Unreachable: the host cannot be reached, or has no such file.
    """
    if target.is_file() and (sha256 is None or checksum(target) == sha256):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    for attempt in range(1, TRIES + 1):
        try:
            fetch_rest(address, part)
            break
        except (OSError, http.client.HTTPException) as error:
            if attempt == TRIES or (isinstance(error, urllib.error.HTTPError) and error.code < 500):
                host = urllib.parse.urlsplit(address).hostname
                raise Unreachable(
                    f"{host} cannot be reached for {target.name} ({reason(error)})."
                ) from error
            time.sleep(1)
    if sha256 is not None and checksum(part) != sha256:
        part.unlink()
        raise Failure(f"The file {target.name} arrived damaged (wrong checksum); try again.")
    part.replace(target)
    return target


def fetch_rest(address: str, part: Path) -> None:
    """Append what is missing to the partial file; start again when the server cannot resume."""
    have = part.stat().st_size if part.is_file() else 0
    request = urllib.request.Request(address, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310 (addresses are ours)
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.unlink()
        raise
    with answer:
        resumed = answer.status == http.HTTPStatus.PARTIAL_CONTENT
        length = int(answer.headers.get("Content-Length") or 0)
        need_space(part.parent, length // 1_000_000 + 50)
        with part.open("ab" if resumed else "wb") as out:
            while block := answer.read(BLOCK_BYTES):
                out.write(block)
                length -= len(block)
    if length > 0:
        raise ConnectionError("the connection broke off")


def reason(error: Exception) -> str:
    """The cause in a few words."""
    inner = getattr(error, "reason", None) or error
    return str(getattr(inner, "strerror", None) or inner)


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(BLOCK_BYTES):
            found.update(block)
    return found.hexdigest()
