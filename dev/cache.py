"""The one folder everything fetched or built is kept in."""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from .failure import Failure
from .progress import say

CHECKOUT = Path(__file__).resolve().parent.parent
TECHNICAL_NAME = "xero_connector"


def folder(*parts: str) -> Path:
    """A folder inside the cache, made when missing."""
    path = root().joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


def root() -> Path:
    """The cache folder: XERO_CONNECTOR_CACHE, else ~/.cache/xero_connector."""
    chosen = os.environ.get("XERO_CONNECTOR_CACHE")
    return (
        Path(chosen).expanduser().resolve() if chosen else Path.home() / ".cache" / TECHNICAL_NAME
    )


def check_usable(megabytes: int = 300) -> None:
    """Fail with a sentence when the cache cannot be written or the disk is nearly full."""
    try:
        folder()
    except OSError as error:
        raise Failure(
            f"The cache folder {root()} cannot be made ({error.strerror}); name "
            f"another one in XERO_CONNECTOR_CACHE."
        ) from error
    need_space(root(), megabytes)


def need_space(path: Path, megabytes: int) -> None:
    """Fail with a sentence when less than that is free where `path` lies."""
    free = shutil.disk_usage(path).free // 1_000_000
    if free < megabytes:
        raise Failure(
            f"Only {free} MB are free at {path}, {megabytes} MB are needed; make "
            f"room or set XERO_CONNECTOR_CACHE."
        )


def digest(*parts: str | bytes) -> str:
    """Ten hexadecimal digits that change with any of the parts."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else part)
        found.update(b"\0")
    return found.hexdigest()[:10]


def stamped(path: Path, content: str) -> bool:
    """Whether the stamp file says that this very content was built completely."""
    return path.is_file() and path.read_text() == content


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """Let one ./run at a time build one thing; the others wait and then find it built."""
    with (folder("locks") / name).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"        waiting for another ./run that is preparing {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
