"""What to do when Xero does not answer with success: one table, used for every call.

A read may simply be repeated. A write whose answer is missing may have been done all the same, so
it is UNKNOWN and has to be looked up before it is sent again (FACTS 4.4).
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from .reasons import REASONS
from .refusals import classify_message, element_errors

__all__ = [
    "REASONS",
    "Action",
    "XeroError",
    "classify_message",
    "element_errors",
    "from_answer",
    "from_exception",
]

# Xero sends Retry-After for the minute and the day only; these stand in where it is missing.
FALLBACK_WAIT = {"rate_concurrent": 2.0, "rate_minute": 60.0, "rate_app": 60.0, "rate_day": 3600.0}


class Action(enum.Enum):
    """What the caller does next."""

    RETRY = "retry"
    WAIT = "wait"
    REFRESH = "refresh"
    RECONSENT = "reconsent"
    RECONNECT = "reconnect"
    QUARANTINE = "quarantine"
    UNKNOWN = "unknown"
    STOP = "stop"


class XeroError(Exception):
    """A call to Xero that did not do what was asked.

    :ivar status: HTTP status, None when there was no answer
    :ivar action: what the caller does next
    :ivar reason: a key of REASONS
    :ivar message: a sentence in plain English
    :ivar retry_after: seconds until it makes sense to ask again, None when Xero did not say
    :ivar correlation_id: Xero's id of the call, for its support; may be empty
    :ivar payload: the answer's JSON, None when it was not JSON
    """

    def __init__(
        self,
        reason: str,
        action: Action,
        *,
        message: str | None = None,
        status: int | None = None,
        retry_after: float | None = None,
        correlation_id: str = "",
        payload: dict[str, Any] | list[Any] | None = None,
    ) -> None:
        self.reason = reason
        self.action = action
        self.message = message or REASONS[reason]
        self.status = status
        self.retry_after = retry_after
        self.correlation_id = correlation_id
        self.payload = payload
        super().__init__(self.message)


# Status -> (action of a read, action of a write, reason). What is not here: 4xx quarantine, 5xx as
# 500. Statuses as FACTS 2 lists them; a 5xx to a write says nothing about whether it was done.
STATUSES: dict[int, tuple[Action, Action, str]] = {
    400: (Action.QUARANTINE, Action.QUARANTINE, "refused"),
    401: (Action.REFRESH, Action.REFRESH, "token_expired"),
    403: (Action.STOP, Action.STOP, "not_allowed"),
    404: (Action.QUARANTINE, Action.QUARANTINE, "not_found"),
    408: (Action.RETRY, Action.UNKNOWN, "no_answer"),
    412: (Action.STOP, Action.STOP, "refused"),
    413: (Action.QUARANTINE, Action.QUARANTINE, "too_large"),
    429: (Action.WAIT, Action.WAIT, "rate_minute"),
    500: (Action.RETRY, Action.UNKNOWN, "server_error"),
    501: (Action.STOP, Action.STOP, "not_offered"),
    503: (Action.RETRY, Action.UNKNOWN, "offline"),
}

# Exception class, by name along its ancestry, so that no HTTP library is imported here and every
# release of it is met by the same row. A connection that was never made cannot have done anything.
EXCEPTIONS: dict[str, tuple[Action, Action, str]] = {
    "NewConnectionError": (Action.RETRY, Action.RETRY, "unreachable"),
    "ConnectTimeoutError": (Action.RETRY, Action.RETRY, "unreachable"),
    "ConnectTimeout": (Action.RETRY, Action.RETRY, "unreachable"),
    "TimeoutError": (Action.RETRY, Action.UNKNOWN, "no_answer"),
    "Timeout": (Action.RETRY, Action.UNKNOWN, "no_answer"),
}

RATE_PROBLEMS = {
    "minute": "rate_minute",
    "day": "rate_day",
    "daily": "rate_day",
    "concurrent": "rate_concurrent",
    "appminute": "rate_app",
}


def from_exception(error: BaseException, *, write: bool) -> XeroError:
    """Turn a failure of the connection into a XeroError.

    :param error: what the HTTP library raised
    :param write: whether the call would have changed something in Xero
    """
    if "certificate verify failed" in str(error).lower():
        return XeroError("certificate", Action.STOP)
    row = (Action.RETRY, Action.UNKNOWN, "no_answer")
    names = [kind.__name__ for inner in _chain(error) for kind in type(inner).__mro__]
    for name in names:
        if name in EXCEPTIONS:
            row = EXCEPTIONS[name]
            break
    return XeroError(row[2], row[1] if write else row[0])


def from_answer(status: int, headers: Mapping[str, str], body: bytes, *, write: bool) -> XeroError:
    """Turn an answer that is not a success into a XeroError.

    :param status: HTTP status
    :param headers: the answer's headers, names in lower case
    :param body: the answer's body, decompressed
    :param write: whether the call would have changed something in Xero
    """
    payload = _json(body)
    if 300 <= status < 400:
        row = (Action.STOP, Action.STOP, "redirected")
    else:
        row = STATUSES.get(status) or STATUSES[500 if status >= 500 else 400]
    action, reason = row[1] if write else row[0], row[2]
    message: str | None = None
    if status == 429:
        reason = _rate_reason(headers)
    elif status == 401 and _lacks_scope(headers, body):
        action, reason = Action.RECONSENT, "scope_missing"
    elif status == 403 and b"authenticationunsuccessful" in body.lower():
        action, reason = Action.RECONNECT, "not_connected"
    elif 400 <= status < 500 and row[2] == "refused":
        action, reason, message = _refusal(payload, action)
    return XeroError(
        reason,
        action,
        message=message,
        status=status,
        retry_after=_retry_after(headers, reason),
        correlation_id=headers.get("xero-correlation-id", ""),
        payload=payload,
    )


def _chain(error: BaseException) -> list[BaseException]:
    # HTTP libraries wrap the failure they met, as ``reason`` or as the first argument.
    found = [error]
    while len(found) < 5:
        inner = getattr(found[-1], "reason", None) or next(iter(found[-1].args), None)
        if not isinstance(inner, BaseException):
            break
        found.append(inner)
    return found


def _refusal(payload: object, action: Action) -> tuple[Action, str, str | None]:
    texts = element_errors(payload)
    if not texts and isinstance(payload, dict):
        texts = [str(payload[key]) for key in ("Message", "Detail", "detail") if payload.get(key)]
    reasons = [classify_message(text) for text in texts]
    reason = next((found for found in reasons if found != "refused"), "refused")
    if reason == "key_reused":
        action = Action.UNKNOWN
    said = " ".join(texts)
    return action, reason, f"{REASONS[reason]} Xero says: {said}" if said else None


def _lacks_scope(headers: Mapping[str, str], body: bytes) -> bool:
    # Xero spells it "insufficent_scope" (FACTS 1.5); accept the right spelling as well.
    text = headers.get("www-authenticate", "").lower() + body.decode("utf-8", "replace").lower()
    return any(word in text for word in ("insufficent_scope", "insufficient_scope"))


def _rate_reason(headers: Mapping[str, str]) -> str:
    problem = headers.get("x-rate-limit-problem", "").lower().replace("-", "").replace("_", "")
    return RATE_PROBLEMS.get(problem.strip(), "rate_minute")


def _retry_after(headers: Mapping[str, str], reason: str) -> float | None:
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    if text:
        try:
            when = parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return FALLBACK_WAIT.get(reason)
        when = when if when.tzinfo else when.replace(tzinfo=timezone.utc)
        return max(0.0, (when - datetime.now(timezone.utc)).total_seconds())
    return FALLBACK_WAIT.get(reason)


def _json(body: bytes) -> dict[str, Any] | list[Any] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, (dict, list)) else None
