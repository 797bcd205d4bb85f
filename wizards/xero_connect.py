from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models.xero_app import CALLBACK_PATH
from ..services.transaction import own
from ..xero.errors import XeroError
from ..xero.scopes import scopes_for

FEATURES = ("contacts", "invoices", "payments", "items", "employees", "timesheets")
PAYROLL_FEATURES = ("employees", "timesheets", "payroll_settings")


class XeroConnectWizard(models.TransientModel):
    _name = "xero.connect.wizard"
    _description = "Connect a company to Xero"

    connection_id = fields.Many2one("xero.connection")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    app_id = fields.Many2one("xero.app", default=lambda self: self._default_app())
    app_name = fields.Char("Name of the app", default="Odoo")
    kind = fields.Selection(
        [("web", "Web app"), ("custom", "Custom connection")], default="web", required=True
    )
    client_id = fields.Char("Client id")
    client_secret = fields.Char(
        "Client secret", compute="_compute_client_secret", inverse="_inverse_client_secret"
    )
    client_secret_cipher = fields.Text(groups="base.group_system")
    base_url = fields.Char(
        "Address of this Odoo",
        default=lambda self: self.env["ir.config_parameter"].sudo().get_param("web.base.url"),
        help="People come back to this address after they allowed the connection.",
    )
    redirect_url = fields.Char("Redirect URI", compute="_compute_redirect_url")
    feature_contacts = fields.Boolean("Contacts", default=True)
    feature_invoices = fields.Boolean("Invoices", default=True)
    feature_payments = fields.Boolean("Payments of invoices", default=True)
    feature_items = fields.Boolean("Items")
    feature_employees = fields.Boolean("Employees", default=True)
    feature_timesheets = fields.Boolean("Timesheets", default=True)
    payroll_separate = fields.Boolean("Somebody else gives the consent for payroll")
    payroll = fields.Boolean(help="This walk is the payroll administrator's.")

    @api.constrains("connection_id", "app_id")
    def _check_own(self):
        # By JSON-RPC the window could be pointed at another company's. Later series
        # check constraints as superuser.
        self.sudo(False).connection_id.check_access_rule("read")
        self.sudo(False).app_id.check_access_rule("read")

    @api.model
    def _default_app(self):
        domain = [("company_id", "in", (False, self.env.company.id))]
        return self.env["xero.app"].search(domain, limit=1)

    @api.model
    def _for_connection(self, connection, payroll=False):
        """The wizard, filled with what is known about a connection.

        :param bool payroll: it is about the connection's payroll consent
        """
        features = connection._needed_features()
        return self.create(
            {
                "connection_id": connection.id,
                "company_id": connection.company_id.id,
                "app_id": connection.authorisation_id.app_id.id or self._default_app().id,
                "kind": connection.authorisation_id.app_id.kind or "web",
                "payroll_separate": connection.payroll_separate,
                "payroll": bool(payroll),
                **{f"feature_{name}": name in features for name in FEATURES},
            }
        )

    def _compute_client_secret(self):
        self.client_secret = False

    def _inverse_client_secret(self):
        for wizard in self.filtered("client_secret"):
            secret = wizard.client_secret.strip()
            cipher = self.env["xero.secret"]._encrypt(secret, wizard._secret_place())
            wizard.sudo().client_secret_cipher = cipher

    def _secret_place(self):
        return f"xero.connect.wizard/{self.id}"

    @api.depends("base_url", "app_id.base_url")
    def _compute_redirect_url(self):
        for wizard in self:
            base = wizard.app_id.base_url or wizard.base_url or ""
            wizard.redirect_url = base.rstrip("/") + CALLBACK_PATH

    def action_authorise(self):
        """Go to Xero's consent page; with a custom connection, connect at once.

        :return: dict, the client action that opens Xero's page in this window
        :raises UserError: something is missing; with the way out
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        self.env["xero.secret"]._check_ready()
        if self.company_id not in self.env.user.company_ids:
            raise UserError(_("You may not work in %s.", self.company_id.sudo().display_name))
        if (self.app_id.kind or self.kind) == "custom":
            return self._connect_custom()
        connection, authorisation = self._prepare(self.env)
        url = self.env["xero.consent"]._begin(
            connection, authorisation, scopes_for(self._features()), payroll=self.payroll
        )
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _connect_custom(self):
        """Get a custom connection's token; it has no consent page (FACTS 1.6)."""
        wanted = scopes_for(self._features())
        try:
            with own(self.env) as env:
                connection, authorisation = self._prepare(env)
                oauth = authorisation.sudo()._oauth()
                consents = env["xero.consent"]
                consent_id = consents._without_walk(connection, authorisation, wanted).id
            tokens = oauth.client_credentials(wanted)
        except XeroError as error:
            raise UserError(error.message) from error
        consent = self.env["xero.consent"].sudo().browse(consent_id)
        consent._keep(tokens)
        return consent._arrive()

    def _ticked(self):
        """The features that are ticked, with those that they need.

        :rtype: set[str]
        """
        ticked = {name for name in FEATURES if self[f"feature_{name}"]}
        services = self.env["xero.sync"]._services()
        needed = self.env["xero.sync"]._with_needed(ticked)
        return ticked | {services[entity]._xero_feature for entity in needed} - {"settings"}

    @api.onchange(*(f"feature_{name}" for name in FEATURES))
    def _onchange_features(self):
        """What is needed is ticked with it, and said."""
        chosen = [name for name in FEATURES if self[f"feature_{name}"]]
        ticked = self._ticked()
        added = [name for name in FEATURES if name in ticked and not self[f"feature_{name}"]]
        for name in added:
            self[f"feature_{name}"] = True
        if added:
            return {
                "warning": {
                    "type": "notification",
                    "title": _("Ticked with it"),
                    "message": " ".join(self._why_ticked(name, chosen) for name in added),
                }
            }
        return None

    def _why_ticked(self, feature, chosen):
        """Which of the ticked features need another one, and how it is left out.

        :param str feature: that is needed
        :param list[str] chosen: features that were ticked
        :rtype: str
        """
        services = self.env["xero.sync"]._services()
        needing = [
            name
            for name in chosen
            for entity in self.env["xero.sync"]._with_needed({name})
            if services[entity]._xero_feature == feature
        ]
        labels = [self._feature_label(name) for name in dict.fromkeys(needing)]
        return _(
            "%(feature)s is needed by %(others)s. To leave it out, untick %(others)s first.",
            feature=self._feature_label(feature),
            others=_(" and ").join(labels),
        )

    def _feature_label(self, feature):
        return self._fields[f"feature_{feature}"]._description_string(self.env)

    def _features(self):
        """The features to ask permissions for in this walk."""
        chosen = self._ticked() | {"settings"}
        if self.connection_id:
            chosen |= self.connection_id._needed_features() & {"settings_export"}
        items = self.connection_id.setting_ids.filtered(lambda row: row.entity == "item")
        if self.feature_items and (not items or items.push):
            chosen.add("settings_export")
        if self.payroll:
            return chosen & {*PAYROLL_FEATURES, "settings"}
        return chosen - set(PAYROLL_FEATURES) if self.payroll_separate else chosen

    def _prepare(self, env):
        """The app, the connection and the consent row this walk is about, created where missing.

        :param env: the environment to write in
        :return: (xero.connection, xero.authorisation)
        """
        app = self._get_app(env)
        company = [("company_id", "=", self.company_id.id)]
        connection = self.connection_id.with_env(env) or env["xero.connection"].search(company)
        chosen = " ".join(name for name in FEATURES if name in self._ticked())
        values = {"requested_features": chosen, "payroll_separate": self.payroll_separate}
        if connection:
            connection.write(values)
        else:
            values["company_id"] = self.company_id.id
            connection = env["xero.connection"].create(values)
        row = connection.sudo()
        authorisation = row.payroll_authorisation_id if self.payroll else row.authorisation_id
        if authorisation.app_id != app or authorisation.state == "revoked":
            authorisation = authorisation.create(
                {"app_id": app.id, "payroll": self.payroll, "user_id": self.env.uid}
            )
        return connection, authorisation

    def _get_app(self, env):
        if self.app_id:
            return env["xero.app"].browse(self.app_id.id)
        cipher = self.sudo().client_secret_cipher
        if not self.client_id or not cipher:
            raise UserError(
                _("Enter the client id and the client secret of your app at developer.xero.com.")
            )
        app = env["xero.app"].search([("client_id", "=", self.client_id.strip())], limit=1)
        values = {
            "name": self.app_name or "Odoo",
            "kind": self.kind,
            "client_id": self.client_id.strip(),
            "client_secret": self.env["xero.secret"]._decrypt(cipher, self._secret_place()),
            "base_url": (self.base_url or "").strip().rstrip("/"),
        }
        if app:
            app.write(values)
            return app
        return env["xero.app"].create({**values, "company_id": self.company_id.id})
