from .invoice_case import InvoiceCase

EACH = 15


class TestInvoiceCustomers(InvoiceCase):
    """What invoices refer to is fetched together, however many they are."""

    def customers(self, kind):
        return self.env["res.partner"].create(
            [
                {"name": f"{kind} {number}", "is_company": True, "customer_rank": 1}
                for number in range(EACH)
            ]
        )

    def calls(self):
        """Calls about contacts, as (method, path without ids)."""
        return [(call["method"], call["path"]) for call in self.sim.calls(r"/Contacts")]

    def test_customers_go_together(self):
        """Invoices of 45 customers, of whom a third is new to Xero, a third was read from there and
        a third was entered there since, take a handful of calls for all. [S93]"""
        for number in range(EACH):
            self.sim.create("Contacts", Name=f"Read {number}")
        self.setting("contact", write_mode="update")
        self.run_pull("contact")
        self.setting("contact", write_mode="both", contact_sent="documents")
        for number in range(EACH):
            self.sim.create("Contacts", Name=f"Entered {number}")
        partners = self.customers("New") | self.customers("Read") | self.customers("Entered")
        moves = self.env["account.move"].union(
            *(self.invoice(partner_id=partner.id) for partner in partners)
        )
        self.waiting("contact").sudo().unlink()
        self.sim.forget_calls()
        for _round in range(3):
            self.run_push("invoice")
        self.assertEqual(set(moves.mapped("xero_state")), {"agreed"})
        names = sorted(row["Name"] for row in self.xero("Contacts"))
        self.assertEqual(names, sorted(partners.mapped("name")), "nobody is there twice")
        self.assertLessEqual(len(self.calls()), 6, self.calls())
        self.assertLessEqual(len(self.sim.calls(r"/Invoices")), 3)
