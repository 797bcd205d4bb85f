from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .invoice_case import InvoiceCase


class TestInvoicePayments(InvoiceCase):
    def set_up_once(self):
        super().set_up_once()
        self.move = self.approved(self.sent(self.line(100.0)))

    def paid(self, amount=None, day=None, move=None, **details):
        """A payment entered in Xero, and read back."""
        move = move or self.move
        details = {**details, "amount": amount} if amount else details
        day = day or self.today
        payment = self.sim.act("pay", invoice=move.xero_id, date=day.isoformat(), **details)
        self.run_pull("invoice")
        return payment

    def payments(self, move=None):
        """Odoo payments applied to the invoice."""
        lines = (move or self.move).line_ids
        return (lines.matched_credit_ids.credit_move_id).payment_id

    def unapplied(self, amount, day):
        """A payment of the customer that stands in Odoo without an invoice."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner_a.id,
                "amount": amount,
                "date": day,
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()
        return payment

    def test_full_payment(self):
        """A payment in Xero becomes a payment in Odoo, applied to the invoice. [S90, C8]"""
        payment = self.paid(reference="EFT 9")
        found = self.payments()
        self.assertEqual((found.amount, found.date), (110.0, self.today))
        self.assertEqual((found.partner_id, found.journal_id), (self.partner_a, self.bank))
        self.assertEqual(self.move.amount_residual, 0)
        self.assertIn(self.move.payment_state, ("paid", "in_payment"))
        self.assertEqual(self.move.xero_status, "PAID")
        link = self.env["xero.link"].search([("entity", "=", "payment")])
        self.assertEqual((link.xero_id, link.res_id), (payment["PaymentID"], found.id))

    def test_partial_payments(self):
        """Two part payments become two payments; reading again makes none twice. Pain 14 [S90,
        C8]"""
        self.paid(40)
        self.assertEqual(self.move.amount_residual, 70)
        self.assertEqual(self.move.payment_state, "partial")
        self.paid(70)
        self.assertEqual(self.move.amount_residual, 0)
        self.assertEqual(sorted(self.payments().mapped("amount")), [40, 70])
        self.setting("invoice", watermark=False)
        self.run_pull("invoice")
        self.assertEqual(len(self.payments()), 2)
        self.assertFalse(self.quarantines("invoice"))

    def test_two_payments_at_once(self):
        """Equal payments entered on one day are two payments, not one. [S90]"""
        self.sim.act("pay", invoice=self.move.xero_id, date=self.today.isoformat(), amount=55)
        self.paid(55)
        self.assertEqual(self.payments().mapped("amount"), [55, 55])
        self.assertEqual(self.move.amount_residual, 0)

    def test_payment_deleted_in_xero(self):
        """A payment deleted in Xero is taken off the invoice in Odoo and cancelled. Pain 12 [S90,
        E17]"""
        payment = self.paid(40)
        made = self.payments()
        self.sim.act("unpay", payment=payment["PaymentID"])
        self.run_pull("invoice")
        self.assertEqual(self.move.amount_residual, 110)
        self.assertFalse(self.payments())
        self.assertIn(made.state, ("cancel", "canceled"))
        self.paid(30)
        self.assertEqual(self.payments().mapped("amount"), [30])

    def test_payment_made_in_odoo_is_not_doubled(self):
        """A payment Odoo has already, of the same day and amount, is paired when it comes back.
        [S90, C8]"""
        mine = self.pay(self.move, 110.0)
        self.assertFalse(self.waiting("invoice"), "a payment in Odoo is not for Xero")
        self.paid(110)
        self.assertEqual(self.payments(), mine)
        link = self.env["xero.link"].search([("entity", "=", "payment")])
        self.assertEqual((link.model, link.res_id), ("account.payment", mine.id))

    def test_payment_not_yet_applied_is_paired_and_applied(self):
        """A payment registered in Odoo without an invoice is paired and applied, not doubled, to
        one of two invoices paid alike; the other gets its own. [S90]"""
        other = self.approved(self.sent(self.line(100.0)))
        mine = self.unapplied(110.0, self.today)
        self.sim.act("pay", invoice=other.xero_id, date=self.today.isoformat())
        self.paid(110)
        found = self.payments() | self.payments(other)
        self.assertEqual((found & mine, found.mapped("amount")), (mine, [110, 110]))
        self.assertEqual((self.move.amount_residual, other.amount_residual), (0, 0))

    def test_paid_in_odoo_on_another_day_asks(self):
        """When Odoo shows the invoice as paid by something else, a person is asked; nothing is
        booked. [S90]"""
        mine = self.pay(self.move, 110.0, day=self.today - timedelta(days=2))
        self.paid(110)
        row = self.assertQuarantined(self.move, "conflict", "110", mine.display_name)
        self.assertEqual(self.payments(), mine)
        self.assertEqual(row.suggestions[0]["id"], mine.id)

    def test_part_paid_in_odoo_on_another_day_asks(self):
        """A part payment that Odoo has under another day is not booked a second time: a person is
        asked, and enters it in Odoo when it is other money. Pain 14 [S90]"""
        mine = self.pay(self.move, 50.0, day=self.today - timedelta(days=1))
        self.paid(50)
        row = self.assertQuarantined(self.move, "conflict", "50", mine.display_name, "as well")
        self.assertEqual((self.payments(), self.move.amount_residual), (mine, 60))
        self.assertEqual(row._choices(), ["retry", "dismiss"])
        with self.assertRaises(UserError):
            row.action_resolve("odoo")
        other = self.pay(self.move, 50.0)
        row.action_resolve("retry")
        self.run_pull("invoice")
        self.assertFalse(self.quarantines("invoice"))
        self.assertEqual((self.payments(), self.move.amount_residual), (mine | other, 10))

    def test_other_day_of_a_payment_that_has_its_own(self):
        """A payment of the same amount that Xero has too, on Odoo's day, makes no question of an
        earlier one. [S90]"""
        mine = self.pay(self.move, 50.0)
        day = self.today - timedelta(days=1)
        self.setting("invoice", start_date=day)
        self.sim.act("pay", invoice=self.move.xero_id, date=self.today.isoformat(), amount=50)
        self.paid(50, day=day)
        self.assertFalse(self.quarantines("invoice"))
        self.assertEqual(self.payments().sorted("date").mapped("date"), [day, self.today])
        self.assertIn(mine, self.payments())

    def test_not_yet_applied_of_another_day_asks(self):
        """A payment in Odoo without an invoice, dated another day than Xero's, is not doubled; with
        Xero's date it is paired. Pain 14 [S90]"""
        mine = self.unapplied(110.0, self.today - timedelta(days=3))
        self.paid(110)
        row = self.assertQuarantined(self.move, "conflict", "110", mine.display_name)
        self.assertEqual(row.suggestions[0]["why"], "in Odoo, not applied")
        self.assertFalse(self.payments())
        mine.action_draft()
        mine.date = self.today
        mine.action_post()
        row.action_resolve("retry")
        self.run_pull("invoice")
        self.assertFalse(self.quarantines("invoice"))
        self.assertEqual((self.payments(), self.move.amount_residual), (mine, 0))

    def test_payment_deleted_in_odoo_comes_again(self):
        """A payment of Xero's that somebody deletes in Odoo is made again, once, instead of a
        question that nothing can answer. [S90]"""
        payment = self.paid(40)
        gone = self.payments()
        gone.action_draft()
        gone.unlink()
        self.assertEqual(self.move.amount_residual, 110)
        self.run_push("invoice")
        self.run_pull("invoice")
        self.assertFalse(self.quarantines("invoice").mapped("sentence"))
        self.assertEqual(self.payments().mapped("amount"), [40])
        link = self.env["xero.link"].search([("entity", "=", "payment")])
        self.assertEqual(
            (link.xero_id, link.res_id), (payment["PaymentID"], self.payments().id)
        )
        self.assertEqual(self.move.amount_residual, 70)

    def test_payment_taken_off_in_odoo_asks(self):
        """A payment of Xero's that somebody takes off the invoice in Odoo is a question. Pain 13
        [S90]"""
        self.paid(40)
        self.payments().move_id.line_ids.remove_move_reconcile()
        self.run_push("invoice")
        self.run_pull("invoice")
        self.assertQuarantined(self.move, "conflict", "no longer applied")

    def test_journal_of_the_xero_account(self):
        """The payment goes into the journal that Xero's account stands behind. [S90, S80]"""
        other = self.bank.copy({"name": "Savings", "code": "SAV"})
        bank = next(row for row in self.xero("Accounts") if row["Type"] == "BANK")
        target = self.env["xero.ledger.account"].search([("xero_id", "=", bank["AccountID"])])
        rows = self.env["xero.journal.map"].sudo()._rows_wanted(self.connection)
        row = rows.filtered(lambda row: row.journal_id == other)
        row.with_user(self.env.user).write({"ledger_account_id": target.id})
        self.paid(40, account=bank["AccountID"])
        self.assertEqual(self.payments().journal_id, other)
        self.setting("invoice", invoice_journal_by="default")
        self.paid(30, account=bank["AccountID"])
        self.assertEqual(self.payments().journal_id, other | self.bank)

    def test_no_journal_asks(self):
        """Without a journal for the account the payment waits, with the way out, and goes after it.
        [S90]"""
        self.setting("invoice", invoice_journal_id=False)
        self.paid(40)
        row = self.assertQuarantined(self.move, "mapping_missing", "default journal")
        self.setting("invoice", invoice_journal_id=self.bank.id)
        row.action_resolve("retry")
        self.run_pull("invoice")
        self.assertEqual(self.payments().amount, 40)
        self.assertFalse(self.quarantines("invoice"))

    def test_locked_in_odoo(self):
        """A payment in a period that is locked in Odoo is refused before anything is booked. Pain
        10 [S90]"""
        self.setting("invoice", start_date=False)
        self.company.fiscalyear_lock_date = self.today - timedelta(days=1)
        self.paid(40, day=self.today - timedelta(days=3))
        self.assertQuarantined(self.move, "locked_period", "Odoo is locked up to")
        self.assertFalse(self.payments())
        self.company.fiscalyear_lock_date = False

    def test_before_the_start_is_left_alone(self):
        """Payments from before the start date are no business of the sync; they are not asked
        about. [S90]"""
        self.setting("invoice", start_date=self.today)
        self.paid(40, day=self.today - timedelta(days=3))
        self.assertFalse(self.payments())
        self.assertFalse(self.quarantines("invoice"))
        event = self.run_pull("invoice")
        self.assertEqual(event.unchanged, event.collected)
        self.paid(70)
        self.assertEqual(self.payments().mapped("amount"), [70])

    def test_switched_off(self):
        """With reading back switched off, payments stay in Xero; the status is still shown. [C8]"""
        self.setting("invoice", invoice_payments=False)
        self.paid(110)
        self.assertFalse(self.payments())
        self.assertEqual(self.move.xero_status, "PAID")

    def test_foreign_payment_books_xeros_money(self):
        """A payment in a foreign currency is booked with the money Xero booked, so gains agree.
        [S36, S90]"""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", dollar.id)]).unlink()
        rate = {"currency_id": dollar.id, "name": self.today, "rate": 0.65}
        self.env["res.currency.rate"].create({**rate, "company_id": self.company.id})
        move = self.approved(self.sent(self.line(100.0), currency_id=dollar.id))
        payment = self.sim.create(
            "Payments",
            Invoice={"InvoiceID": move.xero_id},
            Amount=110,
            CurrencyRate=0.7,
            Date=self.today.isoformat(),
        )
        self.assertEqual(payment["BankAmount"], 157.14)
        self.run_pull("invoice")
        made = self.payments(move)
        self.assertEqual((made.amount, made.currency_id), (110.0, dollar))
        self.assertAlmostEqual(abs(made.amount_company_currency_signed), 157.14, 2)
        self.assertEqual(move.amount_residual, 0)
        exchange = move.line_ids.matched_credit_ids.exchange_move_id
        gain_or_loss = abs(move.amount_total_signed) - 157.14
        self.assertAlmostEqual(sum(exchange.line_ids.mapped("debit")), gain_or_loss, 2)

    def test_calls_for_payments(self):
        """Payments of a page of invoices are read in one call, and none when nothing is new. [S90,
        B33]"""
        others = [self.approved(self.sent(self.line(10.0))) for _number in range(3)]
        for move in others:
            self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat())
        self.sim.forget_calls()
        self.run_pull("invoice")
        self.assertEqual(len(self.sim.calls("/Payments")), 1)
        self.assertEqual({move.amount_residual for move in others}, {0})
        self.sim.forget_calls()
        self.run_pull("invoice")
        self.assertEqual(len(self.sim.calls()), 1)

    def test_payment_of_a_draft_in_odoo_asks(self):
        """A payment of an invoice that is a draft in Odoo waits until it is posted. Pain 14
        [S90]"""
        self.move.button_draft()
        self.paid(40)
        row = self.assertQuarantined(self.move, "conflict", "not posted in Odoo")
        self.move.action_post()
        row.action_resolve("retry")
        self.run_pull("invoice")
        self.assertEqual(self.payments().amount, 40)

    def test_dates_of_payments_are_days(self):
        """A payment keeps its day. Pain 22 [S90]"""
        day = fields.Date.subtract(self.today, days=1)
        self.setting("invoice", start_date=day)
        self.paid(40, day=day)
        self.assertEqual(self.payments().date, day)
