"""The set-up of a company: which steps are done follows from facts; stored is what only a person
can decide, each decision with the organisation it was made for."""

from odoo import _, api, fields, models
from odoo.exceptions import AccessError

STEPS = (
    "app", "connect", "organisation", "entities", "mapping", "journals", "dry_run", "start",
)  # fmt: skip
# Fields of the connection that the page shows as they are.
FACTS = (
    "state", "base_currency", "currency_differs", "country_code",
    "is_demo_company", "precision_sentence", "chain", "chain_done",
)  # fmt: skip
# What a person may write; see write().
ANSWERS = {"apps_checked", "template_id"}
# Connected, whether or not something needs a person now.
CONNECTED = ("live", "permission", "reconnect", "copy")


class XeroSetup(models.Model):
    """One company's way from nothing to the first sync; it can be left and taken up anywhere."""

    _name = "xero.setup"
    _description = "Set-up of Xero for a company"
    _rec_name = "company_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    connection_id = fields.Many2one(
        "xero.connection", compute="_compute_connection", compute_sudo=True
    )
    # Copies, not related fields: those would have to be found again at each change of a connection.
    state = fields.Char(compute="_compute_connection", compute_sudo=True)
    organisation = fields.Char(compute="_compute_connection", compute_sudo=True)
    base_currency = fields.Char("Currency", compute="_compute_connection", compute_sudo=True)
    currency_differs = fields.Boolean(compute="_compute_connection", compute_sudo=True)
    country_code = fields.Char("Country", compute="_compute_connection", compute_sudo=True)
    organisation_class = fields.Char("Plan", compute="_compute_connection", compute_sudo=True)
    is_demo_company = fields.Boolean(
        "Demo company", compute="_compute_connection", compute_sudo=True
    )
    precision_sentence = fields.Char(compute="_compute_connection", compute_sudo=True)
    missing_scopes = fields.Char(compute="_compute_connection", compute_sudo=True)
    missing_features = fields.Char(compute="_compute_connection", compute_sudo=True)
    chain = fields.Json(
        "Steps to the first document", compute="_compute_connection", compute_sudo=True
    )
    chain_done = fields.Boolean(compute="_compute_connection", compute_sudo=True)

    apps_checked = fields.Boolean(
        "There is room for this app",
        help="Xero lets an organisation connect two apps at most that Xero has not certified, and "
        "yours counts as one. Look in Xero under Settings > Connected apps.",
    )
    # Xero's id of the organisation a decision was made for: another one is set up anew.
    chosen_for = fields.Char(readonly=True, copy=False)
    started_for = fields.Char(readonly=True, copy=False)
    started_at = fields.Datetime("Started at", readonly=True, copy=False)
    shown_step = fields.Selection("_selection_step", help="The step somebody opened again.")

    next_step = fields.Selection("_selection_step", compute="_compute_steps", compute_sudo=True)
    step = fields.Selection("_selection_step", compute="_compute_steps", compute_sudo=True)
    steps = fields.Json(compute="_compute_steps", compute_sudo=True)
    started = fields.Boolean(compute="_compute_steps", compute_sudo=True)

    _sql_constraints = [
        ("company_unique", "UNIQUE(company_id)", "A company has one set-up."),
    ]

    @api.depends("company_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = _("Set up %s", row.company_id.name)

    @api.model
    def _selection_step(self):
        return list(self._step_titles().items())

    def write(self, vals):
        """A person answers questions; what was done is noted by the buttons."""
        if not self.env.su and set(vals) - ANSWERS:
            raise AccessError(_("The buttons of the set-up note what was done."))
        return super().write(vals)

    def _compute_connection(self):
        connections = self.env["xero.connection"].sudo()
        for row in self:
            found = connections.search([("company_id", "=", row.company_id.id)], limit=1)
            row.connection_id = found
            row.organisation = found.name
            for name in FACTS:
                row[name] = found[name]
            row.organisation_class = self.env["xero.words"]._said("plan", found.organisation_class)
            lacking = row._scopes_lacking()
            row.missing_scopes = ", ".join(lacking)
            row.missing_features = row._names_of(lacking)

    @api.depends("company_id", "shown_step", "chosen_for", "started_for")
    def _compute_steps(self):
        for row in self:
            done = {step: getattr(row, f"_{step}_done")() for step in STEPS}
            row.next_step = next((step for step in STEPS if not done[step]), False)
            row.step = row.shown_step or row.next_step or STEPS[-1]
            row.started = done["start"]
            row.steps = [row._step_shown(step, done[step]) for step in STEPS]

    def _tenant(self):
        """Xero's id of the organisation the company is connected to; "" without one."""
        return self.connection_id.sudo().tenant_id or ""

    def _is_for(self, decided):
        """Whether a decision was made for the organisation that is connected now."""
        return bool(decided) and decided == self._tenant()

    # -- what makes a step done -----------------------------------------------------------------

    def _app_done(self):
        app = self._app()
        return bool(app.has_client_secret and not self._redirect_problem(app))

    def _connect_done(self):
        consented = self.connection_id.state in ("live", "permission", "copy")
        return consented or bool(self._consent_to_choose_from())

    def _organisation_done(self):
        return bool(self._tenant()) and self.connection_id.state in CONNECTED

    def _entities_done(self):
        return self._is_for(self.chosen_for)

    def _start_done(self):
        return self._is_for(self.started_for)

    def _consent_to_choose_from(self):
        """A walk to Xero's page that reached several organisations, while none was chosen.

        :rtype: xero.consent
        """
        if self._tenant() or not self.connection_id:
            return self.env["xero.consent"]
        walk = (
            self.env["xero.consent"]
            .sudo()
            .search(
                [
                    ("connection_id", "=", self.connection_id.id),
                    ("user_id", "=", self.env.uid),
                    ("used_at", "!=", False),
                ],
                order="id desc",
                limit=1,
            )
        )
        return walk if walk.offered else walk.browse()

    # -- which rows there are ----------------------------------------------------------------------

    @api.model
    def _of(self, company):
        """The set-up of a company, made when it is asked for.

        One that was connected before there was a set-up has started already.

        :rtype: xero.setup
        """
        rows = self.sudo()
        row = rows.search([("company_id", "=", company.id)], limit=1)
        if not row:
            row = rows.create({"company_id": company.id})
            row.chosen_for = row.started_for = row._tenant()
        return row.sudo(False)

    @api.model
    def _unfinished(self, connection):
        """The set-up that a connection belongs to, while its first sync was not started.

        :rtype: xero.setup
        """
        # Every due sync asks: nothing of the page is worked out for it.
        connection = connection.sudo()
        row = self.sudo().search([("company_id", "=", connection.company_id.id)], limit=1)
        started = row.started_for and row.started_for == connection.tenant_id
        # An archived connection is no longer the one the set-up is about.
        return row if row and connection.active and not started else row.browse()
