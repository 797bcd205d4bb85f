from odoo import api, fields, models


class XeroTrackingCategory(models.Model):
    """A tracking category; Xero has at most two active ones (FACTS 5.17)."""

    _name = "xero.tracking.category"
    _description = "Xero tracking category"
    _inherit = "xero.mirror"

    status = fields.Char(readonly=True)
    option_ids = fields.One2many("xero.tracking.option", "category_id", "Options")
    for_timesheets = fields.Boolean(
        compute="_compute_for_timesheets",
        help="The category chosen for timesheets in Xero's payroll settings.",
    )

    @api.depends("connection_id.timesheet_category_key")
    def _compute_for_timesheets(self):
        for category in self:
            chosen = category.sudo().connection_id.timesheet_category_key
            category.for_timesheets = bool(chosen) and category.xero_id == chosen


class XeroTrackingOption(models.Model):
    _name = "xero.tracking.option"
    _description = "Xero tracking option"
    _inherit = "xero.mirror"
    _order = "category_id, name, id"

    category_id = fields.Many2one(
        "xero.tracking.category", required=True, ondelete="cascade", index=True, readonly=True
    )
    status = fields.Char(readonly=True)

    @api.depends("name", "category_id.name")
    def _compute_display_name(self):
        for option in self:
            option.display_name = f"{option.category_id.name}: {option.name}"
