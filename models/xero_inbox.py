import psycopg2.extras
from odoo import fields, models
from odoo.tools import SQL


class XeroInbox(models.Model):
    _name = "xero.inbox"
    _description = "Xero record to read back"
    _order = "id"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(required=True)
    payroll = fields.Boolean()
    xero_id = fields.Char("Xero ID", required=True)
    event_type = fields.Char()
    event_at = fields.Datetime()
    policy = fields.Char(help="A person's decision for this one time.")
    res_id = fields.Integer(help="The record a person chose to link, for this one time.")
    version = fields.Integer(default=1, help="Grows with each ask for the same record.")
    decided_version = fields.Integer(default=1, help="The ask that came with a person's decision.")

    def init(self):
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS xero_inbox_unique
                ON xero_inbox (connection_id, entity, xero_id);
            """
        )

    def _put(self, connection, entity, xero_id, payroll=False, **values):
        """Ask for a Xero record to be read back; a second ask for the same one changes the first.

        One statement: of two transactions that ask at once, neither is refused as a duplicate.

        :param str policy: a person's one-off decision ('odoo', 'xero', 'create', 'link'), or absent
        :param int res_id: the record to link it with, or absent
        :rtype: xero.inbox
        """
        now = fields.Datetime.now()
        row = {
            "connection_id": connection.id,
            "company_id": connection.company_id.id,
            "entity": entity,
            "xero_id": xero_id,
            "payroll": payroll,
            "version": 1,
            "decided_version": 1,
            "create_uid": self.env.uid,
            "create_date": now,
            **values,
        }
        said = {**values, "write_uid": self.env.uid, "write_date": now}
        version = SQL("xero_inbox.version + 1")
        changes = [SQL("%s = %s", SQL.identifier(name), value) for name, value in said.items()]
        changes += [SQL("version = %s", version)]
        changes += [SQL("decided_version = %s", version)] if "policy" in values else []
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO xero_inbox (%(names)s) VALUES (%(row)s)
                ON CONFLICT (connection_id, entity, xero_id) DO UPDATE SET %(changes)s
                RETURNING id
                """,
                names=SQL(", ").join(SQL.identifier(name) for name in row),
                row=SQL(", ").join(SQL("%s", value) for value in row.values()),
                changes=SQL(", ").join(changes),
            )
        )
        row_id = self.env.cr.fetchone()[0]
        self.invalidate_model()
        return self.browse(row_id)

    def _asked(self, connection, entity, limit=None):
        """What is asked for, as it is now.

        :rtype: list[tuple[int, str, str, int, int]] -- row id, Xero id, policy, record, version
        """
        domain = [("connection_id", "=", connection.id), ("entity", "=", entity)]
        return [
            (row.id, row.xero_id, row.policy or None, row.res_id, row.version)
            for row in self.search(domain, limit=limit)
        ]

    def _answered(self, asked):
        """Delete what was answered, but not what was asked for again since it was read.

        A decision that was carried out does not hold for the new ask.

        :param list asked: of :meth:`_asked`
        :rtype: bool -- whether something was asked for again
        """
        if not asked:
            return False
        read = tuple((row_id, version) for row_id, *_rest, version in asked)
        self.flush_model()
        self.env.cr.execute("DELETE FROM xero_inbox WHERE (id, version) IN %s", [read])
        psycopg2.extras.execute_values(
            self.env.cr._obj,
            """
            UPDATE xero_inbox SET policy = NULL, res_id = NULL
              FROM (VALUES %s) AS read (id, version)
             WHERE xero_inbox.id = read.id AND decided_version <= read.version
            """,
            read,
        )
        self.invalidate_model()
        return bool(self.browse([row[0] for row in asked]).exists())
