"""Xero's call limits: fixed windows per organisation, calls at the same time, the app's minute."""

import math
import threading
import zlib
from collections import Counter
from contextlib import contextmanager
from datetime import datetime

DEFAULTS = {"minute": 60, "day": 5000, "concurrent": 5, "app_minute": 10000, "enforce": True}


class Limits:
    """Counts calls per app and tenant, and says when one is too many (FACTS 2)."""

    def __init__(self):
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Default limits, nothing counted."""
        self.settings = dict(DEFAULTS)
        self.seen = {"max_minute": 0, "max_concurrent": 0, "refused": 0}
        self._windows: dict[tuple, list] = {}
        self._running: Counter = Counter()

    def change(self, changes: dict) -> None:
        """Set some of the limits."""
        self.settings.update({k: v for k, v in changes.items() if k in DEFAULTS})

    @contextmanager
    def running(self, tenant: str | None):
        """Count a call of a tenant as in progress."""
        with self._lock:
            self._running[tenant] += 1
            if tenant:
                most = max(self.seen["max_concurrent"], self._running[tenant])
                self.seen["max_concurrent"] = most
        try:
            yield
        finally:
            with self._lock:
                self._running[tenant] = max(0, self._running[tenant] - 1)

    @staticmethod
    def _phase(owner: str, length: int, now: datetime) -> tuple[int, int]:
        """The window's number and the seconds until it ends. Windows are fixed and begin at
        another moment for each tenant (FACTS 2)."""
        shifted = now.timestamp() + zlib.crc32(owner.encode()) % length
        return int(shifted // length), max(1, math.ceil(length - shifted % length))

    def _use(self, name: str, owner: str, length: int, now: datetime) -> tuple[int, int]:
        number, left = self._phase(owner, length, now)
        window = self._windows.setdefault((name, owner), [number, 0])
        if window[0] != number:
            window[:] = [number, 0]
        window[1] += 1
        return window[1], left

    def check(self, client_id: str, tenant: str, now: datetime) -> tuple[dict, dict | None]:
        """Count a call.

        Answers the limit headers and, when the call is refused, the headers of the 429. A refused
        call counts too: who hammers waits longer (FACTS 2).
        """
        with self._lock:
            owner = f"{client_id} {tenant}"
            minute, minute_left = self._use("minute", owner, 60, now)
            day, day_left = self._use("day", owner, 86400, now)
            app, app_left = self._use("appminute", client_id, 60, now)
            self.seen["max_minute"] = max(self.seen["max_minute"], minute)
            limit, enforced = self.settings, self.settings["enforce"]
            used = (day, minute, app) if enforced else (0, 0, 0)
            headers = {
                "X-DayLimit-Remaining": str(max(0, limit["day"] - used[0])),
                "X-MinLimit-Remaining": str(max(0, limit["minute"] - used[1])),
                "X-AppMinLimit-Remaining": str(max(0, limit["app_minute"] - used[2])),
            }
            problem = None
            if self._running[tenant] > limit["concurrent"]:
                problem = ("concurrent", None)
            elif day > limit["day"]:
                problem = ("day", day_left)
            elif minute > limit["minute"]:
                problem = ("minute", minute_left)
            elif app > limit["app_minute"]:
                problem = ("appminute", app_left)
            if not enforced or problem is None:
                return headers, None
            self.seen["refused"] += 1
            return headers, self.refusal(*problem)

    @staticmethod
    def refusal(problem: str, seconds: int | None) -> dict:
        """The headers of a 429; a concurrent one has no Retry-After (FACTS 2)."""
        headers = {"X-Rate-Limit-Problem": problem}
        if seconds is not None:
            headers["Retry-After"] = str(seconds)
        return headers
