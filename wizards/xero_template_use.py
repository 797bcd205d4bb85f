from markupsafe import Markup
from odoo import _, api, fields, models
from odoo.exceptions import UserError


class XeroTemplateUse(models.TransientModel):
    """What a template would change on a connection, and the yes to it."""

    _name = "xero.template.use"
    _description = "Use a template of syncs"

    connection_id = fields.Many2one("xero.connection", ondelete="cascade")
    template_id = fields.Many2one("xero.template", ondelete="cascade")
    description = fields.Text(related="template_id.description")
    refusal = fields.Char(compute="_compute_preview")
    preview = fields.Html("What would change", compute="_compute_preview", sanitize=False)
    changes = fields.Boolean(compute="_compute_preview")

    @api.constrains("connection_id", "template_id")
    def _check_own(self):
        # By JSON-RPC the window could be pointed at another company's. Later series check
        # constraints as superuser.
        self.sudo(False).connection_id.check_access_rule("write")
        self.sudo(False).template_id.check_access_rule("read")

    @api.depends("connection_id", "template_id")
    def _compute_preview(self):
        for window in self:
            template, connection = window.template_id, window.connection_id
            chosen = template and connection
            window.refusal = chosen and template._why_not(connection)
            said = template._preview(connection) if chosen and not window.refusal else []
            window.changes = bool(said)
            rows = Markup().join(Markup("<li>%s</li>") % sentence for sentence in said)
            window.preview = Markup("<ul>%s</ul>") % rows if said else False

    @api.model
    def _open(self, connection=None, template=None):
        """The window for a connection, a template, or both.

        :rtype: dict
        """
        window = self.create(
            {
                "connection_id": connection.id if connection else False,
                "template_id": template.id if template else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": window.id,
            "view_mode": "form",
            "target": "new",
            "name": _("Use a template"),
        }

    def action_apply(self):
        """Change what the window shows.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: nothing is chosen, or the template is for others
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        self._check_own()
        if not (self.template_id and self.connection_id):
            raise UserError(_("Choose a connection and a template first."))
        self.template_id._apply(self.connection_id)
        return self.connection_id.action_open_settings()
