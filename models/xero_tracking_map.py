from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..services.mapping_tracking import plain_name, suggest_option

GROUP_ACCOUNTANT = "xero_connector.group_accountant"


class XeroTrackingMap(models.Model):
    """An analytic account of a plan that was chosen for a category, and its option in Xero."""

    _name = "xero.tracking.map"
    _description = "Analytic account to Xero tracking option"
    _inherit = "xero.mapping"
    _order = "in_use desc, category_id, analytic_account_id, id"
    _rec_name = "analytic_account_id"
    _target = "option_id"
    _on_page = [("category_id", "!=", False)]

    analytic_account_id = fields.Many2one(
        "account.analytic.account", required=True, ondelete="cascade", index=True, readonly=True
    )
    # Empty while no category has the account's plan; the choice made before is kept for then.
    category_id = fields.Many2one(
        "xero.tracking.category",
        "Tracking category",
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    option_id = fields.Many2one(
        "xero.tracking.option",
        "Option in Xero",
        ondelete="restrict",
        index=True,
        domain="[('category_id', '=', category_id)]",
    )
    option_name = fields.Char(readonly=True, help="What the option was called when it was chosen.")
    renamed = fields.Boolean(compute="_compute_renamed")

    _sql_constraints = [
        (
            "account_unique",
            "UNIQUE(connection_id, analytic_account_id)",
            "An analytic account is mapped once.",
        ),
    ]

    @api.depends("option_id", "option_name")
    def _compute_renamed(self):
        for row in self:
            name = row.sudo().option_id.name
            row.renamed = bool(name) and plain_name(name) != plain_name(row.option_name)

    @api.constrains("option_id")
    def _check_target(self):
        for row in self:
            category = row.sudo().option_id.category_id
            if category and category != row.sudo().category_id:
                raise ValidationError(
                    _("%s belongs to another category.", row.option_id.display_name)
                )

    def _refusal_of_target(self):
        """Pain 26: an option that is not what it was when it was chosen."""
        row = self.sudo()
        refusal = self._refusal_of_archived(row.category_id) or self._refusal_of_archived(
            row.option_id
        )
        if refusal or not row.renamed:
            return refusal
        return _(
            "“%(old)s” is called “%(new)s” in Xero now. Confirm it if it still means the same, or "
            "choose another.",
            old=row.option_name,
            new=row.option_id.name,
        )

    def write(self, vals):
        result = super().write(vals)
        if "option_id" in vals and "option_name" not in vals:
            self.sudo()._note_names()
        return result

    def action_confirm(self):
        """Confirm the suggestions of these rows, and options that have another name in Xero now.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: a row has nothing to confirm, or Xero would refuse it
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self.check_access_rule("write")
        self.sudo()._note_names()
        return super().action_confirm()

    def _note_names(self):
        for row in self:
            row.option_name = row.option_id.name

    def _suggestion(self, targets):
        self.ensure_one()
        if not self.category_id.active:
            return None
        options = targets.filtered(lambda option: option.category_id == self.category_id)
        return suggest_option(self.analytic_account_id.name, options)

    @api.model
    def _accounts(self, connection):
        """The company's analytic accounts of the plans that were chosen.

        :rtype: account.analytic.account
        """
        accounts = self.env["account.analytic.account"].sudo()
        return accounts.search(
            [
                *accounts._check_company_domain(connection.sudo().company_id),
                ("root_plan_id", "in", self._plans(connection).mapped("plan_id").ids),
            ]
        )

    def _unlisted(self, connection):
        rows = self.search([("connection_id", "=", connection.id)])
        return bool(self._accounts(connection) - rows.analytic_account_id)

    def _rows_wanted(self, connection):
        """Rows of the accounts of every chosen plan; new ones are made.

        :rtype: xero.tracking.map
        """
        rows = self._rows_of(connection, self._accounts(connection))
        used = self._seen_on_invoices(connection.sudo().company_id)
        for row in rows:
            if row.in_use != (row.analytic_account_id.id in used):
                row.in_use = row.analytic_account_id.id in used
        unused = self.search([("connection_id", "=", connection.id), ("id", "not in", rows.ids)])
        unused.filtered("category_id").write({"category_id": False})
        return rows

    @api.model
    def _plans(self, connection):
        """The categories for which a plan was chosen.

        :rtype: xero.tracking.category
        """
        found = connection.sudo().with_context(active_test=False).tracking_category_ids
        return found.filtered("plan_id")

    def _rows_of(self, connection, accounts):
        """The rows of these accounts, each under the category that has the account's plan now.

        :rtype: xero.tracking.map
        """
        rows = self.search(
            [("connection_id", "=", connection.id), ("analytic_account_id", "in", accounts.ids)]
        )
        new = self._new_rows(
            [
                {"connection_id": connection.id, "analytic_account_id": account.id}
                for account in accounts - rows.analytic_account_id
            ]
        )
        plans = {category.plan_id: category for category in self._plans(connection)}
        targets = self._targets(connection)
        for row in rows | new:
            category = plans.get(row.analytic_account_id.root_plan_id)
            if category and row.category_id != category:
                row._place(category)
                if row._undecided():
                    row._take(row._suggestion(targets))
        return rows | new

    def _place(self, category):
        """An option of another category means nothing here."""
        kept = self.option_id and self.option_id.category_id in (category, category.browse())
        gone = {"option_id": False, "state": "missing", "why": False, "left_open": False}
        self.write({"category_id": category.id, **({} if kept else gone)})

    @api.model
    def _seen_on_invoices(self, company):
        """Analytic accounts on lines of the company's posted customer invoices.

        :rtype: set[int]
        """
        self.env["account.move.line"].flush_model()
        self.env.cr.execute(
            """
            SELECT DISTINCT key
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id,
                   jsonb_object_keys(CASE jsonb_typeof(line.analytic_distribution)
                       WHEN 'object' THEN line.analytic_distribution ELSE '{}' END) AS key
             WHERE line.company_id = %s AND line.parent_state = 'posted'
               AND line.analytic_distribution IS NOT NULL AND move.move_type = 'out_invoice'
            """,
            [company.id],
        )
        keys = ",".join(key for (key,) in self.env.cr.fetchall())
        return {int(part) for part in keys.split(",") if part.strip().isdigit()}

    @api.model
    def _options(self, connection, accounts):
        """The options that lines with these analytic accounts are tracked by.

        :param accounts: account.analytic.account records of chosen plans
        :rtype: dict[int, str] -- Xero's id by account; "" where none is mapped or Xero would refuse
            it, and :meth:`_missing` says which
        """
        rows = self.sudo()._rows_of(connection, accounts) if accounts else self.browse()
        return {
            row.analytic_account_id.id: row.option_id.xero_id if row._usable() else ""
            for row in rows
        }

    @api.model
    def _missing(self, connection, account):
        """Why :meth:`_options` has none for an account, for the quarantine.

        :rtype: tuple[str, str] -- reason of xero.quarantine and a sentence with the way out
        """
        row = self.sudo()._rows_of(connection, account)
        row._note_use()
        if row.option_id and row._refusal_of_target():
            return "mapping_invalid", _(
                "The analytic account %(name)s cannot be used in Xero as it is mapped. %(why)s",
                name=account.display_name,
                why=row._refusal_of_target(),
            )
        return "mapping_missing", _(
            "The analytic account %(name)s has no option of the tracking category “%(category)s” "
            "in Xero. Open the mapping of analytic accounts, choose one, and the document is sent "
            "by itself.",
            name=account.display_name,
            category=row.category_id.name,
        )

    @api.model
    def _open_action(self, connection, account=None):
        """The mapping page of analytic accounts, at the row of one when it is given.

        :rtype: dict
        """
        context = {"search_default_analytic_account_id": account.id} if account else {}
        domain = [("connection_id", "=", connection.id), *self._on_page]
        return {**self._page(connection), "domain": domain, "context": context}
