from odoo import _, api, fields, models
from odoo.exceptions import UserError

GROUP_ACCOUNTANT = "xero_connector.group_accountant"


class CrmTeam(models.Model):
    """The account that the company of who looks has for the team; other companies have theirs."""

    _inherit = "crm.team"

    xero_connection_id = fields.Many2one(
        "xero.connection",
        "Connection to Xero",
        compute="_compute_xero_account",
        compute_sudo=True,
        groups=GROUP_ACCOUNTANT,
    )
    xero_ledger_account_id = fields.Many2one(
        "xero.ledger.account",
        "Account in Xero",
        compute="_compute_xero_account",
        inverse="_inverse_xero_account",
        compute_sudo=True,
        groups=GROUP_ACCOUNTANT,
        help="Lines of invoices made from this team's orders go to this account in Xero. Empty: "
        "they follow the mapping of accounts. A product with an income account of its own keeps "
        "that account's mapping.",
    )
    xero_account_problem = fields.Text(
        "Account in Xero: what to know",
        compute="_compute_xero_account",
        compute_sudo=True,
        groups=GROUP_ACCOUNTANT,
    )

    @api.depends_context("company")
    def _compute_xero_account(self):
        rows = self._xero_rows()
        connection = self.env["xero.team.account"]._connection_of_company()
        for team in self:
            row = rows.filtered(lambda one, team=team: one.team_id.id in team.ids)
            team.xero_connection_id = connection
            team.xero_ledger_account_id = row.ledger_account_id
            team.xero_account_problem = row._refusal_of_target() if row else False

    def _inverse_xero_account(self):
        for team in self:
            row, chosen = team._xero_rows().sudo(False), team.xero_ledger_account_id
            if row and chosen:
                row.ledger_account_id = chosen
            elif row:
                row.unlink()
            elif chosen:
                row.create(
                    {
                        "connection_id": team._xero_connected().id,
                        "team_id": team.id,
                        "ledger_account_id": chosen.id,
                    }
                )

    def _xero_rows(self):
        """These teams' rows in the organisation of the company that is worked in.

        :rtype: xero.team.account
        """
        rows = self.env["xero.team.account"].sudo()
        connection = rows._connection_of_company()
        return rows.search([("connection_id", "=", connection.id), ("team_id", "in", self.ids)])

    def _xero_connected(self):
        """
        :rtype: xero.connection
        :raises odoo.exceptions.UserError: the company is not connected
        """
        connection = self.env["xero.team.account"]._connection_of_company()
        if not connection:
            raise UserError(_("%s is not connected to Xero.", self.env.company.display_name))
        return connection
