import re
from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError

from .invoice_case import InvoiceCase

SECONDS = {
    "contact": {"pull": 60, "push": 60}, "tax_rate": {"pull": 60},
    "invoice": {"pull": 10, "push": 5},
}  # fmt: skip


class TestCooldown(InvoiceCase):
    """After a run by hand the next one waits, and the page says how long and what it costs."""

    def left(self, entity):
        setting = self.setting(entity)
        setting.invalidate_recordset()
        return setting.cooldown

    def press(self, entity):
        return self.setting(entity).action_sync_now()["params"]["message"]

    def test_seconds_of_each_sync(self):
        """60 s for contacts and lists, 5 s for the export and 10 s for the import of invoices.
        [O27, O28]"""
        with freeze_time(fields.Datetime.now()):
            for entity, seconds in SECONDS.items():
                self.assertEqual(self.left(entity), dict.fromkeys(seconds, 0))
                self.press(entity)
                self.assertEqual(self.left(entity), seconds)

    def test_a_second_press_is_refused(self):
        """A second press within the time is refused by the server with the seconds that are left,
        also over “Import all”; afterwards it runs again. [O27]"""
        start = fields.Datetime.now()
        with freeze_time(start):
            self.press("contact")
        setting = self.setting("contact")
        setting.asked_by_person = False
        with freeze_time(start + timedelta(seconds=18)):
            self.assertEqual(self.left("contact"), {"pull": 42, "push": 42})
            for button in (setting.action_sync_now, setting.action_import_all):
                with self.assertRaisesRegex(UserError, "again in 42 seconds"):
                    button()
            with self.assertRaisesRegex(UserError, "again in 42 seconds"):
                setting.action_export_all()
        self.assertFalse(setting.asked_by_person)
        with freeze_time(start + timedelta(seconds=60)):
            self.press("contact")
        self.assertTrue(setting.asked_by_person)

    def test_invoices_may_leave_before_they_are_read_again(self):
        """Five seconds after a press invoices may be exported again, and the import is named as
        waiting. [O28]"""
        start = fields.Datetime.now()
        setting = self.setting("invoice")
        with freeze_time(start):
            self.press("invoice")
        setting.asked_by_person = False
        with freeze_time(start + timedelta(seconds=6)):
            self.assertEqual(self.left("invoice"), {"pull": 4, "push": 0})
            self.assertIn("“Customer invoices” was imported a moment ago", self.press("invoice"))
            self.assertFalse(setting.asked_by_person)
            self.assertEqual(self.left("invoice"), {"pull": 4, "push": 5})

    def test_bulk_work_counts(self):
        """“Import all” and “Export all” are runs by hand as well. [O27]"""
        self.env["res.partner"].create({"name": "Wattle", "customer_rank": 1})
        self.setting("contact").action_import_all()
        self.assertGreater(self.left("contact")["pull"], 55)
        self.assertEqual(self.left("contact")["push"], 0)
        wizard = self.env["xero.export.wizard"].create({"setting_id": self.setting("contact").id})
        wizard.action_export()
        self.assertGreater(self.left("contact")["push"], 55)
        with self.assertRaisesRegex(UserError, "again in"):
            wizard.action_export()

    def test_schedules_know_no_pause(self):
        """What runs by itself, and one record's own button, do not wait for it. [O27]"""
        self.press("contact")
        partner = self.env["res.partner"].create({"name": "Wattle", "customer_rank": 1})
        self.assertTrue(partner.action_xero_sync_now())
        self.assertEqual(self.run_push("contact").created, 1)

    def test_the_moment_is_not_typed_in(self):
        """Nobody shortens the time over JSON-RPC; the administrator can switch it off for practice
        with the simulator. [O27]"""
        self.press("contact")
        with self.assertRaises(AccessError):
            self.setting("contact").asked_pull_at = False
        self.env["ir.config_parameter"].sudo().set_param("xero_connector.cooldown", "off")
        self.assertEqual(self.left("contact"), {"pull": 0, "push": 0})
        self.press("contact")

    def test_what_a_run_costs(self):
        """The page says how many of today's calls a run takes at least: what waits is counted in
        the calls it needs. [O29]"""
        self.waiting("contact").sudo().unlink()
        self.run_pull("contact")
        calls, left = self.cost("contact")
        self.run_pull("contact")
        self.assertEqual((calls, self.cost("contact")), (1, (1, left - 1)))
        self.env["res.partner"].create(
            [{"name": f"New {number}", "customer_rank": 1} for number in range(51)]
        )
        self.waiting("contact")
        self.assertEqual(self.cost("contact")[0], 3, "the import, 50 contacts, one more")
        self.sim.forget_calls()
        self.run_pull("contact")
        self.run_push("contact")
        self.assertEqual(len(self.sim.calls(r"\.xro/")), 3)
        self.assertEqual(self.cost("payroll_calendar")[0], 2)

    def cost(self, entity):
        """The two figures of the sentence."""
        setting = self.setting(entity)
        setting.invalidate_recordset()
        return tuple(int(figure) for figure in re.findall(r"\d+", setting.cost_sentence))
