from odoo import _, api, fields, models
from odoo.exceptions import ValidationError


class XeroTeamAccount(models.Model):
    """The account in one organisation that invoices of a sales team's orders go to.

    A person chooses it, so it is confirmed as soon as it is there; teams without one follow the
    mapping of accounts.
    """

    _name = "xero.team.account"
    _description = "Sales team to Xero account"
    _inherit = "xero.mapping"
    _order = "team_id, id"
    _rec_name = "team_id"
    _target = "ledger_account_id"

    connection_id = fields.Many2one(default=lambda self: self._connection_of_company())
    team_id = fields.Many2one(
        "crm.team", "Sales team", required=True, ondelete="cascade", index=True
    )
    ledger_account_id = fields.Many2one(
        "xero.ledger.account",
        "Account in Xero",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('connection_id', '=', connection_id), ('type', '!=', 'BANK'),"
        " ('system_account', 'not in', ('DEBTORS', 'CREDITORS'))]",
    )

    _sql_constraints = [
        ("team_unique", "UNIQUE(connection_id, team_id)", "A sales team has one account in Xero."),
    ]

    @api.model
    def _connection_of_company(self):
        """The connection of the company that is worked in; empty when there is none.

        :rtype: xero.connection
        """
        connections = self.env["xero.connection"].sudo()
        return connections.search([("company_id", "=", self.env.company.id)], limit=1)

    @api.depends("ledger_account_id", "state", "export_asked")
    def _compute_status(self):
        return super()._compute_status()

    @api.constrains("connection_id", "team_id", "ledger_account_id")
    def _check_target(self):
        for row in self:
            target = row.sudo().ledger_account_id
            company = row.sudo().team_id.company_id
            if target.connection_id != row.connection_id:
                raise ValidationError(_("%s belongs to another organisation.", target.display_name))
            if company and company != row.sudo().company_id:
                raise ValidationError(
                    _("%s belongs to another company.", row.sudo().team_id.display_name)
                )
            refusal = target._refusal_of_line()
            if refusal:
                raise ValidationError(refusal)

    def _refusal_of_target(self):
        target = self.sudo().ledger_account_id
        return target._refusal_of_line() or self._refusal_of_archived(target)

    def _advice(self):
        target = self.sudo().ledger_account_id
        if target.account_class in ("REVENUE", False):
            return ""
        return _(
            "Sales go to revenue as a rule; “%(account)s” is an account of the class %(kind)s.",
            account=target.display_name,
            kind=target.account_class.lower(),
        )

    @api.model_create_multi
    def create(self, vals_list):
        why = _("Chosen by %s", self.env.user.name)
        rows = super().create([{**vals, "state": "confirmed", "why": why} for vals in vals_list])
        rows._retry_waiting()
        return rows

    def unlink(self):
        connections = self.sudo().connection_id
        result = super().unlink()
        self._retry_waiting_of(connections)
        return result

    def _rows_wanted(self, connection):
        """No row is made for a team by itself."""
        return self.search([("connection_id", "=", connection.id)])

    def _missing(self, connection, account):
        """Why documents cannot be sent with this account, for the quarantine.

        :param connection: xero.connection record
        :param account: account.account record of the line, which plays no part here
        :rtype: tuple[str, str] -- reason of xero.quarantine and a sentence with the way out
        """
        return "mapping_invalid", _(
            "The account of the sales team %(team)s cannot be used in Xero. %(why)s",
            team=self.sudo().team_id.display_name,
            why=self._refusal_of_target(),
        )

    @api.model
    def _open_action(self, connection, account=None):
        """The page of the accounts of sales teams.

        :rtype: dict
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "xero_connector_sale.xero_team_account_action"
        )
        return {**action, "domain": [("connection_id", "=", connection.id)], "context": {}}
