"""What an entity needs before it can run: the first run of another (an invoice needs accounts,
taxes, contacts), and permissions in Xero."""

from odoo import models


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _needs(self):
        """Everything this entity needs, also by way of what it needs; the first to run first.

        :rtype: dict[str, xero.sync]
        """
        services = self._services()
        needed, todo = set(), [self]
        while todo:
            for entity in todo.pop()._xero_requires:
                # What an addon that is not installed would bring is not needed.
                if entity in services and entity not in needed:
                    needed.add(entity)
                    todo.append(services[entity])
        return {entity: service for entity, service in services.items() if entity in needed}

    def _needed_by(self):
        """The entities that need this one.

        :rtype: set[str]
        """
        return {
            entity
            for entity, service in self._services().items()
            if self._xero_entity in service._needs()
        }

    def _with_needed(self, features):
        """The entities of these features, with everything they need.

        :param features: keys of xero.scopes.FEATURES
        :rtype: set[str]
        """
        chosen = {
            entity: service
            for entity, service in self._services().items()
            if service._xero_feature in features
        }
        return set(chosen).union(*(service._needs() for service in chosen.values()))

    def _prepared(self, setting):
        """Whether what this entity needs is on, was read once, and its mapping was confirmed; it is
        woken when that is done.

        :rtype: bool
        """
        return not self._why_not_yet(setting)

    def _wake_waiting(self):
        """This entity's first run is over, or its mapping was confirmed: what waited goes on."""
        self._wake("push")
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
