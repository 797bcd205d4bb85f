"""What the page of an event shows beside the row itself."""

from odoo import api, fields, models


class XeroSyncEvent(models.Model):
    _inherit = "xero.sync.event"

    exchange_ids = fields.One2many("xero.exchange", "event_id", "Writes to Xero")
    correlation_text = fields.Text("Correlation IDs", compute="_compute_correlation_text")
    quarantine_ids = fields.One2many("xero.quarantine", "event_id", "Questions asked by this run")

    @api.depends("correlation_ids")
    def _compute_correlation_text(self):
        for event in self:
            event.correlation_text = "\n".join(event.correlation_ids or [])

    def action_open_quarantine(self):
        """Open what this run put in front of a person, resolved or not.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rule("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "xero_connector.xero_quarantine_action"
        )
        return {**action, "domain": [("event_id", "=", self.id)], "context": {}}
