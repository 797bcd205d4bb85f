"""What an entity needs before it can run: the first run of another (an invoice needs accounts,
taxes, contacts), and permissions in Xero."""

from odoo import models


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _prepared(self, setting):
        """Whether what this entity needs from Xero was read once; it is woken when that is done.

        :rtype: bool
        """
        needed = setting.connection_id.setting_ids.filtered(
            lambda row: row.entity in self._xero_requires and row.enabled and row.pull
        )
        return all(needed.mapped("paired"))

    def _wake_waiting(self):
        """The first run of this entity is over: what waited for it goes on."""
        for service in self._services().values():
            if self._xero_entity in service._xero_requires:
                for direction in ("pull", "push"):
                    service._wake(direction)

    def _features(self, setting):
        """The features whose permissions a switched-on setting of this entity needs.

        :rtype: set[str] -- keys of xero.scopes.FEATURES
        """
        writes = setting.push and self._xero_push_feature
        return {self._xero_feature, *([writes] if writes else [])}
