from odoo import fields, models


class XeroMirror(models.AbstractModel):
    """A record of Xero's reference data, as Xero has it; only the sync writes it."""

    _name = "xero.mirror"
    _inherit = "xero.flush"
    _description = "Reference data mirrored from Xero"
    _order = "name, id"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    xero_id = fields.Char("Xero ID", required=True, readonly=True)
    name = fields.Char(readonly=True)
    # Archived is both: Xero says so, or Xero no longer lists it. Mappings and timesheets keep
    # pointing at the row, so it is never deleted.
    active = fields.Boolean(default=True, readonly=True)

    _sql_constraints = [
        (
            "xero_id_unique",
            "UNIQUE(connection_id, xero_id)",
            "Xero has one record with this id.",
        )
    ]

    # The mapping page whose rows point at these records.
    _mapping = None

    def write(self, vals):
        """What became active again in Xero sends the documents that waited for it."""
        back = self.filtered(lambda row: not row.active) if vals.get("active") else self.browse()
        result = super().write(vals)
        for model in self._mapping_pages() if back else ():
            self.env[model].sudo()._target_is_back(back)
        return result

    def _mapping_pages(self):
        """The mapping models whose rows point at these records; other addons add theirs.

        :rtype: list[str]
        """
        return [self._mapping] if self._mapping else []
