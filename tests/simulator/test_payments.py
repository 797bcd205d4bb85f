"""Payments: what they do to invoices."""

from sim_client import SimulatorCase


class TestPayments(SimulatorCase):
    def body(self, made, amount, **more):
        return {
            "Invoice": {"InvoiceID": made["InvoiceID"]},
            "Account": {"Code": "090"},
            "Date": "2026-11-10",
            "Amount": amount,
            **more,
        }

    def read(self, made):
        return self.good("GET", f"Invoices/{made['InvoiceID']}")["Invoices"][0]

    def test_paid_and_back(self):
        """Payments lower what is due, settle the invoice, and open it again when deleted."""
        made = self.invoice()
        self.good("PUT", "Payments", self.body(made, 60))
        part = self.read(made)
        self.assertEqual((part["Status"], part["AmountDue"]), ("AUTHORISED", 50))
        payment = self.good("POST", "Payments", self.body(made, 50))["Payments"][0]
        paid = self.read(made)
        self.assertEqual((paid["Status"], paid["AmountDue"], len(paid["Payments"])), ("PAID", 0, 2))
        self.assertIn("FullyPaidOnDate", paid)
        self.assertEqual(payment["PaymentType"], "ACCRECPAYMENT")
        path = f"Payments/{payment['PaymentID']}"
        self.good("POST", path, {"Status": "DELETED"})
        again = self.read(made)
        self.assertEqual((again["Status"], again["AmountDue"]), ("AUTHORISED", 50))
        self.assertEqual(self.good("GET", path)["Payments"][0]["Status"], "DELETED")
        self.refused("POST", path, {"Status": "DELETED"})

    def test_refusals(self):
        """Too much, drafts, wrong accounts and changes are refused."""
        made, draft = self.invoice(), self.invoice(Status="DRAFT")
        for body, text in (
            (self.body(made, 110.01), "exceeds the amount outstanding"),
            (self.body(draft, 1), "Authorised documents"),
            (self.body(made, 1, Account={"Code": "200"}), "Account type is invalid"),
            (self.body(made, 0), "greater than zero"),
            (self.body({"InvoiceID": "x"}, 1), "could not be found"),
        ):
            self.assertIn(text, self.refused("PUT", "Payments", body))
        self.good("PUT", "Payments", self.body(made, 1, Account={"Code": "880"}))

    def test_paid_invoice_is_fixed(self):
        """A paid invoice takes a reference, no other line amounts and no void."""
        made = self.invoice()
        self.control("pay", {"invoice": made["InvoiceID"]})
        path = f"Invoices/{made['InvoiceID']}"
        self.good("POST", path, {"Reference": "late thought", "DueDate": "2026-12-24"})
        lines = [{**made["LineItems"][0], "UnitAmount": 51, "LineAmount": 102}]
        self.assertIn("cannot be edited", self.refused("POST", path, {"LineItems": lines}))
        self.assertIn("VOIDED cannot be applied", self.refused("POST", path, {"Status": "VOIDED"}))
        same = [{**made["LineItems"][0], "Description": "Better words"}]
        self.good("POST", path, {"LineItems": same})

    def test_lists(self):
        """Payments are listed by change, filtered by invoice, with their timestamps."""
        made = self.invoice()
        paid = self.control("pay", {"invoice": made["InvoiceID"], "amount": 10})
        self.control("unpay", {"payment": paid["PaymentID"]})
        where = f'Invoice.InvoiceID==guid("{made["InvoiceID"]}")'
        listed = self.good("GET", "Payments", page=1, where=where)["Payments"]
        self.assertEqual([one["Status"] for one in listed], ["DELETED"])
        self.assertEqual(self.read(made)["Payments"], [])
        self.assertEqual(self.good("GET", "Payments", where='Status=="AUTHORISED"')["Payments"], [])

    def test_reconciled(self):
        """A reconciled payment is not deleted by the API."""
        made = self.invoice()
        payment = self.good("PUT", "Payments", self.body(made, 5, IsReconciled=True))["Payments"][0]
        text = self.refused("POST", f"Payments/{payment['PaymentID']}", {"Status": "DELETED"})
        self.assertIn("reconciled", text)

    def test_foreign(self):
        """A payment in a foreign currency has its amount in the bank's money too."""
        made = self.invoice(CurrencyCode="USD", CurrencyRate="0.5")
        body = self.body(made, 55, CurrencyRate="0.55")
        payment = self.good("PUT", "Payments", body)["Payments"][0]
        self.assertEqual((payment["Amount"], payment["BankAmount"]), (55, 100))
