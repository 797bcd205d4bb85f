"""Dates, times and JSON as Xero writes and reads them (FACTS 3.4)."""

import json
import re
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

_MS = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_FRACTION = re.compile(r"\.\d+")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")


def wire_date(value: str | date) -> str:
    """A date (or its ISO text) as Xero answers it: `/Date(1419937200000+0000)/`, midnight UTC."""
    day = value if isinstance(value, date) else date.fromisoformat(value[:10])
    midnight = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
    return f"/Date({int(midnight.timestamp()) * 1000}+0000)/"


def wire_time(moment: datetime) -> str:
    """A UTC time as Xero answers it, in milliseconds."""
    seconds = int(moment.timestamp())
    return f"/Date({seconds * 1000 + moment.microsecond // 1000}+0000)/"


def read_date(value: Any) -> str | None:
    """The ISO text of a date a client sent (`YYYY-MM-DD...` or `/Date(ms)/`); None if neither."""
    if not isinstance(value, str):
        return None
    ticks = _MS.fullmatch(value)
    if ticks:
        return datetime.fromtimestamp(int(ticks[1]) / 1000, timezone.utc).date().isoformat()
    iso = _ISO.fullmatch(value.strip())
    if not iso:
        return None
    try:
        return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    except ValueError:
        return None


def read_time(value: str) -> datetime | None:
    """A UTC time out of an ISO text, a `/Date(ms)/` or a header; None when it is none of them."""
    ticks = _MS.fullmatch(value)
    if ticks:
        return datetime.fromtimestamp(int(ticks[1]) / 1000, timezone.utc)
    # Python 3.10 reads fractions of three or six digits only; Xero writes one to seven.
    text = _FRACTION.sub(lambda match: match[0][:7].ljust(7, "0"), value.strip(), count=1)
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.astimezone(timezone.utc) if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def with_wire_dates(value: Any, names: frozenset[str]) -> Any:
    """A copy of a record for the wire: private keys (`_...`) dropped, the ISO dates under one of
    `names` turned into `/Date()/`, at any depth."""
    if isinstance(value, dict):
        return {
            key: wire_date(item)
            if key in names and isinstance(item, str) and _ISO.fullmatch(item)
            else with_wire_dates(item, names)
            for key, item in value.items()
            if not key.startswith("_")
        }
    if isinstance(value, list):
        return [with_wire_dates(item, names) for item in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return int(value) if whole and value.as_tuple().exponent >= 0 else float(value)
    if isinstance(value, datetime):
        return wire_time(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form on the wire")


def to_json(value: Any) -> str:
    """JSON text; Decimals as numbers, times as `/Date()/`."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))
