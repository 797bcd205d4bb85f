"""What the buttons of a field mapping do; each is callable over JSON-RPC with the same rights."""

from odoo import _, fields, models
from odoo.exceptions import UserError

GROUP_MANAGER = "xero_connector.group_manager"


class XeroFieldMap(models.Model):
    _inherit = "xero.field.map"

    preview_state = fields.Selection(
        [
            ("none", "Not looked at"),
            ("queued", "Being read from Xero"),
            ("done", "Done"),
            ("failed", "Could not be read"),
        ],
        "Preview",
        default="none",
        required=True,
        readonly=True,
    )
    preview_note = fields.Char("What the preview says", readonly=True)
    sample_ids = fields.One2many(
        "xero.field.sample", "map_id", "Live records", readonly=True, groups=GROUP_MANAGER
    )

    def action_preview(self):
        """Ask for what this pair would do to five live records; the page fills by itself.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        for row in self._mine():
            problem = row._problem() or row._conflict()
            if problem:
                raise UserError(problem)
            row.sample_ids.unlink()
            row.write({"preview_state": "queued", "preview_note": False})
        self.env.ref("xero_connector.cron_field_map").sudo()._trigger()
        return True

    def action_use(self):
        """Put pairs into use that were seen on live records, or were in use before.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: no preview of them as they are, or their place is taken
        """
        for row in self._mine(own=False):
            if row.builtin and not row.fixed:
                problem = row._conflict()
            elif row.builtin:
                continue
            elif row.preview_state != "done":
                problem = _("Press Preview first: see on live records what “%s” does.",
                            row.display_name)  # fmt: skip
            else:
                problem = row._problem() or row._conflict()
            if problem:
                raise UserError(problem)
            row.state = "on"
        return True

    def action_switch_off(self):
        """Keep these values equal no longer; nothing is changed on either side.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: a pair that every record needs
        """
        for row in self._mine(own=False):
            if row.fixed:
                raise UserError(
                    _(
                        "“%s” cannot be switched off: it identifies the record, or is money or "
                        "pay.",
                        row.display_name,
                    )
                )
            row.state = "off"
        return True

    def action_open_setting(self):
        """Open the sync this pair belongs to.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        return {
            "type": "ir.actions.act_window",
            "res_model": "xero.sync.setting",
            "res_id": self.setting_id.id,
            "view_mode": "form",
        }

    def _mine(self, own=True):
        """These rows with all rights, once it is sure that the person may configure them.

        :param bool own: refuse the connector's own pairs
        """
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        self.check_access_rule("write")
        if own and any(row.builtin for row in self):
            raise UserError(_("The connector's own pairs need no preview."))
        return self.sudo()
