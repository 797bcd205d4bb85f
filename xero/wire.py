"""How Xero writes dates, numbers and text in JSON, and how they are read without being trusted."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# ms since 1970 and an optional offset, which is for show: the ms are UTC (FACTS 3.4). Negative,
# zero and missing offsets all occur; the slashes may arrive escaped.
_MS_DATE = re.compile(r"\\?/Date\((-?\d{1,18})(?:[+-]\d{1,4})?\)\\?/")
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"
    r"\s*(Z|z|[+-]\d\d:?\d\d)?)?"
)
# Decimal would also take "NaN", "1_000" and digits of other scripts. An exponent of three digits
# cannot be an amount, but could fill the memory once it is printed.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")


class WrongShape(ValueError):
    """A field of Xero's JSON has a type or form it must not have; the sentence names the field."""


def parse_datetime(value: object, field: str = "date") -> datetime | None:
    """Return a moment of Xero's as an aware datetime in UTC, None for null or empty.

    Understands every form of FACTS 3.4: ``/Date(ms)/``, ``/Date(ms+0000)/``, ISO with ``T`` or a
    blank, with ``Z``, an offset or none (then UTC), up to nine digits of fraction (cut to six).

    :param field: the field's name, for the sentence
    :raises WrongShape: it is something else
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = value.strip()
        try:
            found = _from_ms(text) or _from_iso(text)
        except (ValueError, OverflowError):
            found = None
        if found is not None:
            return found
    raise WrongShape(f"Xero's field {field} should be a date but is {_shown(value)}.")


def parse_date(value: object, field: str = "date") -> date | None:
    """Return a date field of Xero's: the UTC day of its value, in no other zone (FACTS 3.4).

    :raises WrongShape: it is not a date
    """
    moment = parse_datetime(value, field)
    if moment is None:
        return None
    # A date that carries an offset still means the day that is written there.
    written = _ISO.fullmatch(str(value).strip())
    return date(*(int(written[n]) for n in (1, 2, 3))) if written else moment.date()


def if_modified_since(moment: datetime) -> str:
    """Return the If-Modified-Since value, UTC and cut to the second (FACTS 3.2).

    :param moment: an aware datetime
    :raises TypeError: the datetime has no zone
    """
    if moment.tzinfo is None:
        raise TypeError("A moment in time needs its zone.")
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")


def clean(value: str) -> str:
    """Return text on one line: no control characters, runs of blanks made one, ends stripped.

    Xero answers 500 to a trailing blank in some fields (Pain 26) and hides the rest.
    """
    if not value.isprintable():
        value = "".join(
            " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") else char
            for char in value
        )
    return " ".join(value.split())


def quoted(value: str) -> str:
    """Return text as a string inside a ``where`` filter, quotes included (FACTS 3.3)."""
    escaped = clean(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def text(value: object, field: str = "text") -> str:
    """Return a text field; null is "", a number is its digits.

    :raises WrongShape: it is a list, an object or a truth value
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    raise WrongShape(f"Xero's field {field} should be text but is {_shown(value)}.")


def number(value: object, field: str = "number") -> Decimal | None:
    """Return a number field as Decimal, None for null or empty; a string of digits is accepted.

    :raises WrongShape: it is anything else, or not finite
    """
    if value is None or value == "":
        return None
    if isinstance(value, (int, float, str, Decimal)) and not isinstance(value, bool):
        digits = str(value).strip()
        if _NUMBER.fullmatch(digits):
            return Decimal(digits)
    raise WrongShape(f"Xero's field {field} should be a number but is {_shown(value)}.")


def flag(value: object, field: str = "flag") -> bool:
    """Return a yes/no field; null is no, and the words true and false are accepted.

    :raises WrongShape: it is anything else
    """
    if value is None or value == "":
        return False
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise WrongShape(f"Xero's field {field} should be yes or no but is {_shown(value)}.")


def record(value: object, field: str = "record") -> dict[str, object]:
    """Return an object field; null is empty.

    :raises WrongShape: it is not an object
    """
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise WrongShape(f"Xero's field {field} should be a record but is {_shown(value)}.")


def records(value: object, field: str = "list") -> list[dict[str, object]]:
    """Return a field that lists objects; null is empty, one object alone is a list of one.

    :raises WrongShape: it is something else, or one of its elements is
    """
    if value is None:
        return []
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return [record(element, field) for element in value if element is not None]
    raise WrongShape(f"Xero's field {field} should be a list but is {_shown(value)}.")


def _from_ms(value: str) -> datetime | None:
    match = _MS_DATE.fullmatch(value)
    return _EPOCH + timedelta(milliseconds=int(match[1])) if match else None


def _from_iso(value: str) -> datetime | None:
    match = _ISO.fullmatch(value)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(match[n] or 0) for n in range(1, 7))
    micro = int((match[7] or "0").ljust(6, "0")[:6])
    moment = datetime(year, month, day, hour, minute, second, micro, tzinfo=timezone.utc)
    offset = match[8]
    if offset and offset not in "Zz":
        sign = -1 if offset[0] == "-" else 1
        digits = offset[1:].replace(":", "")
        moment -= sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return moment


def _shown(value: object) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"
