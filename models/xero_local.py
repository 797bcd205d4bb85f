from odoo import fields, models


class XeroLocal(models.Model):
    """A record that stays in Odoo alone, whatever the sync would send."""

    _name = "xero.local"
    _description = "Record kept in Odoo only"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(required=True, index=True)
    res_id = fields.Integer("Record ID", required=True, index=True)

    _sql_constraints = [
        (
            "one_per_record",
            "UNIQUE(connection_id, entity, res_id)",
            "A record is kept in Odoo only once.",
        ),
    ]

    def _keep(self, setting, ids):
        """Note that these records stay in Odoo."""
        connection = setting.connection_id.id
        rows = self._of(setting.connection_id, setting.entity, ids)
        self.create(
            [
                {"connection_id": connection, "entity": setting.entity, "res_id": res_id}
                for res_id in ids
                if res_id not in rows.mapped("res_id")
            ]
        )

    def _of(self, connection, entity, ids):
        """The notes about these records.

        :rtype: xero.local
        """
        return self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("res_id", "in", ids),
            ]
        )
