from odoo import api, models, tools

from ..services.capture import PENDING
from ..services.engine import PULLING


class XeroWatch(models.AbstractModel):
    """Inherited by every model whose changes concern Xero: its documents and what hangs on them."""

    _name = "xero.watch"
    _inherit = "xero.flush"
    _description = "Captures Odoo changes for Xero"

    # The entity whose records these are; None for what only hangs on one.
    _xero_document = None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._xero_capture()
        return records

    def write(self, vals):
        moved = self._xero_watchers_of(vals)
        # A record that changes its owner (a bank account given to another partner) concerns both.
        self._xero_note(moved, vals)
        result = super().write(vals)
        self._xero_note(moved, vals)
        return result

    def unlink(self):
        self._xero_capture()
        if self._xero_document:
            self.env["xero.link"].sudo()._close_for(self._name, self.ids)
        return super().unlink()

    @api.model
    @tools.ormcache("self._name")
    def _xero_watchers(self):
        """What the entities watch in this model.

        :rtype: tuple[tuple[str, frozenset, str]] -- entity, field names, path to the record
        """
        watchers = []
        for entity, service in self.env["xero.sync"]._services().items():
            watched = service._watched(self._name)
            if watched:
                watchers.append((entity, *watched))
        return tuple(watchers)

    def _xero_watchers_of(self, vals=None):
        """Watchers that care about these values now; empty while nothing is connected."""
        watching, pulled = self.env["xero.sync.setting"]._watching_ids, self._xero_pulled()
        return [
            watcher
            for watcher in self._xero_watchers()
            if (vals is None or not watcher[1].isdisjoint(vals)) and watching(watcher[0], pulled)
        ]

    def _xero_pulled(self):
        """The setting whose import makes these changes: they concern other organisations only.

        :rtype: int -- 0 for changes made in Odoo
        """
        context = self.env.context
        return context["xero_setting_id"] if context.get("xero_pulling") is PULLING else 0

    def _xero_capture(self):
        self._xero_note(self._xero_watchers_of())

    def _xero_note(self, watchers, vals=None):
        """Remember the owners of these records; the outbox gets each once, before the commit."""
        if not watchers or not self:
            return
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = {}
            precommit.add(self.env["xero.sync"].sudo()._flush_changes)
        pending = precommit.data[PENDING]
        pulled = self._xero_pulled()
        for entity, names, path in watchers:
            owners = self.sudo().mapped(path) if path else self
            changed = names if vals is None else names.intersection(vals)
            for owner_id in owners.ids:
                pending.setdefault((entity, pulled), {}).setdefault(owner_id, set()).update(changed)
