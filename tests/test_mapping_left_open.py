from odoo.tests import tagged

from .journal_case import NUMBER, JournalCase
from .mapping_case import MappingCase


@tagged("post_install", "-at_install")
class TestMappingLeftOpen(MappingCase):
    """A person emptied a mapping whose suggestion was sure."""

    def emptied(self):
        """An account and a tax, emptied by an accountant."""
        rows = [self.account_row("61000"), self.tax_row(self.odoo_tax("au_tax_sale_10"))]
        person = self.accountant()
        rows = [row.with_user(person) for row in rows]
        for row in rows:
            self.assertEqual(row.state, "sure")
            row[row._target] = False
        return rows

    def refresh(self):
        for entity in ("ledger_account", "tax_rate"):
            self.run_pull(entity)

    def test_it_stays_empty(self):
        """The daily reading of the lists and the button that confirms what is sure leave it empty,
        say who emptied it, and documents wait for a choice. [B22, B23, D29]"""
        account, tax = self.emptied()
        self.refresh()
        account.action_confirm_sure()
        for row in (account, tax):
            self.assertFalse(row[row._target])
            self.assertEqual(row.status, "choose")
            self.assertIn("Left open by mapping", row.problem)
        self.assertFalse(self.accounts._ledger_account(self.connection, account.account_id))
        self.assertFalse(self.taxes._tax_rate(self.connection, tax.tax_ids))
        account.ledger_account_id = self.ledger("429")
        self.refresh()
        self.assertEqual((account.ledger_account_id.code, account.status), ("429", "ready"))

    def test_only_its_own_button_suggests_again(self):
        """Suggest on other rows leaves it empty; on the row itself, or on all, it is suggested
        again, and from then on by itself. [D29]"""
        account, _tax = self.emptied()
        other = self.account_row("61800").with_user(account.env.user)
        other.action_suggest()
        self.assertFalse(account.ledger_account_id)
        account.action_suggest()
        self.assertEqual((account.ledger_account_id.code, account.state), ("400", "sure"))
        account.ledger_account_id = False
        account.browse().action_suggest()
        self.assertEqual((account.ledger_account_id.code, account.state), ("400", "sure"))
        account.sudo().ledger_account_id = False
        self.refresh()
        self.assertEqual(account.ledger_account_id.code, "400")


@tagged("post_install", "-at_install")
class TestJournalLeftOpen(JournalCase):
    def test_payments_stay_with_the_default_journal(self):
        """A journal that was emptied so that payments go to the default one is not filled by its
        number again, neither by the next reading nor when the journal is changed. [S80, S90]"""
        journal = self.journal("Late", NUMBER)
        row = self.suggested(journal).sudo(False)
        self.assertEqual(row.state, "sure")
        row.ledger_account_id = False
        self.run_pull("ledger_account")
        self.assertFalse(row.ledger_account_id)
        journal.name = "Very late"
        self.assertFalse(row.ledger_account_id)
        savings = self.bank_ledger("Business Savings Account")
        move = self.approved(self.sent(self.line()))
        self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat(), amount=40,
                     account=savings.xero_id)  # fmt: skip
        self.run_pull("invoice")
        booked = move._get_reconciled_payments()
        self.assertEqual(booked.journal_id, self.bank)
