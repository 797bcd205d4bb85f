from .timesheet_case import TimesheetCase


class TestDocumentPage(TimesheetCase):
    """The Xero part of Odoo's documents: what the page follows after “Sync now”."""

    def pressed(self, record):
        """Press “Sync now”; the answer makes the page read the record again."""
        self.env.invalidate_all()
        told = record.action_xero_sync_now()["params"]
        self.assertIn("On its way", told["message"])
        self.assertEqual(told["next"], {"type": "ir.actions.act_window_close"})
        self.env.invalidate_all()
        return record.xero_pending

    def test_partner(self):
        """A partner is on its way until Xero has it, and again while it is read back. [D3, S14]"""
        self.pair_all("contact")
        partner = self.env["res.partner"].create({"name": "Wattle Books", "customer_rank": 1})
        self.assertTrue(self.pressed(partner))
        self.run_push("contact", trigger="person")
        self.assertFalse(partner.xero_pending)
        self.setting("contact").push = False
        self.assertTrue(self.pressed(partner))
        self.assertEqual(partner.xero_state, "agreed")
        self.sim.edit("Contacts", partner.xero_id, EmailAddress="books@example.com")
        self.run_pull("contact", trigger="person")
        self.assertFalse(partner.xero_pending)
        self.assertEqual(partner.email, "books@example.com")

    def test_employee_and_attendance(self):
        """So are an employee, and an attendance until its whole timesheet has left. [D3, S16]"""
        self.assertFalse(self.employee.xero_pending)
        self.assertTrue(self.pressed(self.employee))
        self.run_push("employee", trigger="person")
        self.run_pull("employee", trigger="person")
        self.assertFalse(self.employee.xero_pending)
        shift = self.shift()
        self.assertTrue(self.pressed(shift))
        self.run_push("timesheet", trigger="person")
        self.assertFalse(shift.xero_pending)
        self.assertEqual(shift.xero_state, "agreed")
