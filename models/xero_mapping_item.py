from odoo import models


class XeroMapping(models.AbstractModel):
    _inherit = "xero.mapping"

    def _retry_waiting(self):
        """Items that came in without an account or tax are read again, as soon as one is mapped."""
        result = super()._retry_waiting()
        for connection in self.sudo().connection_id:
            rows = self.env["xero.quarantine"].sudo().search(
                [
                    ("connection_id", "=", connection.id),
                    ("entity", "=", "item"),
                    ("reason", "=", "mapping_missing"),
                    ("state", "=", "open"),
                    ("direction", "=", "pull"),
                    ("xero_id", "!=", False),
                ]
            )
            inbox = self.env["xero.inbox"].sudo()
            for xero_id in set(rows.mapped("xero_id")):
                inbox._put(connection, "item", xero_id)
            if rows:
                self.env["xero.sync"]._services()["item"].sudo()._wake("pull")
        return result
