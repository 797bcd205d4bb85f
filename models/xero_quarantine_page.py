"""What the quarantine's page shows beside the row itself."""

import json

from odoo import _, api, fields, models

GROUP_MANAGER = "xero_connector.group_manager"


class XeroQuarantine(models.Model):
    _inherit = "xero.quarantine"

    # What Xero sent may hold more than the reader of a sentence needs to see.
    payload = fields.Json(groups=GROUP_MANAGER)
    payload_text = fields.Text("What was exchanged", compute="_compute_payload_text")
    user_id = fields.Many2one("res.users", "Taken by", index=True, readonly=True)
    source = fields.Char(compute="_compute_source")
    note = fields.Char(compute="_compute_note")
    sides = fields.Html("Both sides", compute="_compute_sides", sanitize=False)
    can_map = fields.Boolean(compute="_compute_can")
    has_page = fields.Boolean(compute="_compute_can")

    @api.depends("model")
    def _compute_source(self):
        for row in self:
            known = row.model in self.env
            row.source = self.env[row.model]._description if known else row.model

    @api.depends("sentence", "resolution", "resolution_note")
    def _compute_note(self):
        for row in self:
            row.note = " – ".join(
                part for part in (row.resolution, row.resolution_note) if part
            ) or (row.sentence or "")

    @api.depends("reason", "xero_id", "connection_id", "entity")
    def _compute_can(self):
        for row in self:
            row.can_map = row.reason in ("mapping_missing", "mapping_invalid")
            service = row._service()
            row.has_page = bool(
                service is not None
                and row.xero_id
                and service._deep_link(row.connection_id, row.xero_id)
            )

    @api.depends("odoo_values", "xero_values", "fields_in_conflict")
    def _compute_sides(self):
        for row in self:
            rows = row._sides()
            row.sides = (
                self.env["ir.qweb"]._render(
                    "xero_connector.quarantine_sides",
                    {"rows": rows, "known": bool(row.odoo_values), "sent": bool(row.xero_values)},
                )
                if rows
                else False
            )

    def _compute_payload_text(self):
        allowed = self.env.su or self.env.user.has_group(GROUP_MANAGER)
        for row in self:
            kept = row.sudo().payload if allowed else None
            row.payload_text = json.dumps(kept, indent=2, ensure_ascii=False) if kept else False

    def action_show_payload(self):
        """Show what was exchanged with Xero about this record.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        view = self.env.ref("xero_connector.xero_quarantine_view_form_payload")
        return {
            "type": "ir.actions.act_window",
            "name": _("What was exchanged: %s", self.name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_take(self):
        """Put these on one's own list, so that two people do not decide about the same one.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        """
        self.env["xero.sync"]._check_group("xero_connector.group_accountant")
        self.check_access_rule("read")
        self.sudo().user_id = self.env.uid
        return True

    def action_open_mapping(self):
        """Open the mapping this record waits for.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rule("read")
        service = self._service()
        action = None if service is None else service._mapping_action(self)
        if action:
            return action
        action = self.env["xero.account.map"]._page(self.connection_id)
        return {**action, "context": {"search_default_attention": 1}}

    def action_open_event(self):
        """Open the run that found this.

        :rtype: dict
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        return {
            "type": "ir.actions.act_window",
            "res_model": "xero.sync.event",
            "res_id": self.event_id.id,
            "view_mode": "form",
        }
