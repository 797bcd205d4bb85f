from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # A number and no relation: what an invoice in Xero rests on stays when the team is deleted.
    xero_team_key = fields.Integer("Sales team of the order (id)", readonly=True, copy=False)

    def _copy_data_extend_business_fields(self, values):
        """A copy that stays with its order stays with the order's team."""
        result = super()._copy_data_extend_business_fields(values)
        values["xero_team_key"] = self.xero_team_key
        return result
