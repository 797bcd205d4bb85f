"""The sync engine: what an entity declares, and the life of a run.

The way of a record is collect, pair, merge, apply, record. Pulling is in ``pull.py``, pushing in
``push.py`` and ``settle.py``; an entity file declares and converts, it does not orchestrate.
"""

import logging
import time
from contextlib import contextmanager

from odoo import _, api, fields, models, tools
from odoo.exceptions import AccessError

from ..xero.client import Meter
from ..xero.errors import XeroError
from .run import Run
from .transaction import own, repeat

_logger = logging.getLogger(__name__)

# A slice ends well before Odoo's limit for cron workers, and hands over to the next one.
SLICE_SECONDS = 50
# Passed by object identity, so that nobody can switch the capture of changes off over RPC.
PULLING = object()


class XeroSync(models.AbstractModel):
    _name = "xero.sync"
    _description = "Xero sync engine"

    _xero_entity = None
    _xero_label = None
    _xero_module = "xero_connector"
    _xero_sequence = 50
    _odoo_model = None
    _xero_path = None
    _xero_collection = None
    _xero_key = None
    _xero_order = None
    _xero_timestamp = "UpdatedDateUTC"
    _xero_feature = _xero_push_feature = None
    _xero_batch = 50
    _xero_payroll = False
    _xero_pull = True
    _xero_push = True
    # Entities that are on while this one is, and whose first run comes before this one's runs.
    _xero_requires = ()
    _xero_watch = {}
    _xero_page = None

    @api.model
    @tools.ormcache()
    def _service_names(self):
        found = {
            name: model
            for name, model in self.env.registry.models.items()
            if getattr(model, "_xero_entity", None)
        }
        ordered = sorted(found, key=lambda name: (found[name]._xero_sequence, name))
        return tuple((found[name]._xero_entity, name) for name in ordered)

    @api.model
    def _services(self):
        """Every entity that is installed, in the order in which they depend on each other.

        :rtype: dict[str, xero.sync]
        """
        return {entity: self.env[name] for entity, name in self._service_names()}

    @api.model
    def _check_group(self, group):
        """Refuse who lacks the group, in a sentence; the same for a button and for JSON-RPC."""
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                _(
                    "This needs the right “%s”. Ask the person who administers Odoo.",
                    self.env.ref(group).sudo().full_name,
                )
            )

    def _default_setting(self, connection):
        """Values of this entity's setting when a connection is made.

        :rtype: dict
        """
        return {
            "sequence": self._xero_sequence,
            "pull": self._xero_pull,
            "push": self._xero_push,
        }

    def _cron_pull(self):
        """Entry point of the entity's import cron."""
        self._drive("pull")

    def _cron_push(self):
        """Entry point of the entity's export cron."""
        self._drive("push")

    def _drive(self, direction):
        """Run every setting of this entity that is due; raising would lose the cron's triggers."""
        deadline = time.monotonic() + SLICE_SECONDS
        for setting_id, trigger in self._due(direction):
            if time.monotonic() >= deadline:
                self._wake_later(direction)
                return
            self._run_safely(setting_id, direction, trigger, deadline)

    def _run_safely(self, setting_id, direction, trigger, deadline):
        try:
            self._run(setting_id, direction, trigger, deadline)
        except Exception:  # A driver must not raise; the run has closed its event.
            _logger.exception("xero %s %s: setting %s", self._xero_entity, direction, setting_id)

    def _due(self, direction):
        """Ids of the settings to run now, with what woke them.

        :rtype: list[tuple[int, str]]
        """
        with own(self.env) as env:
            settings = env["xero.sync.setting"].sudo().search(
                [
                    ("entity", "=", self._xero_entity),
                    ("enabled", "=", True),
                    (direction, "=", True),
                    ("connection_id.state", "in", ("live", "permission")),
                ]
            )
            service = env[self._name]
            due = []
            for setting in settings:
                trigger = getattr(service, f"_due_{direction}")(setting)
                if trigger and setting._live() and service._prepared(setting):
                    due.append((setting.id, trigger))
            return due

    def _run(self, setting_id, direction, trigger, deadline):
        """One run: one event, whatever happens in between.

        :param str trigger: ``schedule``, ``at_once``, ``person``, ``webhook`` or ``first``
        :param float deadline: monotonic seconds
        :rtype: services.run.Run | None -- None when another worker runs it
        """
        if not self._take_turn(setting_id, direction):
            return None
        meter = Meter()
        event_id = repeat(lambda: self._open(setting_id, direction, trigger))
        run = Run(setting_id, event_id, direction, deadline, meter)
        run.asked = trigger == "person" and direction == "pull"
        try:
            # In the driver's own environment: its cursor stays open as long as the client lives.
            setting = self.env["xero.sync.setting"].sudo().browse(setting_id)
            run.first = not setting.paired
            run.imported = setting.bulk == "import"
            client = setting.connection_id._xero_client(
                meter, payroll=self._xero_payroll, bulk=setting.bulk != "none"
            )
            getattr(self, f"_run_{direction}")(run, client)
        except XeroError as error:
            self._stop(run, error)
        except Exception as error:
            run.state, run.detail, run.planned = "failed", self._unexpected(error), True
            raise
        finally:
            lines = run.take_lines()
            repeat(lambda: self._close(run, lines))
        return run

    @contextmanager
    def _unit(self, setting_id):
        """One transaction of a run: the service as the connection's user, in its company only."""
        with own(self.env) as env:
            yield self._as_user(env, setting_id)

    @property
    def _setting(self):
        """The setting this unit works for, readable whatever the connection's user may read."""
        return self.env["xero.sync.setting"].sudo().browse(self.env.context["xero_setting_id"])

    def _open(self, setting_id, direction, trigger):
        with own(self.env) as env:
            setting = env["xero.sync.setting"].sudo().browse(setting_id)
            events = env["xero.sync.event"].sudo()
            events._close_crashed(setting.connection_id, self._xero_entity, direction)
            if direction == "pull":
                setting.asked_by_person = False
            return events.create(
                {
                    "name": self._xero_label,
                    "connection_id": setting.connection_id.id,
                    "entity": self._xero_entity,
                    "payroll": self._xero_payroll,
                    "direction": direction,
                    "trigger": trigger,
                    "started_at": fields.Datetime.now(),
                }
            ).id

    def _note_progress(self, run):
        """Keep the open event up to date in a unit: a killed run still tells how far it came."""
        event = self.env["xero.sync.event"].sudo().browse(run.event_id)
        event.write(
            {
                **run.counts(),
                "calls": run.meter.calls,
                "bytes_in": run.meter.bytes_in,
                "bytes_out": run.meter.bytes_out,
            }
        )
        self.env["xero.sync.event.line"].sudo()._store(event, run.take_lines())

    def _close(self, run, lines):
        """Seal the event and plan what comes next."""
        run.lines = list(lines)
        with own(self.env) as env:
            service = env[self._name]
            setting = env["xero.sync.setting"].sudo().browse(run.setting_id)
            service._note_progress(run)
            event = env["xero.sync.event"].sudo().browse(run.event_id)
            now = fields.Datetime.now()
            state = run.state or ("attention" if event.quarantined else "ok")
            event.write(
                {
                    "state": state,
                    "ended_at": now,
                    "duration": (now - event.started_at).total_seconds(),
                    "correlation_ids": list(run.meter.correlation_ids)[-50:],
                    "detail": run.detail or service._detail_of(event),
                }
            )
            # Asked for while this run was under way: read once more, from then on.
            wished = run.direction == "pull" and setting.asked_by_person
            again = not run.finished or wished
            if run.not_before or (run.planned and not again):
                setting._schedule_next(run.direction, run.not_before)
            if again:
                service._wake(run.direction, at=run.not_before)
            if run.asked and not run.finished:
                # What a person asked for stays asked for until a run came to its end.
                setting.asked_by_person = True
            if run.first and run.finished:
                service._wake_waiting()
            if run.imported and setting.bulk == "none":
                service._wake_bulk()

    def _detail_of(self, event):
        """What the run did, in words, for the dashboard's last column."""
        labels = (
            ("created", _("created")),
            ("updated", _("updated")),
            ("unchanged", _("unchanged")),
            ("skipped", _("skipped")),
            ("quarantined", _("with a question")),
            ("deferred", _("left for the next run")),
        )
        parts = [f"{event[name]} {label}" for name, label in labels if event[name]]
        return ", ".join(parts) or _("Nothing had changed.")

    def _wake(self, direction, at=None):
        """Run the entity's cron once the transaction is committed, or at a time (naive UTC)."""
        name = f"{self._xero_module}.cron_{self._xero_entity}_{direction}"
        cron = self.env.ref(name, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(at)

    def _wake_later(self, direction):
        with own(self.env) as env:
            env[self._name]._wake(direction)
