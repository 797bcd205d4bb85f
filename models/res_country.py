from odoo import api, models


class XeroPlace(models.AbstractModel):
    """Contacts find a country or region by what Xero writes; the names are cached for that."""

    _name = "xero.place"
    _description = "Place whose name is compared with Xero's"

    @api.model_create_multi
    def create(self, vals_list):
        places = super().create(vals_list)
        self.env.registry.clear_cache()
        return places

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()


class ResCountry(models.Model):
    _name = "res.country"
    _inherit = ["res.country", "xero.place"]


class ResCountryState(models.Model):
    _name = "res.country.state"
    _inherit = ["res.country.state", "xero.place"]
