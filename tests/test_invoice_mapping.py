from .invoice_case import InvoiceCase


class TestInvoiceMapping(InvoiceCase):
    """“Open the mapping” on an invoice that waits leads to the rows it waits for."""

    def opened(self, move):
        """The rows the button of the open question leads to."""
        row = self.quarantines("invoice").filtered(lambda row: row.res_id == move.id)
        self.assertTrue(row.can_map)
        action = row.action_open_mapping()
        self.assertIn(move.name, action["name"])
        return self.env[action["res_model"]].search(action["domain"])

    def other_tax(self):
        """A tax of ten percent that only a person can place."""
        return self.gst.copy({"name": "10% Freight", "description": "Freight"})

    def unmapped(self, name="Rare income", code="498877"):
        account = self.income.copy({"code": code, "name": name})
        row = self.env["xero.account.map"]._row(self.connection, account)
        row.sudo().write({"ledger_account_id": False, "state": "missing"})
        return account

    def forget_tax(self, taxes):
        row = self.env["xero.tax.map"]._row(self.connection, taxes)
        row.sudo().write({"tax_rate_id": False, "state": "missing"})
        return row

    def test_missing_tax_opens_the_tax_mapping(self):
        """A missing tax opens the tax mapping at that set of taxes; choosing a rate there sends the
        invoice. [C22, B23]"""
        tax = self.other_tax()
        missing = self.forget_tax(tax)
        move = self.invoice(self.line(), self.line(taxes=tax))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_missing", "tax mapping")
        self.assertEqual(self.opened(move), missing)
        self.map_taxes(tax, "OUTPUT")
        self.run_push("invoice")
        self.assertEqual(move.xero_state, "agreed")

    def test_missing_accounts_open_the_account_mapping(self):
        """Missing accounts open the account mapping at all of them, and not at those that are
        mapped. [C22, B22]"""
        accounts = self.unmapped() | self.unmapped("Odd income", "498878")
        move = self.invoice(self.line(), *[self.line(account_id=one.id) for one in accounts])
        self.run_push("invoice")
        self.assertEqual(self.opened(move).account_id, accounts)

    def test_both_missing(self):
        """Account and tax missing: the account comes first, and once it is mapped the tax.
        [C22]"""
        account, tax = self.unmapped(), self.other_tax()
        missing = self.forget_tax(tax)
        move = self.invoice(self.line(account_id=account.id, taxes=tax))
        self.run_push("invoice")
        self.assertEqual(self.opened(move).account_id, account)
        self.map_account(account, "200")
        self.run_push("invoice")
        self.assertEqual(self.opened(move), missing)

    def test_pair_that_xero_refuses(self):
        """A tax that Xero does not allow on the account opens the account's row. [C22, B23]
        Pain 6"""
        account = self.income.copy({"code": "498879", "name": "Fees"})
        self.map_account(account, "429")
        move = self.invoice(self.line(), self.line(account_id=account.id))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_invalid", "General Expenses")
        self.assertEqual(self.opened(move).account_id, account)

    def test_payment_without_a_journal(self):
        """A payment in Xero that finds no journal opens the list of payment journals. [C22, S90]"""
        move = self.approved(self.sent(self.line()))
        self.setting("invoice", invoice_journal_id=False)
        self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat(), amount=40)
        self.run_pull("invoice")
        self.assertIn(self.bank, self.opened(move).journal_id)
