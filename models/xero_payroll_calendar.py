from odoo import fields, models

from .xero_words import code_field


class XeroPayrollCalendar(models.Model):
    """A payroll calendar; its dates are those of the next unprocessed period (FACTS 6.4)."""

    _name = "xero.payroll.calendar"
    _description = "Xero payroll calendar"
    _inherit = "xero.mirror"

    calendar_type = code_field("calendar_type", "calendar")
    start_date = fields.Date("Next period starts", readonly=True)
    payment_date = fields.Date("Next payment", readonly=True)
    reference_date = fields.Date(readonly=True)
