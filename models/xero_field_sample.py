from odoo import fields, models


class XeroFieldSample(models.Model):
    """What a pair would do to one live record, as read when the preview was asked for."""

    _name = "xero.field.sample"
    _description = "Preview of a field mapping"
    _order = "id"

    map_id = fields.Many2one("xero.field.map", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="map_id.company_id", store=True)
    payroll = fields.Boolean(related="map_id.payroll", store=True)
    name = fields.Char("Record", required=True)
    odoo_value = fields.Char("Odoo has")
    xero_value = fields.Char("Xero has")
    outcome = fields.Char("What will happen")
