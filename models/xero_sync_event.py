import psycopg2.extras
from odoo import _, api, fields, models
from odoo.exceptions import UserError

OUTCOMES = ("created", "updated", "unchanged", "skipped", "quarantined", "deferred")


class XeroSyncEvent(models.Model):
    _name = "xero.sync.event"
    _description = "Xero sync event"
    _order = "started_at desc, id desc"

    name = fields.Char("Event", required=True)
    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(required=True, index=True)
    payroll = fields.Boolean(index=True)
    direction = fields.Selection(
        [("pull", "Xero → Odoo"), ("push", "Odoo → Xero")], required=True
    )
    trigger = fields.Selection(
        [
            ("schedule", "Schedule"),
            ("at_once", "Change in Odoo"),
            ("person", "Person"),
            ("webhook", "Webhook"),
            ("first", "First run"),
        ],
        required=True,
        default="schedule",
    )
    state = fields.Selection(
        [
            ("running", "Running"),
            ("ok", "OK"),
            ("attention", "Questions"),
            ("failed", "Failed"),
            ("crashed", "Stopped unexpectedly"),
        ],
        "Status",
        required=True,
        default="running",
        index=True,
    )
    started_at = fields.Datetime("When", required=True, index=True)
    ended_at = fields.Datetime()
    duration = fields.Float("Seconds")
    collected = fields.Integer("Records")
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    skipped = fields.Integer()
    quarantined = fields.Integer("Questions")
    deferred = fields.Integer("Left for the next run")
    calls = fields.Integer("API calls")
    bytes_in = fields.Integer("Bytes received")
    bytes_out = fields.Integer("Bytes sent")
    correlation_ids = fields.Json("Xero correlation IDs")
    detail = fields.Char()
    line_ids = fields.One2many("xero.sync.event.line", "event_id")

    _sql_constraints = [
        (
            "conservation",
            "CHECK(state = 'running' OR collected = created + updated + unchanged + skipped"
            " + quarantined + deferred)",
            "Every record a run collected must have exactly one outcome.",
        )
    ]

    def write(self, vals):
        """A closed event is evidence: it can be changed by nobody, not even by the connector."""
        if any(event.state != "running" for event in self):
            raise UserError(_("A closed sync event cannot be changed. It is kept as evidence."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_retention_only(self):
        if not self.env.context.get("xero_retention"):
            raise UserError(_("Sync events are evidence. They leave only by the retention period."))

    @api.autovacuum
    def _gc_events(self):
        """Cut the oldest events off, so that what remains is an unbroken run up to today."""
        since = self._kept_since()
        old = self.search([("started_at", "<", since), ("state", "!=", "running")], limit=10000)
        old.with_context(xero_retention=True).unlink()

    def _kept_since(self):
        """The start of the time that is kept: what was closed before it may be cut off."""
        days = int(
            self.env["ir.config_parameter"].sudo().get_param("xero_connector.keep_events_days", 400)
        )
        return fields.Datetime.subtract(fields.Datetime.now(), days=days)

    def _close_crashed(self, connection, entity, direction):
        """Close what an earlier run left open: it collected, but nobody saw its end."""
        left = self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("direction", "=", direction),
                ("state", "=", "running"),
            ]
        )
        for event in left:
            known = sum(event[outcome] for outcome in OUTCOMES)
            event.write(
                {
                    "state": "crashed",
                    "deferred": event.deferred + max(0, event.collected - known),
                    "collected": max(event.collected, known),
                    "ended_at": fields.Datetime.now(),
                    "detail": _(
                        "The run stopped before its end. The next run takes up what it left."
                    ),
                }
            )


class XeroSyncEventLine(models.Model):
    _name = "xero.sync.event.line"
    _rec_name = "record_name"
    _inherit = "xero.about"
    _description = "Record in a Xero sync event"
    _order = "id"

    event_id = fields.Many2one("xero.sync.event", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="event_id.company_id", store=True)
    payroll = fields.Boolean(related="event_id.payroll", store=True)
    outcome = fields.Selection(
        [
            ("created", "Created"),
            ("updated", "Updated"),
            ("unchanged", "Unchanged"),
            ("skipped", "Skipped"),
            ("quarantined", "Question"),
            ("deferred", "Left for the next run"),
        ],
        required=True,
    )
    model = fields.Char()
    res_id = fields.Many2oneReference("Record ID", model_field="model")
    record_name = fields.Char("Record")
    xero_id = fields.Char("Xero ID")
    note = fields.Char()

    def _store(self, event, lines):
        """Insert a run's lines in one statement; a first import has one for every record.

        :param list lines: dicts with outcome, model, res_id, record_name, xero_id, note
        """
        if not lines:
            return
        of_event = (event.id, event.company_id.id, event.payroll)
        psycopg2.extras.execute_values(
            self.env.cr._obj,
            """
            INSERT INTO xero_sync_event_line
                (event_id, company_id, payroll, outcome, model, res_id, record_name, xero_id, note)
            VALUES %s
            """,
            [
                (
                    *of_event, line["outcome"], line["model"], line["res_id"], line["record_name"],
                    line["xero_id"], line["note"],
                )
                for line in lines
            ],
            page_size=1000,
        )  # fmt: skip
        self.invalidate_model()

    def action_open_record(self):
        """Open the Odoo record this line is about.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: there is none
        """
        return self._window()
