from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.tests import tagged

from .chain_case import ChainCase

STARTER_BUDGET = 250
TICK = timedelta(minutes=5)


@tagged("post_install", "-at_install", "xero_long")
class TestIdleDay(ChainCase):
    def test_a_day_without_changes_stays_within_the_budget(self):
        """A day without changes costs at most 250 calls, none refused. [C2, E34]"""
        self.sim.limits(minute=60, day=1000, concurrent=5, app_minute=10000)
        services = self.env["xero.sync"].sudo()._services().values()
        start = fields.Datetime.now()
        for mapped in (False, True):
            # What connecting does: every entity once, and what waits for the mapping after it.
            for service in services:
                if mapped and service._xero_mapping:
                    self.confirm(service._xero_mapping)
                service._cron_pull()
                service._cron_push()
        reading = self.connection.setting_ids.filtered(lambda row: row.enabled and row.pull)
        self.assertTrue(all(reading.mapped("paired")))
        self.sim.forget_calls()
        for tick in range(1, 289):
            self.sim.advance(TICK.total_seconds())
            with freeze_time(start + tick * TICK):
                for service in services:
                    service._cron_pull()
                    service._cron_push()
        calls = self.sim.calls("/(api|payroll).xro/")
        self.assertLessEqual(len(calls), STARTER_BUDGET)
        self.assertGreater(len(calls), 40, "the day was really lived through")
        self.assertFalse([call for call in calls if call["status"] == 429])
        failed = self.events().filtered(lambda event: event.state != "ok")
        self.assertFalse(failed.mapped("detail"))
