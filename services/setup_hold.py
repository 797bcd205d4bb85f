"""While a set-up is under way, records stay where they are: only Xero's lists are read, and in the
chart of accounts is created what somebody said yes to."""

from odoo import _, models


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    # Whether every single write is one that a person has seen before and said yes to.
    _xero_asked_each_time = False

    def _why_not_yet(self, setting):
        if self._held_by_setup(setting):
            return _(
                "“%(sync)s” waits for the set-up of %(company)s: look at what would happen, then "
                "press Start there. Nothing is lost; what waits is sent then.",
                sync=self._xero_label,
                company=setting.connection_id.company_id.name,
            )
        return super()._why_not_yet(setting)

    def _sweep_unlinked(self, setting):
        """What was there before the connection is not queued in a night before Start: Start would
        send it, though nobody changed it."""
        if not self._held_by_setup(setting):
            super()._sweep_unlinked(setting)

    def _held_by_setup(self, setting):
        free = self._is_list() or self._xero_asked_each_time
        return not free and bool(self.env["xero.setup"]._unfinished(setting.connection_id))
