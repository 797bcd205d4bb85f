from odoo import fields, models


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

    def init(self):
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS xero_inbox_unique
                ON xero_inbox (connection_id, entity, xero_id);
            """
        )

    def _put(self, connection, entity, xero_id, payroll=False, **values):
        """Ask for a Xero record to be read back; a second ask for the same one changes the first.

        :param str policy: a person's one-off decision ('odoo', 'xero', 'create', 'link'), or absent
        :param int res_id: the record to link it with, or absent
        """
        row = self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("xero_id", "=", xero_id),
            ]
        )
        if row:
            row.write(values)
            return row
        return self.create(
            {
                "connection_id": connection.id,
                "entity": entity,
                "xero_id": xero_id,
                "payroll": payroll,
                **values,
            }
        )
