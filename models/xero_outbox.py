import json
from datetime import timedelta

import psycopg2.extras
from odoo import _, api, fields, models

from ..services.run import AT_ONCE


class XeroOutbox(models.Model):
    _name = "xero.outbox"
    _description = "Odoo change that Xero has not confirmed"
    _order = "priority, id"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(required=True)
    payroll = fields.Boolean()
    model = fields.Char(required=True)
    res_id = fields.Many2oneReference("Record ID", model_field="model", required=True)
    # Of a record the reader may not open, the name alone tells what waits.
    record_name = fields.Char(compute="_compute_record_name", compute_sudo=True)
    fields_changed = fields.Json("Changed fields")
    captured_at = fields.Datetime("Changed on", required=True)
    priority = fields.Integer(default=AT_ONCE, help="0: at once. 10: bulk work.")
    state = fields.Selection(
        [("waiting", "Waiting"), ("sending", "Being sent")], default="waiting", required=True
    )
    attempts = fields.Integer()
    next_try = fields.Datetime()
    alone = fields.Boolean(help="Sent by itself, because a batch with it was refused as a whole.")
    policy = fields.Char(help="A person's decision for this one time.")
    exchange_id = fields.Many2one("xero.exchange", ondelete="set null", index=True)
    lease_until = fields.Datetime()
    error = fields.Char("Last error")

    def init(self):
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS xero_outbox_waiting_unique
                ON xero_outbox (connection_id, entity, model, res_id) WHERE state = 'waiting';
            CREATE UNIQUE INDEX IF NOT EXISTS xero_outbox_sending_unique
                ON xero_outbox (connection_id, entity, model, res_id) WHERE state = 'sending';
            CREATE INDEX IF NOT EXISTS xero_outbox_pick_index
                ON xero_outbox (connection_id, entity, state, priority, id);
            """
        )

    @api.depends("model", "res_id")
    def _compute_record_name(self):
        for row in self:
            known = row.model in self.env
            record = self.env[row.model].browse(row.res_id).exists() if known else None
            row.record_name = record.display_name if record else _("deleted record")

    def _put(self, setting, model, changes, priority=AT_ONCE, policy=None, captured=None):
        """Write outbox rows in the caller's transaction; one still waiting absorbs the new change.

        :param xero.sync.setting setting: of the connection and entity
        :param dict changes: record id -> sorted list of changed field names
        :param str policy: a person's one-off decision ('odoo', 'xero', 'create'), or None
        :param dict captured: record id -> when the change was made (naive UTC); absent: now
        """
        if not changes:
            return
        now = fields.Datetime.now()
        connection = setting.connection_id
        rows = [
            (
                connection.id, connection.company_id.id, setting.entity, setting.payroll, model,
                res_id, json.dumps(names), (captured or {}).get(res_id) or now, priority, "waiting",
                policy, self.env.uid, now,
            )
            for res_id, names in changes.items()
        ]  # fmt: skip
        self.flush_model()
        psycopg2.extras.execute_values(
            self.env.cr._obj,
            """
            INSERT INTO xero_outbox (connection_id, company_id, entity, payroll, model, res_id,
                fields_changed, captured_at, priority, state, policy, create_uid, create_date)
            VALUES %s
            ON CONFLICT (connection_id, entity, model, res_id) WHERE state = 'waiting' DO UPDATE
               SET captured_at = EXCLUDED.captured_at, attempts = 0, next_try = NULL,
                   priority = LEAST(xero_outbox.priority, EXCLUDED.priority),
                   policy = COALESCE(EXCLUDED.policy, xero_outbox.policy),
                   fields_changed = xero_outbox.fields_changed || EXCLUDED.fields_changed
            """,
            rows,
            page_size=1000,
        )
        self.invalidate_model()

    def _claim(self, setting, limit, lease_seconds, highest):
        """Take rows to send; the first statement of a fresh transaction (STYLE 3.5, T9).

        A record that is being sent already is left until that is settled, so that two answers
        never cross.

        :param int highest: the least urgent priority that may leave now
        :rtype: xero.outbox
        """
        self.env.cr.execute(
            """
            SELECT id, alone FROM xero_outbox AS row
             WHERE connection_id = %(connection)s AND entity = %(entity)s AND state = 'waiting'
               AND (next_try IS NULL OR next_try <= %(now)s) AND priority <= %(highest)s
               AND NOT EXISTS (
                   SELECT 1 FROM xero_outbox AS busy
                    WHERE busy.connection_id = row.connection_id AND busy.entity = row.entity
                      AND busy.model = row.model AND busy.res_id = row.res_id
                      AND busy.state = 'sending')
             ORDER BY priority, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
            """,
            {
                "connection": setting.connection_id.id,
                "entity": setting.entity,
                "now": fields.Datetime.now(),
                "highest": highest,
                "limit": limit,
            },
        )
        picked = self.env.cr.fetchall()
        ids = [row_id for row_id, alone in picked if not alone] or [row[0] for row in picked[:1]]
        rows = self.browse(ids)
        rows.write(
            {
                "state": "sending",
                "lease_until": fields.Datetime.now() + timedelta(seconds=lease_seconds),
            }
        )
        return rows

    def _release(self, error=None, wait=None, alone=False, count=True):
        """Back to waiting; if the record changed again meanwhile, the newer row takes over.

        :param int wait: seconds until the next try; None: exponential back-off by attempts
        :param bool count: whether this was an attempt (being told to wait is none)
        """
        newer = self._newer()
        (self.filtered(lambda row: row in newer)).unlink()
        for row in self.exists():
            attempts = row.attempts + (1 if count else 0)
            seconds = wait if wait is not None else min(3600, 15 * 2**attempts)
            row.write(
                {
                    "state": "waiting",
                    "attempts": attempts,
                    "next_try": fields.Datetime.now() + timedelta(seconds=seconds),
                    "error": error or row.error,
                    "alone": alone or row.alone,
                    "exchange_id": False,
                    "lease_until": False,
                }
            )

    def _newer(self):
        """Those of these rows whose record has another row waiting."""
        if not self:
            return self
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT own.id FROM xero_outbox own JOIN xero_outbox other
                ON other.connection_id = own.connection_id AND other.entity = own.entity
               AND other.model = own.model AND other.res_id = own.res_id
               AND other.state = 'waiting' AND other.id <> own.id
             WHERE own.id IN %s
            """,
            [tuple(self.ids)],
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())
