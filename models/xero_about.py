from odoo import _, models
from odoo.exceptions import UserError


class XeroAbout(models.AbstractModel):
    """A row of the connector that is about one Odoo record: ``model`` and ``res_id``."""

    _name = "xero.about"
    _description = "Row about an Odoo record"

    def _window(self):
        """The form of the record this row is about.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: there is none
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rule("read")
        if not self.res_id or self.model not in self.env:
            raise UserError(_("“%s” has no record in Odoo yet.", self.display_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
