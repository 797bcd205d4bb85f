"""The simulated clock: real time, moved."""

import threading
from datetime import datetime, timedelta, timezone


class Clock:
    """UTC now, shifted by what tests ask for. It always runs; `changed` wakes those who wait."""

    def __init__(self):
        self._offset = timedelta()
        self.changed = threading.Condition()

    def now(self) -> datetime:
        """The simulated time, UTC."""
        return datetime.now(timezone.utc) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far it stands from real time."""
        return self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock forward (or back)."""
        self._move(self._offset + timedelta(seconds=seconds))

    def set(self, moment: datetime) -> None:
        """Let it be `moment` (UTC) now."""
        self._move(moment - datetime.now(timezone.utc))

    def release(self) -> None:
        """Back to real time."""
        self._move(timedelta())

    def _move(self, offset: timedelta) -> None:
        with self.changed:
            self._offset = offset
            self.changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Return after `seconds` of real time, or as soon as the clock was moved past them."""
        start_real, start = datetime.now(timezone.utc), self.now()
        with self.changed:
            while True:
                left = seconds - (datetime.now(timezone.utc) - start_real).total_seconds()
                if left <= 0 or (self.now() - start).total_seconds() >= seconds:
                    return
                self.changed.wait(left)
