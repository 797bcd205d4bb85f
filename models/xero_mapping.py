from odoo import _, fields, models
from odoo.exceptions import AccessError, UserError

from .compat import EQUALITY, asked_values

GROUP_ACCOUNTANT = "xero_connector.group_accountant"
USABLE = ("confirmed", "sure")


class XeroMapping(models.AbstractModel):
    """What the account page and the tax page have in common: a row points at a record of Xero's."""

    _name = "xero.mapping"
    _description = "Mapping to Xero"

    # The field a person chooses in; the only one they may write.
    _target = None
    # Which rows the page shows; others are kept for later.
    _on_page = []
    # Whether the page is empty as long as the company has no chart of accounts.
    _of_chart = False
    # States in which a row that is in use needs a person.
    _nagging = ("check", "choose", "refused")

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    state = fields.Selection(
        [
            ("confirmed", "Confirmed"),
            ("sure", "Suggested, sure"),
            ("unsure", "Suggested, please check"),
            ("missing", "No suggestion"),
        ],
        default="missing",
        required=True,
        readonly=True,
        index=True,
    )
    why = fields.Char(readonly=True)
    left_open = fields.Boolean(
        "Left open", readonly=True, help="Emptied by a person; nothing is suggested by itself."
    )
    in_use = fields.Boolean("In use", readonly=True, help="On posted invoices or bills.")
    status = fields.Selection(
        [
            ("ready", "Ready"),
            ("check", "To check"),
            ("choose", "To choose"),
            ("refused", "Refused"),
        ],
        compute="_compute_status",
        search="_search_status",
    )
    problem = fields.Text("What to know", compute="_compute_status")

    def _compute_status(self):
        refused = self.filtered(self._target)._refusals_of_pairs()
        for row in self:
            target = row[self._target]
            refusal = row._refusal_of_target() or refused.get(row.id, "") if target else ""
            if refusal:
                row.status = "refused"
            elif not target:
                row.status = "choose"
            else:
                row.status = "ready" if row.state in USABLE else "check"
            row.problem = refusal or row._advice() or row.why or ""
            if row.export_asked and not target:
                row.problem = _("Is being created in Xero.")

    def _search_status(self, operator, value):
        wanted, negated = asked_values(operator, value)
        if operator not in EQUALITY:
            raise UserError(_("The status can be compared for being equal only."))
        # The status is computed, so all rows are looked at: a row for each tax or account.
        rows = self.search([])  # pylint: disable=no-search-all
        found = rows.filtered(lambda row: row.status in wanted)
        return [("id", "not in" if negated else "in", found.ids)]

    def _refusal_of_target(self):
        """Why Xero would refuse the chosen record on any document line; "" when it would not.

        :rtype: str
        """
        return ""

    def _refusal_of_archived(self, target):
        """A target archived or removed in Xero stops documents and names the way out (Pain 8)."""
        if not target or target.active:
            return ""
        if target.status in (False, "", "ACTIVE"):
            return _("“%s” is no longer in Xero. Choose another.", target.display_name)
        return _(
            "“%s” is archived in Xero. Make it active again there, or choose another.",
            target.display_name,
        )

    def _refusals_of_pairs(self):
        """Why Xero would refuse these targets together with what they are used with.

        :rtype: dict[int, str] -- by id of the row; of those Xero would refuse
        """
        return {}

    def _advice(self):
        """What Xero would take but a bookkeeper should know.

        :rtype: str
        """
        return ""

    def _usable(self):
        """Whether documents may be sent with this mapping."""
        return bool(self[self._target]) and self.state in USABLE and not self._refusal_of_target()

    def _ready_target(self):
        """The record in Xero that documents are sent with.

        :return: empty while nobody has confirmed an unsure suggestion, and when Xero would refuse
            the record; ``_missing`` of the page says which
        """
        self._note_use()
        found = self[self._target]
        return found if self and self._usable() else found.browse()

    def _note_use(self):
        """A document asked for this row: it belongs to what needs a decision now."""
        if self and not self.in_use:
            self.sudo().in_use = True

    def write(self, vals):
        """A person chooses the target and nothing else; choosing is confirming, emptying is leaving
        it open."""
        if self.env.su:
            return super().write(vals)
        if set(vals) - {self._target}:
            raise AccessError(_("Choose the record in Xero; the rest of a mapping is worked out."))
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        chosen = vals.get(self._target)
        why = _("Chosen by %s") if chosen else _("Left open by %s")
        result = super().write(
            {
                **vals,
                "state": "confirmed" if chosen else "missing",
                "why": why % self.env.user.name,
                "left_open": not chosen,
            }
        )
        self._retry_waiting()
        return result

    def action_confirm(self):
        """Confirm the suggestions of these rows.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: a row has nothing to confirm, or Xero would refuse it
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self.check_access_rule("write")
        for row in self:
            if not row[self._target]:
                raise UserError(
                    _("%s has no suggestion. Choose the record in Xero first.", row.display_name)
                )
            if row._refusal_of_target():
                raise UserError(row._refusal_of_target())
        self.sudo().write({"state": "confirmed", "why": _("Confirmed by %s", self.env.user.name)})
        self._retry_waiting()

    def _targets(self, connection):
        """Active records of Xero's that may be suggested."""
        model = self.env[self._fields[self._target].comodel_name].sudo()
        return model.search([("connection_id", "=", connection.id)])

    def _comparable(self, targets):
        """These records as suggestions compare them, prepared once for all rows."""
        return targets

    def _take(self, suggestion):
        """Store a suggestion, when it differs from what the row holds.

        :param services.mapping.Suggestion suggestion: None when there is none
        """
        self.ensure_one()
        values = {self._target: False, "state": "missing", "why": False}
        if suggestion:
            values = {
                self._target: suggestion.target.id,
                "state": "sure" if suggestion.sure else "unsure",
                "why": self._why(suggestion.why),
            }
        held = {self._target: self[self._target].id, "state": self.state, "why": self.why}
        if held != values:
            self.write(values)

    def _why(self, why):
        return {
            "code_name": _("Same code, similar name"),
            "name": _("Same name and type"),
            "part_of_name": _("Its name is part of this one"),
            "code": _("Same code, but another name"),
            "similar": _("Similar name"),
            "only": _("The only one of its kind in Xero"),
            "rate": _("Same rate and use"),
            "label": _("Same line of the activity statement"),
            "same": _("Same name"),
        }[why]

    def _target_is_back(self, targets):
        """These records can be used in Xero again."""
        self.search([(self._target, "in", targets.ids)])._retry_waiting()

    def _retry_waiting(self):
        """Documents that wait for a mapping are tried again; those it does not help wait on."""
        self._retry_waiting_of(self.sudo().connection_id)

    def _retry_waiting_of(self, connections):
        rows = (
            self.env["xero.quarantine"]
            .sudo()
            .search(
                [
                    ("connection_id", "in", connections.ids),
                    ("reason", "in", ("mapping_missing", "mapping_invalid")),
                    ("state", "=", "open"),
                    ("direction", "=", "push"),
                    ("res_id", "!=", 0),
                ]
            )
        )
        services = self.env["xero.sync"]._services()
        for setting in connections.setting_ids.filtered("push"):
            mine = rows.filtered(
                lambda row, own=setting: (
                    (row.connection_id, row.entity) == (own.connection_id, own.entity)
                )
            )
            for model in set(mine.mapped("model")):
                ids = mine.filtered(lambda row, name=model: row.model == name).mapped("res_id")
                self.env["xero.outbox"].sudo()._put(setting, model, {i: [] for i in ids})
                services[setting.entity]._wake("push")
