from odoo import fields, models

from .xero_words import code_field

KINDS = [
    ("earnings", "Earnings rate"),
    ("leave", "Leave type"),
    ("deduction", "Deduction type"),
    ("reimbursement", "Reimbursement type"),
]


class XeroPayItem(models.Model):
    """A pay item of Xero Payroll AU (FACTS 6.3). Xero owns wages: its rate is shown, never sent."""

    _name = "xero.pay.item"
    _description = "Xero pay item"
    _inherit = "xero.mirror"
    _order = "kind, name, id"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    category = code_field(
        "category", "pay_category", help="What Xero calls the type, such as overtime."
    )
    rate_type = code_field("rate_type", "rate_type")
    units = fields.Char(readonly=True)
    multiplier = fields.Float(digits=(16, 4), readonly=True)
    rate = fields.Float(
        digits=(16, 4), readonly=True, help="For information; Xero decides what is paid."
    )
    account_code = fields.Char("Account", readonly=True)
    is_hours = fields.Boolean(
        "Takes hours", readonly=True, help="Worked hours can be put on it in a timesheet."
    )
