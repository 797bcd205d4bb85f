import json

from odoo import _, api, fields, models

# The closed list of reasons. A reason says what kind of difference it is; the sentence says it for
# this record.
REASONS = [
    ("ambiguous", "Not sure which record"),
    ("conflict", "Changed on both sides"),
    ("duplicate", "Already exists in Xero"),
    ("duplicate_number", "Number already used in Xero"),
    ("archived", "Archived in Xero"),
    ("merged", "Merged in Xero"),
    ("missing", "Not found in Xero"),
    ("deleted", "Deleted on one side"),
    ("mapping_missing", "Mapping missing"),
    ("mapping_invalid", "Mapping not allowed by Xero"),
    ("dependency", "Waits for another record"),
    ("incomplete", "Information missing"),
    ("too_long", "Too long for Xero"),
    ("total_differs", "Totals differ"),
    ("locked_period", "Period is locked"),
    ("wrong_status", "Status does not allow it"),
    ("has_payments", "Has payments"),
    ("currency", "Currency not in use in Xero"),
    ("processed", "Already processed in payroll"),
    ("refused", "Refused by Xero"),
    ("odoo_refused", "Refused by Odoo"),
    ("wrong_shape", "Not readable"),
    ("unknown_tenant", "Unknown organisation"),
    ("gave_up", "Failed too often"),
    ("not_allowed", "Not allowed"),
]

MOST_AT_ONCE = 10000


class XeroQuarantine(models.Model):
    _name = "xero.quarantine"
    _description = "Difference that needs a person"
    _order = "id desc"

    name = fields.Char("Record", required=True)
    connection_id = fields.Many2one("xero.connection", ondelete="restrict", index=True)
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(required=True, index=True)
    payroll = fields.Boolean(index=True)
    direction = fields.Selection(
        [("pull", "Xero → Odoo"), ("push", "Odoo → Xero")], required=True
    )
    model = fields.Char("Odoo model")
    res_id = fields.Many2oneReference("Odoo record ID", model_field="model")
    xero_id = fields.Char("Xero ID")
    reason = fields.Selection(REASONS, required=True, index=True)
    sentence = fields.Text("What happened", required=True)
    payload = fields.Json()
    odoo_values = fields.Json()
    xero_values = fields.Json()
    fields_in_conflict = fields.Json()
    suggestions = fields.Json(help="Candidates: model, id or Xero id, name, why.")
    state = fields.Selection(
        [("open", "Open"), ("resolved", "Resolved"), ("dismissed", "Dismissed")],
        default="open",
        required=True,
        index=True,
    )
    resolution = fields.Char(readonly=True)
    resolution_note = fields.Text(readonly=True)
    resolved_uid = fields.Many2one("res.users", "Resolved by", readonly=True)
    resolved_at = fields.Datetime(readonly=True)
    event_id = fields.Many2one("xero.sync.event", ondelete="set null", index=True)
    age = fields.Char(compute="_compute_age")
    occurrences = fields.Integer(default=1)

    def init(self):
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS xero_quarantine_record_unique
                ON xero_quarantine (connection_id, entity, model, res_id)
             WHERE state = 'open' AND res_id <> 0;
            CREATE UNIQUE INDEX IF NOT EXISTS xero_quarantine_xero_unique
                ON xero_quarantine (connection_id, entity, xero_id)
             WHERE state = 'open' AND xero_id IS NOT NULL AND COALESCE(res_id, 0) = 0;
            """
        )

    @api.depends("create_date")
    def _compute_age(self):
        now = fields.Datetime.now()
        for row in self:
            hours = int((now - (row.create_date or now)).total_seconds() // 3600)
            if hours >= 48:
                row.age = _("%s days", hours // 24)
            else:
                row.age = _("%s hours", hours) if hours else _("less than an hour")

    def _put(self, values):
        """Store a difference; one that is open for the same record is brought up to date instead.

        :param dict values: field values, with connection_id, entity, model, res_id or xero_id
        :rtype: xero.quarantine
        """
        row = self._open_for(
            values["connection_id"],
            values["entity"],
            values.get("model"),
            values.get("res_id"),
            values.get("xero_id"),
        )
        if row:
            row.write({**values, "occurrences": row.occurrences + 1})
            return row
        return self.create(values)

    def _asked_before(self, values):
        """The row that asks this very question: open still, or dismissed with the same values.

        :param dict values: as for :meth:`_put`
        :rtype: xero.quarantine -- empty when anything about the question is new
        """
        asked = self._open_for(
            values["connection_id"],
            values["entity"],
            values["model"],
            values["res_id"],
            values["xero_id"],
        )
        dismissed = self.search(
            [
                *((name, "=", values[name]) for name in ("connection_id", "entity", "xero_id")),
                *((name, "=", values[name]) for name in ("reason", "sentence")),
                ("state", "=", "dismissed"),
            ],
            limit=1,
            order="id desc",
        )
        return (asked | dismissed).filtered(lambda row: row._is_same(values))[:1]

    def _is_same(self, values):
        names = ("odoo_values", "xero_values", *(["suggestions"] if self.state == "open" else []))
        # Through JSON, as the row's own values went.
        given = json.loads(json.dumps([values.get(name) or None for name in names], default=str))
        return (self.reason, self.sentence) == (values["reason"], values["sentence"]) and (
            given == [self[name] or None for name in names]
        )

    def _open_for(self, connection_id, entity, model=None, res_id=None, xero_id=None):
        """The open quarantine of a record, found by its Odoo id, else by its Xero id."""
        domain = [
            ("connection_id", "=", connection_id),
            ("entity", "=", entity),
            ("state", "=", "open"),
        ]
        row = self.browse()
        if res_id:
            row = self.search([*domain, ("model", "=", model), ("res_id", "=", res_id)], limit=1)
        if not row and xero_id:
            row = self.search([*domain, ("xero_id", "=", xero_id)], limit=1)
        return row

    def _heal(self, connection, entity, model, res_ids, xero_ids):
        """Close the open quarantines of records that went through."""
        rows = self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("state", "=", "open"),
                "|",
                "&",
                ("model", "=", model),
                ("res_id", "in", [res_id for res_id in res_ids if res_id]),
                ("xero_id", "in", [xero_id for xero_id in xero_ids if xero_id]),
            ]
        )
        if rows:
            rows._close("resolved", _("Went through on a later run"))

    def _close(self, state, resolution, note=""):
        self.write(
            {
                "state": state,
                "resolution": resolution,
                "resolution_note": note,
                "resolved_uid": self.env.uid,
                "resolved_at": fields.Datetime.now(),
                "payload": False,
            }
        )

    @api.autovacuum
    def _gc_decided(self):
        """Cut off what was decided as long ago as the events that are cut off.

        An open question stays. So does the last dismissal of a question, however old: it is what
        keeps the import from asking again.
        """
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT id FROM (
                SELECT id, state, resolved_at, row_number() OVER (
                           PARTITION BY connection_id, entity, xero_id, reason, sentence, state
                           ORDER BY id DESC) AS place
                  FROM xero_quarantine WHERE state <> 'open') AS decided
             WHERE resolved_at < %s AND (state <> 'dismissed' OR place > 1)
             ORDER BY id LIMIT %s
            """,
            [self.env["xero.sync.event"]._kept_since(), MOST_AT_ONCE],
        )
        self.browse(row[0] for row in self.env.cr.fetchall()).unlink()
