from odoo import _, models
from odoo.exceptions import UserError


class XeroLink(models.Model):
    """From a pair to either of its sides."""

    _name = "xero.link"
    _inherit = ["xero.link", "xero.about"]

    def action_open_odoo(self):
        """Open the Odoo record.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: there is none
        """
        return self._window()

    def action_open_xero(self):
        """Open the record in Xero.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: it has no page there
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rule("read")
        service = self.env["xero.sync"]._services().get(self.entity)
        url = service is not None and service._deep_link(self.connection_id, self.xero_id)
        if not url:
            raise UserError(_("“%s” has no page in Xero.", self.display_name))
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}
