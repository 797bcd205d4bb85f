from odoo import _, fields, models
from odoo.tools import str2bool

from ..xero.scopes import feature_of, scopes_for
from ..xero.servers import checked_address
from .xero_app import CALLBACK_PATH
from .xero_setup import CONNECTED


class XeroSetup(models.Model):
    """What to enter at developer.xero.com, and what of it can be checked from here."""

    _inherit = "xero.setup"

    app_id = fields.Many2one("xero.app", compute="_compute_app", compute_sudo=True)
    app_kind = fields.Char(compute="_compute_app", compute_sudo=True)
    app_name = fields.Char("App name", compute="_compute_app", compute_sudo=True)
    company_url = fields.Char(
        "Company or application URL", compute="_compute_app", compute_sudo=True
    )
    redirect_url = fields.Char("Redirect URI", compute="_compute_app", compute_sudo=True)
    redirect_problem = fields.Char(compute="_compute_app", compute_sudo=True)
    app_shared = fields.Char(compute="_compute_app", compute_sudo=True)
    address_advice = fields.Char(compute="_compute_app", compute_sudo=True)
    scope_sentence = fields.Char("Permissions", compute="_compute_app", compute_sudo=True)
    webhook_url = fields.Char("Delivery URL", compute="_compute_app", compute_sudo=True)
    webhook_sentence = fields.Char("Signing key", compute="_compute_app", compute_sudo=True)

    def _compute_app(self):
        for row in self:
            app = row.app_id = row._app()
            row.app_kind, row.webhook_url = app.kind, app.webhook_url
            row.webhook_sentence = app.webhook_sentence
            row.app_name = app.name or _("Odoo %s", row.company_id.name)
            row.company_url = row.company_id.website or row._own_address()
            row.redirect_url = app.redirect_url or row._own_address() + CALLBACK_PATH
            row.redirect_problem = row._redirect_problem(app)
            row.app_shared = row._app_shared(app)
            row.address_advice = row._address_advice()
            row.scope_sentence = row._scope_sentence()

    def _app(self):
        """The app this company connects with, or would.

        :rtype: xero.app
        """
        used = self.connection_id.sudo().authorisation_id.app_id
        if used and self.connection_id.state in CONNECTED:
            return used
        domain = [("company_id", "in", (False, self.company_id.id))]
        apps = self.env["xero.app"].sudo().search(domain)
        # Who entered one for this company alone wants no other.
        return apps.filtered("company_id")[-1:] or used or apps[:1]

    def action_enter_own_app(self):
        """Open the window for an app that this company alone connects with.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        row = self._mine()
        name = _("Odoo %s", row.company_id.name)
        action = {**row.action_enter_app(), "res_id": False}
        return {
            **action,
            "context": {"default_name": name, "default_company_id": row.company_id.id},
        }

    def _own_address(self):
        address = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        return address.rstrip("/")

    def _redirect_problem(self, app):
        """Why people would not come back from Xero's page, with the way out; "" when they would.

        :param xero.app app: none yet: what Odoo's own address would make of it
        :rtype: str
        """
        own = self._own_address()
        if app.kind == "custom":
            return ""
        try:
            checked_address(own, "web.base.url")
        except ValueError:
            return _(
                "Odoo takes %s for its address, and Xero sends people back to https:// only (to "
                "http:// on localhost). Set the system parameter web.base.url to the https address "
                "of this Odoo.",
                own or _("nothing"),
            )
        if app and app.redirect_url != own + CALLBACK_PATH:
            return _(
                "The app's redirect URI is %(app)s, but Odoo's address is %(own)s: people would "
                "not come back here. Correct “Address of this Odoo” on the app, and the redirect "
                "URI in Xero.",
                app=app.redirect_url,
                own=own,
            )
        return ""

    def _app_shared(self, app):
        """Which other companies use the app, so that nobody changes theirs unawares."""
        mine = self.company_id.id
        domain = [("authorisation_id.app_id", "=", app.id), ("company_id", "!=", mine)]
        others = self.env["xero.connection"].sudo().search(domain) if app else ()
        if not others:
            return False
        return _(
            "%s uses this app too: what is changed here is changed there. A second app counts as "
            "one more in Xero, and is entered for this company alone.",
            ", ".join(others.company_id.mapped("name")),
        )

    def _address_advice(self):
        frozen = self.env["ir.config_parameter"].sudo().get_param("web.base.url.freeze")
        if str2bool(frozen or "", False):
            return False
        return _(
            "Odoo changes this address when an administrator logs in through another one. Set the "
            "system parameter web.base.url.freeze to True to keep it."
        )

    def _scope_sentence(self):
        """The permissions Xero will ask for; once connected, whether Xero gave them."""
        connection = self.connection_id
        if self.missing_scopes:
            return _("Not allowed in Xero yet: %s.", self.missing_scopes)
        known = connection and connection.sudo().requested_features
        wanted = connection._needed_features() if known else self._default_features()
        scopes = scopes_for(wanted)
        if self._organisation_done():
            return _(
                "Xero has allowed all %(count)s that are needed: %(scopes)s.",
                count=len(scopes),
                scopes=", ".join(scopes),
            )
        return _("With what is ticked by default: %s.", ", ".join(scopes))

    def _scopes_lacking(self):
        """Permissions that Xero refused, and those that what is switched on has no consent for.

        :rtype: list[str]
        """
        connection = self.connection_id
        if connection.state not in ("live", "permission"):
            return []
        known = (connection.missing_scopes or "").split()
        return list(dict.fromkeys([*known, *connection._missing_scopes()]))

    def _names_of(self, scopes):
        labels = dict(self.env["xero.connection"]._feature_labels())
        return ", ".join(sorted({labels.get(feature_of(scope), scope) for scope in scopes}))

    def _default_features(self):
        """The features the window "Connect to Xero" ticks by itself.

        :rtype: set[str]
        """
        wizard = self.env["xero.connect.wizard"]
        names = [name for name in wizard._fields if name.startswith("feature_")]
        ticked = wizard.default_get(names)
        return {"settings", *(name.removeprefix("feature_") for name in ticked if ticked[name])}
