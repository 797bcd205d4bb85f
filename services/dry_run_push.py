"""The dry run's other half: what an export would do, inside the transaction that is rolled back."""

import time
from collections import Counter

from odoo import models

from ..xero.body import encoded
from ..xero.client import Meter
from ..xero.errors import XeroError
from .dry_run_outcome import SHOWN, Direction, pushed
from .export_all import BATCH
from .run import Pair
from .transaction import repeat


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _look_at_push(self, progress, deadline):
        """Count Odoo's records by their keys, and plan the first of them.

        :rtype: services.dry_run_outcome.Direction | None -- None: the counting goes on in the next
            slice
        """
        look = progress.look
        counts, look.counted, look.odoo = repeat(lambda: self._count_on(progress, deadline))
        look.counts = dict(counts)
        if look.counted < look.odoo:
            return None
        return repeat(lambda: self._plan_first(progress))

    def _count_on(self, progress, deadline):
        """
        :rtype: tuple[collections.Counter, int, int] -- counts so far, of how many records, of all
        """
        counts, done = Counter(progress.look.counts), progress.look.counted
        with self._looking(progress) as service:
            setting = service._setting
            records = service._export_records(setting)
            asked = service._asked_about(setting.connection_id)
            while done < len(records):
                part = records[done : done + BATCH]
                counts += service._export_counts(setting, part, asked)
                done += len(part)
                if time.monotonic() >= deadline:
                    break
            total = len(records)
        return counts, min(done, total), total

    def _plan_first(self, progress):
        """What an export would do with the first records without a pair; all are counted.

        :rtype: services.dry_run_outcome.Direction
        """
        counts, look = Counter(progress.look.counts), progress.look
        with self._looking(progress) as service:
            setting = service._setting
            preview = service._export_totals(setting, counts)
            pairs = [Pair(res_id=res_id) for res_id in service._first_new(setting)]
            run = service._look_run(look, Meter(), "push")
            run.collect(pairs)
            there = service._records_to_push(run, pairs)
            service._before_look(pairs)
            service._plan_pairs(run, pairs, there, {})
            seen = Direction(total=look.odoo, calls=preview.pop("calls"))
            seen.bytes = service._bytes_to_send(pairs, there) * preview["create"]
            for pair in pairs:
                seen.add(pair.name, *pushed(pair))
            left = "leave" if setting.write_mode == "create" else "update"
        # The preview goes by keys alone; where every record was planned, the plan is exact.
        if look.odoo - counts["update"] > len(pairs):
            seen.counts = dict(preview)
        elif counts["update"]:
            seen.counts[left] = seen.counts.get(left, 0) + counts["update"]
        return seen

    def _first_new(self, setting):
        """Ids of the first records without a pair."""
        records, found = self._export_records(setting), []
        for start in range(0, len(records), BATCH):
            ids = records[start : start + BATCH].ids
            links = self.env["xero.link"].sudo()._of_odoo(
                setting.connection_id, self._xero_entity, ids
            )
            found += [res_id for res_id in ids if res_id not in links]
            if len(found) >= SHOWN:
                break
        return found[:SHOWN]

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
