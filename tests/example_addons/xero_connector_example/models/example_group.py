from odoo import fields, models


class ExampleGroup(models.Model):
    """What the new entity keeps equal with Xero. The mixin captures its changes and gives it its
    Xero side: id, state, “Sync now”."""

    _name = "example.group"
    _inherit = "xero.sync.mixin"
    _description = "Group of customers"

    _xero_document = "example_group"

    name = fields.Char(required=True)
