"""Employees: places in Xero that a person may pair with fields of Odoo (FACTS 6.2)."""

from odoo import _, models

from .fields import Key


class XeroSyncEmployee(models.AbstractModel):
    _inherit = "xero.sync.employee"

    def _mappable_keys(self):
        """Who a person is, never what they are paid: what can be written stands on the allow-list
        of xero/allowed.py, which is asked again when it is sent."""
        return (
            *super()._mappable_keys(),
            Key("Title", _("Title")),
            Key("MiddleNames", _("Middle names")),
            Key("JobTitle", _("Job title"), 50),
            Key("Phone", _("Phone"), 50),
            Key("Mobile", _("Mobile"), 50),
            Key("Classification", _("Classification"), writable=False),
            Key("EmployeeGroupName", _("Employee group"), writable=False),
        )

    def _says_all(self, payload):
        """A summary, or the answer to a write, leaves out more than what is empty."""
        return bool(payload.get("Detailed"))
