from datetime import timezone

from odoo import _, models

from ..xero.webhook import parse_delivery
from ..xero.wire import WrongShape

# Xero's categories (FACTS 7) and the entity that reads the record back. What is not named here is
# read on schedule; new categories appear without notice and are no error.
ENTITIES = {"CONTACT": "contact", "INVOICE": "invoice"}
# Characters of an unreadable delivery that are kept for whoever looks into it.
KEPT = 10000


class XeroApp(models.Model):
    """Webhook deliveries of an app: one address for all of its organisations."""

    _inherit = "xero.app"

    def _receive(self, body):
        """Put the events of a delivery whose signature is right into the inbox.

        :param bytes body: the verified body
        """
        self.ensure_one()
        try:
            events = parse_delivery(body).events
        except WrongShape as error:
            kept = body.decode("utf-8", "replace").replace("\x00", "")[:KEPT]
            self._set_aside("wrong_shape", str(error), {"body": kept})
            return
        known = self._reachable()
        for event in events:
            if event.tenant_type == "APPLICATION":
                continue
            if event.tenant_id in known:
                self._take_in(known[event.tenant_id], event)
            else:
                self._set_aside(
                    "unknown_tenant",
                    _(
                        "A webhook reports a change in a Xero organisation that is not connected "
                        "here. Connect it, or disconnect it from the app in Xero."
                    ),
                    {"tenant": event.tenant_id, "category": event.category, "type": event.kind},
                    event.resource_id,
                )

    def _reachable(self):
        """The connections that hang on this app, by organisation id."""
        connections = self.env["xero.connection"].search(
            [("authorisation_id.app_id", "=", self.id), ("state", "!=", "disconnected")]
        )
        return {connection.tenant_id: connection for connection in connections}

    def _take_in(self, connection, event):
        entity = ENTITIES.get(event.category)
        if not entity:
            return
        at = event.date and event.date.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
        self.env["xero.inbox"]._put(
            connection, entity, event.resource_id, event_type=event.kind, event_at=at
        )

    def _set_aside(self, reason, sentence, payload, xero_id=None):
        """Keep in quarantine what belongs to no connection; a repeated delivery counts up."""
        self.env["xero.quarantine"]._put(
            {
                "name": _("Webhook of the app %s", self.name),
                "connection_id": False,
                "entity": "webhook",
                "direction": "pull",
                "reason": reason,
                "sentence": sentence,
                "payload": payload,
                "xero_id": xero_id or self.webhook_token,
            }
        )
