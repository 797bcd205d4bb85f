from .invoice_case import INVOICES, InvoiceCase


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
