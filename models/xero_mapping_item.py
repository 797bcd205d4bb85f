from odoo import models


class XeroMapping(models.AbstractModel):
    _inherit = "xero.mapping"

    def _retry_waiting(self):
        """Items that came in without an account or tax are read again, as soon as one is mapped."""
        result = super()._retry_waiting()
        self._read_again("item")
        return result

    def _read_again(self, entity):
        """Records of Xero's that wait for a mapping are read once more.

        :param str entity: of the questions that are open
        """
        for connection in self.sudo().connection_id:
            rows = self.env["xero.quarantine"].sudo().search(
                [
                    ("connection_id", "=", connection.id),
                    ("entity", "=", entity),
                    ("reason", "=", "mapping_missing"),
                    ("state", "=", "open"),
                    ("direction", "=", "pull"),
                    ("xero_id", "!=", False),
                ]
            )
            inbox = self.env["xero.inbox"].sudo()
            for xero_id in set(rows.mapped("xero_id")):
                inbox._put(connection, entity, xero_id)
            if rows:
                self.env["xero.sync"]._services()[entity].sudo()._wake("pull")
