"""Trouble on order: what goes wrong with the next calls."""

import itertools
import re
import threading

from .routing import Answer

KINDS = (
    "reset_before", "reset_after", "late", "timeout", "stall", "status", "truncate",
    "expired_token", "invalid_grant", "insufficient_scope", "forbidden", "html",
)  # fmt: skip
# Where a fault without a path can strike at all.
PATHS = {
    "invalid_grant": "^/connect/token",
    "expired_token": r"\.xro/",
    "insufficient_scope": r"\.xro/",
    "forbidden": r"\.xro/",
}
OFFLINE = "The Xero API is currently offline for maintenance"


def unauthorized(detail: str) -> dict:
    """The body of a 401 (an unusable token)."""
    return {"Title": "Unauthorized", "Status": 401, "Detail": detail, "Extensions": {}}


FORBIDDEN = {
    "Title": "Forbidden",
    "Status": 403,
    "Detail": "AuthenticationUnsuccessful",
    "Extensions": {},
}


class Faults:
    """The list of ordered faults; `take` gives the one a call meets."""

    def __init__(self):
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Nothing goes wrong any more."""
        self._ids = itertools.count(1)
        self._faults: list[dict] = []

    def add(self, fault: dict) -> int:
        """Order a fault (see README.md); answers its id. Raises ValueError for an unknown kind or
        a path that is not a regular expression."""
        if fault.get("kind") not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")
        try:
            re.compile(fault.get("path") or "")
        except re.error as error:
            raise ValueError(f"path is not a regular expression: {error}") from error
        with self._lock:
            entry = {"nth": 1, "times": 1, **fault, "id": next(self._ids), "seen": 0, "hits": 0}
            entry["path"] = fault.get("path") or PATHS.get(fault["kind"], "")
            self._faults.append(entry)
            return entry["id"]

    def listed(self) -> list[dict]:
        """Every ordered fault with how many calls it saw and hit."""
        with self._lock:
            return [dict(fault) for fault in self._faults]

    def take(self, method: str, path: str) -> dict | None:
        """The fault this call meets, if any. The first that is due wins; all count the call."""
        due = None
        with self._lock:
            for fault in self._faults:
                wanted = (fault.get("method") or method).upper() == method
                if not wanted or not re.search(fault.get("path") or "", path):
                    continue
                fault["seen"] += 1
                last = fault["nth"] + fault["times"] - 1 if fault["times"] else fault["seen"]
                if due is None and fault["nth"] <= fault["seen"] <= last:
                    fault["hits"] += 1
                    due = fault
        return due


def answer_of(fault: dict) -> Answer | None:
    """The ready-made answer of a fault that keeps the work from being done; None for others."""
    headers = {k: str(v) for k, v in (fault.get("headers") or {}).items()}
    kind = fault["kind"]
    if kind == "status":
        return _status(fault, headers)
    ready = {
        "expired_token": (401, unauthorized("TokenExpired: token expired"), {}),
        "invalid_grant": (400, {"error": "invalid_grant"}, {}),
        "insufficient_scope": (
            401,
            unauthorized("AuthorizationUnsuccessful"),
            {"WWW-Authenticate": "insufficent_scope"},
        ),
        "forbidden": (403, FORBIDDEN, {}),
        "html": (
            200,
            "<!DOCTYPE html><html><body><h1>Please log in to the network</h1></body></html>",
            {"Content-Type": "text/html; charset=utf-8"},
        ),
    }.get(kind)
    if ready is None:
        return None
    status, body, own = ready
    return Answer(fault.get("status") or status, fault.get("body") or body, {**own, **headers})


def _status(fault: dict, headers: dict) -> Answer:
    status = fault.get("status") or 500
    body = fault.get("body")
    if status == 429:
        problem = headers.setdefault("X-Rate-Limit-Problem", "minute")
        if problem in ("minute", "day"):
            headers.setdefault("Retry-After", "26" if problem == "minute" else "7200")
    elif body is None and status == 503:
        body = OFFLINE
        headers.setdefault("Content-Type", "text/plain")
    elif body is None and status >= 500:
        body = {
            "ErrorNumber": status,
            "Type": "InternalServerError",
            "Message": "An error occurred in Xero. Please contact Xero Support.",
        }
    return Answer(status, body, headers)
