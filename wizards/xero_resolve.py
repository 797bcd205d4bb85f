from odoo import _, api, fields, models
from odoo.exceptions import UserError

GROUP_ACCOUNTANT = "xero_connector.group_accountant"
LABELS = {
    "link": "Link to this one",
    "create": "Create a new record",
    "odoo": "Take Odoo's values",
    "xero": "Take Xero's values",
    "map": "Complete the mapping, then try again",
    "retry": "Try again",
    "dismiss": "Dismiss with a reason",
}


class XeroResolveWizard(models.TransientModel):
    _name = "xero.resolve.wizard"
    _description = "Resolve a quarantined difference"

    quarantine_id = fields.Many2one(
        "xero.quarantine", "Question", required=True, ondelete="cascade"
    )
    name = fields.Char(related="quarantine_id.name")
    sentence = fields.Text(related="quarantine_id.sentence")
    reason = fields.Selection(related="quarantine_id.reason")
    direction = fields.Selection(related="quarantine_id.direction")
    choice_id = fields.Many2one(
        "xero.resolve.choice", "What to do", domain="[('wizard_id', '=', id)]"
    )
    choice = fields.Selection(
        list(LABELS.items()), compute="_compute_choice", store=True, readonly=False
    )
    candidate_id = fields.Many2one(
        "xero.resolve.candidate", "Which record", domain="[('wizard_id', '=', id)]"
    )
    candidate_ids = fields.One2many("xero.resolve.candidate", "wizard_id")
    search_for = fields.Char("Another one", help="Part of the name of the record you mean.")
    note = fields.Text("Your reason")
    explanation = fields.Text("What will happen", compute="_compute_explanation")
    difference_ids = fields.One2many("xero.resolve.difference", "wizard_id")

    @api.constrains("quarantine_id")
    def _check_quarantine(self):
        # By JSON-RPC the window could be pointed at any row, and would show its sentence.
        # Later series check constraints as superuser.
        self.sudo(False).quarantine_id.check_access_rule("read")

    @api.depends("choice_id")
    def _compute_choice(self):
        for wizard in self:
            wizard.choice = wizard.choice_id.code or wizard.choice

    @api.depends("choice", "candidate_id", "quarantine_id")
    def _compute_explanation(self):
        for wizard in self:
            row = wizard.quarantine_id
            wizard.explanation = (
                row._explain(wizard.choice, wizard.candidate_id.name or "")
                if wizard.choice and row
                else False
            )

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._fill()
        return wizards

    def _fill(self):
        """The choices that make sense, candidates to link to, and the values that differ."""
        row = self.quarantine_id
        choices = self.env["xero.resolve.choice"].create(
            [
                {"wizard_id": self.id, "code": code, "name": LABELS[code]}
                for code in row._choices()
            ]
        )
        asked = choices.filtered(lambda choice: choice.code == self.choice)
        self.choice_id = asked or choices[:1]
        candidates = self._add_candidates(row.suggestions or [])
        if len(candidates) == 1:
            self.candidate_id = candidates
        self.env["xero.resolve.difference"].create(
            [{"wizard_id": self.id, **difference} for difference in row._differences()]
        )

    def _add_candidates(self, found):
        return self.env["xero.resolve.candidate"].create(
            [
                {
                    "wizard_id": self.id,
                    "name": one.get("name") or one.get("xero_id") or "",
                    "why": one.get("why", ""),
                    "res_id": one.get("id", 0),
                    "xero_id": one.get("xero_id"),
                }
                for one in found
            ]
        )

    def action_find(self):
        """Look for records by name and offer them as candidates; shows the wizard again.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: nothing has that name
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        row, words = self.quarantine_id, (self.search_for or "").strip()
        if not words:
            raise UserError(_("Write part of the name of the record you mean."))
        known = {(one.res_id, one.xero_id or None) for one in self.candidate_ids}
        found = [
            one
            for one in row._find_partners(words)
            if (one.get("id", 0), one.get("xero_id")) not in known
        ]
        if not found:
            raise UserError(_("Nothing else is called “%s”.", words))
        self.candidate_id = self._add_candidates(found)[:1]
        return self._open()

    def action_apply(self):
        """Carry out the choice.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: something the choice needs is missing
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        row = self.quarantine_id
        if not self.choice:
            raise UserError(_("Choose what to do."))
        if self.choice == "link" and not self.candidate_id:
            raise UserError(_("Choose the record to link to."))
        result = row.action_resolve(
            self.choice,
            note=self.note or "",
            res_id=self.candidate_id.res_id,
            xero_id=self.candidate_id.xero_id or None,
        )
        return result if isinstance(result, dict) else row._tell_resolved()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "name": _("Resolve: %s", self.quarantine_id.name),
        }


class XeroResolveChoice(models.TransientModel):
    _name = "xero.resolve.choice"
    _description = "What can be done about a quarantined difference"
    _order = "id"

    wizard_id = fields.Many2one("xero.resolve.wizard", required=True, ondelete="cascade")
    code = fields.Char(required=True)
    name = fields.Char(required=True)


class XeroResolveCandidate(models.TransientModel):
    _name = "xero.resolve.candidate"
    _description = "Record a quarantined one may be"
    _order = "id"

    wizard_id = fields.Many2one("xero.resolve.wizard", required=True, ondelete="cascade")
    name = fields.Char()
    why = fields.Char("Because")
    res_id = fields.Integer("Odoo record ID")
    xero_id = fields.Char("Xero ID")

    @api.depends("name", "why", "res_id")
    def _compute_display_name(self):
        for row in self:
            number = _("Odoo ID %s", row.res_id) if row.res_id else ""
            words = ", ".join(part for part in (row.why, number) if part)
            row.display_name = f"{row.name} ({words})" if words else row.name


class XeroResolveDifference(models.TransientModel):
    _name = "xero.resolve.difference"
    _description = "Value that differs between Odoo and Xero"

    wizard_id = fields.Many2one("xero.resolve.wizard", required=True, ondelete="cascade")
    label = fields.Char("Field")
    odoo_value = fields.Char("In Odoo")
    xero_value = fields.Char("In Xero")
    conflict = fields.Boolean()
    what = fields.Char("What happened", compute="_compute_what")

    @api.depends("conflict")
    def _compute_what(self):
        for row in self:
            row.what = _("changed on both sides") if row.conflict else _("differs")
