from odoo.tests import tagged

from .mapping_case import MappingCase
from .test_chart_import import ChartCase


@tagged("post_install", "-at_install")
class TestMappingSize(MappingCase):
    def statements(self):
        """Statements for the filter of what needs a decision."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.accounts.search([("status", "in", ("check", "choose", "refused"))])
        return self.env.cr.sql_log_count - before

    def grow(self, first, last):
        """Accounts with a default tax, mapped."""
        tax = self.odoo_tax("au_tax_purchase_10_service")
        accounts = self.env["account.account"].create(
            [
                {"code": f"699{number:03}", "name": f"Advertising {number}",
                 "account_type": "expense", "tax_ids": [(6, 0, tax.ids)]}
                for number in range(first, last)
            ]
        )  # fmt: skip
        self.accounts._suggest(self.connection)
        rows = self.accounts.search([("account_id", "in", accounts.ids)])
        self.assertEqual((len(rows), set(rows.mapped("ledger_account_id.code"))),
                         (last - first, {"400"}))  # fmt: skip

    def test_what_needs_a_decision_is_found_at_once(self):
        """The page's filter takes the same number of statements however many accounts there are.
        [D29, B33]"""
        self.grow(0, 5)
        self.statements()
        few = self.statements()
        self.grow(5, 65)
        self.assertLessEqual(self.statements(), few)


@tagged("post_install", "-at_install")
class TestPreviewWritesNothing(ChartCase):
    def test_looking_at_it_marks_nothing(self):
        """The preview of accounts to be created in Xero makes no row of the tax page and marks none
        as in use. [S18]"""
        self.allow()
        taxes = self.tax_map()
        taxes.sudo().in_use = False
        tax = self.gst.copy({"name": "New one"})
        for number, one in enumerate((self.gst, tax, self.env["account.tax"])):
            self.env["account.account"].create(
                {"code": f"6199{number}", "name": f"Safety gear {number}",
                 "account_type": "income", "tax_ids": [(6, 0, one.ids)]}
            )  # fmt: skip
        self.env["xero.account.map"].sudo()._suggest(self.connection)
        lines = self.preview("xero.account.map", "export").line_ids
        self.assertGreaterEqual(set(lines.mapped("name")), {f"Safety gear {n}" for n in range(3)})
        self.assertEqual(self.tax_map(), taxes)
        self.assertFalse(any(taxes.mapped("in_use")))
