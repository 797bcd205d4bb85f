"""What a field mapping would do to five live records, read by a cron before it is in use."""

import logging

from odoo import _, models

from ..xero import key_path
from ..xero.client import Meter
from ..xero.errors import XeroError
from ..xero.wire import WrongShape
from .field_map import value_in_odoo
from .field_values import of_xero
from .merge import merge, too_long
from .transaction import own, repeat

_logger = logging.getLogger(__name__)

SAMPLES = 5


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _cron_preview(self):
        """Entry point of the preview's cron; raising would lose its triggers."""
        with own(self.env) as env:
            rows = env["xero.field.map"].sudo().search([("preview_state", "=", "queued")])
            asked = [(row.id, row.setting_id.id, row._service()) for row in rows]
            asked = [(row, setting, s._name) for row, setting, s in asked if s is not None]
        for map_id, setting_id, name in asked:
            service = self.env[name]
            try:
                service._preview(map_id, setting_id)
            except Exception as error:  # A driver must not raise; the page says what happened.
                _logger.exception("xero %s: preview %s", service._xero_entity, map_id)
                service._preview_failed(map_id, service._unexpected(error))

    def _preview(self, map_id, setting_id):
        """Read the records from Xero outside any transaction, then compare in one."""
        with self._unit(setting_id) as service:
            links = service._sample_links()
            found = {link.xero_id: (link.res_id, link.label) for link in links}
        try:
            setting = self.env["xero.sync.setting"].sudo().browse(setting_id)
            client = setting.connection_id._xero_client(Meter(), payroll=self._xero_payroll)
            payloads = self._fetch(client, list(found)) if found else []
        except XeroError as error:
            self._preview_failed(map_id, error.message)
            return
        repeat(lambda: self._store_preview(map_id, setting_id, found, payloads))

    def _sample_links(self):
        """Pairs of live records, the latest first."""
        links = self.env["xero.link"].sudo().search(
            [
                ("connection_id", "=", self._setting.connection_id.id),
                ("entity", "=", self._xero_entity),
                ("part", "=", ""),
                ("res_id", "!=", 0),
            ],
            order="id desc",
            limit=SAMPLES * 4,
        )
        readable = self._readable(links.mapped("res_id"))
        return links.filtered(lambda link: link.res_id in readable)[:SAMPLES]

    def _store_preview(self, map_id, setting_id, found, payloads):
        with self._unit(setting_id) as service:
            row = service.env["xero.field.map"].sudo().browse(map_id).exists()
            if not row or row.preview_state != "queued":
                return
            declared = service._field_of(row)
            records = service.env[service._odoo_model].with_context(active_test=False)
            samples = []
            for payload in payloads:
                res_id, label = found[payload[service._xero_key]]
                sample = service._sample(declared, records.browse(res_id), payload)
                samples.append(
                    {"map_id": map_id, "res_id": res_id, "name": label or "–", "told": sample}
                )
            row.sample_ids.unlink()
            row.env["xero.field.sample"].create(samples)
            row.write({"preview_state": "done", "preview_note": service._preview_note(samples)})

    def _preview_note(self, samples):
        if samples:
            return _("Read from Odoo and Xero just now. Nothing was changed on either side.")
        return _("This sync has no pairs yet, so there is no live record to show.")

    def _sample(self, declared, record, payload):
        """One record's line of the preview.

        :rtype: dict
        """
        ours = value_in_odoo(record, declared)
        try:
            theirs = of_xero(
                key_path.read(payload, declared.xero), declared.shape, declared.xero
            )
        except WrongShape as error:
            return {"odoo_value": ours, "xero_value": "", "outcome": str(error)}
        return {
            "odoo_value": ours,
            "xero_value": theirs,
            "outcome": self._sample_outcome(declared, ours, theirs),
        }

    def _sample_outcome(self, declared, ours, theirs):
        name, setting = declared.name, self._setting
        policy = setting.policy
        if not (setting.pull and setting.push):
            policy = "xero" if setting.pull else "odoo"
        merged = merge([declared], None, {name: ours}, {name: theirs}, policy)
        if too_long([declared], merged.to_xero):
            return _("Refused: Xero takes %s characters.", declared.limit)
        if name in merged.to_xero:
            return _("Xero gets “%s”.", ours) if setting.push else _("Export is switched off.")
        if name in merged.to_odoo:
            return _("Odoo gets “%s”.", theirs) if setting.pull else _("Import is switched off.")
        if merged.conflicts:
            return _("A person is asked which one holds.")
        return _("Equal already.")

    def _preview_failed(self, map_id, sentence):
        def store():
            with own(self.env) as env:
                row = env["xero.field.map"].sudo().browse(map_id).exists()
                row.write({"preview_state": "failed", "preview_note": sentence[:500]})

        repeat(store)
