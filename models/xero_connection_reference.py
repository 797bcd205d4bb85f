from odoo import _, api, fields, models

MAPS = ("xero.account.map", "xero.tax.map", "xero.tracking.map", "xero.journal.map")


class XeroConnection(models.Model):
    """What a connection knows from Xero's own lists, and what is still to be mapped to them."""

    _inherit = "xero.connection"

    timesheet_category_key = fields.Char(
        "Xero's id of the timesheet tracking category", readonly=True, copy=False
    )
    timesheet_category_at = fields.Datetime("Payroll settings read on", readonly=True, copy=False)
    timesheet_category_id = fields.Many2one(
        "xero.tracking.category",
        "Timesheets are tracked by",
        compute="_compute_timesheet_category",
        help="Chosen in Xero: Payroll settings, timesheet categories.",
    )
    tracking_category_ids = fields.One2many(
        "xero.tracking.category", "connection_id", "Tracking categories", readonly=True
    )
    mapping_open = fields.Integer("To be mapped", compute="_compute_mapping")
    mapping_sentence = fields.Char(compute="_compute_mapping")

    @api.depends("timesheet_category_key")
    def _compute_timesheet_category(self):
        categories = self.env["xero.tracking.category"].sudo()
        for row in self:
            row.timesheet_category_id = categories.search(
                [
                    ("connection_id", "=", row.id),
                    ("xero_id", "=", row.sudo().timesheet_category_key or ""),
                ],
                limit=1,
            )

    def _compute_mapping(self):
        for row in self:
            lacking = [len(row._open_mappings(model)) for model in MAPS]
            accounts, taxes, tracking, journals = lacking
            waiting = self.env["xero.quarantine"].search_count(
                [
                    ("connection_id", "=", row.id),
                    ("state", "=", "open"),
                    ("reason", "in", ("mapping_missing", "mapping_invalid")),
                ]
            )
            row.mapping_open = sum(lacking) or waiting
            row.mapping_sentence = _(
                "Accounts to map: %(accounts)s, taxes to map: %(taxes)s, analytic accounts to map: "
                "%(tracking)s, payment journals: %(journals)s. Documents that wait for them: "
                "%(waiting)s.",
                accounts=accounts,
                taxes=taxes,
                tracking=tracking,
                journals=journals,
                waiting=waiting,
            )

    def _open_mappings(self, model):
        """Rows that documents use and that are not ready.

        :param str model: one of :data:`MAPS`
        """
        domain = [("connection_id", "=", self.id), ("in_use", "=", True)]
        rows = self.env[model].search([*domain, *self.env[model]._on_page])
        return rows.filtered(lambda row: row.status in row._nagging)

    def action_open_mapping(self):
        """Open the mapping page that still needs a decision.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        lacking = [model for model in MAPS if self._open_mappings(model)]
        action = self.env[(lacking or MAPS)[0]]._open_action(self)
        return {**action, "context": {"search_default_attention": 1}}
