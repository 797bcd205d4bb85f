from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from .xero_words import code_field

GROUP_ACCOUNTANT = "xero_connector.group_accountant"


class XeroTrackingCategory(models.Model):
    """A tracking category; Xero has at most two active ones (FACTS 5.17)."""

    _name = "xero.tracking.category"
    _description = "Xero tracking category"
    _inherit = "xero.mirror"

    status = code_field("status", "status")
    option_ids = fields.One2many("xero.tracking.option", "category_id", "Options")
    for_timesheets = fields.Boolean(
        compute="_compute_for_timesheets",
        help="The category chosen for timesheets in Xero's payroll settings.",
    )

    plan_id = fields.Many2one(
        "account.analytic.plan",
        "Analytic plan in Odoo",
        domain="[('parent_id', '=', False)]",
        ondelete="set null",
        index=True,
        help="Invoice lines with an analytic account of this plan are tracked in Xero. Empty: what "
        "people choose in Xero stays.",
    )

    _sql_constraints = [
        (
            "plan_unique",
            "UNIQUE(connection_id, plan_id)",
            "This plan is chosen for the other tracking category already.",
        ),
    ]

    def write(self, vals):
        """A person chooses the plan and nothing else; its accounts are mapped at once."""
        if not self.env.su:
            if set(vals) - {"plan_id"}:
                raise AccessError(_("Choose the analytic plan; the rest is what Xero says."))
            self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        result = super().write(vals)
        if "plan_id" in vals:
            mapping = self.env["xero.tracking.map"].sudo()
            for connection in self.sudo().connection_id:
                mapping._suggest(connection)
                mapping._retry_waiting_of(connection)
        return result

    def action_open_tracking_map(self):
        """Open the mapping of the analytic accounts of this category's plan.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        action = self.env["xero.tracking.map"]._open_action(self.connection_id)
        return {**action, "domain": [("category_id", "=", self.id)]}

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
    _mapping = "xero.tracking.map"

    category_id = fields.Many2one(
        "xero.tracking.category", required=True, ondelete="cascade", index=True, readonly=True
    )
    status = code_field("status", "status")

    @api.depends("name", "category_id.name")
    def _compute_display_name(self):
        for option in self:
            option.display_name = f"{option.category_id.name}: {option.name}"
