from odoo import _, api, fields, models


class XeroOverwriteWizard(models.TransientModel):
    """Which side is written over the other where name and e-mail are the same; shown first."""

    _name = "xero.overwrite.wizard"
    _description = "Write one side of contacts over the other"

    setting_id = fields.Many2one("xero.sync.setting", required=True, ondelete="cascade")
    side = fields.Selection(
        lambda self: self.env["xero.sync.setting"]._fields["contact_overwrite"].selection,
        "Where they differ",
        required=True,
        default="ask",
    )
    sentence = fields.Char(compute="_compute_sentence")
    line_ids = fields.One2many("xero.overwrite.line", "wizard_id")

    @api.constrains("setting_id")
    def _check_setting(self):
        # Later series check constraints as superuser.
        self.sudo(False).setting_id.check_access_rule("read")

    @api.depends("side", "line_ids")
    def _compute_sentence(self):
        for wizard in self:
            count = len(set(wizard.line_ids.mapped("name")))
            side = wizard.side
            sentences = {
                "ask": _("Each of them stays a question to a person."),
                "xero": _("Odoo gets Xero's values, now for %s contacts and from now on.", count),
                "odoo": _("Xero gets Odoo's values, now for %s contacts and from now on.", count),
            }
            wizard.sentence = sentences.get(side)

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._fill()
        return wizards

    def _fill(self):
        kept = ("label", "odoo_value", "xero_value")
        self.env["xero.overwrite.line"].create(
            [
                {"wizard_id": self.id, "name": row.name, **{name: one[name] for name in kept}}
                for row in self._questions()
                for one in row._differences()
                if one["conflict"]
            ]
        )

    def _questions(self):
        setting = self.setting_id
        setting.check_access_rule("read")
        return setting.sudo()._service()._overwritable(setting.connection_id)

    def action_overwrite(self):
        """Keep the choice, and carry it out for the contacts that are asked about now.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        setting = self.setting_id.sudo()
        rows = self._questions() if self.side != "ask" else ()
        setting.contact_overwrite = self.side
        for row in rows:
            row._service()._resolve(row, self.side)


class XeroOverwriteLine(models.TransientModel):
    _name = "xero.overwrite.line"
    _inherit = "xero.resolve.difference"
    _description = "Value that would be written over"

    wizard_id = fields.Many2one("xero.overwrite.wizard")
    name = fields.Char("Contact")
