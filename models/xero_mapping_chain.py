from odoo import models


class XeroMapping(models.AbstractModel):
    """What waited for somebody to confirm the mapping goes on once that is done."""

    _inherit = "xero.mapping"

    def _retry_waiting(self):
        result = super()._retry_waiting()
        for service in self.env["xero.sync"]._services().values():
            if service._xero_mapping == self._name:
                service._wake_waiting()
        return result
