"""“Export all”: what it would do, and doing it behind whatever leaves at once."""

from collections import Counter

from odoo import models

from .run import BULK

# Records whose matching keys are looked at for the preview's counts, at a time.
BATCH = 1000


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _export_records(self, setting, from_date=None):
        """Every record that is paired or that the setting lets out; from an earlier start, for a
        backfill, those of that time."""
        if from_date:
            setting = setting.new({"start_date": from_date}, origin=setting)
        connection = setting.connection_id
        model = self.env[self._odoo_model].with_company(connection.company_id)
        records = model.search(self._wanted_domain(setting))
        if from_date:
            return records
        links = self.env["xero.link"].sudo().search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._xero_entity),
                ("res_id", "!=", 0),
            ],
            ["res_id"],
        )
        return records | model.search([("id", "in", links.mapped("res_id"))])

    def _export_preview(self, setting, from_date=None):
        """How many records would be created, compared, linked, asked about and left; and the calls.

        :rtype: dict[str, int]
        """
        records = self._export_records(setting, from_date)
        counts, asked = Counter(), self._asked_about(setting.connection_id)
        for start in range(0, len(records), BATCH):
            counts += self._export_counts(setting, records[start : start + BATCH], asked)
        return self._export_totals(setting, counts)

    def _export_counts(self, setting, part, asked):
        """What an export would do with these records, going by their keys.

        :param set asked: as :meth:`_asked_about`
        :rtype: collections.Counter -- those that are paired under ``update``
        """
        connection, links = setting.connection_id, self.env["xero.link"]
        service = self.with_context(xero_setting_id=setting.id)
        linked = links._of_odoo(connection, self._xero_entity, part.ids)
        plain = service._plain_odoo(part)
        new = part.browse([i for i in part.ids if i not in asked and i not in linked])
        counts = Counter(update=len(linked), ask=len(part) - len(new) - len(linked))
        keys = [set(service._odoo_keys(plain[record.id], record)) for record in new]
        known = links._unpaired(connection, self._xero_entity, list(set().union(*keys)))
        by_key = {}
        for link in known:
            for key in link.keys:
                by_key.setdefault(key, set()).add(link.id)
        for own in keys:
            same = len(set().union(*(by_key.get(key, ()) for key in own)))
            counts["create" if not same else "link" if same == 1 else "ask"] += 1
        return counts

    def _export_totals(self, setting, counts):
        """The counts of all records as a person reads them, with the calls that they take.

        :param collections.Counter counts: as :meth:`_export_counts`
        :rtype: dict[str, int]
        """
        totals = {name: counts[name] for name in ("create", "update", "link", "ask", "leave")}
        left_out = {"create": "update", "update": "create"}.get(setting.write_mode)
        if left_out:
            totals["leave"], totals[left_out] = totals[left_out], 0
        writes = totals["create"] + totals["update"]
        totals["calls"] = self._write_calls(writes, totals["update"])
        return totals

    def _asked_about(self, connection):
        """Ids of the Odoo records that an open question is about, or may be about.

        :rtype: set[int]
        """
        rows = self.env["xero.quarantine"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._xero_entity),
                ("state", "=", "open"),
            ]
        )
        candidates = {one.get("id") for row in rows for one in row.suggestions or []}
        return (candidates | set(rows.mapped("res_id"))) - {0, None}

    def _export_all(self, setting, from_date=None):
        """Put every record into the queue as bulk work.

        :rtype: int -- how many
        """
        records = self._export_records(setting, from_date)
        if records:
            self.env["xero.outbox"]._put(
                setting, self._odoo_model, {res_id: [] for res_id in records.ids}, priority=BULK
            )
            setting.write({"bulk": "export", "bulk_total": len(records)})
            self._wake("push")
        return len(records)
