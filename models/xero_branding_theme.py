from odoo import api, fields, models


class XeroBrandingTheme(models.Model):
    """How Xero prints and mails a document; the first in its order is the default (FACTS 5.1)."""

    _name = "xero.branding.theme"
    _description = "Xero branding theme"
    _inherit = "xero.mirror"
    _order = "rank, name, id"

    rank = fields.Integer("Place", readonly=True)
    is_default = fields.Boolean("Xero's default", compute="_compute_is_default")

    @api.depends("rank")
    def _compute_is_default(self):
        for theme in self:
            theme.is_default = theme.rank == 0
