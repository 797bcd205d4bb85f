"""The nightly comparison: what changed below every hook is found by looking (DESIGN 2)."""

import logging
import time

from odoo import _, fields, models
from odoo.tools import SQL

from .engine import SLICE_SECONDS
from .run import BULK, Pair
from .transaction import CONCURRENCY_ERRORS, own, repeat

_logger = logging.getLogger(__name__)

BATCH = 500
# `swept_link` of a setting whose turn is still to come tonight; 0 when it has been compared.
WAITING = -1


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _cron_sweep(self):
        """Compare every linked record with its agreed values; differences go to the outbox."""
        deadline = time.monotonic() + SLICE_SECONDS
        names = dict(self._service_names())
        for setting_id, entity in repeat(self._tonight):
            more = True
            while more:
                if time.monotonic() >= deadline:
                    with own(self.env) as env:
                        env.ref("xero_connector.cron_sweep").sudo()._trigger()
                    return
                more = self.env[names[entity]]._sweep_safely(setting_id)

    def _tonight(self):
        """Settings to compare: those left over when the time was up, else all of them.

        :rtype: list[tuple[int, str]] -- id, entity
        """
        with own(self.env) as env:
            settings = env["xero.sync.setting"].sudo().search(
                [("enabled", "=", True), ("push", "=", True), ("connection_id.state", "=", "live")]
            )
            left = settings.filtered("swept_link")
            if not left:
                settings.swept_link = WAITING
            return [(setting.id, setting.entity) for setting in left or settings]

    def _sweep_safely(self, setting_id):
        """One setting in trouble must not keep the others from being compared.

        :rtype: bool -- as :meth:`_sweep_slice`
        """
        try:
            return repeat(lambda: self._sweep_slice(setting_id))
        except Exception as error:  # A driver must not raise.
            _logger.exception("xero %s: setting %s not compared", self._xero_entity, setting_id)
            sentence = _(
                "The nightly comparison stopped: %s. What changes is sent as before; the next "
                "night compares again.",
                _said(error),
            )
        repeat(lambda: self._give_up_tonight(setting_id, sentence))
        return False

    def _give_up_tonight(self, setting_id, sentence):
        with own(self.env) as env:
            setting = env["xero.sync.setting"].sudo().browse(setting_id)
            setting.swept_link = 0
            env[self._name]._tell_not_compared(setting, sentence)

    def _sweep_slice(self, setting_id):
        """Compare the next links of a setting, and after the last look for what has none.

        :rtype: bool -- whether there are more for tonight
        """
        with self._unit(setting_id) as service:
            setting = service._setting
            # “Create only” leaves what is linked as it is: there is nothing to compare.
            if setting.write_mode != "create":
                links = service._next_links(setting)
                service._sweep_links(setting, links)
                if len(links) == BATCH:
                    setting.swept_link = links[-1].id
                    return True
            # “Update only” leaves what is not linked.
            if setting.write_mode != "update":
                service._sweep_unlinked(setting)
            setting.write({"swept_link": 0, "swept_at": fields.Datetime.now()})
            return False

    def _next_links(self, setting):
        return self.env["xero.link"].sudo().search(
            [
                ("connection_id", "=", setting.connection_id.id),
                ("entity", "=", setting.entity),
                ("part", "=", ""),
                ("res_id", "!=", 0),
                ("id", ">", setting.swept_link),
            ],
            order="id",
            limit=BATCH,
        )

    def _sweep_links(self, setting, links):
        changes = dict(self._compared(setting, links, self._differences_of))
        held = self._held(setting, list(changes))
        # An invoice that was reset to draft differs until it is posted again.
        worth = set(self.sudo()._worth_sending(setting, list(changes)) if changes else ())
        self._enqueue_quietly(
            setting, {i: names for i, names in changes.items() if i in worth and i not in held}
        )

    def _differences_of(self, links):
        """What Odoo holds otherwise than was agreed, and an export would bring to Xero or back.

        :rtype: list[tuple[int, list[str]]] -- record id, names of fields
        """
        imported = self._setting.pull
        names = {f.name for f in self._declared() if imported or f.owner != "xero"}
        model = self.env[self._odoo_model].with_context(active_test=False)
        plain = self._plain_odoo(model.browse(self._readable(links.mapped("res_id"))))
        found = []
        for link in links:
            agreed = link.agreed or {}
            now = self._known(plain.get(link.res_id) or {}, agreed)
            common = names.intersection(agreed, now)
            different = sorted(name for name in common if now[name] != agreed[name])
            if different:
                found.append((link.res_id, different))
        return found

    def _sweep_unlinked(self, setting):
        """Records that ought to be in Xero: not linked, not on their way, not with a person.

        What the entity would not create is passed over; it must not fill the batch night after
        night.
        """
        found, last = [], 0
        while len(found) < BATCH:
            missing = self._missing(setting, last)
            found += self._compared(setting, missing, self._to_create)
            if len(missing) < BATCH:
                break
            last = missing[-1].id
        self._enqueue_quietly(setting, {i: ["new"] for i in found})

    def _to_create(self, records):
        """Ids of those of these records that an export would create in Xero."""
        plain = self._plain_odoo(records)
        pairs = {record: Pair(res_id=record.id, odoo=plain[record.id]) for record in records}
        return [i.id for i, pair in pairs.items() if self._may_create_xero(pair, i)]

    def _missing(self, setting, last):
        """The next records without a link, an outbox row or a question; one query, whatever their
        number.

        :param int last: the id to go on after
        """
        model = self.env[self._odoo_model]
        domain = [*self._wanted_domain(setting), ("id", ">", last)]
        query = model._search(domain, order="id", limit=BATCH)
        anything, unresolved = SQL("TRUE"), SQL("known.state <> 'resolved'")
        for name, which in (
            ("xero.link", anything),
            ("xero.outbox", anything),
            ("xero.quarantine", unresolved),
        ):
            self.env[name].flush_model()
            query.add_where(
                SQL(
                    "NOT EXISTS (SELECT FROM %s known WHERE known.connection_id = %s"
                    " AND known.entity = %s AND known.res_id = %s AND %s)",
                    SQL.identifier(self.env[name]._table),
                    setting.connection_id.id,
                    setting.entity,
                    SQL.identifier(query.table, "id"),
                    which,
                )
            )
        return model.browse(query)

    def _compared(self, setting, rows, compare):
        """What `compare` finds among these rows; one that cannot be read is named in an event and
        the others are compared.

        :param rows: xero.link, or records of the entity's model
        :param callable compare: rows -> list
        :rtype: list
        """
        found, failures = self._split(rows, compare)
        if failures:
            self._tell_not_compared(
                setting,
                _(
                    "The nightly comparison could not read %(count)s of the records: %(error)s. "
                    "The others were compared.",
                    count=len(failures),
                    error=_said(failures[0][1]),
                ),
                [row for row, _error in failures],
            )
        return found

    def _split(self, rows, compare):
        if not rows:
            return [], []
        try:
            with self.env.cr.savepoint():
                return compare(rows), []
        except CONCURRENCY_ERRORS:
            raise
        except Exception as error:
            if len(rows) == 1:
                _logger.exception("xero %s: %s not compared", self._xero_entity, rows)
                return [], [(rows, error)]
        half = len(rows) // 2
        parts = [self._split(part, compare) for part in (rows[:half], rows[half:])]
        return parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]

    def _tell_not_compared(self, setting, sentence, rows=()):
        """A comparison that failed is a failed run: an event says so, a line for each record."""
        now = fields.Datetime.now()
        events = self.env["xero.sync.event"].sudo()
        event = events.create(
            {
                "name": self._xero_label,
                "connection_id": setting.connection_id.id,
                "entity": self._xero_entity,
                "payroll": self._xero_payroll,
                "direction": "push",
                "trigger": "schedule",
                "state": "failed",
                "started_at": now,
                "ended_at": now,
                "collected": len(rows),
                "deferred": len(rows),
                "detail": sentence,
            }
        )
        lines = [self._line_not_compared(row) for row in rows]
        events.env["xero.sync.event.line"]._store(event, lines)

    def _line_not_compared(self, row):
        linked = row._name == "xero.link"
        return {
            "outcome": "deferred",
            "model": self._odoo_model,
            "res_id": row.res_id if linked else row.id,
            "record_name": row.display_name,
            "xero_id": row.xero_id if linked else "",
            "note": _("not compared"),
        }

    def _held(self, setting, ids):
        """Those of these ids that are on their way already, or in front of a person."""
        domain = [
            ("connection_id", "=", setting.connection_id.id),
            ("entity", "=", setting.entity),
            ("res_id", "in", ids),
        ]
        rows = self.env["xero.outbox"].sudo().search(domain)
        asked = self.env["xero.quarantine"].sudo().search([*domain, ("state", "!=", "resolved")])
        return {*rows.mapped("res_id"), *asked.mapped("res_id")}

    def _enqueue_quietly(self, setting, changes):
        if changes:
            self.env["xero.outbox"].sudo()._put(setting, self._odoo_model, changes, priority=BULK)
            self._wake("push")


def _said(error):
    return str(error)[:200].rstrip(".") or type(error).__name__
