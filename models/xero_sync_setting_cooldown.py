"""A run by hand costs calls, so the next one waits a moment: kept here, shown beside the button."""

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

DIRECTIONS = ("pull", "push")
MOMENTS = {"asked_pull_at", "asked_push_at"}


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    asked_pull_at = fields.Datetime("Import asked for", readonly=True, copy=False)
    asked_push_at = fields.Datetime("Export asked for", readonly=True, copy=False)
    cooldown = fields.Json(
        compute="_compute_cooldown", help="Seconds until each direction may be asked for again."
    )
    cost_sentence = fields.Char("Cost", compute="_compute_cost_sentence", compute_sudo=True)

    @api.depends("asked_pull_at", "asked_push_at", "pull", "push")
    def _compute_cooldown(self):
        for row in self:
            row.cooldown = {way: row._cooldown_left(way) for way in DIRECTIONS if row[way]}

    def _compute_cost_sentence(self):
        quota = self.env["xero.call.quota"]
        for row in self:
            row.cost_sentence = _(
                "costs at least %(calls)s of the %(left)s calls left today",
                calls=row._service()._run_calls(row),
                left=quota._left_today(row.connection_id.tenant_id),
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_moments(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_moments(vals)
        return super().write(vals)

    def _check_moments(self, vals):
        if not self.env.su and not MOMENTS.isdisjoint(vals):
            raise AccessError(_("When a run was asked for is noted by the button alone."))

    def _cooldown_left(self, direction):
        """Seconds until a person may ask for this direction again.

        :rtype: int
        """
        asked = self[f"asked_{direction}_at"]
        if not asked:
            return 0
        passed = (fields.Datetime.now() - asked).total_seconds()
        return max(0, int(self._service()._cooldown(direction) - passed))

    def _free_directions(self):
        """The directions that may be asked for now.

        :rtype: list[str]
        """
        return [way for way in DIRECTIONS if self[way] and not self._cooldown_left(way)]

    def _start_cooldown(self, directions):
        now = fields.Datetime.now()
        self.sudo().write({f"asked_{way}_at": now for way in directions})

    def _sentences_cooling(self):
        """Why a direction is not run again now, and how long it takes.

        :rtype: list[str]
        """
        sentences = []
        for way in DIRECTIONS:
            left = self._cooldown_left(way) if self[way] else 0
            if left:
                words = {
                    "pull": _("“%s” was imported a moment ago", self.display_name),
                    "push": _("“%s” was exported a moment ago", self.display_name),
                }
                sentences.append(
                    _(
                        "%(what)s; it can be asked for again in %(left)s seconds.",
                        what=words[way],
                        left=left,
                    )
                )
        return sentences

    def _check_cooldown(self, direction):
        """:raises odoo.exceptions.UserError: a person asked for this direction just now"""
        if self._cooldown_left(direction):
            raise UserError(
                _(
                    "“%(sync)s” was started a moment ago. It can be asked for again in %(left)s "
                    "seconds.",
                    sync=self.display_name,
                    left=self._cooldown_left(direction),
                )
            )
