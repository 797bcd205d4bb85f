"""What was answered under an Idempotency-Key, kept for six minutes (FACTS 4.4)."""

import hashlib
import threading
from datetime import datetime, timedelta

from .routing import Answer, Refused

KEPT = timedelta(minutes=6)
LONGEST = 128
METHODS = ("POST", "PUT", "PATCH")


class Idempotency:
    """Answers by app and key. The tenant is not part of the key: Xero scopes keys per app."""

    def __init__(self):
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget every key."""
        self._kept: dict[tuple[str, str], tuple[str, datetime, Answer]] = {}

    def kept(self) -> dict:
        """Every key with what it stands for."""
        with self._lock:
            return dict(self._kept)

    def keep(self, kept: dict) -> None:
        """Remember the keys :meth:`kept` answered, and no others."""
        with self._lock:
            self._kept = dict(kept)

    @staticmethod
    def fingerprint(method: str, target: str, body: bytes) -> str:
        """What makes two requests the same: method, address and body."""
        return hashlib.sha256(b"\0".join((method.encode(), target.encode(), body))).hexdigest()

    def recall(self, client_id: str, key: str, fingerprint: str, now: datetime) -> Answer | None:
        """The answer given before; None for a new key. Raises Refused when the key is too long or
        stands for another request."""
        if len(key) > LONGEST:
            raise Refused(400, _problem(f"Idempotency Key: {key} is longer than {LONGEST}."))
        with self._lock:
            kept = self._kept.get((client_id, key))
        if kept is None or now - kept[1] > KEPT:
            return None
        if kept[0] != fingerprint:
            raise Refused(
                400, _problem(f"Idempotency Key: {key} is used with a different request.")
            )
        return kept[2]

    def remember(
        self, client_id: str, key: str, fingerprint: str, answer: Answer, now: datetime
    ) -> None:
        """Keep an answer. Errors are kept too, 500s included; what is refused before the work
        begins (401, 403, 429, 503) is not, as far as is known."""
        if answer.status in (401, 403, 429, 503):
            return
        with self._lock:
            kept = self._kept.get((client_id, key))
            if kept is None or now - kept[1] > KEPT:
                self._kept[client_id, key] = (fingerprint, now, answer)


def _problem(message: str) -> dict:
    return {"ErrorNumber": 10, "Type": "ValidationException", "Message": message}
