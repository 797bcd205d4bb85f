"""A request's body and query, exactly as they will travel."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .errors import Action, XeroError
from .reasons import REASONS

# Xero's own ceiling for one request (FACTS 4.2).
LARGEST = 3_500_000


def plain(value: object, where: str = "body") -> Any:
    """Return the value in JSON's own types, ready for the wire.

    Decimal becomes the float that prints the same digits, a date its ISO form. The value is copied.

    :param where: path of the value, for the sentence
    :raises XeroError: null (Xero's SDK cannot send it; clear a text with ""), a datetime, a Decimal
        that a float cannot hold to the last digit, a key that is not text, or any other type
    """
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise _not_sendable(f"{where} has a field name that is not text")
        return {key: plain(child, f"{where}.{key}") for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(child, f"{where}[{count}]") for count, child in enumerate(value)]
    if isinstance(value, Decimal):
        return _number(value, where)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        return _number(Decimal(repr(value)), where)
    if isinstance(value, (str, int)):
        return value
    raise _not_sendable(f"{where} is {type(value).__name__}")


def encoded(body: object) -> str:
    """Return the text that ``Client.send`` transmits for a body: what an exchange has to keep.

    Sending ``json.loads`` of it again transmits the same bytes.

    :raises XeroError: see ``plain``
    """
    return json.dumps(plain(body))


def query_text(value: object) -> str:
    """Return a query parameter as Xero reads it: ``true``, ``a,b``, or the value's own text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(query_text(element) for element in value)
    return str(value)


def _number(value: Decimal, where: str) -> int | float:
    if not value.is_finite():
        raise _not_sendable(f"{where} is not a number")
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    found = float(value)
    if Decimal(repr(found)) != value:
        raise _not_sendable(f"{where} has more digits than can be sent")
    return found


def _not_sendable(what: str) -> XeroError:
    return XeroError(
        "not_sendable", Action.QUARANTINE, message=f"{REASONS['not_sendable']} ({what}.)"
    )
