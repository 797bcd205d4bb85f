from odoo import fields, models


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    timesheet_places = fields.Integer(
        "Decimal places of hours",
        default=4,
        required=True,
        help="2 to 4. The hours of a period add up to Odoo's hours, rounded once.",
    )
    timesheet_untagged = fields.Selection(
        [
            ("skip", "Leave them out"),
            ("ask", "Ask for the pay item"),
        ],
        "Attendances without a pay item",
        default="skip",
        required=True,
    )

    _sql_constraints = [
        (
            "timesheet_places_range",
            "CHECK(timesheet_places BETWEEN 2 AND 4)",
            "Hours are sent with 2 to 4 decimal places.",
        )
    ]
