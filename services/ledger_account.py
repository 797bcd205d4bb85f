"""Accounts: Xero's chart of accounts (FACTS 5.2)."""

from odoo import models

from ..xero.wire import clean, flag, text

# The class is Xero's to say; older answers leave it out, and then the type says it (FACTS 5.2).
CLASS_OF_TYPE = {
    **dict.fromkeys(("BANK", "CURRENT", "FIXED", "INVENTORY", "NONCURRENT", "PREPAYMENT"), "ASSET"),
    **dict.fromkeys(
        ("CURRLIAB", "LIABILITY", "TERMLIAB", "PAYG", "PAYGLIABILITY", "SUPERANNUATIONLIABILITY",
         "WAGESPAYABLELIABILITY"),
        "LIABILITY",
    ),
    **dict.fromkeys(
        ("DEPRECIATN", "DIRECTCOSTS", "EXPENSE", "OVERHEADS", "SUPERANNUATIONEXPENSE",
         "WAGESEXPENSE"),
        "EXPENSE",
    ),
    **dict.fromkeys(("OTHERINCOME", "REVENUE", "SALES"), "REVENUE"),
    "EQUITY": "EQUITY",
}  # fmt: skip


class XeroSyncLedgerAccount(models.AbstractModel):
    _name = "xero.sync.ledger.account"
    _inherit = "xero.sync.reference"
    _description = "Xero accounts"

    _xero_entity = "ledger_account"
    _xero_label = "Accounts"
    _odoo_model = "xero.ledger.account"
    _xero_path = "/api.xro/2.0/Accounts"
    _xero_collection = "Accounts"
    _xero_key = "AccountID"
    _xero_mapping = "xero.account.map"
    _xero_page = "/GeneralLedger/ChartOfAccounts.aspx?accountID=%s"

    def _brought_models(self):
        return super()._brought_models() | {"xero.journal.map"}

    def _read_xero(self, payload):
        kind = text(payload.get("Type"), "Type")
        return {
            "name": clean(text(payload.get("Name"), "Name")),
            "code": text(payload.get("Code"), "Code"),
            "type": kind,
            "account_class": text(payload.get("Class"), "Class") or CLASS_OF_TYPE.get(kind, ""),
            "system_account": text(payload.get("SystemAccount"), "SystemAccount"),
            "tax_type": text(payload.get("TaxType"), "TaxType"),
            "currency_code": text(payload.get("CurrencyCode"), "CurrencyCode"),
            "bank_account_number": text(payload.get("BankAccountNumber"), "BankAccountNumber"),
            "bank_account_type": text(payload.get("BankAccountType"), "BankAccountType"),
            "status": text(payload.get("Status"), "Status"),
            "enable_payments": flag(
                payload.get("EnablePaymentsToAccount"), "EnablePaymentsToAccount"
            ),
        }

    def _after_list(self):
        super()._after_list()
        for model in ("xero.journal.map", self._xero_mapping):
            self.env[model]._suggest(self._setting.connection_id)
