from odoo import _, api, fields, models
from odoo.exceptions import UserError


class XeroSetup(models.Model):
    """What to sync, by a template: what it would change is said before it is used."""

    _inherit = "xero.setup"

    template_id = fields.Many2one("xero.template", domain="[('id', 'in', template_ids)]")
    template_ids = fields.Many2many(
        "xero.template", string="Templates to choose from", compute="_compute_template_ids"
    )
    template_words = fields.Text("For whom", compute="_compute_template_words")
    template_sentences = fields.Text("What it changes", compute="_compute_template_sentences")

    def _compute_template_ids(self):
        """Those that can be used for this organisation."""
        for row in self:
            connection = row.connection_id
            templates = self.env["xero.template"].search([], limit=100) if connection else ()
            row.template_ids = [one.id for one in templates if not one._why_not(connection)]

    @api.depends("template_id", "template_ids")
    def _compute_template_words(self):
        """For whom the chosen template is; while none is chosen, for whom each is."""
        for row in self:
            described = (row.template_id or row.template_ids).filtered("description")
            row.template_words = "\n".join(
                one.description if row.template_id else f"• {one.name}: {one.description}"
                for one in described
            )

    @api.depends("template_id")
    def _compute_template_sentences(self):
        for row in self:
            template, connection = row.template_id, row.connection_id
            said = template._preview(connection) if template and connection else []
            if template and not said:
                said = [_("Nothing changes: everything is already as this template sets it.")]
            row.template_sentences = "\n".join(f"• {sentence}" for sentence in said)

    def action_use_template(self):
        """Set all syncs as the chosen template says.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: none is chosen, or it is not for this organisation
        """
        connection, row = self._connected(), self._mine()
        if not row.template_id:
            raise UserError(_("Choose a template first."))
        row.template_id.with_user(self.env.user)._apply(connection)
        row.write({"chosen_for": row._tenant(), "shown_step": False})
        row._complete_mappings()
