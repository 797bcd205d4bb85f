"""Branding themes: how Xero prints and mails documents (FACTS 5.1); read only."""

from odoo import models

from ..xero.wire import WrongShape, clean, number, text

MOST_THEMES = 10_000


class XeroSyncBrandingTheme(models.AbstractModel):
    _name = "xero.sync.branding.theme"
    _inherit = "xero.sync.reference"
    _description = "Xero branding themes"

    _xero_entity = "branding_theme"
    _xero_label = "Branding themes"
    _odoo_model = "xero.branding.theme"
    _xero_path = "/api.xro/2.0/BrandingThemes"
    _xero_collection = "BrandingThemes"
    _xero_key = "BrandingThemeID"
    _xero_sequence = 14

    def _read_xero(self, payload):
        return {
            "name": clean(text(payload.get("Name"), "Name")),
            "rank": self._rank(number(payload.get("SortOrder"), "SortOrder") or 0),
        }

    def _rank(self, place):
        """A place among the themes; what no list is long enough for never reaches the database."""
        if not 0 <= place <= MOST_THEMES:
            raise WrongShape("Xero's field SortOrder should be a place in a list.")
        return int(place)
