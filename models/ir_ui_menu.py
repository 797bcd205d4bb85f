from odoo import models


class IrUiMenu(models.Model):
    """What is switched off for every company of a user has no menu entry."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        return [*super()._load_menus_blacklist(), *self._xero_off_ids()]

    def _xero_off_ids(self):
        """Ids of our menus that lead to records of syncs that are off, and of what they leave
        empty."""
        root = self.env.ref("xero_connector.menu_xero", raise_if_not_found=False)
        if not root:
            return []
        full = {"ir.ui.menu.full_list": True}
        menus = self.sudo().with_context(**full).search([("id", "child_of", root.id)])
        off = self._xero_models_off()
        hidden = menus.filtered(lambda menu: menu.action and self._model_of(menu.action) in off)
        for folder in menus.filtered(lambda menu: not menu.action):
            below = menus.filtered(lambda menu, folder=folder: menu.parent_id == folder)
            if below and below <= hidden:
                hidden |= folder
        return hidden.ids

    def _model_of(self, action):
        """The model that a menu's action shows; None when it is no action on a model."""
        names = {"ir.actions.act_window": "res_model", "ir.actions.server": "model_name"}
        return action[names[action._name]] if action._name in names else None

    def _xero_models_off(self):
        """Models that only syncs that are off are about.

        :rtype: set[str]
        """
        domain = [
            ("enabled", "=", True),
            ("company_id", "in", self.env.user.company_ids.ids),
        ]
        rows = self.env["xero.sync.setting"].sudo().search(domain)
        entities = {row.entity for row in rows if row._on()}
        on, off = set(), set()
        for entity, service in self.env["xero.sync"].sudo()._services().items():
            brought = {service._odoo_model, service._xero_mapping, *service._brought_models()}
            (on if entity in entities else off).update(brought)
        return off - on - {None}
