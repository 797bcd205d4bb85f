from odoo import _, api, fields, models
from odoo.exceptions import UserError


class XeroOrganisationChoice(models.TransientModel):
    """Shown when a consent reaches several organisations: a person chooses, never the program."""

    _name = "xero.organisation.choice"
    _description = "Choose the Xero organisation"

    consent_id = fields.Many2one("xero.consent", required=True, ondelete="cascade")
    connection_id = fields.Many2one(related="consent_id.connection_id")
    company_id = fields.Many2one(related="consent_id.connection_id.company_id")
    line_ids = fields.One2many("xero.organisation.choice.line", "choice_id", "Organisations")

    @api.depends("consent_id")
    def _compute_display_name(self):
        self.display_name = _("Choose the Xero organisation")

    def action_again(self):
        """Go to Xero once more, to allow another organisation there.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        return self.connection_id.with_user(self.env.user).action_reconnect()

    def action_back(self):
        """Leave the choice for now: the set-up page offers it again.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        setup = self.env["xero.setup"]._of(self.company_id)
        return {**setup.action_go_on(), "target": "main"}


class XeroOrganisationChoiceLine(models.TransientModel):
    _name = "xero.organisation.choice.line"
    _description = "Xero organisation to choose"

    choice_id = fields.Many2one("xero.organisation.choice", required=True, ondelete="cascade")
    name = fields.Char("Organisation", readonly=True)
    tenant_id = fields.Char(readonly=True)
    note = fields.Char("Why not", readonly=True)

    def action_take(self):
        """Connect the company to this organisation.

        :raises UserError: it is connected to another company, or is not part of the consent
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        consent = self.choice_id.consent_id.sudo()
        found = [row for row in consent.offered or [] if row["tenantId"] == self.tenant_id]
        if not found or consent.user_id != self.env.user:
            raise UserError(_("This organisation is not part of the consent. Connect once more."))
        consent.connection_id._bind(consent, found[0])
        return {
            **consent.connection_id.with_user(self.env.user)._arrival(),
            "target": "main",
        }
