import secrets

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..xero.servers import checked_address

CALLBACK_PATH = "/xero_connector/oauth/callback"
WEBHOOK_PATH = "/xero_connector/webhook"


class XeroApp(models.Model):
    """An app registered at developer.xero.com: who we are when we speak to Xero."""

    _name = "xero.app"
    _description = "Xero app"
    _order = "name, id"

    name = fields.Char(required=True, default="Odoo")
    kind = fields.Selection(
        [("web", "Web app"), ("custom", "Custom connection")],
        required=True,
        default="web",
        help="A web app asks a Xero user for consent in the browser. A custom connection belongs "
        "to one Xero organisation and needs no browser; Xero charges for it.",
    )
    client_id = fields.Char("Client id", required=True)
    client_secret = fields.Char(
        "Client secret",
        compute="_compute_write_only",
        inverse="_inverse_client_secret",
        help="Can be replaced, never read: it is stored encrypted.",
    )
    client_secret_cipher = fields.Text(groups="base.group_system", copy=False)
    has_client_secret = fields.Boolean(compute="_compute_has_secrets")
    webhook_key = fields.Char(
        "Webhook signing key",
        compute="_compute_write_only",
        inverse="_inverse_webhook_key",
        help="From the Webhooks page of the app at developer.xero.com. Without it every webhook is "
        "answered with 401 and changes arrive on schedule only.",
    )
    webhook_key_cipher = fields.Text(groups="base.group_system", copy=False)
    has_webhook_key = fields.Boolean(compute="_compute_has_secrets")
    webhook_token = fields.Char(
        default=lambda self: secrets.token_urlsafe(18), required=True, copy=False, readonly=True
    )
    base_url = fields.Char(
        "Address of this Odoo",
        required=True,
        default=lambda self: self.env["ir.config_parameter"].sudo().get_param("web.base.url"),
        help="Xero sends people back to this address after they allowed the connection. It is "
        "stored here and never taken from a request.",
    )
    redirect_url = fields.Char("Redirect URI", compute="_compute_addresses")
    webhook_url = fields.Char("Webhook URL", compute="_compute_addresses")
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: every company of this database may use the app. Whoever changes an app has to "
        "be allowed to work in all companies that are connected with it.",
    )
    authorisation_ids = fields.One2many("xero.authorisation", "app_id")

    _sql_constraints = [
        ("webhook_token_unique", "UNIQUE (webhook_token)", "Two apps share one webhook address."),
    ]

    def _compute_write_only(self):
        self.client_secret = False
        self.webhook_key = False

    @api.depends("client_secret_cipher", "webhook_key_cipher")
    def _compute_has_secrets(self):
        for app, app_sudo in zip(self, self.sudo(), strict=True):
            app.has_client_secret = bool(app_sudo.client_secret_cipher)
            app.has_webhook_key = bool(app_sudo.webhook_key_cipher)

    def _inverse_client_secret(self):
        self._store_secret("client_secret")

    def _inverse_webhook_key(self):
        self._store_secret("webhook_key")

    @api.depends("base_url", "webhook_token")
    def _compute_addresses(self):
        for app in self:
            base = (app.base_url or "").rstrip("/")
            app.redirect_url = base + CALLBACK_PATH
            app.webhook_url = f"{base}{WEBHOOK_PATH}/{app.webhook_token}"

    def write(self, vals):
        self._check_companies()
        if vals.get("company_id"):
            self._check_may_work_in(self.env["res.company"].sudo().browse(vals["company_id"]))
        return super().write(vals)

    def unlink(self):
        self._check_companies()
        return super().unlink()

    def _check_companies(self):
        """What is changed on an app is changed for every company that connects with it.

        :raises odoo.exceptions.AccessError: one of them is closed to the person
        """
        for app in self:
            consents = app.sudo().authorisation_ids.with_context(active_test=False)
            connections = consents.connection_ids | consents.payroll_connection_ids
            app._check_may_work_in(connections.company_id)

    def _check_may_work_in(self, companies):
        closed = companies - self.env.user.company_ids
        if closed and not self.env.su:
            raise AccessError(
                _(
                    "“%(app)s” is, or would be, the app of %(companies)s, where you may not work: "
                    "it is changed by somebody who may work in all companies that use it. For your "
                    "own company, enter an app of its own: on the set-up page under Xero app.",
                    app=self[:1].name,
                    companies=", ".join(closed.mapped("name")),
                )
            )

    @api.constrains("base_url")
    def _check_base_url(self):
        for app in self:
            try:
                checked_address(app.base_url or "", "base_url")
            except ValueError as error:
                raise ValidationError(
                    _(
                        "%(url)s cannot be used: Xero sends people and their one-time code back to "
                        "this address, so it has to be a plain address that starts with https:// "
                        "(http:// is accepted only for localhost and 127.0.0.1). Enter the https "
                        "address of this Odoo.",
                        url=app.base_url,
                    )
                ) from error

    def _store_secret(self, name):
        """Encrypt what was typed into a write-only field; empty keeps the stored one."""
        for app in self:
            value = (app[name] or "").strip()
            if value:
                cipher = self.env["xero.secret"]._encrypt(value, app._secret_place(name))
                app.sudo()[f"{name}_cipher"] = cipher

    def _secret_place(self, name):
        self.ensure_one()
        return f"xero.app/{self.webhook_token}/{name}"

    def _secret(self, name):
        """One of the app's secrets in the clear.

        :param str name: 'client_secret' or 'webhook_key'
        :return: str, or None when none is stored
        :raises SecretUnreadable: the server's secret_key is missing or another one
        """
        self.ensure_one()
        cipher = self.sudo()[f"{name}_cipher"]
        if not cipher:
            return None
        return self.env["xero.secret"]._decrypt(cipher, self._secret_place(name))
