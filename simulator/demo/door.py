"""How the demo's documents get in: through the endpoint's own handler, as a client's would."""

import json
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

from ..organisation import Organisation
from ..routing import Call, routes
from ..state import App, Grant, User
from ..wire import to_json

SCREENS = Grant(App("XERO-SCREENS", ""), User("", "Robin", "Taylor", ""), "", set())


def through_the_door(org: Organisation, method: str, resource: str, bodies: list[dict]) -> list:
    """The elements Xero answers for `bodies`, amounts as Decimal. Raises Refused when one of them
    is not acceptable."""
    path = f"/api.xro/2.0/{resource}"
    route, params = routes.find(method, path)
    text = to_json({resource: bodies}).encode()
    call = Call(method, path, {}, {}, text, None, org.now(), params, org, SCREENS)
    return json.loads(route.handler(call).body, parse_float=Decimal)[resource]


def stamped(org: Organisation, table: str, record_id: str, day: date, number: int) -> None:
    """Let a record have been changed in the morning of `day`, no two in the same second."""
    record = org.find(table, record_id)
    morning = datetime.combine(day, time(0, 30), timezone.utc) + timedelta(seconds=number)
    record["_updated"] = min(morning, org.now())
    org.save(table, record, stamp=False)
