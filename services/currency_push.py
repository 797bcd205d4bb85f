"""Currencies: switching one on in Xero, when a person asked for it (FACTS 5.4).

The rows are those of the mirror: there is no pair to keep, Xero's list says what is there.
"""

from odoo import models

from ..xero.answer import Page
from ..xero.scopes import FEATURES


class XeroSyncCurrency(models.AbstractModel):
    _inherit = "xero.sync.currency"

    _xero_push = True
    _xero_push_feature = "settings_export"
    # One at a time (FACTS 4.2).
    _xero_batch = 1

    def _scope_domain(self, setting):
        return [
            *super()._scope_domain(setting),
            ("connection_id", "=", setting.connection_id.id),
            ("state", "in", ("missing", "asked")),
        ]

    def _wanted_domain(self, setting):
        """Nothing leaves by itself: a currency cannot be taken out of Xero again."""
        return [*super()._wanted_domain(setting), ("state", "=", "asked")]

    def _may_write(self, setting):
        """Whether the consent covers adding currencies.

        :rtype: bool
        """
        missing = setting.connection_id._missing_scopes()
        return not set(missing).intersection(FEATURES[self._xero_push_feature])

    def _due_push(self, setting):
        return super()._due_push(setting) if self._may_write(setting) else None

    def _read_odoo(self, records):
        return {row.id: {"code": row.code, "name": row.name} for row in records.sudo()}

    def _xero_body(self, values, record, pair):
        return {"Code": values["code"], "Description": values["name"]}

    def _exchange_of(self, pair):
        return "PUT", self._xero_path, {}

    def _wrap(self, elements):
        return elements[0]

    def _natural_key(self, payload):
        return payload.get("Code")

    def _read_pages(self, client, since):
        """The list has no pages and no timestamps: all of it, to look a lost write up."""
        payloads = self._read_list(client)
        yield Page(1, payloads, 1, len(payloads), None)

    def _store_links(self, rows):
        """Xero's list is mirrored; there are no pairs."""

    def _after_push(self, pairs):
        super()._after_push(pairs)
        rows = self.env[self._odoo_model].sudo().browse([pair.res_id for pair in pairs])
        rows.write({"state": "listed", "used_by": False})
        self._send_waiting()

    def _quarantine(self, run, pair):
        """What Xero did not take can be asked for again."""
        super()._quarantine(run, pair)
        if run.direction == "push":
            self.env[self._odoo_model].sudo().browse(pair.res_id).exists().state = "missing"
