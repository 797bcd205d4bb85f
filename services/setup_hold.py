"""While a set-up is under way, records stay where they are: only Xero's lists are read."""

from odoo import _, models


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _why_not_yet(self, setting):
        if not self._is_list() and self.env["xero.setup"]._unfinished(setting.connection_id):
            return _(
                "“%(sync)s” waits for the set-up of %(company)s: look at what would happen, then "
                "press Start there. Nothing is lost; what waits is sent then.",
                sync=self._xero_label,
                company=setting.connection_id.company_id.name,
            )
        return super()._why_not_yet(setting)
