from odoo import fields, models


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    employee_create = fields.Boolean(
        "Create employees in Xero",
        help="Off: employees that only Odoo has are listed as not in Xero and stay there.",
    )
    employee_email = fields.Selection(
        [
            ("work_email", "Work e-mail"),
            ("private_email", "Private e-mail"),
            ("none", "Do not sync"),
        ],
        "E-mail in Xero is in Odoo",
        default="work_email",
        required=True,
    )
    # Odoo fills the work phone with the company's own number.
    employee_phone = fields.Selection(
        [
            ("private_phone", "Private phone"),
            ("work_phone", "Work phone"),
            ("none", "Do not sync"),
        ],
        "Phone in Xero is in Odoo",
        default="private_phone",
        required=True,
    )
    employee_mobile = fields.Selection(
        [("mobile_phone", "Work mobile"), ("none", "Do not sync")],
        "Mobile in Xero is in Odoo",
        default="mobile_phone",
        required=True,
    )

    def _employee_field(self, way):
        """The Odoo field that holds an employee's e-mail, phone or mobile; None when it is not
        synced.

        :param str way: ``email``, ``phone`` or ``mobile``
        :rtype: str | None
        """
        name = self[f"employee_{way}"]
        return None if name == "none" else name
