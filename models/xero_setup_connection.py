from odoo import _, models

from ..services.transaction import own

# While these last, what the set-up says comes first; anything else needs a person before that.
CALM = ("draft", "disconnected", "live")


class XeroConnection(models.Model):
    """While a set-up is under way, every page's next step is the set-up's."""

    _inherit = "xero.connection"

    def _chain_shown(self, steps):
        shown = super()._chain_shown(steps)
        if self.env["xero.setup"]._unfinished(self):
            for step in shown:
                step["next"] = step["next"] and _("Go on with the set-up")
        return shown

    def _do_next_step(self, entities):
        # Others than managers go on with what they may: the mapping.
        manager = self.env.user.has_group("xero_connector.group_manager")
        setup = manager and self.env["xero.setup"]._unfinished(self)
        return setup.sudo(False).action_go_on() if setup else super()._do_next_step(entities)

    def _dashboard_banners(self):
        setups = {row: self.env["xero.setup"]._unfinished(row) for row in self}
        calm = self.filtered(lambda row: setups[row] and row.state in CALM)
        banners = super(XeroConnection, self - calm)._dashboard_banners()
        return banners + [row._setup_banner(setups[row]) for row in calm]

    def _setup_banner(self, setup):
        step = next(step for step in setup.steps if step["next"])
        return {
            "key": f"setup-{self.id}",
            "level": "info",
            "title": _("The set-up of %s is not finished.", self.company_id.display_name),
            "sentence": _("Next: %(title)s. %(sentence)s", **step),
            "button": _("Go on with the set-up"),
            "model": self._name,
            "method": "action_next_step",
            "id": self.id,
            "allowed": self.env.user.has_group("xero_connector.group_manager"),
            "at": False,
        }

    def _arrival(self):
        """The page a person comes back to from Xero; Xero's lists are read at once.

        :rtype: dict
        """
        # The request's own snapshot is older than what the consent has just committed.
        with own(self.env) as env:
            setup_id = env["xero.setup"]._unfinished(self.with_env(env)).id
            for service in env["xero.sync"]._services().values() if setup_id else ():
                if service._is_list():
                    service._wake("pull")
        if not setup_id:
            return self._open_form()
        return self.env["xero.setup"].browse(setup_id)._open_form()
