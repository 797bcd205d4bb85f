from odoo.tests import tagged

from .invoice_case import INVOICES, InvoiceCase
from .invoice_fault_case import InvoiceFaultCase


@tagged("post_install", "-at_install")
class TestInvoiceFaults(InvoiceCase):
    def settled_later(self, seconds=400):
        """Time goes by, and the push runs again."""
        self.sim.advance(seconds)
        exchanges = (
            self.env["xero.exchange"].sudo().search([("state", "in", ("sending", "unknown"))])
        )
        exchanges.write(
            {"lease_until": "2020-01-01 00:00:00", "first_sent_at": "2020-01-01 00:00:00"}
        )
        self.env["xero.outbox"].sudo().search([]).write(
            {"next_try": False, "lease_until": "2020-01-01 00:00:00"}
        )
        return self.run_push("invoice")

    def test_answer_lost_after_success(self):
        """The connection drops after Xero saved the invoices: they are found, not sent again. Pain
        3 [B23]"""
        for kind in ("reset_after", "truncate"):
            moves = [self.invoice(self.line(price)) for price in (10.0, 20.0)]
            before = len(self.xero("Invoices"))
            self.sim.fault(kind, method="PUT", path=INVOICES)
            self.run_push("invoice")
            self.settled_later()
            self.assertEqual(len(self.xero("Invoices")), before + 2, kind)
            for move in moves:
                self.assertEqual(move.xero_state, "agreed", kind)
                self.assertEqual(self.in_xero(move)["InvoiceNumber"], move.name)
        self.assertFalse(self.waiting("invoice"))

    def test_nothing_done_is_sent_again(self):
        """A call that never reached Xero is made again, once. Pain 3 [B23]"""
        move = self.invoice()
        self.sim.fault("reset_before", method="PUT", path=INVOICES)
        self.run_push("invoice")
        self.assertFalse(self.xero("Invoices"))
        self.settled_later()
        self.assertEqual(len(self.xero("Invoices")), 1)
        self.assertEqual(move.xero_state, "agreed")

    def test_one_bad_invoice_does_not_stop_the_batch(self):
        """One refused invoice is in front of a person; the other 49 arrive. Pain 4 [B33]"""
        contact = self.sim.create("Contacts", Name=self.partner_a.name)
        self.run_pull("contact")
        moves = [self.invoice(self.line(price)) for price in range(1, 11)]
        self.sim.create(
            "Invoices", InvoiceNumber=moves[3].name, Type="ACCREC", Status="VOIDED",
            Contact={"ContactID": contact["ContactID"]},
            LineItems=[{"Description": "x", "UnitAmount": 1, "AccountCode": "200"}],
        )  # fmt: skip
        event = self.run_push("invoice")
        self.assertEqual((event.created, event.quarantined), (9, 1))
        self.assertQuarantined(moves[3], "duplicate_number", "VOIDED")

    def test_a_thousand_invoices_cost_twenty_calls(self):
        """Invoices leave in batches of 50; the queries of a batch do not grow with it. [B33]"""
        self.sent(self.line(1.0))
        self.sim.forget_calls()
        counts = []
        for size in (10, 50):
            for number in range(size):
                self.invoice(self.line(float(number + 1)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_push("invoice")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self.writes()), 2)
        self.assertLess(counts[1] - counts[0], 15, counts)


@tagged("post_install", "-at_install", "xero_long")
class TestInvoicePushFaults(InvoiceFaultCase):
    # The first write is the customer, the second one creates the invoices.
    main = 1

    def set_up_once(self):
        super().set_up_once()
        contacts = self.setting("contact", push=False)
        buyer = self.env["res.partner"].create({"name": "New Buyer", "customer_rank": 1})
        self.known = self.posted(50.0)
        self.new = self.posted(19.99, 0.35, partner_id=buyer.id)
        contacts.push = True

    def prepare(self):
        """An invoice changed since it agreed, and two of a customer whom Xero does not know."""
        self.send(self.known)
        self.known.ref = "PO 7"
        self.new.action_xero_sync_now()

    def work(self):
        self.run_push("invoice")

    def check(self, what):
        """Three invoices and two customers, once each; as many pairs."""
        moves = self.known | self.new
        self.assertEqual(len(self.xero("Invoices")), 3, what)
        self.check_invoices(moves, what)
        names = sorted(row["Name"] for row in self.xero("Contacts"))
        self.assertEqual(names, sorted(moves.partner_id.mapped("name")), what)
        links = self.env["xero.link"].search([("entity", "=", "invoice"), ("res_id", "!=", 0)])
        self.assertEqual(sorted(links.mapped("res_id")), sorted(moves.ids), what)

    def test_every_fault_at_every_call(self):
        """Whatever call of an export fails, the customer and each invoice are in Xero once, equal
        to the cent. Pain 3 [D24, S93, B25]"""
        self.assertEqual(self.break_every_call(), ["PUT", "GET", "PUT", "POST"])


@tagged("post_install", "-at_install", "xero_long")
class TestPaymentFaults(InvoiceFaultCase):
    def set_up_once(self):
        super().set_up_once()
        self.moves = self.posted(50.0, 80.0)

    def prepare(self):
        """One invoice is paid in Xero; later another one in part, and gets a reference there."""
        self.send(self.moves)
        paid, partly = self.moves
        day = self.today.isoformat()
        self.sim.act("pay", invoice=paid.xero_id, date=day, reference="EFT 1")
        self.sim.advance(900)
        for amount in (30, 12.5):
            self.sim.act("pay", invoice=partly.xero_id, date=day, amount=amount)
        self.sim.edit("Invoices", partly.xero_id, Reference="PO 8")

    def work(self):
        self.run_pull("invoice")

    def check(self, what):
        """Three payments in Odoo, one for each of Xero's; both sides say the same is due."""
        self.check_invoices(self.moves, what)
        self.assertEqual(self.moves.mapped("amount_residual"), [0, 45.5], what)
        self.assertEqual(self.moves.mapped("ref"), [False, "PO 8"], what)
        links = self.env["xero.link"].search([("entity", "=", "payment")])
        self.assertEqual(
            sorted(links.mapped("xero_id")),
            sorted(row["PaymentID"] for row in self.xero("Payments")),
            what,
        )
        self.assertEqual(len(set(links.mapped("res_id"))), 3, what)

    def test_every_fault_at_every_call(self):
        """Whatever call fails while payments are read, each of them is booked in Odoo once. Pain 14
        [S90, C8, B29]"""
        self.assertEqual(self.break_every_call(), ["GET", "GET"])
