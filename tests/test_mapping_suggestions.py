from types import SimpleNamespace

from odoo.tests import tagged

from ..services.mapping import Ledgers, suggest_account
from .mapping_case import MappingCase


@tagged("post_install", "-at_install")
class TestMappingSuggestions(MappingCase):
    def test_australian_accounts_are_suggested(self):
        """Odoo's Australian chart finds its accounts in Xero's by name and type. [B22, D29]"""
        expected = {
            "41110": ("200", "sure"),  # Sales Product #1 -> Sales
            "42000": ("200", "sure"),  # Wholesale Sales -> Sales
            "61000": ("400", "sure"),  # Advertising
            "61800": ("433", "sure"),  # Insurance
            "62300": ("453", "sure"),  # Office Expenses
            "62420": ("478", "sure"),  # Superannuation, an expense; a liability has that name too
            "91000": ("437", "sure"),  # Interest Expense
            "92000": ("505", "sure"),  # Income Tax Expense
            "62800": ("489", "unsure"),  # Telephone, and Telephone & Internet
            "62500": ("473", "unsure"),  # Repairs, and Repairs and Maintenance
            "38000": ("960", "unsure"),  # Retained Earnings is Xero's own
        }
        # Some series' charts call it Income Tax Paid, which only a person can place.
        self.odoo_account("92000").name = "Income Tax Expense"
        self.accounts._suggest(self.connection)
        found = {
            code: (self.account_row(code).ledger_account_id.code, self.account_row(code).state)
            for code in expected
        }
        self.assertEqual(found, expected)

    def test_a_large_chart_is_looked_through_once(self):
        """Each of Xero's accounts is read as often for ten accounts of Odoo as for one. [D29]"""
        seen = []

        class Counted(SimpleNamespace):
            @property
            def name(self):
                seen.append(self.code)
                return f"Travel {self.code}"

        ledgers = Ledgers(
            Counted(code=str(i), type="EXPENSE", account_class="EXPENSE", system_account="")
            for i in range(50)
        )
        for i in range(10):
            suggest_account(f"6{i}", f"Fares {i}", "expense", ledgers)
        self.assertEqual(suggest_account("77", "Sundry", "expense", ledgers), None)
        self.assertEqual(suggest_account("49", "Travel", "expense", ledgers).target.code, "49")
        self.assertLessEqual(len(seen), 2 * 50 + 1)

    def test_no_guess_across_classes(self):
        """A suggestion never crosses classes: income goes to revenue, costs to expenses. [B22]"""
        for row in self.accounts.search([("ledger_account_id", "!=", False)]):
            own = row.account_type.split("_")[0]
            expected = {"income": "REVENUE"}.get(own, own.upper())
            if row.account_type != "liability_credit_card":
                self.assertEqual(row.ledger_account_id.account_class, expected, row.display_name)

    def test_no_bank_account_is_suggested(self):
        """An account of Odoo's that is called as a bank account in Xero gets no suggestion, and one
        that a person chooses is refused: no document line stands on it. [B22, D29]"""
        bank = self.env["xero.ledger.account"].search([("type", "=", "BANK")], limit=1)
        account = self.env["account.account"].create(
            {"account_type": "asset_current", "code": "119990", "name": bank.name}
        )
        row = self.accounts._row(self.connection, account)
        self.assertFalse(row.ledger_account_id)
        row.ledger_account_id = bank
        self.assertEqual(row.status, "refused")
        self.assertIn("is a bank account in Xero", row.problem)

    def test_same_code_counts_with_a_similar_name(self):
        """The same code alone is not enough; with a similar name it is. [B22]"""
        values = {"account_type": "expense"}
        similar, different = self.env["account.account"].create(
            [
                {**values, "code": "404", "name": "Fees of the bank"},
                {**values, "code": "469", "name": "Biscuits"},
            ]
        )
        row = self.accounts._row(self.connection, similar)
        self.assertEqual((row.ledger_account_id.code, row.state), ("404", "sure"))
        row = self.accounts._row(self.connection, different)
        self.assertEqual((row.ledger_account_id.code, row.state), ("469", "unsure"))
        self.assertFalse(self.accounts._ledger_account(self.connection, different))

    def test_australian_taxes_are_suggested(self):
        """Odoo's Australian taxes find their rates by percent, side and BAS label. [B23, D29]"""
        expected = {
            self.odoo_tax("au_tax_sale_10"): ("OUTPUT", "sure"),
            self.sale_tax("10% INC", "GST Inclusive Sales"): ("OUTPUT", "sure"),
            self.odoo_tax("au_tax_sale_0"): ("EXEMPTEXPORT", "sure"),
            self.odoo_tax("au_tax_sale_exempt"): ("EXEMPTOUTPUT", "sure"),
            self.odoo_tax("au_tax_sale_input"): ("INPUTTAXED", "sure"),
            self.odoo_tax("au_tax_purchase_10_service"): ("INPUT", "sure"),
            self.odoo_tax("au_tax_purchase_capital_service"): ("CAPEXINPUT", "sure"),
            self.odoo_tax("au_tax_purchase_0_service"): ("EXEMPTEXPENSES", "sure"),
            self.adjustment(): ("OUTPUT", "unsure"),
            self.odoo_tax("au_tax_purchase_private_service"): ("INPUT", "unsure"),
        }
        found = {
            tax: (self.tax_row(tax).tax_rate_id.tax_type, self.tax_row(tax).state)
            for tax in expected
        }
        self.assertEqual(found, expected)

    def test_the_key_is_the_set_of_taxes(self):
        """No tax, one tax and two taxes are three keys, and the order does not matter. [B23]"""
        none = self.taxes._tax_rate(self.connection, self.env["account.tax"])
        self.assertEqual(none.tax_type, "BASEXCLUDED")
        ten, export = self.odoo_tax("au_tax_sale_10"), self.odoo_tax("au_tax_sale_0")
        both = self.taxes._row(self.connection, ten + export)
        self.assertEqual(both, self.taxes._row(self.connection, export + ten))
        self.assertEqual((both.rate, both.state), (10.0, "unsure"))
        self.assertFalse(self.taxes._tax_rate(self.connection, ten + export))
        self.assertEqual(self.taxes._tax_rate(self.connection, ten).tax_type, "OUTPUT")

    def test_a_tax_that_is_no_percentage_gets_no_suggestion(self):
        """A tax whose percent Xero has no rate for waits for a person. [B23]"""
        tax = self.env["account.tax"].create(
            {"name": "Odd", "amount": 7.25, "type_tax_use": "sale", "company_id": self.company.id}
        )
        self.assertEqual(self.taxes._row(self.connection, tax).state, "missing")
        reason, sentence = self.taxes._missing(self.connection, tax)
        self.assertEqual(reason, "mapping_missing")
        self.assertIn("Open the tax mapping", sentence)

    def test_sure_counts_unsure_waits(self):
        """A sure suggestion is used at once; an unsure one waits for a person. [B22]"""
        sales, retained = self.odoo_account("41110"), self.odoo_account("38000")
        self.assertEqual(self.accounts._ledger_account(self.connection, sales).code, "200")
        self.assertFalse(self.accounts._ledger_account(self.connection, retained))
        self.assertEqual(self.accounts._missing(self.connection, retained)[0], "mapping_missing")
        self.account_row("38000").with_user(self.accountant()).action_confirm()
        self.assertEqual(self.accounts._ledger_account(self.connection, retained).code, "960")

    def test_confirmed_rows_are_left_alone(self):
        """Suggesting again fills in what is open and keeps what a person chose. [D29]"""
        row = self.account_row("61000").with_user(self.accountant())
        row.ledger_account_id = self.ledger("429")
        self.assertEqual((row.state, row.status), ("confirmed", "ready"))
        self.assertIn("Chosen by", row.why)
        row.action_suggest()
        self.assertEqual(row.ledger_account_id.code, "429")
        row.ledger_account_id = False
        self.assertEqual(row.status, "choose")
        row.action_suggest()
        self.assertEqual(row.ledger_account_id.code, "400")

    def test_new_account_has_its_suggestion_when_it_is_needed(self):
        """An account made after the last reading is suggested when a document asks for it. [B22]"""
        account = self.env["account.account"].create(
            {"code": "61099", "name": "Cleaning", "account_type": "expense"}
        )  # fmt: skip
        self.assertEqual(self.accounts._ledger_account(self.connection, account).code, "408")
