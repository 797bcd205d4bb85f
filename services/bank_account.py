"""Creating the bank accounts of chosen journals in Xero, after a preview and a yes (FACTS 5.2).

What is linked is the row of the payment journal; nothing is changed in Xero afterwards.
"""

from odoo import _, models

from ..xero.wire import text
from .chart import LONGEST_CODE, LONGEST_NAME
from .fields import Field

KEYS = {
    "code": "Code",
    "name": "Name",
    "number": "BankAccountNumber",
    "currency": "CurrencyCode",
    "kind": "BankAccountType",
}


class XeroSyncBankAccount(models.AbstractModel):
    _name = "xero.sync.bank.account"
    _inherit = "xero.sync.account"
    _description = "New bank accounts in Xero"

    _xero_entity = "bank_account"
    _xero_label = "New bank accounts"
    _xero_sequence = 18
    _odoo_model = "xero.journal.map"

    def _synced_fields(self):
        return (
            Field("code", _("Code"), limit=LONGEST_CODE),
            Field("name", _("Name"), limit=LONGEST_NAME),
            Field("number", _("Account number")),
            Field("currency", _("Currency")),
            Field("kind", _("Kind of bank account")),
        )

    def _read_xero(self, payload):
        return {name: text(payload.get(key), key) for name, key in KEYS.items()}

    def _xero_body(self, values, record, pair):
        """The currency is Xero's to say for its own; it cannot be changed afterwards."""
        base = self._setting.connection_id.base_currency
        sent = {**values, "currency": values["currency"] if values["currency"] != base else ""}
        body = {key: sent[name] for name, key in KEYS.items() if sent.get(name)}
        return {**body, "Type": "BANK"}

    def _natural_key(self, payload):
        """A bank account may have no code; names are unique in Xero."""
        return str(payload.get("Name") or "").lower() or None
