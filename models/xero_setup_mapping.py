from odoo import _, fields, models

# The mappings of Xero's lists that a document cannot do without, and what the page calls them.
MAPS = ("xero.account.map", "xero.tax.map")
MOST_SHOWN = 20


class XeroSetup(models.Model):
    """The mapping's part: how far Xero's lists are read, what is suggested, what is open."""

    _inherit = "xero.setup"

    lists_waiting = fields.Char("Not read yet", compute="_compute_mapping", compute_sudo=True)
    chart_lacking = fields.Char(compute="_compute_mapping", compute_sudo=True)
    mapping_needed = fields.Boolean(compute="_compute_mapping", compute_sudo=True)
    account_sentence = fields.Char("Accounts", compute="_compute_mapping", compute_sudo=True)
    tax_sentence = fields.Char("Taxes", compute="_compute_mapping", compute_sudo=True)
    sure_count = fields.Integer("Sure suggestions", compute="_compute_mapping", compute_sudo=True)
    open_account_ids = fields.Many2many(
        "xero.account.map", string="Open accounts", compute="_compute_mapping",
        compute_sudo=True,
    )  # fmt: skip
    open_tax_ids = fields.Many2many(
        "xero.tax.map", string="Open taxes", compute="_compute_mapping", compute_sudo=True
    )

    def _compute_mapping(self):
        accounts, taxes = (self.env[model] for model in MAPS)
        for row in self:
            # Worked out where it is shown: each row's status asks for what it is used with.
            shown = row.step == "mapping"
            connection = row.connection_id
            waiting = row._lists_waiting()
            row.lists_waiting = ", ".join(waiting.mapped("display_name")) or False
            row.chart_lacking = shown and row._chart_lacking()
            row.mapping_needed = bool(row._map_steps())
            row.account_sentence = row._counts_sentence(accounts._name) if shown else False
            row.tax_sentence = row._counts_sentence(taxes._name) if shown else False
            row.sure_count = sum(len(row._sure_rows(model)) for model in MAPS) if shown else 0
            row.open_account_ids = shown and connection._open_mappings(accounts._name)[:MOST_SHOWN]
            row.open_tax_ids = shown and connection._open_mappings(taxes._name)[:MOST_SHOWN]

    def _chain_of_lists(self):
        """Steps of the connection's chain that are about Xero's lists.

        :rtype: list[services.chain.Step]
        """
        connection = self.connection_id
        if not self._organisation_done():
            return []
        services = self.env["xero.sync"]._services()
        return [step for step in connection._chain_steps() if services[step.entity]._is_list()]

    def _chart_lacking(self):
        """That the company has no chart of accounts in Odoo; "" when it has one.

        :rtype: str
        """
        if not self._organisation_done():
            return ""
        return self.env["xero.account.map"]._chart_lacking(self.company_id)

    def _map_steps(self):
        return [step for step in self._chain_of_lists() if step.kind == "map"]

    def _lists_waiting(self):
        """Settings of the lists that are on and were not read yet.

        :rtype: xero.sync.setting
        """
        undone = {step.entity for step in self._chain_of_lists() if self._is_unread(step)}
        return self.connection_id.setting_ids.filtered(lambda row: row.entity in undone)

    def _is_unread(self, step):
        return step.kind == "run" and not step.done

    def _mapping_done(self):
        return self._organisation_done() and all(step.done for step in self._chain_of_lists())

    def _mapping_sentence(self):
        if not self._organisation_done():
            return _("Which account and tax in Xero each of yours is.")
        waiting = self._lists_waiting()
        if waiting:
            return _("Being read from Xero: %s.", ", ".join(waiting.mapped("display_name")))
        if not self._map_steps():
            return _("Nothing that is switched on needs them.")
        if self._chart_lacking():
            return self._chart_lacking()
        accounts, taxes = (self._confirmed_words(model) for model in MAPS)
        return _("Accounts: %(accounts)s. Taxes: %(taxes)s.", accounts=accounts, taxes=taxes)

    def _rows_of(self, model, *domain):
        return self.env[model].sudo().search(self._page_domain(model, *domain))

    def _page_domain(self, model, *domain):
        return [("connection_id", "=", self.connection_id.id), *self.env[model]._on_page, *domain]

    def _confirmed_words(self, model):
        """How much of a mapping a person has confirmed, and what of the rest documents use.

        :rtype: str
        """
        rows = self.env[model].sudo()
        confirmed = rows.search_count(self._page_domain(model, ("state", "=", "confirmed")))
        left = rows.search_count(self._page_domain(model)) - confirmed
        words = _("%(confirmed)s confirmed, %(open)s open", confirmed=confirmed, open=left)
        used = len(self.connection_id._open_mappings(model))
        return _("%(words)s (on documents: %(used)s)", words=words, used=used) if used else words

    def _sure_rows(self, model):
        """Suggestions of a mapping that are sure, and that Xero would not refuse.

        :param str model: of the mapping
        :rtype: xero.mapping
        """
        rows = self._rows_of(model, ("state", "=", "sure"))
        return rows.filtered(lambda row: row.status == "ready")

    def _counts_sentence(self, model):
        """How many rows of a mapping are confirmed, suggested and open.

        :rtype: str
        """
        states = self._rows_of(model).mapped("state")
        return _(
            "%(confirmed)s confirmed, %(sure)s sure suggestions, %(unsure)s to check, %(missing)s "
            "without a suggestion.",
            **{name: states.count(name) for name in ("confirmed", "sure", "unsure", "missing")},
        )
