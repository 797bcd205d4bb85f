"""Currencies the organisation has switched on (FACTS 5.4), and what follows when they were read."""

from odoo import models

from ..xero.wire import clean, text


class XeroSyncCurrency(models.AbstractModel):
    _name = "xero.sync.currency"
    _inherit = "xero.sync.reference"
    _description = "Xero currencies"

    _xero_entity = "currency"
    _xero_label = "Currencies"
    _odoo_model = "xero.currency"
    _xero_path = "/api.xro/2.0/Currencies"
    _xero_collection = "Currencies"
    _xero_key = "Code"
    _xero_sequence = 12

    def _brought_models(self):
        return super()._brought_models() | {"xero.currency.rate"}

    def _default_setting(self, connection):
        """Nothing is added to Xero before somebody switched that on: it cannot be taken back."""
        return {**super()._default_setting(connection), "push": False}

    def _read_xero(self, payload):
        code = text(payload["Code"], "Code")
        return {
            "code": code,
            "name": clean(text(payload.get("Description"), "Description")) or code,
        }

    def _columns(self, values):
        return {**super()._columns(values), "state": "listed", "used_by": False}

    def _was_listed(self, row, payloads):
        return row.state == "listed"

    def _mirror(self, pairs):
        """Documents that waited for one of these currencies are sent again."""
        before = self.env["xero.currency"]._enabled(self._setting.connection_id) or set()
        super()._mirror(pairs)
        if {pair.xero_id for pair in pairs if not pair.refusal} - before:
            self._send_waiting()

    def _send_waiting(self):
        """What Xero would have refused for its currency goes first in the queue again."""
        rows = self.env["xero.quarantine"].sudo().search(
            [
                ("connection_id", "=", self._setting.connection_id.id),
                ("reason", "=", "currency"),
                ("state", "=", "open"),
                ("direction", "=", "push"),
                ("entity", "!=", self._xero_entity),
            ]
        )
        for row in rows:
            row._service().sudo()._queue_choice(row, "retry", row.res_id, None)

    def _after_list(self):
        super()._after_list()
        setting, currencies = self._setting, self.env["xero.currency"].sudo()
        currencies._note_used(setting.connection_id)
        if setting.currency_activate:
            listed = [("connection_id", "=", setting.connection_id.id), ("state", "=", "listed")]
            currencies.search(listed)._switch_on()
        self.env["xero.currency.rate"].sudo()._bring_together(setting)
