"""The chain of a connection: a checklist with the one next step, and the button that does it."""

from odoo import _, fields, models
from odoo.exceptions import UserError

from ..xero.scopes import scopes_for


class XeroConnection(models.Model):
    _inherit = "xero.connection"

    chain = fields.Json("Steps", compute="_compute_chain", compute_sudo=True)
    chain_done = fields.Boolean(compute="_compute_chain", compute_sudo=True)

    def _compute_chain(self):
        for row in self:
            steps = row._chain_steps()
            row.chain = row._chain_shown(steps)
            row.chain_done = all(step.done for step in steps)

    def _chain_steps(self):
        """The steps of everything that is on and needs something; payroll's for HR officers alone.

        :rtype: list[services.chain.Step]
        """
        self.ensure_one()
        services, entities = self.env["xero.sync"]._services(), set()
        payroll = self.env.user.has_group("hr.group_hr_user")
        for setting in self.sudo().setting_ids:
            if not setting._on() or (setting.payroll and not payroll):
                continue
            needs = services[setting.entity]._needs()
            entities |= {setting.entity, *needs} if needs else set()
        return self.env["xero.sync"]._steps(self, entities) if entities else []

    def _chain_shown(self, steps):
        """Steps as the page shows them; the first open one has a button.

        :rtype: list[dict] -- text, done, next (the words on its button, or False)
        """
        buttons = {"on": _("Switch on"), "run": _("Sync now"), "map": _("Open the mapping")}
        first = next((step for step in steps if not step.done), None)
        return [
            {
                "text": step.text,
                "done": step.done,
                "next": step is first and buttons[step.kind],
            }
            for step in steps
        ]

    def action_next_step(self):
        """Do the next step of this connection's chain.

        :rtype: dict | None
        :raises odoo.exceptions.AccessError: without the group Xero / User, or what the step needs
        """
        self.ensure_one()
        self._check_group("xero_connector.group_user")
        return self._do_next_step({step.entity for step in self._chain_steps()})

    def _do_next_step(self, entities):
        """Do the first step of these entities that is not done, with the reader's own rights."""
        steps = self.env["xero.sync"]._steps(self, entities)
        step = next((step for step in steps if not step.done), None)
        if not step:
            raise UserError(_("Everything that has to come first is done."))
        setting = self.setting_ids.filtered(lambda row: row.entity == step.entity)
        if step.kind == "map":
            model = self.env["xero.sync"]._services()[step.entity]._xero_mapping
            action = self.env[model]._open_action(self)
            return {**action, "context": {"search_default_attention": 1}}
        if step.kind == "on":
            self.env["xero.sync"]._check_group("xero_connector.group_manager")
            setting.enabled = True
            return None
        return setting.action_sync_now()

    def _dashboard_banners(self):
        """A step that only a person can do stands on the dashboard as well."""
        banners = super()._dashboard_banners()
        for row in self.filtered(lambda row: row.state == "live"):
            step = next((step for step in row._chain_steps() if not step.done), None)
            if step and step.kind == "map":
                setting = row.sudo().setting_ids.filtered(
                    lambda setting, entity=step.entity: setting.entity == entity
                )
                banners.append(
                    {
                        "key": f"chain-{row.id}",
                        "level": "info",
                        "title": _("%s: the next step is yours.", row.name),
                        "sentence": _(
                            "%(waiting)s: not yet, because %(why)s.",
                            waiting=setting.needed_by,
                            why=step.why,
                        ),
                        "button": _("Open the mapping"),
                        "model": row._name,
                        "method": "action_next_step",
                        "id": row.id,
                        "allowed": True,
                        "at": False,
                    }
                )
        return banners

    def _features_on(self):
        """The features that are switched on, without what a part of one needs besides.

        :rtype: set[str] -- keys of xero.scopes.FEATURES
        """
        settings = self.sudo().setting_ids.filtered("enabled")
        return {"settings", *(setting._service()._xero_feature for setting in settings)}

    def _permissions_changed(self):
        """A sync was switched on or off: say at once when the consent lacks a permission for it,
        and no longer when nothing needs what was missing."""
        for row in self.sudo().filtered(lambda row: row.state in ("live", "permission")):
            before = (row.missing_scopes or "").split()
            needed = scopes_for(row._features_on())
            lacking = dict.fromkeys([*before, *row._missing_scopes()])
            missing = [scope for scope in lacking if scope in needed]
            if missing != before:
                row._note_missing(missing)
