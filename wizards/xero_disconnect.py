from odoo import api, fields, models


class XeroDisconnectWizard(models.TransientModel):
    """Asks before a connection is ended, and says what stays."""

    _name = "xero.disconnect.wizard"
    _description = "Disconnect from Xero"

    connection_id = fields.Many2one("xero.connection", required=True, ondelete="cascade")
    name = fields.Char(related="connection_id.name")
    company_id = fields.Many2one(related="connection_id.company_id")

    @api.constrains("connection_id")
    def _check_connection(self):
        # By JSON-RPC the window could be pointed at another company's. Later series
        # check constraints as superuser.
        self.sudo(False).connection_id.check_access_rule("read")

    def action_disconnect(self):
        """End the connection: its syncs stop at once, Xero is told by the next free worker.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.connection_id._check_group("xero_connector.group_manager")
        self.connection_id._disconnect()
        return {"type": "ir.actions.act_window_close"}
