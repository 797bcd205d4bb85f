"""Xero's webhooks: who signed the body, and what it says (FACTS 7)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime

from .wire import WrongShape, number, parse_datetime, record, text

__all__ = [
    "Delivery",
    "Event",
    "is_check",
    "parse_delivery",
    "parse_events",
    "signature",
    "verified",
]


@dataclass(frozen=True)
class Event:
    """One change Xero reports. It names a record; what changed has to be read from the API.

    ``category`` and ``kind`` are kept as Xero wrote them, also ones nobody knows yet. Xero's
    ``resourceUrl`` is left out on purpose: an address from outside is never called.
    """

    tenant_id: str
    tenant_type: str
    category: str
    kind: str
    resource_id: str
    date: datetime | None


@dataclass(frozen=True)
class Delivery:
    """One POST of Xero's; the sequence numbers run per app, not per organisation."""

    events: tuple[Event, ...]
    first_sequence: int
    last_sequence: int


def signature(body: bytes, key: str) -> str:
    """Return the ``x-xero-signature`` of a body: base64 of HMAC-SHA256 over its exact bytes."""
    digest = hmac.new(key.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


def verified(body: bytes, header: str | None, key: str) -> bool:
    """Return whether the header signs the body, compared in constant time.

    Without a key or a header nothing is verified: a missing key must never open the door.
    """
    if not key or not header:
        return False
    # A header is latin-1 text and may hold anything; comparing bytes accepts all of it.
    return hmac.compare_digest(signature(body, key).encode(), header.encode("utf-8", "replace"))


def is_check(body: bytes) -> bool:
    """Return whether a body has no events, as those of Xero's intent-to-receive check."""
    try:
        return not parse_delivery(body).events
    except WrongShape:
        return False


def parse_delivery(body: bytes) -> Delivery:
    """Read a verified body.

    Nothing is validated by Xero's specification: the intent-to-receive check has no events and
    sequence 0, which the specification forbids.

    :raises WrongShape: the body is not what Xero sends; the sentence names the field
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WrongShape("The webhook's body is not JSON.") from error
    delivery = record(data, "body")
    events = delivery.get("events")
    if not isinstance(events, list):
        raise WrongShape("The webhook's field events should be a list.")
    return Delivery(
        events=tuple(_event(record(event, "events")) for event in events),
        first_sequence=_sequence(delivery.get("firstEventSequence"), "firstEventSequence"),
        last_sequence=_sequence(delivery.get("lastEventSequence"), "lastEventSequence"),
    )


def parse_events(body: bytes) -> list[Event]:
    """Return the events of a verified body in their order.

    :raises WrongShape: see ``parse_delivery``
    """
    return list(parse_delivery(body).events)


def _event(event: dict[str, object]) -> Event:
    resource_id = text(event.get("resourceId"), "resourceId").strip()
    tenant_id = text(event.get("tenantId"), "tenantId").strip()
    if not resource_id or not tenant_id:
        raise WrongShape("A webhook event must name its record and its organisation.")
    return Event(
        tenant_id=tenant_id,
        tenant_type=text(event.get("tenantType"), "tenantType"),
        category=text(event.get("eventCategory"), "eventCategory").upper(),
        kind=text(event.get("eventType"), "eventType").upper(),
        resource_id=resource_id,
        date=parse_datetime(event.get("eventDateUtc"), "eventDateUtc"),
    )


def _sequence(value: object, field: str) -> int:
    return int(number(value, field) or 0)
