from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models.notice import notice


class XeroExportWizard(models.TransientModel):
    _name = "xero.export.wizard"
    _description = "Export every record of an entity to Xero"

    setting_id = fields.Many2one("xero.sync.setting", required=True, ondelete="cascade")
    dated = fields.Boolean(related="setting_id.dated")
    from_date = fields.Date(
        "From", help="Documents from this day on. Empty: as the setting says (its start date)."
    )
    create_count = fields.Integer("Will be created in Xero", compute="_compute_counts")
    update_count = fields.Integer(
        "Will be compared with their Xero record", compute="_compute_counts"
    )
    link_count = fields.Integer("Will be linked", compute="_compute_counts")
    ask_count = fields.Integer("Will be asked about", compute="_compute_counts")
    call_count = fields.Integer("API calls, about", compute="_compute_counts")
    total_count = fields.Integer(compute="_compute_counts")
    sentence = fields.Text(compute="_compute_counts")

    @api.constrains("setting_id")
    def _check_setting(self):
        # By JSON-RPC the window could be pointed at another company's, or at payroll's.
        # Later series check constraints as superuser.
        self.sudo(False).setting_id.check_access_rule("read")

    @api.depends("setting_id", "from_date")
    def _compute_counts(self):
        for wizard in self:
            counts = wizard._service()._export_preview(wizard.setting_id.sudo(), wizard.from_date)
            wizard.create_count, wizard.update_count = counts["create"], counts["update"]
            wizard.link_count, wizard.ask_count = counts["link"], counts["ask"]
            wizard.call_count = counts["calls"]
            wizard.total_count = sum(counts[name] for name in ("create", "update", "link", "ask"))
            wizard.sentence = _(
                "%(create)s records will be created in %(name)s, %(link)s linked to what is there, "
                "%(update)s compared with their pair, and you will be asked about %(ask)s.",
                name=wizard.setting_id.connection_id.name,
                **counts,
            )
            if counts["leave"]:
                wizard.sentence += " " + _(
                    "%(leave)s stay as they are, because this sync is set to “%(mode)s”.",
                    leave=counts["leave"],
                    mode=wizard.setting_id._mode_name(),
                )

    def _service(self):
        self.setting_id.check_access_rule("read")
        return self.setting_id._service().sudo()

    def action_export(self):
        """Put every record into the queue, behind whatever leaves at once.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: there is nothing to export
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        setting = self.setting_id.sudo()
        setting._check_ready()
        setting._check_cooldown("push")
        total = self._service()._export_all(setting, self.from_date)
        if not total:
            raise UserError(_("There is nothing to export: no record matches the setting."))
        setting._start_cooldown(["push"])
        message = _("%s records are on their way. Progress is shown in the list.", total)
        return notice(message, closes=True)
