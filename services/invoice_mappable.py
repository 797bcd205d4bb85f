"""Customer invoices: places in Xero that a person may fill from Odoo (FACTS 5.7)."""

from odoo import _, models

from .fields import Key
from .invoice_body import has_payments


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    # A posted invoice of Odoo's is not changed by what somebody types in Xero.
    _xero_maps_into_odoo = False

    def _says_all(self, payload):
        """Xero leaves empty fields out of an invoice."""
        return True

    def _mappable_keys(self):
        """What Xero takes of an invoice with a payment as well, and is no money."""
        return (
            *super()._mappable_keys(),
            Key("Reference", _("Reference"), 255),
            Key("BrandingThemeID", _("Branding theme (its id in Xero)"), 36),
        )

    def _bare_element(self, pair):
        """The whole invoice again, so that Xero keeps its lines; of a paid one only the id."""
        if not pair.xero_id or has_payments(pair.payload):
            return super()._bare_element(pair)
        return self._changed_body(pair, {})
