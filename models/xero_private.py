"""Partners that stand for users and companies of this Odoo are private from their first moment."""

from odoo import api, models

from ..services.engine import PULLING


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        private = self.with_context(xero_private=PULLING)
        return super(ResUsers, private).create(vals_list).with_env(self.env)


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        private = self.with_context(xero_private=PULLING)
        return super(ResCompany, private).create(vals_list).with_env(self.env)
