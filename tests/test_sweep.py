import logging
from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .contact_case import ContactCase
from .timesheet_case import TimesheetCase

SWEEP = "odoo.addons.xero_connector.services.sweep"


@tagged("post_install", "-at_install")
class TestSweep(ContactCase):
    """The nightly comparison."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def night(self):
        self.env.flush_all()
        self.env["xero.sync"].sudo()._cron_sweep()
        self.env.invalidate_all()

    def test_a_comparison_that_stops_leaves_an_event(self):
        """A filter that names a field which is gone stops the nightly comparison: an event says
        so, and the next night compares again. [D5, C4]"""
        partner = self.make()
        self.waiting("contact").sudo().unlink()
        setting = self.setting("contact")
        domain = "UPDATE xero_sync_setting SET domain = %s WHERE id = %s"
        self.env.flush_all()
        self.env.cr.execute(domain, ["[('field_of_an_app_that_is_gone', '=', 1)]", setting.id])
        self.env.invalidate_all()
        with mute_logger(SWEEP):
            self.night()
        event = self.events("contact")
        self.assertEqual((event.state, event.direction, len(event)), ("failed", "push", 1))
        self.assertIn("nightly comparison stopped", event.detail)
        self.assertIn("field_of_an_app_that_is_gone", event.detail)
        self.assertEqual(setting.last_event_id, event)
        setting.domain = "[]"
        self.night()
        self.assertEqual(self.waiting("contact").mapped("res_id"), partner.ids)

    def test_what_is_imported_only_is_left_alone(self):
        """A value that is Xero's, in a sync that imports nothing, is no reason for an export each
        night. [S96]"""
        partner, _contact_id = self.both(Website="https://wattle.example")
        self.setting("contact", pull=False)
        self.env.cr.execute(
            "UPDATE res_partner SET website = 'https://acacia.example' WHERE id = %s", partner.ids
        )
        self.env.invalidate_all()
        self.night()
        self.assertFalse(self.waiting("contact"))

    def test_goes_on_where_the_time_was_up(self):
        """A sync whose turn was still to come is compared before those that had theirs. [C4]"""
        left, done = self.setting("contact"), self.setting("invoice")
        left.swept_link = -1
        self.night()
        self.assertTrue(left.swept_at)
        self.assertFalse(done.swept_at)
        self.night()
        self.assertTrue(done.swept_at)

    def linked(self, first, last):
        """Partners that are linked already, each with the values both sides agreed on."""
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}", "customer_rank": 1} for number in range(first, last)]
        )
        self.waiting("contact").sudo().unlink()
        self.env["xero.link"].sudo()._store(
            self.connection,
            "contact",
            [
                {
                    "xero_id": f"00000000-0000-4000-8000-{partner.id:012}",
                    "model": "res.partner",
                    "res_id": partner.id,
                    "agreed": {"name": partner.name},
                }
                for partner in partners
            ],
        )
        return partners

    def queries(self):
        """The statements of looking for what is not linked."""
        setting = self.setting("contact")
        self.env.flush_all()
        self.env.invalidate_all()
        with (
            self.assertLogs("odoo.sql_db", logging.DEBUG) as logs,
            setting._service().sudo()._unit(setting.id) as service,
        ):
            service._sweep_unlinked(service._setting)
        return [len(text) for text in logs.output if "query:" in text]

    def test_ten_thousand_cost_what_ten_cost(self):
        """What is linked already makes looking for what is not neither longer nor more queries.
        [S94]"""
        self.linked(0, 10)
        self.night()
        few = self.queries()
        self.linked(10, 1510)
        missing = self.make()
        self.waiting("contact").sudo().unlink()
        many = self.queries()
        self.assertEqual(self.waiting("contact").mapped("res_id"), missing.ids)
        self.assertLess(max(many), max(few) + 500)
        self.assertLess(len(many), len(few) + 40, "one was found, and is queued")


@tagged("post_install", "-at_install")
class TestSweepPayroll(TimesheetCase):
    def night(self):
        self.env.flush_all()
        self.env["xero.sync"].sudo()._cron_sweep()
        self.env.invalidate_all()

    def test_what_xero_need_not_have_is_not_queued_each_night(self):
        """An employee whose creation is switched off and a period without hours leave nothing in
        the queue at night. [D34, D31]"""
        self.new_employee("Cy Low")
        shift = self.shift(0, hours=0)
        self.assertTrue(shift.xero_timesheet_id)
        event = self.run_push("timesheet")
        self.assertEqual((event.skipped, event.quarantined), (1, 0))
        for _night in range(2):
            self.night()
            self.assertFalse(self.waiting())
        self.assertEqual(self.sheets(), [])

    def test_behind_what_xero_need_not_have(self):
        """Five hundred periods without hours do not hide the one behind them that was missed. [C4,
        D34]"""
        self.env["xero.timesheet"].sudo().create(
            [
                {
                    "connection_id": self.connection.id,
                    "employee_id": self.employee.id,
                    "period_start": self.monday - timedelta(days=7 * number),
                    "period_end": self.monday - timedelta(days=7 * number - 6),
                }
                for number in range(1000, 1501)
            ]
        )
        shift = self.shift(0)
        self.waiting("timesheet").sudo().unlink()
        self.night()
        self.assertEqual(self.waiting("timesheet").mapped("res_id"), shift.xero_timesheet_id.ids)

    def test_one_damaged_pair_does_not_stop_the_comparison(self):
        """A pair that cannot be compared is named in an event; the others are compared. [C4, D5]"""
        second = self.hire("Bo", "Low")
        self.run_pull("employee")
        bad, good = self.employee, self.employee_of(second)
        self.link(bad, "employee").sudo().agreed = "damaged"
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_employee SET mobile_phone = '1' WHERE id = %s", good.ids)
        self.env.invalidate_all()
        before = self.events("employee")
        with mute_logger(SWEEP):
            self.night()
        self.assertEqual(self.waiting("employee").mapped("res_id"), good.ids)
        event = self.events("employee") - before
        self.assertEqual((event.state, event.collected, event.deferred), ("failed", 1, 1))
        self.assertIn("could not read 1", event.detail)
        self.assertEqual(event.line_ids.mapped("res_id"), bad.ids)
