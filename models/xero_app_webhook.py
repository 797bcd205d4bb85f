from datetime import timedelta, timezone

from odoo import _, api, fields, models

from ..services.transaction import own
from ..xero.webhook import is_check, parse_delivery
from ..xero.wire import WrongShape

# Xero's categories (FACTS 7) and the entity that reads the record back. What is not named here is
# read on schedule; new categories appear without notice and are no error.
ENTITIES = {"CONTACT": "contact", "INVOICE": "invoice"}
# Characters of an unreadable delivery that are kept for whoever looks into it.
KEPT = 10000
# Whether deliveries are signed with our key is noted once in so long, not at each of them.
NOTED_EVERY = timedelta(minutes=1)
# Xero's check signs some deliveries wrongly on purpose, around right ones (FACTS 7).
CHECK_LASTS = timedelta(minutes=2)


class XeroApp(models.Model):
    """Webhook deliveries of an app: one address for all of its organisations."""

    _inherit = "xero.app"

    webhook_verified_at = fields.Datetime("Last delivery signed with the key", readonly=True)
    webhook_refused_at = fields.Datetime("Last delivery signed otherwise", readonly=True)
    webhook_refused = fields.Integer(
        "Deliveries signed otherwise since", readonly=True, help="Since the last right one."
    )
    webhook_sentence = fields.Char("Webhooks", compute="_compute_webhook_sentence")

    @api.depends(
        "webhook_key_cipher", "webhook_verified_at", "webhook_refused_at", "webhook_refused"
    )
    def _compute_webhook_sentence(self):
        for app in self:
            app.webhook_sentence = app._webhook_words()

    def _webhook_words(self):
        """What is known about the signing key from what has arrived.

        A key that was right once may have been replaced in Xero since.
        """
        if not self.has_webhook_key:
            return _("No signing key is stored. Changes in Xero arrive on schedule.")
        if self.webhook_verified_at and self.webhook_refused:
            return _(
                "The last delivery signed with this key arrived at %(right)s. Refused since then: "
                "%(count)s that were signed otherwise, the last at %(refused)s. Copy the key of "
                "this app from Xero's page Webhooks once more.",
                right=self._moment(self.webhook_verified_at),
                count=self.webhook_refused,
                refused=self._moment(self.webhook_refused_at),
            )
        if self.webhook_verified_at:
            return _("The key is right: a delivery signed with it arrived at %s.",
                     self._moment(self.webhook_verified_at))  # fmt: skip
        if self.webhook_refused_at:
            return _(
                "A delivery arrived at %s, but none was signed with this key. Copy the key of this "
                "app from Xero's page Webhooks once more.",
                self._moment(self.webhook_refused_at),
            )
        return _(
            "The key is stored, and nothing has arrived yet. On Xero's page Webhooks press “Send "
            "‘Intent to receive’”."
        )

    def _moment(self, moment):
        return fields.Datetime.context_timestamp(self, moment).strftime("%Y-%m-%d %H:%M")

    def _inverse_webhook_key(self):
        """Another key is another question."""
        changed = self.filtered("webhook_key").sudo()
        result = super()._inverse_webhook_key()
        changed.write(
            {"webhook_verified_at": False, "webhook_refused_at": False, "webhook_refused": 0}
        )
        return result

    def _note_delivery(self, verified, body):
        """Remember that a delivery arrived, and whether it was signed with the stored key.

        :param bytes body: what arrived, not verified perhaps
        """
        now, right = fields.Datetime.now(), self.webhook_verified_at
        recent = right and now - right < NOTED_EVERY
        if verified and recent and not self.webhook_refused:
            return
        if not verified and right and now - right < CHECK_LASTS and is_check(body):
            return
        # Deliveries arrive at the same time: each adds one to what the others have just committed.
        with own(self.env, read_committed=True) as env:
            if verified:
                self.with_env(env).write({"webhook_verified_at": now, "webhook_refused": 0})
                return
            env.cr.execute(
                "UPDATE xero_app SET webhook_refused = COALESCE(webhook_refused, 0) + 1, "
                "webhook_refused_at = %s WHERE id = %s",
                [now, self.id],
            )
        self.invalidate_recordset()

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
