"""Tax rates (FACTS 5.3)."""

from odoo import models

from ..xero.wire import clean, flag, number, records, text

CAN_APPLY = {
    "ASSET": "CanApplyToAssets",
    "EQUITY": "CanApplyToEquity",
    "EXPENSE": "CanApplyToExpenses",
    "LIABILITY": "CanApplyToLiabilities",
    "REVENUE": "CanApplyToRevenue",
}


class XeroSyncTaxRate(models.AbstractModel):
    _name = "xero.sync.tax.rate"
    _inherit = "xero.sync.reference"
    _description = "Xero tax rates"

    _xero_entity = "tax_rate"
    _xero_label = "Tax rates"
    _odoo_model = "xero.tax.rate"
    _xero_path = "/api.xro/2.0/TaxRates"
    _xero_collection = "TaxRates"
    _xero_key = "TaxType"
    _xero_sequence = 11
    _xero_mapping = "xero.tax.map"

    def _read_xero(self, payload):
        return {
            "name": clean(text(payload.get("Name"), "Name")),
            "tax_type": text(payload["TaxType"], "TaxType"),
            "effective_rate": float(number(payload.get("EffectiveRate"), "EffectiveRate") or 0),
            "report_tax_type": text(payload.get("ReportTaxType"), "ReportTaxType"),
            "can_apply": {
                kind: flag(payload[key], key)
                for kind, key in CAN_APPLY.items()
                if payload.get(key) is not None
            },
            "components": [
                _component(part)
                for part in records(payload.get("TaxComponents"), "TaxComponents")
            ],
            "status": text(payload.get("Status"), "Status"),
        }

    def _after_list(self):
        super()._after_list()
        self.env["xero.tax.map"]._suggest(self._setting.connection_id)


def _component(part):
    read = {
        "name": text(part.get("Name"), "TaxComponents.Name"),
        "rate": float(number(part.get("Rate"), "TaxComponents.Rate") or 0),
        "compound": flag(part.get("IsCompound"), "TaxComponents.IsCompound"),
    }
    if flag(part.get("IsNonRecoverable"), "TaxComponents.IsNonRecoverable"):
        # Canada only; elsewhere components are what they were before this was read.
        read["non_recoverable"] = True
    return read
