from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models.notice import notice
from ..models.xero_mapping import GROUP_ACCOUNTANT

MAPS = {
    "account": "xero.account.map",
    "tax": "xero.tax.map",
    "bank_account": "xero.journal.map",
    "tracking_option": "xero.tracking.map",
}


class XeroChartWizard(models.TransientModel):
    """What would be created for accounts, taxes or tracking options without a counterpart; nothing
    is, before a yes."""

    _name = "xero.chart.wizard"
    _description = "Create what has no counterpart"

    connection_id = fields.Many2one("xero.connection", required=True, ondelete="cascade")
    kind = fields.Selection(
        [
            ("account", "Accounts"),
            ("tax", "Taxes"),
            ("bank_account", "Bank accounts"),
            ("tracking_option", "Tracking options"),
        ],
        required=True,
    )
    direction = fields.Selection(
        [("import", "Create in Odoo"), ("export", "Create in Xero")], required=True
    )
    line_ids = fields.One2many("xero.chart.wizard.line", "wizard_id")
    chosen_count = fields.Integer(compute="_compute_sentence")
    possible_count = fields.Integer(compute="_compute_sentence")
    sentence = fields.Char(compute="_compute_sentence")

    @api.constrains("connection_id")
    def _check_own(self):
        # By JSON-RPC the window could be pointed at another company's. Later series
        # check constraints as superuser.
        self.sudo(False).connection_id.check_access_rule("read")

    @api.depends("line_ids.chosen")
    def _compute_sentence(self):
        for wizard in self:
            wizard.chosen_count = len(wizard.line_ids.filtered("chosen"))
            wizard.possible_count = len(wizard.line_ids.filtered(lambda line: not line.blocked))
            wizard.sentence = wizard._sentence()

    def _sentence(self):
        count, company = self.chosen_count, self.connection_id.company_id.display_name
        if not self.line_ids:
            return _("Everything has its counterpart: there is nothing to create.")
        if not self.possible_count:
            return _("None of these can be created; each says why.")
        if not count:
            return _("Nothing is ticked yet. Tick what is to be created; only that will be.")
        if self.direction == "import":
            return _(
                "%(count)s of these will be created in Odoo for %(company)s, and mapped.",
                count=count,
                company=company,
            )
        return _(
            "%(count)s of these will be created in Xero, in %(organisation)s, and mapped. What is "
            "created there cannot be taken back from here.",
            count=count,
            organisation=self.connection_id.name,
        )

    def _title(self):
        titles = {
            ("account", "import"): _("Create accounts in Odoo"),
            ("tax", "import"): _("Create taxes in Odoo"),
            ("bank_account", "import"): _("Create bank journals in Odoo"),
            ("account", "export"): _("Create accounts in Xero"),
            ("tax", "export"): _("Create tax rates in Xero"),
            ("bank_account", "export"): _("Create bank accounts in Xero"),
            ("tracking_option", "import"): _("Create analytic accounts in Odoo"),
            ("tracking_option", "export"): _("Create tracking options in Xero"),
        }
        return titles[self.kind, self.direction]

    def _open(self):
        """The window, as a button opens it.

        :rtype: dict
        """
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self._title(),
        }

    def action_select_all(self):
        """Tick all that can be created.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        """
        return self._tick(True)

    def action_select_none(self):
        """Take every tick away.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        """
        return self._tick(False)

    def _tick(self, chosen):
        self.ensure_one()
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self.line_ids.filtered(lambda line: not line.blocked).chosen = chosen
        return self._open()

    def action_create(self):
        """Create what is ticked.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant, or without the
            right to create accounts, taxes or analytic accounts in Odoo
        :raises odoo.exceptions.UserError: nothing is ticked, or a code is taken
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self.connection_id.check_access_rule("read")
        pages = self.env[MAPS[self.kind]]
        chosen = {line.key: line for line in self.line_ids.filtered("chosen")}
        # What was true when the window opened may not be any more.
        possible = pages._chart_lines(self.connection_id, self.direction, pages)
        lines = [
            {**line, "name": chosen[line["key"]].name, "code": chosen[line["key"]].code}
            for line in possible
            if line["key"] in chosen and not line["blocked"]
        ]
        if not lines:
            raise UserError(_("Tick what is to be created."))
        for line in lines:
            getattr(pages, f"_{self.direction}_one")(self.connection_id, line)
        return self._told(len(lines))

    def _told(self, count):
        message = (
            _("%s created and mapped.", count)
            if self.direction == "import"
            else _("%s on their way to Xero. The page updates by itself.", count)
        )
        return notice(message)


class XeroChartWizardLine(models.TransientModel):
    _name = "xero.chart.wizard.line"
    _description = "An account, a tax or a tracking option to be created"

    wizard_id = fields.Many2one("xero.chart.wizard", required=True, ondelete="cascade")
    kind = fields.Selection(related="wizard_id.kind")
    direction = fields.Selection(related="wizard_id.direction")
    key = fields.Char(required=True)
    chosen = fields.Boolean("Create")
    blocked = fields.Boolean()
    name = fields.Char(required=True)
    code = fields.Char()
    what = fields.Text("As")
    note = fields.Text("What to know")
