"""Where a value stands in Xero's JSON: ``CompanyNumber``, or inside an object as in
``BrandingTheme.Name``."""

from __future__ import annotations

from typing import Any

from .wire import record


def read(payload: dict[str, Any], path: str) -> Any:
    """Return the value that stands there, None when nothing does.

    :raises WrongShape: something on the way is no object
    """
    here: Any = payload
    for name in path.split("."):
        here = record(here, name).get(name)
    return here


def put(
    body: dict[str, Any], path: str, value: object, payload: dict[str, Any] | None = None
) -> None:
    """Set the value there in a body that is going to be sent.

    What Xero has beside it in the same object goes along, because Xero may replace an object whole.

    :param payload: the record as Xero has it, None for a new one
    :raises WrongShape: something on the way is no object in the payload
    """
    *way, last = path.split(".")
    here, there = body, payload or {}
    for name in way:
        there = record(there.get(name), name)
        here = here.setdefault(name, dict(there))
    here[last] = value
