from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .mapping_case import MappingCase


@tagged("post_install", "-at_install")
class TestMappingRules(MappingCase):
    def test_receivable_and_payable_accounts_are_refused(self):
        """Xero's own receivables and payables accounts cannot be chosen. Pain 6 [D29]"""
        row = self.account_row("61000").with_user(self.accountant())
        for code in ("610", "800"):
            with self.assertRaisesRegex(ValidationError, "takes no document line"):
                row.ledger_account_id = self.ledger(code)

    def test_tax_that_xero_does_not_allow_on_the_account_is_shown(self):
        """A tax seen with an account is checked against its class before any push. Pain 6 [D29]"""
        sales = self.odoo_account("41110")
        self.make_invoice(sales, self.odoo_tax("au_tax_sale_10"))
        self.env["xero.account.map"]._suggest(self.connection)
        row = self.account_row("41110").with_user(self.accountant())
        self.assertTrue(row.in_use)
        self.assertEqual((row.status, row.problem), ("ready", "Same name and type"))
        row.ledger_account_id = self.ledger("400")
        self.assertEqual(row.status, "refused")
        self.assertIn("does not allow the tax “GST on Income”", row.problem)
        self.assertIn(row, self.accounts.search([("status", "=", "refused")]))
        refusal = self.accounts._pair_refusal(self.ledger("400"), self.rate("OUTPUT"))
        self.assertIn("“400 Advertising”", refusal)
        self.assertEqual(self.accounts._pair_refusal(self.ledger("200"), self.rate("OUTPUT")), "")

    def test_rate_of_another_percentage_is_refused(self):
        """A rate with another percentage would change totals, so it cannot be chosen. [B23]"""
        row = self.tax_row(self.odoo_tax("au_tax_sale_10")).with_user(self.accountant())
        with self.assertRaisesRegex(ValidationError, "10% in Odoo and .* 0% in Xero"):
            row.tax_rate_id = self.rate("EXEMPTOUTPUT")
        with self.assertRaisesRegex(ValidationError, "does not allow"):
            row.tax_rate_id = self.rate("INPUT")

    def test_archived_target_stops_and_names_the_way_out(self):
        """An account archived in Xero is not used, and the row says what to do. Pain 8 [D29]"""
        row = self.account_row("61000").with_user(self.accountant())
        row.action_confirm()
        self.sim.edit("Accounts", row.ledger_account_id.xero_id, Status="ARCHIVED")
        self.run_pull("ledger_account")
        self.assertEqual(row.status, "refused")
        self.assertIn("is archived in Xero. Make it active again", row.problem)
        account = self.odoo_account("61000")
        self.assertFalse(self.accounts._ledger_account(self.connection, account))
        reason, sentence = self.accounts._missing(self.connection, account)
        self.assertEqual(reason, "mapping_invalid")
        self.assertIn("Make it active again", sentence)
        with self.assertRaisesRegex(UserError, "archived"):
            row.action_confirm()

    def test_other_class_is_allowed_but_said(self):
        """Income booked as another class in Xero is allowed and the row says what follows. [B22]"""
        row = self.account_row("44000").with_user(self.accountant())
        row.ledger_account_id = self.ledger("850")
        self.assertEqual(row.status, "ready")
        self.assertIn("reports of the two will differ", row.problem)

    def test_another_organisations_account_is_refused(self):
        """A mapping cannot point into another organisation. [B3]"""
        stranger = self.ledger("200").sudo().copy({"connection_id": self.other_connection().id})
        with self.assertRaisesRegex(ValidationError, "another organisation"):
            self.account_row("61000").sudo().ledger_account_id = stranger

    def other_connection(self):
        company = self.other_company()
        return self.env["xero.connection"].create({"name": "Other", "company_id": company.id})
