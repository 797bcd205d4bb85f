from collections import Counter

from odoo import _, api, models

from ..services.mapping_tracking import LONGEST_NAME, MOST_OPTIONS, plain_name


class XeroTrackingMap(models.Model):
    """Analytic accounts and tracking options that only one side has, created on the other."""

    _inherit = "xero.tracking.map"
    _chart_kind = "tracking_option"

    @api.depends("option_id", "state", "export_asked")
    def _compute_status(self):
        result = super()._compute_status()
        for row in self.filtered("export_asked"):
            row.problem = row._forbidden(row.connection_id) or row.problem
        return result

    def _place(self, category):
        """The yes was said for the other category."""
        self.export_asked = False
        return super()._place(category)

    @api.model
    def _forbidden(self, connection):
        """Options are no part of the chart of accounts; their own sync is the switch."""
        if connection.sudo().setting_ids.filtered(
            lambda setting: setting.entity == self._chart_kind and setting.enabled
        ):
            return ""
        return _(
            "Creating tracking options in Xero is switched off. A manager can switch “New "
            "tracking options” on, under Xero > Configuration > Syncs."
        )

    @api.model
    def _lines_to_import(self, connection, rows):
        mapped = self.search([("connection_id", "=", connection.id)]).option_id
        taken = self._names_in_odoo(connection)
        lines = []
        for option in self._targets(connection) - mapped.sudo():
            category = option.category_id
            if not category.active:
                continue
            why = self._why_no_account(option, taken)
            taken[category.id].add(plain_name(option.name))
            lines.append(
                {
                    "key": str(option.id),
                    "name": option.name,
                    "code": "",
                    "what": category.plan_id.display_name or category.name,
                    "note": why,
                    "blocked": bool(why),
                }
            )
        return lines

    def _names_in_odoo(self, connection):
        """Names of the analytic accounts of each category's plan, archived ones included.

        :rtype: dict[int, set[str]]
        """
        company = connection.sudo().company_id
        accounts = self.env["account.analytic.account"].sudo().with_context(active_test=False)
        own = accounts._check_company_domain(company)
        return {
            category.id: {
                plain_name(account.name)
                for account in accounts.search([*own, ("root_plan_id", "=", category.plan_id.id)])
            }
            for category in connection.sudo().with_context(active_test=False).tracking_category_ids
        }

    def _why_no_account(self, option, taken):
        """Why no analytic account is made for an option; "" when one can be."""
        category = option.category_id
        if not category.plan_id:
            return _(
                "No analytic plan stands for “%s”. Choose one under Mapping > Analytic plans.",
                category.name,
            )
        if plain_name(option.name) in taken[category.id]:
            return _("An analytic account has this name. Map it to this option, or rename one.")
        return ""

    @api.model
    def _import_one(self, connection, line):
        option = self._targets(connection).browse(int(line["key"]))
        account = (
            self.env["account.analytic.account"]
            .with_company(connection.company_id)
            .create(
                {
                    "name": line["name"],
                    "plan_id": option.category_id.plan_id.id,
                    "company_id": connection.company_id.id,
                }
            )
        )
        row = self.sudo()._rows_of(connection, account).with_env(self.env)
        row.write({"option_id": option.id})

    @api.model
    def _lines_to_export(self, connection, rows):
        mine = [
            ("connection_id", "=", connection.id),
            ("category_id", "!=", False),
            ("option_id", "=", False),
        ]
        taken, places = self._options_in_xero(connection)
        lines = []
        for row in self.search(mine) & rows if rows else self.search(mine):
            category = row.sudo().category_id
            problem = row._problem_of_export(taken[category.id], places[category.id])
            if not problem:
                taken[category.id].add(plain_name(row._name_in_xero()))
                places[category.id] -= 1
            lines.append(self._line_to_export(row, row in rows, category.name, "", problem))
        return lines

    def _options_in_xero(self, connection):
        """Names of each category's options, archived ones included, and how many more it takes.

        :rtype: tuple[dict[int, set[str]], dict[int, int]]
        """
        options = self.env["xero.tracking.option"].sudo().with_context(active_test=False)
        taken, used = {}, Counter()
        for category in self._plans(connection):
            taken[category.id] = set()
        for option in options.search([("connection_id", "=", connection.id)]):
            taken.setdefault(option.category_id.id, set()).add(plain_name(option.name))
            used[option.category_id.id] += option.active
        return taken, {category_id: MOST_OPTIONS - used[category_id] for category_id in taken}

    def _problem_of_export(self, taken, places):
        """Why Xero would not take the option; "" when it would (FACTS 5.17)."""
        name, category = self._name_in_xero(), self.sudo().category_id
        if not category.active:
            return self._refusal_of_archived(category)
        if len(name) > LONGEST_NAME:
            return _("Xero takes %s characters of a name. Shorten it.", LONGEST_NAME)
        if plain_name(name) in taken:
            return _("Xero has an option with this name. Map it to that one, or rename it here.")
        if places < 1:
            return _("“%(category)s” has no room: Xero takes %(most)s options.",
                     category=category.name, most=MOST_OPTIONS)  # fmt: skip
        return ""

    @api.model
    def _export_one(self, connection, line):
        row = self.browse(int(line["key"]))
        if not row._made_before():
            # What was made while its plan stood for another category is no pair any more.
            row._made_for().write({"active": False})
        return super()._export_one(connection, line)

    def _made_before(self):
        option = self.env["xero.tracking.option"].sudo().with_context(active_test=False)
        return bool(
            option.search(
                [
                    ("connection_id", "=", self.connection_id.id),
                    ("xero_id", "in", self._made_for().mapped("xero_id")),
                    ("category_id", "=", self.sudo().category_id.id),
                ],
                limit=1,
            )
        )

    def _made_for(self):
        """The link to the option that was made for this row, if one was.

        :rtype: xero.link
        """
        links = self.env["xero.link"].sudo()
        found = links._of_odoo(self.connection_id, self._chart_kind, self.ids)
        return found.get(self.id, links)

    def _name_in_xero(self):
        return " ".join((self.analytic_account_id.sudo().name or "").split())

    def _xero_values(self):
        return {"name": self._name_in_xero(), "category": self.category_id.xero_id}

    def _made_in_xero(self, target_id):
        """A plan that was given up meanwhile, or chosen for another category, has no use for it."""
        option = self.env["xero.tracking.option"].sudo().browse(target_id)
        if option.category_id != self.category_id:
            self.export_asked = False
            return None
        return super()._made_in_xero(target_id)
