"""The nightly comparison: what changed below every hook is found by looking (DESIGN 2)."""

import logging
import time

from odoo import fields, models

from .engine import SLICE_SECONDS
from .run import BULK
from .transaction import own, repeat

_logger = logging.getLogger(__name__)

BATCH = 500


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _cron_sweep(self):
        """Compare every linked record with its agreed values; differences go to the outbox."""
        deadline = time.monotonic() + SLICE_SECONDS
        with own(self.env) as env:
            settings = env["xero.sync.setting"].sudo().search(
                [("enabled", "=", True), ("push", "=", True), ("connection_id.state", "=", "live")]
            )
            todo = [(setting.id, setting.entity) for setting in settings]
        names = dict(self._service_names())
        for setting_id, entity in todo:
            while self.env[names[entity]]._sweep_safely(setting_id):
                if time.monotonic() >= deadline:
                    with own(self.env) as env:
                        env.ref("xero_connector.cron_sweep").sudo()._trigger()
                    return

    def _sweep_safely(self, setting_id):
        """One setting in trouble must not keep the others from being compared.

        :rtype: bool -- as :meth:`_sweep_slice`
        """
        try:
            return repeat(lambda: self._sweep_slice(setting_id))
        except Exception:  # A driver must not raise.
            _logger.exception("xero %s: setting %s not compared", self._xero_entity, setting_id)
        return False

    def _sweep_slice(self, setting_id):
        """Compare the next links of a setting.

        :rtype: bool -- whether there are more for tonight
        """
        with self._unit(setting_id) as service:
            setting = service._setting
            links = service.env["xero.link"].sudo().search(
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
            service._sweep_links(setting, links)
            if len(links) == BATCH:
                setting.swept_link = links[-1].id
                return True
            service._sweep_unlinked(setting)
            setting.write({"swept_link": 0, "swept_at": fields.Datetime.now()})
            return False

    def _sweep_links(self, setting, links):
        model = self.env[self._odoo_model].with_context(active_test=False)
        records = model.browse(self._readable(links.mapped("res_id")))
        plain = self._read_odoo(records)
        changes = {}
        for link in links:
            agreed = link.agreed or {}
            now = self._known(plain.get(link.res_id) or {}, agreed)
            different = [name for name in agreed if name in now and now[name] != agreed[name]]
            if different:
                changes[link.res_id] = different
        held = self._held(setting, list(changes))
        self._enqueue_quietly(setting, {i: c for i, c in changes.items() if i not in held})

    def _sweep_unlinked(self, setting):
        """Records that ought to be in Xero: not linked, not on their way, not with a person."""
        model = self.env[self._odoo_model]
        links = self.env["xero.link"].sudo().with_context(active_test=False)
        linked = links.search(
            [
                ("connection_id", "=", setting.connection_id.id),
                ("entity", "=", setting.entity),
                ("res_id", "!=", 0),
            ]
        ).mapped("res_id")
        # What is held is left out first: it must not fill the batch night after night.
        known = [*linked, *self._held(setting)]
        domain = [*self._wanted_domain(setting), ("id", "not in", known)]
        missing = model.search(domain, limit=BATCH)
        self._enqueue_quietly(setting, {i: ["new"] for i in missing.ids})

    def _held(self, setting, ids=None):
        """Ids on their way already, or in front of a person; of these, or all."""
        domain = [
            ("connection_id", "=", setting.connection_id.id),
            ("entity", "=", setting.entity),
            ("res_id", "!=", 0) if ids is None else ("res_id", "in", ids),
        ]
        rows = self.env["xero.outbox"].sudo().search(domain)
        asked = self.env["xero.quarantine"].sudo().search([*domain, ("state", "!=", "resolved")])
        return {*rows.mapped("res_id"), *asked.mapped("res_id")}

    def _enqueue_quietly(self, setting, changes):
        if changes:
            self.env["xero.outbox"].sudo()._put(setting, self._odoo_model, changes, priority=BULK)
            self._wake("push")
