"""Webhook deliveries waiting to be sent (FACTS 7)."""

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from .organisation import TABLES, Organisation
from .wire import to_json

if TYPE_CHECKING:
    from .state import State

_PATHS = {"CONTACT": "Contacts", "INVOICE": "Invoices", "CREDITNOTE": "CreditNotes"}


def listen(state: "State", org: Organisation) -> None:
    """Queue an event for every change of a record whose table has a webhook category."""

    def changed(of: Organisation, table: str, record: dict, created: bool) -> None:
        category = TABLES[table].event
        if not category:
            return
        record_id = record[TABLES[table].key]
        apps = {c.client_id for c in state.connections.values() if c.tenant_id == of.tenant_id}
        for client_id in sorted(apps):
            state.events += 1
            event = {
                "resourceUrl": f"https://api.xero.com/api.xro/2.0/{_PATHS[category]}/{record_id}",
                "resourceId": record_id,
                "eventDateUtc": of.now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3],
                "eventType": "CREATE" if created else "UPDATE",
                "eventCategory": category,
                "tenantId": of.tenant_id,
                "tenantType": "ORGANISATION",
            }
            if category == "CREDITNOTE":
                event["data"] = {"Type": record["Type"], "Status": record["Status"]}
            state.webhooks.append({"client_id": client_id, "number": state.events, "event": event})

    org.listeners.append(changed)


def delivery(state: "State", waiting: dict) -> dict:
    """A waiting event as {"body": text, "signature": base64 HMAC-SHA256 of the body}."""
    body = to_json(
        {
            "events": [waiting["event"]],
            "firstEventSequence": waiting["number"],
            "lastEventSequence": waiting["number"],
            "entropy": secrets.token_hex(10).upper(),
        }
    )
    key = state.apps[waiting["client_id"]].webhook_key.encode()
    seal = hmac.new(key, body.encode(), hashlib.sha256).digest()
    return {"body": body, "signature": base64.b64encode(seal).decode()}
