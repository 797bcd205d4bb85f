"""The chain as steps: lists are read, a person confirms their mapping, then records travel."""

from dataclasses import dataclass

from odoo import _, models


@dataclass(frozen=True)
class Step:
    """One step of a connection's chain.

    :param str kind: ``on`` (it has to be switched on), ``run`` or ``map``
    :param str text: what is true once it is done
    :param str why: what is missing, and how it is mended; part of a sentence
    """

    entity: str
    kind: str
    done: bool
    text: str
    why: str


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    # Whether this is one of Xero's own lists, which comes before what travels.
    _xero_list = False
    # The mapping to this list that a person confirms before what needs the list runs.
    _xero_mapping = None

    def _brought_models(self):
        """Models beside its own whose rows it brings: they have no menu entry while it is off.

        Addons extend it.

        :rtype: set[str]
        """
        return set()

    def _steps(self, connection, entities):
        """The steps of these entities on a connection, in the order in which they can be done.

        :param entities: codes; those the connection has no setting of are left out
        :rtype: list[Step]
        """
        rows = {row.entity: row for row in connection.sudo().setting_ids if row.entity in entities}
        chain = {entity: service for entity, service in self._services().items() if entity in rows}
        # One chain after the other: the accounts of invoices, not of payroll, come first.
        groups = [
            {name for name in (*service._needs(), entity) if name in chain}
            for entity, service in chain.items()
            if service._xero_requires
        ]
        steps, seen = [], set()
        for group in (*groups, set(chain)):
            new = [chain[entity] for entity in chain if entity in group - seen]
            steps += self._steps_of(connection, rows, new, steps)
            seen |= group
        return steps

    def _steps_of(self, connection, rows, services, before):
        """The steps of some entities: lists, their mapping, then records that travel."""
        lists = [service for service in services if service._is_list()]
        steps = [service._step_run(rows[service._xero_entity], set()) for service in lists]
        steps += [service._step_map(connection) for service in lists if service._xero_mapping]
        for service in services:
            if not service._is_list():
                undone = {step.entity for step in (*before, *steps) if not step.done}
                steps.append(service._step_run(rows[service._xero_entity], undone))
        return steps

    def _is_list(self):
        """Whether this is a list of Xero's that needs nothing and that others need."""
        return self._xero_list and not self._xero_requires

    def _step_run(self, row, undone):
        """The first run of an entity.

        :param xero.sync.setting row: its setting
        :param set undone: entities with a step before this one that is not done
        """
        name = self._xero_label
        if not row._on():
            why = _("“%s” is switched off; switch it on first", name)
            return Step(self._xero_entity, "on", False, _("%s: switched on", name), why)
        done = (row.paired or not row.pull) and undone.isdisjoint(self._needs())
        text = _("%s: read from Xero", name) if self._is_list() else _("%s: first run", name)
        why = _("“%s” has had no first run yet; press “Sync now” on it first", name)
        return Step(self._xero_entity, "run", bool(done), text, why)

    def _step_map(self, connection):
        name = self._xero_label
        domain = [("connection_id", "=", connection.id), ("state", "=", "confirmed")]
        done = self.env[self._xero_mapping].sudo().search_count(domain, limit=1)
        text = _("%s: mapping confirmed by a person", name)
        why = _(
            "nobody has confirmed the mapping of “%s” yet; do that under Xero > Mapping first", name
        )
        return Step(self._xero_entity, "map", bool(done), text, why)

    def _why_not_yet(self, setting):
        """Why a run would be out of order, with the one next step; "" when it would not.

        :rtype: str
        """
        needed = self._needs()
        steps = self._steps(setting.connection_id, needed) if needed else []
        first = next((step for step in steps if not step.done), None)
        if not first:
            return ""
        return _(
            "“%(sync)s” cannot run yet: %(why)s. Nothing is lost; what waits is sent then.",
            sync=self._xero_label,
            why=first.why,
        )
