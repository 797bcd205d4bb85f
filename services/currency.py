"""Currencies the organisation has switched on (FACTS 5.4)."""

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

    def _read_xero(self, payload):
        code = text(payload["Code"], "Code")
        return {
            "code": code,
            "name": clean(text(payload.get("Description"), "Description")) or code,
        }
