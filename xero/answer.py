"""What comes back from Xero, and what is counted on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

# What may become a NUL or half a pair: written with an escape, or as bytes that UTF-8 forbids.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\xed[\xa0-\xbf]")

@dataclass(frozen=True)
class Answer:
    """One answer of Xero's to one call.

    ``data`` is the JSON with Decimal numbers, None when the body was empty. Header names are in
    lower case. ``bytes_in`` and ``bytes_out`` are bodies as they went over the wire. ``date`` is
    Xero's own clock, in UTC, None when the header was missing.
    """

    status: int
    data: Any
    headers: Mapping[str, str]
    correlation_id: str
    bytes_in: int
    bytes_out: int
    date: datetime | None


@dataclass(frozen=True)
class Page:
    """One page of a list: its number from 1, its records, and Xero's counts where it sends them."""

    number: int
    records: list[dict[str, Any]]
    page_count: int | None
    item_count: int | None
    answer: Answer


@dataclass
class Meter:
    """Counts of one run: calls that were answered or not, bytes of bodies, Xero's call ids."""

    calls: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    correlation_ids: list[str] = field(default_factory=list)

    def count(self, bytes_in: int, bytes_out: int, correlation_id: str) -> None:
        """Add one call; ``correlation_id`` is empty when Xero gave none."""
        self.calls += 1
        self.bytes_in += bytes_in
        self.bytes_out += bytes_out
        if correlation_id:
            self.correlation_ids.append(correlation_id)


def parse_json(body: bytes) -> Any:
    """Return the body's JSON with Decimal for numbers with a point, None for an empty body.

    NUL and halves of surrogate pairs are left out of texts: no text has them, and no database
    stores them.

    :raises ValueError: the body is not JSON, or nested beyond any sense
    """
    try:
        found = json.loads(body, parse_float=Decimal) if body.strip() else None
        return _storable(found) if _SUSPECT.search(body) else found
    except RecursionError as error:
        raise ValueError("The answer is nested too deeply.") from error


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(value, list):
        return [_storable(part) for part in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(part) for key, part in value.items()}
    return value


def parse_http_date(value: str) -> datetime | None:
    """Return a Date header in UTC, None when it is missing or unreadable."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).astimezone(
        timezone.utc
    )
