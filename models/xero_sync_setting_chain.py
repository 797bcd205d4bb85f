"""What a sync needs is on while it is on, and it does not run before that has run."""

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

SWITCHES = ("enabled", "pull", "push")


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    chain = fields.Json("Before it can run", compute="_compute_chain", compute_sudo=True)
    chain_sentence = fields.Char("What it waits for", compute="_compute_chain", compute_sudo=True)
    needed_by = fields.Char(
        "Needed by",
        compute="_compute_needed_by",
        compute_sudo=True,
        help="What these syncs need cannot be switched off while they are on.",
    )

    @api.depends(*(f"connection_id.setting_ids.{name}" for name in (*SWITCHES, "paired")))
    def _compute_chain(self):
        for row in self:
            service = row._service()
            needed = service._needs() if row._on() else {}
            steps = service._steps(row.connection_id, needed) if needed else []
            row.chain = row.connection_id._chain_shown(steps)
            row.chain_sentence = (row._on() and service._why_not_yet(row)) or False

    @api.depends(*(f"connection_id.setting_ids.{name}" for name in SWITCHES))
    def _compute_needed_by(self):
        for row in self:
            row.needed_by = ", ".join(row._dependents().mapped("display_name"))

    def _on(self):
        """Whether it is switched on and has a direction to run in."""
        return bool(self.enabled and (self.pull or self.push))

    def _dependents(self):
        """The other syncs of this connection that are on and need this one."""
        entities = self._service()._needed_by()
        return self.connection_id.sudo().setting_ids.filtered(
            lambda row: row.entity in entities and row._on()
        )

    def _lacking(self):
        """What these syncs need and is not on."""
        lacking = self.browse()
        for row in self:
            needs = row._service()._needs()
            lacking |= row.connection_id.sudo().setting_ids.filtered(
                lambda other, needs=needs: other.entity in needs and not other._on()
            )
        return lacking

    @api.constrains(*SWITCHES)
    def _check_needed(self):
        for row in self.filtered(lambda row: not row._on()):
            others = row._dependents().mapped("display_name")
            if others:
                raise ValidationError(
                    _(
                        "“%(sync)s” cannot be switched off: it is needed by %(others)s. Switch "
                        "that off first.",
                        sync=row.display_name,
                        others=_(" and ").join(f"“{name}”" for name in others),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A sync that is new (its addon was installed later) stays off while what it needs is."""
        rows = super().create(vals_list)
        for row in rows.filtered(lambda row: row._on() and row._lacking()):
            row.enabled = False
        return rows

    def write(self, vals):
        if set(SWITCHES).isdisjoint(vals):
            return super().write(vals)
        connections = self.connection_id
        before = [connection._features_on() for connection in connections]
        (self - self.filtered(lambda row: row._on()))._will_be_on(vals)._switch_on_needed()
        result = super().write(vals)
        for connection, features in zip(connections, before, strict=True):
            if connection._features_on() != features:
                connection._permissions_changed()
        return result

    def _will_be_on(self, vals):
        """Those that these values switch on."""
        return self.filtered(
            lambda row: vals.get("enabled", row.enabled)
            and (vals.get("pull", row.pull) or vals.get("push", row.push))
        )

    def _switch_on_needed(self):
        """Switch on what these need, and say so on their connection."""
        for row in self:
            lacking = row._lacking()
            if not lacking:
                continue
            row.connection_id.sudo().message_post(body=row._sentence_needed(lacking))
            for other in lacking.sorted(lambda other: len(other._service()._needs())):
                service = other._service()
                directions = {"pull": service._xero_pull, "push": service._xero_push}
                kept = {} if other.pull or other.push else directions
                other.write({**kept, "enabled": True})

    def _sentence_needed(self, lacking):
        return _(
            "“%(sync)s” was switched on, and with it what it needs: %(needed)s.",
            sync=self.display_name,
            needed=", ".join(lacking.sorted("sequence").mapped("display_name")),
        )

    @api.onchange("enabled")
    def _onchange_enabled(self):
        """Said at once to who presses the switch."""
        lacking = self._origin._lacking() if self.enabled and self._origin else self.browse()
        if lacking:
            return {
                "warning": {
                    "type": "notification",
                    "title": _("Switched on with it"),
                    "message": self._sentence_needed(lacking),
                }
            }
        return None

    def _why_not_ready(self):
        return super()._why_not_ready() or self._service()._why_not_yet(self)

    def action_next_step(self):
        """Do the first step that is missing before this sync can run.

        :rtype: dict | None
        :raises odoo.exceptions.AccessError: without the group Xero / User, or what the step needs
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rule("read")
        return self.connection_id._do_next_step(self.sudo()._service()._needs())
