from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _prepare_invoice_line(self, **optional_values):
        """The line of an invoice knows the team whose order it comes from: an invoice may be made
        from orders of several teams, and the order may get another team later."""
        values = super()._prepare_invoice_line(**optional_values)
        if values.get("display_type") == "product":
            values["xero_team_key"] = self.order_id.team_id.id
        return values
