from datetime import timedelta

from odoo import api, fields, models

KEEP_DAYS = 90


class XeroExchange(models.Model):
    _name = "xero.exchange"
    _description = "One write to Xero"
    _order = "id desc"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(required=True)
    payroll = fields.Boolean()
    event_id = fields.Many2one("xero.sync.event", ondelete="set null", index=True)
    method = fields.Char(required=True)
    path = fields.Char(required=True)
    query = fields.Json()
    body = fields.Text(help="Exactly what is sent; blanked when the answer is stored.")
    pairs = fields.Json(help="What each element of the body stands for, by position.")
    idempotency_key = fields.Char(required=True, copy=False, index=True)
    state = fields.Selection(
        # sending -> settled     the answer is stored
        # sending -> unknown     no answer: the same bytes with the same key, then a look-up
        # unknown -> settled     found in Xero or answered at last
        # sending, unknown -> failed   Xero did not do it; the outbox rows are waiting again
        [
            ("sending", "Being sent"),
            ("unknown", "No answer"),
            ("settled", "Answered"),
            ("failed", "Not done"),
        ],
        default="sending",
        required=True,
        index=True,
    )
    look_up = fields.Boolean(
        help="Xero remembers errors with the key: the next step is a look-up, not the same bytes."
    )
    first_sent_at = fields.Datetime(required=True)
    lease_until = fields.Datetime(required=True)
    correlation_id = fields.Char("Correlation ID")
    status = fields.Integer("HTTP status")
    bytes_out = fields.Integer("Bytes sent")
    bytes_in = fields.Integer("Bytes received")
    outbox_ids = fields.One2many("xero.outbox", "exchange_id")

    def _settle(self, state, status=0, correlation_id="", bytes_in=0):
        """Store how it ended and forget the body, which may hold personal data."""
        values = {
            "state": state,
            "status": status,
            "correlation_id": correlation_id,
            "bytes_in": bytes_in,
        }
        if state in ("settled", "failed"):
            values["body"] = False
            values["pairs"] = [{**row, "seen": None, "sent": {}} for row in self.pairs]
        self.write(values)

    @api.autovacuum
    def _gc_settled(self):
        """Keep settled exchanges for support for a while, and unknown ones until they are known."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        old = [("state", "in", ("settled", "failed")), ("first_sent_at", "<", limit)]
        self.search(old, limit=10000).unlink()
