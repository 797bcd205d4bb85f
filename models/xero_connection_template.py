from odoo import _, models

GROUP_MANAGER = "xero_connector.group_manager"


class XeroConnection(models.Model):
    _inherit = "xero.connection"

    def action_use_template(self):
        """Choose a template, see what it would change, and say yes or no.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        self.check_access_rule("write")
        return self.env["xero.template.use"]._open(connection=self)

    def action_make_template(self):
        """Make a template that sets other connections as this one is set, and open it.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        self.check_access_rule("write")
        rows = self.env["xero.sync.setting"].search([("connection_id", "=", self.id)])
        template = self.env["xero.template"].create(
            {
                "name": _("As in %s", self.name),
                "company_id": self.company_id.id,
                "line_ids": [(0, 0, row._for_template()) for row in rows],
            }
        )
        return template._open()
