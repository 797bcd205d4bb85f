from .invoice_case import InvoiceCase


class TestStages(InvoiceCase):
    """Which state in Odoo a status in Xero leads to."""

    def ended(self, status):
        """An invoice that somebody voided or deleted in Xero, after the import."""
        move = self.sent() if status == "DELETED" else self.approved(self.sent())
        self.sim.edit("Invoices", move.xero_id, Status=status)
        self.run_pull("invoice")
        return move

    def test_cancelled_by_choice(self):
        """What is voided or deleted in Xero is cancelled in Odoo where somebody chose that, without
        a question; each status by its own choice. [S95, E17]"""
        setting = self.setting("invoice")
        for name, status, other in (
            ("stage_voided", "VOIDED", "DELETED"), ("stage_deleted", "DELETED", "VOIDED"),
        ):  # fmt: skip
            with self.subTest(status):
                setting.write({"stage_voided": "none", "stage_deleted": "none", name: "cancelled"})
                move = self.ended(status)
                self.assertEqual((move.state, move.xero_state), ("cancel", "agreed"))
                self.assertEqual(self.in_xero(move)["Status"], status)
                self.assertFalse(self.quarantines("invoice"))
                left = self.ended(other)
                self.assertEqual(left.state, "posted")
                self.assertQuarantined(left, "deleted", other)
                self.quarantines("invoice").action_resolve("xero")
                self.run_pull("invoice")

    def test_found_by_the_export(self):
        """Changed in Odoo while it was voided in Xero: the export finds out, sends nothing, and it
        is cancelled. [S95]"""
        self.setting("invoice").stage_voided = "cancelled"
        move = self.approved(self.sent())
        self.sim.edit("Invoices", move.xero_id, Status="VOIDED")
        move.ref = "PO 7"
        self.sim.forget_calls()
        self.run_push("invoice")
        self.assertFalse(self.writes())
        self.run_pull("invoice")
        self.assertEqual(move.state, "cancel")

    def test_paid_in_odoo_is_asked_about(self):
        """An invoice with a payment in Odoo is not cancelled by a choice; a person is asked.
        Pain 14 [S95]"""
        self.setting("invoice").stage_voided = "cancelled"
        move = self.approved(self.sent())
        self.pay(move, 50.0)
        self.sim.edit("Invoices", move.xero_id, Status="VOIDED")
        self.run_pull("invoice")
        self.assertEqual(move.state, "posted")
        self.assertQuarantined(move, "has_payments", "payment")

    def test_what_a_service_is_told(self):
        """Each status has a state of its own, so that old documents do not all arrive as drafts;
        what does not count in Xero is never posted, and nothing unknown is imported. [S95]"""
        setting = self.setting("invoice")
        asked = {status: setting._odoo_state(status, "invoice") for status in (
            "DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED", "BRAND_NEW",
        )}  # fmt: skip
        self.assertEqual(asked, {
            "DRAFT": "draft", "SUBMITTED": "draft", "AUTHORISED": "posted", "PAID": "paid",
            "VOIDED": None, "DELETED": None, "BRAND_NEW": None,
        })  # fmt: skip
        setting.write({"stage_paid": "draft", "stage_draft": "none", "stage_voided": "cancelled"})
        self.assertEqual(setting._odoo_state("PAID", "invoice"), "draft")
        self.assertIsNone(setting._odoo_state("DRAFT", "invoice"))
        self.assertEqual(setting._odoo_state("VOIDED", "invoice"), "cancelled")
        setting.write({"stage_paid": "paid", "invoice_payments": False})
        self.assertEqual(setting._odoo_state("PAID", "invoice"), "posted")
        for name, wrong in (("stage_draft", "posted"), ("stage_authorised", "paid"),
                            ("stage_voided", "posted")):  # fmt: skip
            with self.assertRaises(ValueError):
                setting[name] = wrong
        with self.assertRaises(ValueError):
            setting._odoo_state("PAID", "bill")

    def test_shown_where_it_does_something(self):
        """The page offers what has an effect: the ended statuses on invoices, while they are read
        back; nothing on contacts. [S95]"""
        setting = self.setting("invoice")
        self.assertEqual((setting.stages_ended, setting.stages_new), (True, False))
        setting.pull = False
        self.assertFalse(setting.stages_ended)
        self.assertFalse(self.setting("contact").stages_ended)
