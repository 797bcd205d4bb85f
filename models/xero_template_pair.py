from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

DEFINITION = ("kind", "odoo_field", "constant", "expression", "xero_key", "owner")


class XeroTemplatePair(models.Model):
    """What a template says about a pair of fields: one of the connector's own, or a new one."""

    _name = "xero.template.pair"
    _inherit = "xero.template.owned"
    _description = "Pair of fields in a template"
    _order = "line_id, id"
    _template_parent = "line_id"

    line_id = fields.Many2one(
        "xero.template.line", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    builtin = fields.Char("The connector's own pair", help="Its name. Empty: a new pair.")
    on = fields.Boolean("In use", default=True)
    kind = fields.Selection(
        lambda self: self._choices_of("kind"), "Odoo's side is", default="field", required=True
    )
    odoo_field = fields.Char("Field in Odoo")
    constant = fields.Char("Text")
    expression = fields.Char()
    xero_key = fields.Char("Field in Xero")
    owner = fields.Selection(
        lambda self: self._choices_of("owner"), "Changed on", default="both", required=True
    )

    @api.model
    def _choices_of(self, name):
        return self.env["xero.field.map"]._fields[name]._description_selection(self.env)

    @api.depends("builtin", "xero_key", "line_id.entity")
    def _compute_display_name(self):
        for pair in self:
            service = pair.line_id._service()
            keys = () if service is None else service._mappable_keys()
            named = pair._declared() or next((k for k in keys if k.path == pair.xero_key), None)
            pair.display_name = named.label if named else pair.xero_key or pair.builtin

    def _declared(self):
        """The declaration of one of the connector's own pairs that a person may change, or None.

        :rtype: services.fields.Field | None
        """
        service = self.line_id._service() if self.builtin else None
        found = () if service is None else service._synced_fields()
        return next((f for f in found if f.name == self.builtin and f.optional), None)

    @api.constrains("builtin", "xero_key", "line_id")
    def _check_known(self):
        for pair in self:
            service = pair.line_id._service()
            if service is None:
                continue
            places = {key.path for key in service._mappable_keys()}
            known = pair._declared() if pair.builtin else pair.xero_key in places
            if not known:
                raise ValidationError(
                    _(
                        "“%(name)s” is no pair of fields that can be chosen for %(sync)s.",
                        name=pair.builtin or pair.xero_key or "",
                        sync=service._xero_label,
                    )
                )

    @api.model
    def _of_setting(self, setting):
        """What makes the pairs of a setting different from those that came with the connector.

        :rtype: list[dict] -- values of rows
        """
        rows = self.env["xero.field.map"].search([("setting_id", "=", setting.id)])
        found = []
        for row in rows:
            declared = row._declared_builtin()
            if row.builtin and declared and declared.optional:
                if (row.state, row.owner) != ("on", declared.owner):
                    found.append(
                        {"builtin": row.builtin, "on": row.state == "on", "owner": row.owner}
                    )
            elif not row.builtin and row.state == "on":
                found.append({name: row[name] for name in DEFINITION})
        return found

    def _row(self, setting):
        """The pair of a setting that this one is about; empty when it has none."""
        rows = self.env["xero.field.map"].search([("setting_id", "=", setting._origin.id)])
        if self.builtin:
            return rows.filtered(lambda row: row.builtin == self.builtin)
        mine = [self[name] or False for name in DEFINITION]
        same = [row for row in rows if not row.builtin
                and [row[name] or False for name in DEFINITION] == mine]  # fmt: skip
        return same[0] if same else rows.browse()

    def _definition(self, setting):
        return {"setting_id": setting.id, **{name: self[name] for name in DEFINITION}}

    def _problem(self, setting):
        """Why a pair that is none of the connector's own cannot be made by whoever uses the
        template, who may see less than its author; "" when it can.

        :rtype: str
        """
        if self.builtin or self._row(setting):
            return ""
        return self.env["xero.field.map"].new(self._definition(setting))._problem()

    def _changes(self, setting):
        """What one of the connector's own pairs gets that it has not.

        :rtype: dict
        """
        row, declared = self._row(setting), self._declared()
        now = {"state": row.state or "on", "owner": row.owner or declared.owner}
        wanted = {"state": "on" if self.on else "off"}
        if self.on and declared.owner == "both":
            wanted["owner"] = self.owner
        return {name: value for name, value in wanted.items() if now[name] != value}

    def _sentences(self, setting):
        names = {"sync": setting.display_name, "pair": self.display_name}
        if not self.builtin:
            if self._row(setting) or self._problem(setting):
                return []
            return [
                _(
                    "“%(sync)s”: a pair of fields for “%(pair)s” is added and tried out on five "
                    "records; it is used once somebody presses “Use it”.",
                    **names,
                )
            ]
        changes = self._changes(setting)
        said = []
        if "state" in changes and self.on:
            said.append(_("“%(sync)s”: the field “%(pair)s” is kept equal.", **names))
        elif "state" in changes:
            said.append(_("“%(sync)s”: the field “%(pair)s” is left alone.", **names))
        if "owner" in changes:
            words = dict(self._choices_of("owner"))[self.owner]
            said.append(
                _("“%(sync)s”: the field “%(pair)s” is changed on: %(side)s.", side=words, **names)
            )
        return said

    def _apply(self, setting):
        rows = self.env["xero.field.map"]
        if self.builtin:
            rows._complete(setting)
            changes = self._changes(setting)
            if changes:
                self._row(setting).sudo().write(changes)
        elif not self._row(setting) and not self._problem(setting):
            row = rows.create(self._definition(setting))
            if setting.connection_id.state == "live":
                row.action_preview()


class XeroTemplate(models.Model):
    _inherit = "xero.template"

    def _sentences_left(self, connection, plan):
        said = super()._sentences_left(connection, plan)
        for setting, line in self._pairs(connection):
            for pair in line.pair_ids:
                why = pair._problem(setting)
                if why:
                    said.append(
                        _(
                            "“%(sync)s”: the pair of fields for “%(pair)s” is left out. %(why)s",
                            sync=setting.display_name,
                            pair=pair.display_name,
                            why=why,
                        )
                    )
        return said
