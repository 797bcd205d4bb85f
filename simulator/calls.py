"""The log of the calls received."""

import re
import threading
from collections import deque

KEPT = 50_000


class Calls:
    """Calls in the order they were answered or broken off, the newest KEPT of them."""

    def __init__(self):
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget the calls; the numbering goes on from 1."""
        self._calls: deque[dict] = deque(maxlen=KEPT)
        self._number = 0

    def add(self, entry: dict) -> None:
        """Note a call; it gets its number under "n"."""
        with self._lock:
            self._number += 1
            self._calls.append({"n": self._number, **entry})

    def listed(self, path: str = "") -> list[dict]:
        """The calls whose path matches the regular expression `path`."""
        with self._lock:
            calls = list(self._calls)
        return [call for call in calls if re.search(path, call["path"])]
