import json

from .invoice_case import InvoiceCase


class TestInvoiceChanges(InvoiceCase):
    def change(self, move, **values):
        """Reset an invoice to draft, change its first line, post it again."""
        move.button_draft()
        move.invoice_line_ids[:1].write(values)
        move.action_post()
        return move

    def test_reset_to_draft_alone_sends_nothing(self):
        """Resetting to draft tells Xero nothing; posting again sends the whole invoice once. [O5,
        B12]"""
        move = self.sent()
        move.button_draft()
        self.assertFalse(self.waiting("invoice"))
        self.assertEqual(self.in_xero(move)["Status"], "DRAFT")
        move.invoice_line_ids.price_unit = 150.0
        self.assertFalse(self.waiting("invoice"))
        move.action_post()
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["Total"], 165)
        self.assertEqual(len(self.xero("Invoices")), 1)

    def test_sync_now_on_a_draft_waits(self):
        """Asking for a draft to be sent sends nothing and says why. [S48]"""
        move = self.sent()
        move.button_draft()
        self.sim.forget_calls()
        move.action_xero_sync_now()
        event = self.run_push("invoice", trigger="person")
        self.assertEqual(event.skipped, 1)
        self.assertFalse(self.writes())

    def test_lines_keep_their_identity(self):
        """A changed invoice sends every line with its own id, and keeps what Xero added to it. Pain
        13 [C7]"""
        move = self.sent(
            self.line(1.0, name="A"), self.line(2.0, name="B"), self.line(3.0, name="C")
        )
        before = {row["Description"]: row["LineItemID"] for row in self.in_xero(move)["LineItems"]}
        move.button_draft()
        move.invoice_line_ids.filtered(lambda row: row.name == "A").unlink()
        move.invoice_line_ids.filtered(lambda row: row.name == "C").price_unit = 4.0
        move.action_post()
        self.run_push("invoice")
        after = {row["Description"]: row["LineItemID"] for row in self.in_xero(move)["LineItems"]}
        self.assertEqual(after["B"], before["B"])
        self.assertIn(after["C"], before.values())
        self.assertEqual(len(after), 2)

    def test_approved_invoice_can_be_edited(self):
        """An approved invoice without a payment takes the change and stays approved. Pain 15
        [S64]"""
        move = self.approved(self.sent())
        self.change(move, price_unit=80.0)
        self.run_push("invoice")
        found = self.in_xero(move)
        self.assertEqual((found["Status"], found["Total"]), ("AUTHORISED", 88))

    def test_reference_alone_goes_alone(self):
        """Only the reference changes: the lines stay what they are, with their ids. [C7]"""
        move = self.sent()
        before = self.in_xero(move)["LineItems"]
        move.ref = "PO 2"
        self.run_push("invoice")
        found = self.in_xero(move)
        self.assertEqual(found["Reference"], "PO 2")
        self.assertEqual(found["LineItems"], before)

    def test_cancelled_draft_is_deleted_in_xero(self):
        """An invoice cancelled in Odoo is deleted in Xero while it is a draft there. [E17]"""
        move = self.sent()
        move.button_cancel()
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["Status"], "DELETED")
        self.assertEqual((move.xero_status, move.xero_state), ("DELETED", "agreed"))

    def test_cancelled_invoice_is_voided_in_xero(self):
        """An invoice cancelled in Odoo is voided in Xero once it is approved there. Pain 12 [E17,
        B23]"""
        move = self.approved(self.sent())
        move.button_draft()
        move.button_cancel()
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["Status"], "VOIDED")
        self.assertEqual(move.xero_status, "VOIDED")
        self.assertFalse(self.quarantines("invoice"))

    def test_cancelled_with_payment_in_xero(self):
        """An invoice paid in Xero is not voided; the sentence says what to do first. Pain 14, Pain
        15 [E17]"""
        self.setting("invoice", invoice_payments=False)
        move = self.approved(self.sent())
        self.sim.act("pay", invoice=move.xero_id, amount=10)
        move.button_draft()
        move.button_cancel()
        self.run_push("invoice")
        self.assertQuarantined(move, "has_payments", "Remove it in Xero first")
        self.assertEqual(self.in_xero(move)["Status"], "AUTHORISED")

    def test_changed_with_payment_in_xero(self):
        """Amounts of a part-paid invoice are not sent; its reference still is. Pain 15 [C7]"""
        self.setting("invoice", invoice_payments=False)
        move = self.approved(self.sent())
        self.sim.act("pay", invoice=move.xero_id, amount=10)
        self.run_pull("invoice")
        move.ref = "PO 3"
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["Reference"], "PO 3")
        self.sim.forget_calls()
        self.change(move, price_unit=80.0)
        self.run_push("invoice")
        self.assertQuarantined(move, "has_payments", "credit note")
        self.assertFalse(self.writes())

    def test_status_changes_in_xero_are_mirrored(self):
        """Approval in Xero shows on the Odoo invoice, in its form and in its filters. [O5, S64]"""
        move = self.sent()
        for status in ("SUBMITTED", "AUTHORISED"):
            self.sim.edit("Invoices", move.xero_id, Status=status)
            event = self.run_pull("invoice")
            self.assertEqual(event.updated, 1)
            self.assertEqual(move.xero_status, status)
            found = move.search([("xero_status", "=", status)])
            self.assertEqual(found, move)
        self.assertNotIn(move, move.search([("xero_status", "!=", "AUTHORISED")]))
        self.assertFalse(self.quarantines("invoice"))

    def test_voided_in_xero_asks_and_cancels_in_odoo(self):
        """An invoice voided in Xero is a question; taking Xero's values cancels it in Odoo. Pain 12
        [E17, O5]"""
        move = self.approved(self.sent())
        self.sim.edit("Invoices", move.xero_id, Status="VOIDED")
        self.run_pull("invoice")
        row = self.assertQuarantined(move, "deleted", "VOIDED in Xero", "Cancel it in Odoo")
        self.assertEqual(move.state, "posted")
        self.assertIn("xero", self.env["xero.sync.invoice"]._choices(row))
        row.action_resolve("xero")
        self.run_pull("invoice")
        self.assertEqual((move.state, move.xero_state), ("cancel", "agreed"))

    def test_voided_in_xero_and_cancelled_by_hand(self):
        """Cancelling the invoice in Odoo by hand settles the question. [E17]"""
        move = self.sent()
        self.sim.edit("Invoices", move.xero_id, Status="DELETED")
        self.run_pull("invoice")
        self.assertQuarantined(move, "deleted", "DELETED")
        move.button_cancel()
        self.run_push("invoice")
        self.assertFalse(self.quarantines("invoice"))
        self.assertEqual(move.xero_state, "agreed")

    def test_cancelled_invoice_cannot_come_back(self):
        """A voided invoice posted again in Odoo stays void in Xero, and the way out is named.
        [E17]"""
        move = self.sent()
        move.button_cancel()
        self.run_push("invoice")
        move.button_draft()
        move.action_post()
        self.run_push("invoice")
        self.assertQuarantined(move, "wrong_status", "new number")

    def test_lines_changed_in_xero_ask(self):
        """Lines changed in Xero alone are a question; taking Odoo's side sends them again. Pain 13
        [C7]"""
        move = self.sent()
        lines = self.in_xero(move)["LineItems"]
        self.sim.edit("Invoices", move.xero_id, LineItems=[{**lines[0], "UnitAmount": 90}])
        self.run_pull("invoice")
        row = self.assertQuarantined(move, "conflict", "changed in Xero")
        self.assertEqual(move.amount_total, 110)
        self.assertNotIn("xero", self.env["xero.sync.invoice"]._choices(row))
        row.action_resolve("odoo")
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["Total"], 110)
        self.assertFalse(self.quarantines("invoice"))

    def test_lines_changed_on_both_sides_ask(self):
        """Lines changed on both sides are never decided by a clock, whatever the policy. Pain 13
        [B14, C7]"""
        for policy in ("newest", "odoo", "xero", "ask"):
            self.setting("invoice", policy=policy)
            move = self.sent()
            lines = self.in_xero(move)["LineItems"]
            self.sim.edit("Invoices", move.xero_id, LineItems=[{**lines[0], "UnitAmount": 90}])
            self.change(move, price_unit=80.0)
            self.run_push("invoice")
            self.assertQuarantined(move, "conflict", "in Odoo and in Xero")
            self.assertEqual(self.in_xero(move)["SubTotal"], 90)
            self.assertEqual(move.amount_untaxed, 80)

    def test_changed_in_xero_while_draft_in_odoo(self):
        """What changed in Xero while the invoice was a draft in Odoo is not overwritten. Pain 13
        [C7]"""
        move = self.sent()
        move.button_draft()
        move.invoice_line_ids.price_unit = 80.0
        lines = self.in_xero(move)["LineItems"]
        self.sim.edit("Invoices", move.xero_id, LineItems=[{**lines[0], "UnitAmount": 90}])
        self.run_pull("invoice")
        move.action_post()
        self.run_push("invoice")
        self.assertQuarantined(move, "conflict")
        self.assertEqual(self.in_xero(move)["SubTotal"], 90)

    def test_reference_and_due_date_come_back(self):
        """Reference and due date changed in Xero are taken over, the posted entry stays posted.
        [O5, C7]"""
        move = self.sent(ref="old")
        self.sim.edit("Invoices", move.xero_id, Reference="new", DueDate="2027-01-31")
        self.run_pull("invoice")
        self.assertEqual((move.ref, str(move.invoice_date_due)), ("new", "2027-01-31"))
        self.assertEqual(move.state, "posted")
        term = move.line_ids.filtered(lambda row: row.display_type == "payment_term")
        self.assertEqual(str(term.date_maturity), "2027-01-31")
        self.assertFalse(self.quarantines("invoice"))
        self.assertFalse(self.waiting("invoice"))

    def test_a_new_mapping_leaves_old_invoices(self):
        """A changed account mapping is for new invoices; those in Xero are not rewritten. [B22]"""
        move = self.sent()
        self.map_account(self.income, "260")
        move.ref = "touched"
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["LineItems"][0]["AccountCode"], "200")
        self.assertEqual(self.in_xero(self.sent())["LineItems"][0]["AccountCode"], "260")

    def test_deleted_in_odoo_is_told(self):
        """An invoice deleted in Odoo while Xero still has it is in front of a person. Pain 12
        [E17]"""
        move = self.sent()
        xero_id = move.xero_id
        move.button_draft()
        move.with_context(force_delete=True).unlink()
        row = self.quarantines("invoice")
        self.assertEqual((row.reason, row.xero_id), ("deleted", xero_id))
        self.run_push("invoice")
        self.assertEqual(len(self.xero("Invoices")), 1)

    def test_body_of_an_update_is_whole(self):
        """An update names the invoice by id and carries customer, dates and all lines. Pain 3
        [B23]"""
        move = self.sent()
        self.sim.forget_calls()
        self.change(move, quantity=2.0)
        self.run_push("invoice")
        call = self.writes()[0]
        sent = json.loads(call["body"])["Invoices"][0]
        self.assertEqual((call["method"], sent["InvoiceID"]), ("POST", move.xero_id))
        self.assertNotIn("Status", sent)
        self.assertEqual(sent["LineItems"][0]["LineItemID"],
                         self.in_xero(move)["LineItems"][0]["LineItemID"])  # fmt: skip
