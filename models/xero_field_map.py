from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

# What makes a pair what it is: changed, it has to be looked at again before it is in use.
DEFINITION = {"setting_id", "kind", "odoo_field", "constant", "expression", "xero_key", "owner"}
# What a person may say about a pair of the connector's own.
FREE_OF_BUILTIN = {"owner"}
OWN = {"state", "builtin", "preview_state", "preview_note", "sample_ids"}


class XeroFieldMap(models.Model):
    """A pair of values that a sync keeps equal: one of the connector's own, or a person's."""

    _name = "xero.field.map"
    _description = "Field mapping to Xero"
    _order = "setting_id, builtin_last, sequence, id"

    setting_id = fields.Many2one(
        "xero.sync.setting", "Sync", required=True, ondelete="cascade", index=True
    )
    connection_id = fields.Many2one(related="setting_id.connection_id", store=True)
    company_id = fields.Many2one(related="setting_id.company_id", store=True)
    entity = fields.Selection(related="setting_id.entity", store=True)
    payroll = fields.Boolean(related="setting_id.payroll", store=True)
    sequence = fields.Integer(default=10)
    builtin = fields.Char(readonly=True, help="Name of the connector's own field, else empty.")
    builtin_last = fields.Boolean(compute="_compute_builtin_last", store=True)
    kind = fields.Selection(
        [
            ("field", "A field of the record"),
            ("constant", "Always the same text"),
            ("computed", "A computed text"),
        ],
        "Odoo's side is",
        default="field",
        required=True,
    )
    odoo_field = fields.Char("Field in Odoo")
    constant = fields.Char("Text")
    expression = fields.Char(
        help="Texts in quotes, fields of the record, and upper(), lower(), strip(), concat(), "
        "replace(text, old, new), first(a, b, ...), if_empty(value, other)."
    )
    xero_key = fields.Char("Field in Xero", required=True)
    owner = fields.Selection(
        [
            ("both", "Both sides"),
            ("odoo", "Odoo only: Xero follows"),
            ("xero", "Xero only: Odoo follows"),
        ],
        "Changed on",
        default="both",
        required=True,
    )
    state = fields.Selection(
        [("draft", "Not in use yet"), ("on", "In use"), ("off", "Switched off")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )

    _sql_constraints = [
        (
            "one_per_builtin",
            "UNIQUE(setting_id, builtin)",
            "A field of the connector's own stands in the list once.",
        ),
    ]

    @api.depends("builtin")
    def _compute_builtin_last(self):
        for row in self:
            row.builtin_last = bool(row.builtin)

    @api.depends("builtin", "setting_id", "xero_key")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            named = row._declared_builtin()
            named = named or next((key for key in row._keys() if key.path == row.xero_key), None)
            row.display_name = named.label if named else row.xero_key or _("New pair")

    @api.constrains(*DEFINITION)
    def _check_definition(self):
        for row in self.filtered(lambda row: not row.builtin):
            problem = row._problem()
            if problem:
                raise ValidationError(problem)

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind != "field":
            self.owner = "odoo"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(OWN.intersection(vals) for vals in vals_list):
            raise UserError(_("A new pair is tried out first; press Preview, then Use it."))
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        if not self.env.su:
            self._check_may_write(vals)
        result = super().write(vals)
        changed = self.filtered(lambda row: not row.builtin)
        if DEFINITION.intersection(vals) and changed:
            # What is in use has been seen on live records.
            super(XeroFieldMap, changed.sudo()).write(
                {"state": "draft", "preview_state": "none", "preview_note": False}
            )
            changed.sudo().sample_ids.unlink()
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_builtin(self):
        if not self.env.su and any(row.builtin for row in self):
            raise UserError(_("The connector's own pairs are switched off, not deleted."))

    def _check_may_write(self, vals):
        if OWN.intersection(vals):
            raise UserError(_("Use the buttons Preview, Use it and Switch off."))
        for row in self.filtered("builtin"):
            declared = row._declared_builtin()
            free = declared and declared.optional and declared.owner == "both"
            if not free or set(vals) - FREE_OF_BUILTIN:
                raise UserError(
                    _(
                        "“%s” is one of the connector's own pairs. It can be switched off where "
                        "this page offers it, and stays as it is otherwise.",
                        row.display_name,
                    )
                )

    def _service(self):
        """The sync service of this row's entity; None when nothing that is installed has it.

        A service is an empty recordset and therefore false: ask for None.
        """
        return self.env["xero.sync"]._services().get(self.entity)

    def _declared_builtin(self):
        """The declaration of one of the connector's own pairs, None for a person's.

        :rtype: services.fields.Field | None
        """
        service = self._service() if self.builtin else None
        found = () if service is None else service._synced_fields()
        return next((field for field in found if field.name == self.builtin), None)

    @api.model
    def _complete(self, settings):
        """A row for each of the connector's own pairs; what a person changed stays so.

        Called when a connection is made, at every update of an addon, and when the page is opened.
        """
        for setting in settings.sudo():
            service = self.env["xero.sync"]._services().get(setting.entity)
            if service is None or not service._mappable_keys():
                continue
            shown = {f.name: f for f in service._synced_fields() if any(f.places)}
            rows = self.sudo().search([("setting_id", "=", setting.id), ("builtin", "!=", False)])
            rows.filtered(lambda row, kept=shown: row.builtin not in kept).unlink()
            self._complete_rows(setting, shown, {row.builtin: row for row in rows.exists()})

    def _complete_rows(self, setting, shown, known):
        """Make what is missing, and move what now stands elsewhere.

        :param dict shown: declared fields by name
        :param dict known: rows by name
        """
        missing = []
        for sequence, (name, declared) in enumerate(shown.items()):
            ours, theirs = declared.places
            vals = {"odoo_field": ours, "xero_key": theirs or "-", "sequence": sequence}
            if declared.owner != "both":
                vals["owner"] = declared.owner
            row = known.get(name)
            if row is None:
                missing.append({"setting_id": setting.id, "builtin": name, "state": "on", **vals})
            elif any((row[column] or "") != value for column, value in vals.items() if value):
                row.write(vals)
        if missing:
            self.sudo().create(missing)
