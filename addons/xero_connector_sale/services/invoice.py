"""Customer invoices made from orders: the sales team's account goes before the mapping of accounts,
and the account of a product's own before both."""

from odoo import models


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _brought_models(self):
        return super()._brought_models() | {"xero.team.account"}

    def _mappings_of(self, connection, rows):
        found = super()._mappings_of(connection, rows)
        lines = rows.sudo().filtered(_is_sale_of_team)
        teams = self.env["xero.team.account"].sudo().search(
            [
                ("connection_id", "=", connection.id),
                ("team_id", "in", list(set(lines.mapped("xero_team_key")))),
            ]
        ) if lines else ()  # fmt: skip
        mapped = {team.team_id.id: team for team in teams}
        for line in lines:
            if line.xero_team_key in mapped and not self._has_own_account(connection, line):
                found[line.id] = mapped[line.xero_team_key]
        return found

    def _has_own_account(self, connection, line):
        """Whether a line stands on the income account of its own product, not its category's."""
        template = line.product_id.product_tmpl_id.with_company(connection.company_id)
        account = template.property_account_income_id
        position = line.move_id.fiscal_position_id
        return bool(account) and line.account_id in account | position.map_account(account)

    def _origin_of(self, row):
        origin = super()._origin_of(row)
        return f"{origin}:team {row.xero_team_key}" if row.xero_team_key else origin


def _is_sale_of_team(line):
    """Lines that Odoo books as income; a deposit or a deferred amount stays where it is mapped."""
    income = (line.account_id.account_type or "").startswith("income")
    return line.display_type == "product" and bool(line.xero_team_key) and income
