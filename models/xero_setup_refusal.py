"""A walk to Xero that began on the set-up page and was refused leads back to it; it says why."""

from odoo import _, fields, models

from ..services.transaction import own

NONE = {"refusal": False, "refused_app_id": False}


class XeroSetup(models.Model):
    """What the last walk to Xero was refused for; an app that Xero refuses is not entered yet."""

    _inherit = "xero.setup"

    refusal = fields.Char("What Xero refused", readonly=True, copy=False)
    # Empty: the app was accepted, and something else was not.
    refused_app_id = fields.Many2one("xero.app", readonly=True, copy=False)
    app_refused = fields.Boolean(compute="_compute_app_refused", compute_sudo=True)

    def _compute_app_refused(self):
        for row in self:
            row.app_refused = row._app_refused()

    def _app_refused(self):
        """Whether Xero refused the client id or secret as they are stored now."""
        refused = self.sudo().refused_app_id
        return bool(refused) and refused == self._app()

    def _app_done(self):
        return super()._app_done() and not self._app_refused()

    def _app_sentence(self):
        refused = self._app_refused()
        return _("Xero refused what was entered.") if refused else super()._app_sentence()

    def action_connect(self):
        action = super().action_connect()
        self._mine().write(NONE)
        return {**action, "context": {**action.get("context", {}), "xero_from_setup": True}}

    def action_update_permissions(self):
        return super(XeroSetup, self.with_context(xero_from_setup=True)).action_update_permissions()


class XeroApp(models.Model):
    _inherit = "xero.app"

    def write(self, vals):
        result = super().write(vals)
        if not {"client_id", "client_secret"}.isdisjoint(vals):
            setups = self.env["xero.setup"].sudo()
            setups.search([("refused_app_id", "in", self.ids)]).write(NONE)
        return result


class XeroConsent(models.Model):
    _inherit = "xero.consent"

    from_setup = fields.Boolean(
        default=lambda self: bool(self.env.context.get("xero_from_setup")),
        help="The walk began on the set-up page and leads back to it, whatever Xero answers.",
    )

    def _arrive(self):
        action = super()._arrive()
        self._note_on_setup(NONE)
        return action

    def _back_to_setup(self, refusal):
        """The set-up page, with the reason, for a walk that began there; None for another.

        :param odoo.exceptions.UserError refusal: what the walk ended with
        :rtype: dict | None
        """
        if not self.from_setup:
            return None
        sentence, app, step = refusal.args[0], False, "connect"
        if getattr(refusal.__cause__, "reason", "") == "app_refused":
            app, step = self.authorisation_id.app_id, "app"
            sentence = _(
                "Xero refused the client secret of the app “%s”, or its client id. Compare the id "
                "with the app's page Configuration at developer.xero.com, generate a new secret "
                "there, enter it here, and press Connect to Xero once more.",
                app.name,
            )
        values = {"refusal": sentence, "refused_app_id": app and app.id, "shown_step": step}
        return self.env["xero.setup"].browse(self._note_on_setup(values))._open_form()

    def _note_on_setup(self, values):
        """Keep on the set-up of the connection's company how a walk ended.

        :return: int, its id; False when the company has none
        """
        # The request's own snapshot is older than what the walk has just committed.
        with own(self.env) as env:
            company = self.with_env(env).connection_id.company_id
            setup = env["xero.setup"].sudo().search([("company_id", "=", company.id)])
            setup.write(values)
            return setup.id
