"""Contacts: places in Xero that a person may pair with fields of Odoo (FACTS 5.5)."""

from odoo import _, models

from .fields import Key

AMOUNTS = ("INCLUSIVE", "EXCLUSIVE", "NONE")


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _says_all(self, payload):
        """Xero leaves empty fields out of a contact."""
        return True

    def _mappable_keys(self):
        """Bank details for batch payments and balances are money; ContactNumber is how the
        connector finds its own contacts again. Neither is here."""
        return (
            *super()._mappable_keys(),
            Key("CompanyNumber", _("Company registration number"), 50),
            Key("AccountNumber", _("Account number"), 50),
            Key("FirstName", _("First name"), 255),
            Key("LastName", _("Last name"), 255),
            Key("EmailAddress", _("E-mail"), 255),
            Key("BankAccountDetails", _("Bank account"), 255),
            Key("SalesDefaultAccountCode", _("Default account of sales"), 10),
            Key("PurchasesDefaultAccountCode", _("Default account of purchases"), 10),
            Key("AccountsReceivableTaxType", _("Default tax of sales"), 50),
            Key("AccountsPayableTaxType", _("Default tax of purchases"), 50),
            Key("SalesDefaultLineAmountType", _("Sales with or without tax"), choices=AMOUNTS),
            Key(
                "PurchasesDefaultLineAmountType",
                _("Purchases with or without tax"),
                choices=AMOUNTS,
            ),
            Key("XeroNetworkKey", _("Xero network key")),
            Key("Website", _("Website"), writable=False),
            Key("Discount", _("Discount in percent"), shape="number", writable=False),
            Key("BrandingTheme.Name", _("Branding theme"), writable=False),
            Key("IsCustomer", _("Has sales invoices"), shape="boolean", writable=False),
            Key("IsSupplier", _("Has bills"), shape="boolean", writable=False),
        )
