"""The pairs of fields of a sync: its page, its button, and what comes with an addon."""

from odoo import _, api, fields, models

GROUP_MANAGER = "xero_connector.group_manager"


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    mappable = fields.Boolean(compute="_compute_mappable", search="_search_mappable")

    def _compute_mappable(self):
        for setting in self:
            setting.mappable = bool(setting._service()._mappable_keys())

    def _search_mappable(self, operator, value):
        services = self.env["xero.sync"]._services()
        found = [name for name, service in services.items() if service._mappable_keys()]
        wanted = (operator in ("=", "in")) == bool(value)
        return [("entity", "in" if wanted else "not in", found)]

    def action_open_map(self):
        """Open the pairs of fields of this sync, the connector's own and a person's.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rule("read")
        self.env["xero.field.map"]._complete(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "xero_connector.xero_field_map_action"
        )
        return {
            **action,
            "name": _("Field mapping: %s", self.display_name),
            "domain": [("setting_id", "=", self.id)],
            "context": {"default_setting_id": self.id},
        }

    def action_restore_map(self):
        """Put the connector's own pairs back as they came; a person's pairs in their way are
        switched off, all others stay.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        self.check_access_rule("write")
        rows = self.env["xero.field.map"].sudo()
        rows._complete(self)
        for row in rows.search([("setting_id", "in", self.ids), ("builtin", "!=", False)]):
            row.write({"state": "on", "owner": row._declared_builtin().owner})
        own = rows.search(
            [("setting_id", "in", self.ids), ("builtin", "=", False), ("state", "=", "on")]
        )
        for row in own:
            if row._conflict():
                row.state = "off"
        return True

    @api.model
    def _complete(self):
        """Syncs and pairs of fields that an addon brought, for the connections that are there."""
        for connection in self.env["xero.connection"].sudo().search([("state", "!=", "draft")]):
            self.sudo()._create_defaults(connection)

    def _create_defaults(self, connection):
        result = super()._create_defaults(connection)
        settings = self.search([("connection_id", "=", connection.id)])
        self.env["xero.field.map"]._complete(settings)
        return result
