import re

from odoo import api, fields, models

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


class XeroOrganisationAction(models.Model):
    """Something the organisation's plan and the person who consented may do, or may not."""

    _name = "xero.organisation.action"
    _description = "Action Xero allows"
    _inherit = "xero.mirror"

    allowed = fields.Boolean(readonly=True)

    @api.depends("name")
    def _compute_display_name(self):
        """Xero has no other name for it than ``CreateApprovedInvoice``."""
        for action in self:
            action.display_name = _WORD.sub(" ", action.name or "").capitalize()
