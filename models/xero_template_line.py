from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .xero_sync_setting import SCHEDULES

# What every sync is asked; its own choices are the line's options.
COMMON = ("pull", "push", "write_mode", "policy", "pull_schedule", "push_schedule", "interval")
# Chosen in a window of its own, which shows first what would be written over.
NEVER = {"contact_overwrite"}
TAKEN = ("boolean", "selection", "integer")
PREFIX = {"contact_group": "group_"}


class XeroTemplateLine(models.Model):
    """What a template says about one sync."""

    _name = "xero.template.line"
    _inherit = "xero.template.owned"
    _description = "Sync in a template"
    _order = "template_id, sequence, id"
    _rec_name = "entity"
    _template_parent = "template_id"

    template_id = fields.Many2one(
        "xero.template", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    entity = fields.Selection(
        lambda self: self.env["xero.sync.setting"]._selection_entity(), "Sync", required=True
    )
    enabled = fields.Boolean("On", default=True)
    pull = fields.Boolean("Import from Xero", default=True)
    push = fields.Boolean("Export to Xero")
    write_mode = fields.Selection(
        lambda self: self._choices_of("write_mode"), "Records", default="both", required=True
    )
    policy = fields.Selection(
        lambda self: self._choices_of("policy"),
        "When both sides changed",
        default="ask",
        required=True,
    )
    pull_schedule = fields.Selection(SCHEDULES, "Import", default="minutes", required=True)
    push_schedule = fields.Selection(
        [("at_once", "At once"), *SCHEDULES], "Export", default="at_once", required=True
    )
    interval = fields.Integer("Minutes between runs", default=30)
    options = fields.Json("Choices of this sync", help="Values by the name of the choice.")
    options_text = fields.Text("Further choices", compute="_compute_options_text")
    pair_ids = fields.One2many("xero.template.pair", "line_id", "Pairs of fields", copy=True)

    _sql_constraints = [
        (
            "one_per_entity",
            "UNIQUE(template_id, entity)",
            "A template says one thing about each sync.",
        ),
        ("interval_positive", "CHECK(interval >= 5)", "The interval is at least 5 minutes."),
    ]

    @api.model
    def _choices_of(self, name):
        settings = self.env["xero.sync.setting"]
        return settings._fields[name]._description_selection(self.env)

    def _service(self):
        """The sync service of this line; None when the addon that brings it is gone."""
        return self.env["xero.sync"]._services().get(self.entity)

    @api.depends("entity")
    def _compute_sequence(self):
        for line in self:
            service = line._service()
            line.sequence = 99 if service is None else service._xero_sequence

    @api.depends("entity", "options")
    def _compute_options_text(self):
        settings = self.env["xero.sync.setting"]
        for line in self:
            values = line.options or {}
            said = [f"{settings._label_of(name)}: {settings._words_of(name, value)}"
                    for name, value in values.items() if name in settings._fields]  # fmt: skip
            line.options_text = "\n".join(said) or False

    @api.model
    def _option_names(self, entity):
        """Choices of one sync's own that a template may make: no record, which another company or
        database does not have.

        :rtype: list[str]
        """
        prefix = PREFIX.get(entity, f"{entity}_")
        service = self.env["xero.sync"]._services().get(entity)
        found = self.env["xero.sync.setting"]._fields.items()
        return [
            name
            for name, field in found
            if (name.startswith(prefix) or (service is not None and name in service._xero_choices))
            and name not in NEVER
            and field.type in TAKEN
            and field.store
            and not field.readonly
        ]

    @api.constrains("entity", "enabled", "pull", "push", "options")
    def _check_possible(self):
        for line in self:
            service = line._service()
            if service is None:
                continue
            if (line.pull and not service._xero_pull) or (line.push and not service._xero_push):
                raise ValidationError(
                    _("%s cannot be synced in that direction.", service._xero_label)
                )
            if line.enabled and not (line.pull or line.push):
                raise ValidationError(
                    _("“%s” needs a direction to be on: import, export or both.",
                      service._xero_label)
                )  # fmt: skip
            line._check_options()

    def _check_options(self):
        names = self._option_names(self.entity)
        for name, value in (self.options or {}).items():
            if name not in names or not self._fits(name, value):
                raise ValidationError(
                    _(
                        "“%(name)s: %(value)s” is no choice of %(sync)s. What can be chosen: "
                        "%(names)s.",
                        name=name,
                        value=value,
                        sync=self._service()._xero_label,
                        names=", ".join(names) or _("nothing"),
                    )
                )

    def _fits(self, name, value):
        field = self.env["xero.sync.setting"]._fields[name]
        if field.type == "selection":
            return value in field.get_values(self.env)
        return isinstance(value, bool) == (field.type == "boolean") and isinstance(value, int)

    def _values(self):
        """What the setting of this sync gets; one that is switched off keeps the rest.

        :rtype: dict
        """
        if not self.enabled:
            return {"enabled": False}
        values = {name: self[name] for name in COMMON}
        if "minutes" not in (self.pull_schedule, self.push_schedule):
            del values["interval"]
        return {"enabled": True, **values, **(self.options or {})}

    def _sentences_pairs(self, row):
        """What the pairs of fields of this line would change on a setting, in sentences."""
        return [said for pair in self.pair_ids for said in pair._sentences(row)]

    def _apply_pairs(self, row):
        for pair in self.pair_ids:
            pair._apply(row)
