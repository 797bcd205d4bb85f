"""Credit notes, their allocations and refunds."""

from sim_client import SimulatorCase


class TestCreditNotes(SimulatorCase):
    def setUp(self):
        super().setUp()
        self.invoice_made = self.invoice()
        self.note = self.credit_note(self.invoice_made)
        self.path = f"CreditNotes/{self.note['CreditNoteID']}"

    def allocation(self, amount, **more):
        named = {"InvoiceID": self.invoice_made["InvoiceID"]}
        return {"Amount": amount, "Date": "2026-11-10", "Invoice": named, **more}

    def both(self):
        invoice = self.good("GET", f"Invoices/{self.invoice_made['InvoiceID']}")["Invoices"][0]
        note = self.good("GET", self.path)["CreditNotes"][0]
        return invoice, note

    def test_allocate_and_back(self):
        """An allocation lowers both sides; taken back, both are open again."""
        made = self.good("PUT", f"{self.path}/Allocations", {"Allocations": [self.allocation(55)]})
        invoice, note = self.both()
        self.assertEqual((invoice["AmountCredited"], invoice["AmountDue"]), (55, 55))
        self.assertEqual((note["Status"], note["RemainingCredit"]), ("PAID", 0))
        self.assertEqual(invoice["CreditNotes"][0]["AppliedAmount"], 55)
        allocation = made["Allocations"][0]["AllocationID"]
        self.assertEqual(note["Allocations"][0]["AllocationID"], allocation)
        text = self.refused("POST", f"Invoices/{invoice['InvoiceID']}", {"Status": "VOIDED"})
        self.assertIn("VOIDED cannot be applied", text)
        gone = self.good("DELETE", f"{self.path}/Allocations/{allocation}")
        self.assertTrue(gone["IsDeleted"])
        invoice, note = self.both()
        self.assertEqual((invoice["AmountDue"], note["Status"]), (110, "AUTHORISED"))

    def test_refusals(self):
        """Too much, another contact, drafts and discounts are refused."""
        path = f"{self.path}/Allocations"
        text = self.refused("PUT", path, {"Allocations": [self.allocation(56)]})
        self.assertIn("exceeds the amount outstanding", text)
        self.assertIn("Date", self.refused("PUT", path, self.allocation(1, Date="soon")))
        other = self.invoice(Contact={"Name": "Somebody else"})
        named = {"InvoiceID": other["InvoiceID"]}
        text = self.refused("PUT", path, self.allocation(1, Invoice=named))
        self.assertIn("same contact", text)
        lines = [{**self.note["LineItems"][0], "DiscountRate": 5}]
        self.assertIn("Discounts", self.refused("POST", self.path, {"LineItems": lines}))

    def test_refund(self):
        """A cash refund is a payment of the credit note."""
        body = {
            "CreditNote": {"CreditNoteID": self.note["CreditNoteID"]},
            "Amount": 55,
            "Account": {"Code": "090"},
            "Date": "2026-11-10",
        }
        payment = self.good("PUT", "Payments", body)["Payments"][0]
        self.assertEqual(payment["PaymentType"], "ARCREDITPAYMENT")
        self.assertEqual(self.both()[1]["Status"], "PAID")
        self.assertIn("exceeds", self.refused("PUT", "Payments", {**body, "Amount": 1}))

    def test_balance(self):
        """A credit lowers what the contact owes."""
        contact = self.good("GET", f"Contacts/{self.note['Contact']['ContactID']}")["Contacts"][0]
        self.assertEqual(contact["Balances"]["AccountsReceivable"]["Outstanding"], 55)
