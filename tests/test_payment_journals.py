import ast
import logging

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .journal_case import NUMBER, JournalCase


@tagged("post_install", "-at_install")
class TestPaymentJournals(JournalCase):
    """One list says which account of Xero's stands behind each journal for payments."""

    def paid(self, ledger, amount=40):
        """A payment in Xero to one account, read."""
        move = self.approved(self.sent(self.line()))
        self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat(), amount=amount,
                     account=ledger.xero_id)  # fmt: skip
        self.run_pull("invoice")
        return move

    def payments(self, move):
        partials = move.line_ids.matched_credit_ids
        return partials.credit_move_id.payment_id

    def test_found_by_number_name_or_being_alone(self):
        """A journal is surely the account with its number, however both write it, else the one with
        its name; the way it was found is told; another number is never taken for the name's sake.
        [S80, S81]"""
        savings = self.bank_ledger("Business Savings Account")
        row = self.suggested(self.journal("Term deposit", NUMBER))
        self.assertEqual((row.ledger_account_id, row.state), (savings, "sure"))
        self.assertEqual((row.why, row.number), ("Same account number", NUMBER))
        self.assertEqual(row.ledger_number, NUMBER)
        named = self.suggested(self.journal("Business Bank Account"))
        self.assertEqual((named.ledger_account_id.name, named.status),
                         ("Business Bank Account", "ready"))  # fmt: skip
        self.assertIn("Same name", named.why)
        other = self.suggested(self.journal("Business Savings", "062-000 11111111"))
        self.assertFalse(other.ledger_account_id)

    def test_cash_is_no_bank_account(self):
        """Cash is found by its name among what takes payments, and never is the bank account that
        is left; a bank journal may be it, and a person is asked. [S80]"""
        cash = self.journal("Petty Cash", kind="cash")
        for name in ("Business Bank Account", "Business Savings Account"):
            account = self.bank_ledger(name)
            self.sim.edit("Accounts", account.xero_id, Status="ARCHIVED")
        self.sim.create("Accounts", Name="Everyday", Type="BANK", CurrencyCode="AUD",
                        BankAccountNumber="0330014711")  # fmt: skip
        self.run_pull("ledger_account")
        self.assertFalse(self.suggested(cash).ledger_account_id)
        row = self.row(self.bank)
        self.assertEqual((row.ledger_account_id.name, row.status), ("Everyday", "check"))
        self.assertEqual(row.problem, "The only one of its kind in Xero")
        self.sim.create("Accounts", Code="101", Name="Petty Cash", Type="CURRENT",
                        EnablePaymentsToAccount=True)  # fmt: skip
        self.run_pull("ledger_account")
        row = self.row(cash)
        self.assertEqual((row.ledger_account_id.code, row.status), ("101", "ready"))

    def test_bsb_apart(self):
        """An Australian bank account that keeps its BSB in the field of its own is the same
        account. [S80]"""
        journal = self.journal("Term deposit", "87654321")
        journal.bank_account_id.aba_bsb = "062-000"
        row = self.suggested(journal)
        self.assertEqual(row.ledger_account_id.name, "Business Savings Account")

    def test_payments_go_where_the_list_says(self):
        """A payment in Xero is booked in the journal that the list says, also one that came after
        the list was read; emptied, it goes to the default journal. Pain 13 [S80, S90]"""
        savings = self.bank_ledger("Business Savings Account")
        late = self.journal("Late", NUMBER)
        move = self.paid(savings)
        self.assertEqual(self.payments(move).journal_id, late)
        row = self.row(late)
        row.sudo(False).ledger_account_id = False
        self.row(self.bank).sudo(False).ledger_account_id = savings
        move = self.paid(savings, 50)
        self.assertEqual(self.payments(move).journal_id, self.bank)

    def lookups(self, ledger, count):
        """Statements on the list while so many payments of one page are booked."""
        moves = [self.approved(self.sent(self.line())) for _number in range(count)]
        for move in moves:
            self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat(), amount=40,
                         account=ledger.xero_id)  # fmt: skip
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertLogs("odoo.sql_db", logging.DEBUG) as logs:
            self.run_pull("invoice")
        self.assertEqual([len(self.payments(move)) for move in moves], [1] * count)
        return sum('FROM "xero_journal_map"' in text for text in logs.output)

    def test_a_page_of_payments_reads_the_list_once(self):
        """The list of journals is read for a page, not for every payment. [S80, S94]"""
        savings = self.bank_ledger("Business Savings Account")
        self.suggested(self.journal("Late", NUMBER))
        self.paid(savings)
        self.assertEqual(self.lookups(savings, 1), self.lookups(savings, 5))

    def test_a_journal_is_listed_at_once(self):
        """A bank journal made in Odoo is on the page with its suggestion as soon as the page is
        opened; archived it goes, and comes back with what was chosen; other journals never come.
        [S80]"""
        page = ast.literal_eval(self.env.ref("xero_connector.xero_journal_map_action").domain)
        before = self.maps.search(page)
        journal = self.journal("Deposit", NUMBER)
        self.env["account.journal"].create(
            {"name": "Shop", "code": "SHOP", "type": "sale", "company_id": self.company.id}
        )
        row = self.maps.search(page) - before
        self.assertEqual(row.journal_id, journal)
        self.assertEqual((row.ledger_account_id.name, row.status),
                         ("Business Savings Account", "ready"))  # fmt: skip
        row.sudo(False).action_confirm()
        journal.active = False
        self.assertEqual(self.maps.search(page), before)
        journal.active = True
        self.assertEqual(self.maps.search(page) - before, row)
        self.assertEqual(row.state, "confirmed")

    def test_waiting_payments_are_read_again(self):
        """A payment that found no journal opens the list, and is booked by itself as soon as a
        person chooses. [S80, C22]"""
        self.setting("invoice", invoice_journal_id=False)
        savings = self.bank_ledger("Business Savings Account")
        journal = self.journal()
        move = self.paid(savings)
        question = self.quarantines("invoice")
        self.assertIn("Mapping > Payment journals", question.sentence)
        action = question.action_open_mapping()
        rows = self.maps.search(action["domain"])
        self.assertIn(journal, rows.journal_id)
        self.row(journal).sudo(False).ledger_account_id = savings
        self.run_pull("invoice")
        self.assertEqual(self.payments(move).journal_id, journal)
        self.assertFalse(self.quarantines("invoice"))

    def test_what_does_not_suit_is_refused(self):
        """Another currency, an account that takes no payments and one that stands behind another
        journal are refused when chosen, in a sentence. [S80]"""
        row = self.row(self.journal("Dollars", currency=self.dollars())).sudo(False)
        savings = self.bank_ledger("Business Savings Account")
        with self.assertRaisesRegex(ValidationError, "The journal is in USD, “.*” in AUD"):
            row.ledger_account_id = savings
        self.env.invalidate_all(flush=False)
        own = self.row(self.bank).sudo(False)
        with self.assertRaisesRegex(ValidationError, "Enable payments to this account"):
            own.ledger_account_id = self.ledger("200")
        self.env.invalidate_all(flush=False)
        self.assertFalse(self.ledger("200").enable_payments)
        own.ledger_account_id = savings
        with self.assertRaisesRegex(ValidationError, f"behind the journal “{self.bank.name}”"):
            self.row(self.journal()).sudo(False).ledger_account_id = savings
        self.env.invalidate_all(flush=False)
        takes = self.env["xero.ledger.account"].search(
            [("enable_payments", "=", True), ("connection_id", "=", self.connection.id)], limit=1
        )
        own.ledger_account_id = takes
        self.assertEqual(own.status, "ready")

    def test_archived_in_xero(self):
        """An account that is archived in Xero turns its row red with the way out; what was paid to
        it before is still booked in its journal. Pain 8 [S80]"""
        savings = self.bank_ledger("Business Savings Account")
        journal = self.journal("Old", NUMBER)
        row = self.suggested(journal)
        row.sudo(False).action_confirm()
        self.assertEqual(row.status, "ready")
        move = self.approved(self.sent(self.line()))
        self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat(), amount=40,
                     account=savings.xero_id)  # fmt: skip
        self.sim.edit("Accounts", savings.xero_id, Status="ARCHIVED")
        self.run_pull("ledger_account")
        self.assertEqual(row.status, "refused")
        self.assertIn("is archived in Xero", row.problem)
        self.run_pull("invoice")
        self.assertEqual(self.payments(move).journal_id, journal)

    def test_confirm_the_sure_ones(self):
        """One button confirms every journal that is surely on both sides, and names what is left
        for a person. [S81]"""
        shared = self.journal("Business Bank Account") | self.journal("Deposit", NUMBER)
        alone = self.journal("Safe", kind="cash")
        self.sim.forget_calls()
        message = self.maps.with_company(self.company).action_confirm_sure()["params"]["message"]
        rows = self.maps.search([("journal_id", "in", shared.ids)])
        self.assertEqual(rows.mapped("state"), ["confirmed", "confirmed"])
        self.assertIn("2 confirmed", message)
        self.assertIn("Safe", message)
        self.assertFalse(self.row(alone).ledger_account_id)
        self.assertEqual(self.sim.calls(), [])
        person = new_test_user(
            self.env, "looks", groups="xero_connector.group_user", company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        with self.assertRaises(AccessError):
            self.maps.with_user(person).action_confirm_sure()

    def test_outstanding_accounts(self):
        """The list says where money in and out is booked until a statement confirms it; one button
        has new payments booked to the bank itself, in and out. [S78, S79]"""
        savings = self.bank_ledger("Business Savings Account")
        journal = self.journal("Deposit", NUMBER)
        row = self.suggested(journal)
        self.assertIn("Outstanding Receipts", row.incoming)
        self.assertIn("Outstanding Payments", row.outgoing)
        self.assertFalse(row.straight)
        first = self.payments(self.paid(savings))
        self.assertNotIn(journal.default_account_id, first.move_id.line_ids.account_id)
        row.sudo(False).action_book_to_bank()
        row.invalidate_recordset()
        own = journal.default_account_id
        self.assertEqual((row.straight, row.incoming), (True, row.outgoing))
        self.assertIn(own.name, row.incoming)
        second = self.payments(self.paid(savings, 50))
        self.assertIn(own, second.move_id.line_ids.account_id)
        self.assertNotIn(own, first.move_id.line_ids.account_id)
        out = self.env["account.payment"].create(
            {"payment_type": "outbound", "amount": 5, "journal_id": journal.id,
             "partner_id": self.partner_a.id}
        )  # fmt: skip
        out.action_post()
        self.assertIn(own, out.move_id.line_ids.account_id)
        broke = self.journal("Broke")
        broke.default_account_id = False
        with self.assertRaisesRegex(UserError, "has no account"):
            self.row(broke).sudo(False).action_book_to_bank()

    def test_one_place(self):
        """Accounts of payment journals are not asked for on the page of accounts as well; what was
        confirmed there is taken over. [S80]"""
        savings = self.bank_ledger("Business Savings Account")
        journal = self.journal()
        self.row(journal).unlink()
        accounts = self.env["xero.account.map"].sudo()
        old = accounts.create(
            {"connection_id": self.connection.id, "account_id": journal.default_account_id.id,
             "ledger_account_id": savings.id, "state": "confirmed", "why": "Confirmed by Kim"}
        )  # fmt: skip
        accounts._suggest(self.connection)
        self.assertFalse(old.exists())
        row = self.row(journal)
        self.assertEqual((row.ledger_account_id, row.state, row.why),
                         (savings, "confirmed", "Confirmed by Kim"))  # fmt: skip
        mapped = accounts.search([("connection_id", "=", self.connection.id)]).account_id
        self.assertFalse(mapped & self.maps.search([]).journal_id.default_account_id)
