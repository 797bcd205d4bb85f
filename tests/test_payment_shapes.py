from .invoice_case import InvoiceCase


class TestPaymentShapes(InvoiceCase):
    """Payments that come from Xero in a form nobody can read."""

    def set_up_once(self):
        super().set_up_once()
        self.bad, self.good = (self.approved(self.sent(self.line(100.0))) for _each in range(2))
        for move in (self.bad, self.good):
            self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat(), amount=40)
        self.lists = {"Invoices": self.xero("Invoices"), "Payments": self.xero("Payments")}

    def answer(self, table, rows):
        """The next list is answered with these rows, whatever they are."""
        body = {table: rows, "pagination": {"page": 1, "pageSize": 1000, "pageCount": 1}}
        self.sim.fault("status", method="GET", path=f"/{table}$", status=200, body=body)

    def of(self, move, table):
        """The row of an invoice in a list of Xero's."""
        def key(row):
            return (row.get("Invoice") or row)["InvoiceID"]

        return next(row for row in self.lists[table] if key(row) == move.xero_id)

    def check_one_asked(self, *words):
        """The bad one is in front of a person and the good one was paid."""
        row = self.assertQuarantined(self.bad, "wrong_shape", *words)
        self.assertEqual((self.bad.amount_residual, self.good.amount_residual), (110, 70))
        return row

    def test_a_list_with_something_else_in_it(self):
        """A payment list of the wrong shape stops its own invoice only, which goes before a person;
        when it is right again, “Try again” brings the payment. Pain 25 [B26, S90]"""
        bad, good = self.of(self.bad, "Invoices"), self.of(self.good, "Invoices")
        for odd in (["x", *bad["Payments"]], [5, *bad["Payments"]], "x", [{"PaymentID": [1]}]):
            with self.subTest(odd):
                self.answer("Invoices", [{**bad, "Payments": odd}, good])
                self.run_pull("invoice")
                row = self.check_one_asked("Payment", "Nothing was changed")
        row.action_resolve("retry")
        self.run_pull("invoice")
        self.assertEqual(self.bad.amount_residual, 70)

    def test_details_that_cannot_be_read(self):
        """When what Xero says of a payment cannot be read, no payment is made, the invoice goes
        before a person and is not asked for again and again. Pain 25 [B26, S90]"""
        bad, good = self.of(self.bad, "Payments"), self.of(self.good, "Payments")
        for rows in ([good, 5], [good, {**bad, "Account": "x"}], [good, {**bad, "Reference": []}]):
            with self.subTest(rows[1]):
                self.answer("Payments", rows)
                self.run_pull("invoice")
                row = self.check_one_asked("a payment of 40", "cannot be read")
                self.assertFalse(self.env["xero.inbox"].sudo().search([]), "no asking again")
        row.action_resolve("retry")
        self.run_pull("invoice")
        self.assertEqual(self.bad.amount_residual, 70)

    def test_an_answer_without_a_list(self):
        """An answer without payments puts the invoices before a person; the import ends well.
        [B26]"""
        self.answer("Payments", "none")
        event = self.run_pull("invoice")
        self.assertEqual((event.state, event.quarantined), ("attention", 2))
        self.assertQuarantined(self.good, "wrong_shape", "cannot be read")
