from odoo import models


class ResPartnerCategory(models.Model):
    """A tag of contacts; in Xero a contact group."""

    _name = "res.partner.category"
    _inherit = ["res.partner.category", "xero.sync.mixin"]

    _xero_document = "contact_group"
