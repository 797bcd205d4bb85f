from odoo import _, api, fields, models

GROUP_USER = "xero_connector.group_user"


class AccountMove(models.Model):
    """What an invoice that was made from an order carries for Xero."""

    _inherit = "account.move"

    xero_contact_id = fields.Char(
        "Customer's Xero ID",
        compute="_compute_xero_prepared",
        compute_sudo=True,
        groups=GROUP_USER,
        help="The contact in Xero that the invoice is for. Empty: the customer is not there yet.",
    )
    xero_team_words = fields.Text(
        "Account of the sales team",
        compute="_compute_xero_prepared",
        compute_sudo=True,
        groups=GROUP_USER,
        help="The account in Xero that lines from this team's orders go to, unless their product "
        "has an income account of its own.",
    )

    @api.depends("company_id", "commercial_partner_id", "invoice_line_ids.xero_team_key")
    def _compute_xero_prepared(self):
        for company in self.company_id:
            moves = self.filtered(lambda move, company=company: move.company_id == company)
            moves.with_company(company)._compute_prepared()
        for move in self - self.filtered("company_id"):
            move.xero_contact_id = move.xero_team_words = False

    def _compute_prepared(self):
        """:meth:`_compute_xero_prepared` for invoices of the current company."""
        connection = self._xero_connection()
        links = self.env["xero.link"]._of_odoo(
            connection, "contact", self.commercial_partner_id.ids
        )
        keys = set(self.invoice_line_ids.mapped("xero_team_key"))
        rows = self.env["xero.team.account"].search(
            [("connection_id", "=", connection.id), ("team_id", "in", list(keys))]
        )
        for move in self:
            link = links.get(move.commercial_partner_id.id)
            mine = set(move.invoice_line_ids.mapped("xero_team_key"))
            move.xero_contact_id = link.xero_id if link else False
            words = []
            for row in rows.filtered(lambda one, mine=mine: one.team_id.id in mine):
                team, account = row.team_id.display_name, row.ledger_account_id.display_name
                words.append(_("%(team)s: %(account)s", team=team, account=account))
            move.xero_team_words = "\n".join(words) or False
