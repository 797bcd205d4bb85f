"""One line per step, with the time since ./run was called and the time the step took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

STARTED = time.monotonic()


def say(text: str) -> None:
    """Print one line at once, so that it stands before the output of a program started next."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def elapsed() -> str:
    """Time since the start as m:ss."""
    seconds = int(time.monotonic() - STARTED)
    return f"{seconds // 60}:{seconds % 60:02d}"


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step that takes longer than a moment, and how long it took when it is done."""
    say(f"[{elapsed():>5}] {text} ...")
    started = time.monotonic()
    yield
    say(f"[{elapsed():>5}] {text}: done in {time.monotonic() - started:.1f} s")
