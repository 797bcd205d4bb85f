from odoo import api, fields, models


class XeroCurrency(models.Model):
    """A currency the organisation has switched on; Xero refuses documents in others (FACTS 5.4)."""

    _name = "xero.currency"
    _description = "Xero currency"
    _inherit = "xero.mirror"

    code = fields.Char(readonly=True)

    @api.model
    def _enabled(self, connection):
        """Codes of the currencies documents may be in; None before they were read once.

        :param connection: xero.connection record
        :rtype: set[str] | None
        """
        rows = self.sudo().search([("connection_id", "=", connection.id)])
        return set(rows.mapped("code")) or None
