from odoo.tests import tagged

from .fault_case import CALLS, FaultCase, limit


@tagged("post_install", "-at_install")
class TestUnknown(FaultCase):
    """A write without an answer, whose second try meets a trouble of its own."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def test_a_limit_on_the_second_try_does_not_make_the_first_undone(self):
        """Lost twice and limited once, each customer is in Xero once. Pain 3 [E15, B29]"""
        seconds_tries = (
            limit("minute", 26),
            {"kind": "status", "status": 503},
            {"kind": "expired_token", "times": 2},
            {"kind": "reset_before"},
        )
        for fault in seconds_tries:
            with self.subTest(second_try=fault), self.scenario():
                self.env["res.partner"].create(
                    [{"name": f"Customer {number}", "customer_rank": 1} for number in range(3)]
                )
                self.sim.fault("reset_after", path=CALLS)
                self.run_push("contact")
                self.assertEqual(len(self.xero("Contacts")), 3, "Xero did it")
                self.pass_time(40)
                self.sim.clear_faults()
                self.sim.fault(path=CALLS, **fault)
                self.run_push("contact")
                exchange = self.env["xero.exchange"].search([("state", "=", "unknown")])
                self.assertEqual(len(exchange), 1, "still nobody knows")
                self.sim.clear_faults()
                self.pass_time(400)
                event = self.run_push("contact")
                self.assertEqual((event.collected, event.created), (3, 3))
                self.assertEqual(len(self.xero("Contacts")), 3)
                self.assertFalse(self.waiting("contact"))
                self.assertFalse(self.quarantines("contact"))
