from odoo import models

SCHEDULED = {"pull": "pull_schedule", "push": "push_schedule"}


class XeroSyncSetting(models.Model):
    """Another schedule counts from the moment it is chosen."""

    _inherit = "xero.sync.setting"

    def write(self, vals):
        result = super().write(vals)
        for direction, schedule in SCHEDULED.items():
            if f"next_{direction}" not in vals and not {schedule, "interval"}.isdisjoint(vals):
                self._scheduled()._schedule_next(direction)
        return result

    def _scheduled(self):
        """Those that run by their schedule now: not before their first run is over, nor while a
        person waits for one."""
        return self.filtered(lambda row: row.paired and row._on() and not row.asked_by_person)
