"""While a set-up is under way, records stay where they are: only Xero's lists are read, and in the
chart of accounts is created what somebody said yes to."""

from odoo import _, models


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    # Whether every single write is one that a person has seen before and said yes to.
    _xero_asked_each_time = False

    def _why_not_yet(self, setting):
        free = self._is_list() or self._xero_asked_each_time
        if not free and self.env["xero.setup"]._unfinished(setting.connection_id):
            return _(
                "“%(sync)s” waits for the set-up of %(company)s: look at what would happen, then "
                "press Start there. Nothing is lost; what waits is sent then.",
                sync=self._xero_label,
                company=setting.connection_id.company_id.name,
            )
        return super()._why_not_yet(setting)
