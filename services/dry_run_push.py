"""The dry run's other half: what an export would do, inside the transaction that is rolled back."""

from collections import Counter

from odoo import models

from ..xero.body import encoded
from ..xero.errors import XeroError
from .dry_run import SHOWN
from .dry_run_outcome import Direction, pushed
from .run import Pair


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _look_at_push(self, run):
        setting = self._setting
        preview = self._export_preview(setting)
        records = self._export_records(setting)
        links = (
            self.env["xero.link"]
            .sudo()
            ._of_odoo(setting.connection_id, self._xero_entity, records.ids)
        )
        new = [res_id for res_id in records.ids if res_id not in links]
        pairs = [Pair(res_id=res_id) for res_id in new[:SHOWN]]
        run.collect(pairs)
        there = self._records_to_push(run, pairs)
        self._before_look(pairs)
        self._plan_pairs(run, pairs, there, {})
        seen = Direction(total=len(records), calls=preview.pop("calls"))
        seen.bytes = self._bytes_to_send(pairs, there) * preview["create"]
        for pair in pairs:
            seen.add(pair, *pushed(pair))
        # The preview goes by keys alone; where every record was planned, the plan is exact.
        seen.counts = Counter(row["outcome"] for row in seen.rows)
        if len(new) > len(pairs):
            seen.counts = Counter(preview)
        elif links:
            left = setting.write_mode == "create"
            seen.counts["leave" if left else "update"] += len(links)
        return seen.shown(SHOWN)

    def _before_look(self, pairs):
        """What these records refer to goes first, as in :meth:`_before_push`, but nothing is
        called."""

    def _bytes_to_send(self, pairs, records):
        """Bytes of an average record on its way to Xero and back, which answers as much again.

        :rtype: int
        """
        by_id, sizes = {record.id: record for record in records}, []
        for pair in pairs:
            if pair.refusal or pair.outcome or not (pair.merged and pair.merged.to_xero):
                continue
            element = self._element_to_xero(pair.merged.to_xero, by_id[pair.res_id], pair)
            if element is None or pair.refusal:
                continue
            try:
                sizes.append(2 * len(encoded(element)))
            except XeroError as error:
                pair.refuse("not_sendable", error.message)
        return sum(sizes) // len(sizes) if sizes else 0


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _before_look(self, pairs):
        """Customers whom Xero does not know go before their invoices."""
        setting = self._contact_setting()
        partners = self._unlinked_customers([pair.res_id for pair in pairs])
        if partners and setting.enabled and setting.push:
            self._put_customers(setting, partners)
        return super()._before_look(pairs)
