from odoo import _, api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..xero import scopes
from ..xero.errors import REASONS
from .xero_words import code_field

PROTECTED = frozenset(
    {
        "state",
        "authorisation_id",
        "payroll_authorisation_id",
        "tenant_id",
        "xero_connection_id",
        "ending_connection_id",
        "missing_scopes",
    }
)


class XeroConnection(models.Model):
    """One Odoo company and one Xero organisation."""

    _name = "xero.connection"
    _description = "Xero connection"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "company_id, id desc"
    _check_company_auto = True

    name = fields.Char("Organisation", required=True, default="Xero", tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Works as",
        required=True,
        default=lambda self: self.env.user,
        help="The sync reads and writes with the rights of this user.",
    )
    state = fields.Selection(
        [
            ("draft", "Not connected yet"),
            ("live", "Live"),
            ("reconnect", "Session expired"),
            ("permission", "Permission missing"),
            ("copy", "Looks like a copy"),
            ("disconnected", "Disconnected"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    authorisation_id = fields.Many2one("xero.authorisation", "Consent", copy=False, index=True)
    payroll_authorisation_id = fields.Many2one(
        "xero.authorisation",
        "Payroll consent",
        copy=False,
        help="Empty: payroll uses the same consent as accounting, if it includes payroll.",
    )
    payroll_separate = fields.Boolean(
        "Payroll has its own consent",
        help="The bookkeeper who connects accounting is rarely the payroll administrator. "
        "Accounting work cannot load the token of a payroll consent.",
    )
    tenant_id = fields.Char("Organisation id", readonly=True, copy=False)
    xero_connection_id = fields.Char("Connection id", readonly=True, copy=False)
    ending_connection_id = fields.Char(readonly=True, copy=False)
    requested_features = fields.Char(readonly=True, help="What the connect wizard asked for.")
    missing_scopes = fields.Char("Missing permissions", readonly=True, copy=False)
    missing_features = fields.Char("Needed for", compute="_compute_missing_features")
    limit_until = fields.Datetime("Goes on at", compute="_compute_limit")
    limit_sentence = fields.Char(compute="_compute_limit")
    setting_ids = fields.One2many("xero.sync.setting", "connection_id", "Syncs")

    # -- facts of the organisation, read from Xero ----------------------------------------------
    country_code = fields.Char("Country", readonly=True)
    base_currency = fields.Char("Currency", readonly=True)
    version = fields.Char("Edition", readonly=True)
    timezone = fields.Char("Time zone", readonly=True)
    short_code = fields.Char(readonly=True, help="Part of the addresses of pages in Xero.")
    organisation_class = code_field("organisation_class", "plan", "Plan")
    is_demo_company = fields.Boolean("Demo company", readonly=True)
    period_lock_date = fields.Date("Locked up to", readonly=True)
    end_of_year_lock_date = fields.Date("Year locked up to", readonly=True)
    day_limit = fields.Integer("Calls a day", compute="_compute_limit")
    refreshed_at = fields.Datetime("Facts read at", readonly=True)
    facts_wanted = fields.Boolean(readonly=True, copy=False)
    currency_differs = fields.Boolean(compute="_compute_currency_differs")

    # -- the consents, for the form ---------------------------------------------------------------
    app_kind = fields.Selection(related="authorisation_id.app_id.kind", string="Kind of app")
    xero_user_name = fields.Char(related="authorisation_id.xero_user_name")
    xero_user_email = fields.Char(related="authorisation_id.xero_user_email")
    access_expires_at = fields.Datetime(related="authorisation_id.access_expires_at")
    refresh_expires_at = fields.Datetime(related="authorisation_id.refresh_expires_at")
    scopes = fields.Text(related="authorisation_id.scopes")
    home_name = fields.Char(related="authorisation_id.home_name")
    home_url = fields.Char(related="authorisation_id.home_url")
    payroll_user_name = fields.Char(
        "Payroll Xero user", related="payroll_authorisation_id.xero_user_name"
    )

    def init(self):
        # Deferred to the commit, so that who is too late reads the sentence of the Python check;
        # two transactions at once meet here.
        for column in ("company_id", "tenant_id"):
            constraint = f"xero_connection_one_per_{column}"
            if not tools.constraint_definition(self.env.cr, self._table, constraint):
                self.env.cr.execute(
                    SQL(
                        "ALTER TABLE xero_connection ADD CONSTRAINT %s EXCLUDE (%s WITH =) "
                        "WHERE (active) DEFERRABLE INITIALLY DEFERRED",
                        SQL.identifier(constraint),
                        SQL.identifier(column),
                    )
                )

    @api.depends("missing_scopes")
    def _compute_missing_features(self):
        labels = dict(self._feature_labels())
        for row in self:
            features = {scopes.feature_of(scope) for scope in (row.missing_scopes or "").split()}
            names = [labels.get(feature, feature) for feature in features if feature]
            row.missing_features = ", ".join(sorted(names))

    @api.depends_context("uid")
    @api.depends("tenant_id")
    def _compute_limit(self):
        quota = self.env["xero.call.quota"].sudo()
        for row in self:
            until, reason = quota._pause(row.tenant_id)
            row.limit_until = until
            row.limit_sentence = REASONS.get(reason) if until else False
            found = quota.search([("tenant_id", "=", row.tenant_id)], limit=1)
            row.day_limit = found.day_limit if row.tenant_id else 0

    @api.depends("base_currency", "company_id.currency_id")
    def _compute_currency_differs(self):
        for row in self:
            currency = row.company_id.currency_id.name
            row.currency_differs = bool(row.base_currency and row.base_currency != currency)

    @api.constrains("company_id", "active")
    def _check_one_per_company(self):
        for row in self.filtered("active"):
            if self.sudo().search_count([("company_id", "=", row.company_id.id)], limit=2) > 1:
                raise ValidationError(
                    _(
                        "%(company)s already has a Xero connection. A company has one; archive the "
                        "other before you add a new one.",
                        company=row.company_id.display_name,
                    )
                )

    @api.constrains("user_id", "company_id")
    def _check_user_company(self):
        for row in self:
            if row.company_id not in row.user_id.company_ids:
                raise ValidationError(
                    _(
                        "%(user)s may not work in %(company)s, so the sync could not either. Allow "
                        "the company for that user, or choose another user.",
                        user=row.user_id.display_name,
                        company=row.company_id.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        for row in self:
            if row.tenant_id:
                raise UserError(
                    _(
                        "%(name)s has links and mappings that prove what was synced. Disconnect "
                        "and archive it instead of deleting it.",
                        name=row.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_protected({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        if "company_id" in vals and any(row.tenant_id for row in self.sudo()):
            raise UserError(
                _(
                    "A connection stays with its company: its pairs and mappings are that "
                    "company's. Disconnect it, and connect the other company by itself."
                )
            )
        return super().write(vals)

    def _check_protected(self, names):
        """Which organisation and which consent a connection has is never a matter of typing it in:
        a manager of one company could otherwise reach another's organisation by JSON-RPC."""
        if not self.env.su and PROTECTED.intersection(names):
            raise AccessError(_("Press Connect, Reconnect or Disconnect to change a connection."))

    @api.model
    def _feature_labels(self):
        """The features a person can switch on, with their names; keys as in scopes.py."""
        return [
            ("settings", _("Organisation and accounts")),
            ("settings_export", _("Adding to Xero's own lists")),
            ("contacts", _("Contacts")),
            ("invoices", _("Invoices")),
            ("payments", _("Payments")),
            ("items", _("Items")),
            ("employees", _("Employees")),
            ("timesheets", _("Timesheets")),
        ]

    def _needed_features(self):
        """The features whose permissions this connection needs now.

        :return: set of keys of xero.scopes.FEATURES
        """
        self.ensure_one()
        settings = self.sudo().setting_ids.filtered("enabled")
        features = {name for row in settings for name in row._service()._features(row)}
        if not self.sudo().setting_ids:
            features = set((self.requested_features or "").split())
        return {"settings"} | (features & set(scopes.FEATURES))

    def _missing_scopes(self):
        """The scopes that the connection needs now and its consents lack.

        Payroll's are left out while payroll waits for a consent of its own: that must not stop
        accounting.

        :rtype: tuple[str]
        """
        self.ensure_one()
        row = self.sudo()
        consents = row.authorisation_id | row.payroll_authorisation_id
        granted = [scope for consent in consents for scope in (consent.scopes or "").split()]
        wanted = scopes.scopes_for(self._needed_features())
        if row.authorisation_id.app_id.kind == "custom":
            wanted = [scope for scope in wanted if scope not in scopes.ALWAYS]
        if row.payroll_separate and not row.payroll_authorisation_id:
            wanted = [scope for scope in wanted if not scope.startswith("payroll.")]
        return scopes.missing(granted, wanted)
