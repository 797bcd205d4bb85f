from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.xero_call_quota import MINUTE_LIMIT, MINUTE_RESERVE
from ..xero.errors import Action, XeroError
from .common import XeroCase


@tagged("post_install", "-at_install")
class TestLimiter(XeroCase):
    """What Xero allows is planned, so that a 429 is an accident; people come before bulk work."""

    def set_up_once(self):
        super().set_up_once()
        self.quota = self.env["xero.call.quota"].sudo()
        self.tenant = "limiter-test"

    def row(self, tenant=None):
        self.env.invalidate_all()
        return self.quota.search([("tenant_id", "=", tenant or self.tenant)])

    def granted(self, tries, bulk=False):
        """How many of so many calls may leave now, and the error that stopped the rest."""
        for number in range(tries):
            try:
                with self.quota._gate(self.tenant, "read", bulk):
                    pass
            except XeroError as error:
                return number, error
        return tries, None

    def feedback(self, status=200, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.quota._feedback(self.tenant, names, status)

    def test_minute(self):
        """Never more than 60 calls leave in a minute; the next one is told how long to wait.
        Pain 20 [B29]"""
        count, error = self.granted(MINUTE_LIMIT + 5)
        self.assertEqual(count, MINUTE_LIMIT)
        self.assertEqual((error.action, error.reason), (Action.WAIT, "rate_minute"))
        self.assertTrue(1 <= error.retry_after <= 61)

    def test_reserve_for_people(self):
        """Bulk work leaves a share of the minute to people and to changes that leave at once.
        Pain 20 [C16]"""
        count, _error = self.granted(MINUTE_LIMIT, bulk=True)
        self.assertEqual(count, MINUTE_LIMIT - MINUTE_RESERVE)
        count, _error = self.granted(MINUTE_LIMIT)
        self.assertEqual(count, MINUTE_RESERVE)

    def test_organisations_do_not_share(self):
        """One organisation's calls use up nothing of another's."""
        self.granted(MINUTE_LIMIT)
        self.tenant = "another"
        self.assertEqual(self.granted(3)[0], 3)

    def test_retry_after(self):
        """A 429 stops every worker until the moment Xero named, and not only for the minute.
        Pain 20 [B29, C24]"""
        self.feedback(429, Retry_After="26", X_Rate_Limit_Problem="minute")
        count, error = self.granted(1)
        self.assertEqual((count, error.reason), (0, "rate_minute"))
        self.assertTrue(24 <= error.retry_after <= 29)
        self.feedback(429, Retry_After="30000", X_Rate_Limit_Problem="day")
        count, error = self.granted(1)
        self.assertEqual((count, error.reason), (0, "rate_day"))
        self.assertGreater(error.retry_after, 29000)
        self.row().blocked_until = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()
        self.assertEqual(self.granted(1)[0], 1)

    def test_other_programs_are_counted(self):
        """Where Xero counts more calls than we made, its count is taken: others use the same
        organisation. Pain 20"""
        self.granted(5)
        self.feedback(x_minlimit_remaining="12")
        self.assertEqual(self.granted(MINUTE_LIMIT)[0], 12)

    def test_day(self):
        """The day's calls are never used up by bulk work, and the day's end is planned from Xero's
        own count. Pain 20"""
        self.granted(1)
        self.feedback(x_daylimit_remaining="101")
        self.assertEqual((self.row().day_limit, self.row().day_used), (1000, 899))
        self.assertEqual(self.granted(5, bulk=True)[0], 1)
        self.feedback(x_daylimit_remaining="0")
        count, error = self.granted(1)
        self.assertEqual((count, error.reason), (0, "rate_day"))
        self.feedback(x_daylimit_remaining="999")
        self.assertEqual(self.granted(1)[0], 1)

    def test_plan_is_learned(self):
        """An organisation is taken for Starter (1,000 a day) until Xero's header says more."""
        self.granted(1)
        self.assertEqual(self.row().day_limit, 1000)
        self.feedback(x_daylimit_remaining="4321")
        self.assertEqual((self.row().day_limit, self.row().day_used), (5000, 679))

    def test_strange_headers(self):
        """Headers of the wrong shape change nothing."""
        self.granted(1)
        for value in ("", "-1", "many", "1e9", "²", None):
            self.feedback(x_minlimit_remaining=value, x_daylimit_remaining=value)
        self.assertEqual(self.granted(MINUTE_LIMIT)[0], MINUTE_LIMIT - 1)

    def test_the_form_says_when_it_goes_on(self):
        """While a limit holds, the connection says which one and when it goes on. [C24]"""
        self.sim.fault(
            "status",
            path="/Organisation",
            status=429,
            headers={"Retry-After": "600", "X-Rate-Limit-Problem": "day"},
        )
        self.connection.action_test_connection()
        self.env.invalidate_all()
        self.assertEqual(self.connection.state, "live")
        self.assertIn("calls for today", self.connection.limit_sentence)
        wait = self.connection.limit_until - fields.Datetime.now()
        self.assertTrue(timedelta(minutes=9) < wait < timedelta(minutes=11))
        self.assertEqual(len(self.connection.activity_ids), 1)
        self.sim.forget_calls()
        self.connection.action_test_connection()
        self.assertEqual(self.sim.calls(), [])
