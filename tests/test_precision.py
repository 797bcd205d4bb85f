from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from ..models.xero_connection_precision import PRECISIONS
from .invoice_case import InvoiceCase


class TestPrecision(InvoiceCase):
    """Odoo's decimal places are checked when a company is connected."""

    def set_up_once(self):
        super().set_up_once()
        self.precisions = self.env["decimal.precision"].search([("name", "in", PRECISIONS)])
        self.precisions.digits = 2

    def sentence(self):
        self.connection.invalidate_recordset(["precision_sentence"])
        return self.connection.precision_sentence

    def test_four_places_from_the_page_to_xero(self):
        """The connection's page says that Odoo rounds what Xero would keep; after “Use 4 places” a
        price and a quantity of four places arrive exact. Pain 5 [C7, B23]"""
        self.assertEqual(len(self.precisions), 3)
        shown = Form(self.connection).precision_sentence
        for precision in self.precisions:
            self.assertIn(f"2 for “{precision.name}”", shown)
        self.connection.action_use_four_places()
        self.assertFalse(self.sentence())
        move = self.sent(self.line(1.2345, 12.3456))
        line = self.in_xero(move)["LineItems"][0]
        self.assertEqual((line["UnitAmount"], line["Quantity"]), (1.2345, 12.3456))
        self.assertEqual(self.in_xero(move)["SubTotal"], move.amount_untaxed)

    def test_places_are_raised_and_never_lowered(self):
        """Only what has fewer than four places is named and raised. [C7]"""
        price = self.precisions.filtered(lambda row: row.name == "Product Price")
        price.digits = 6
        self.assertNotIn("Product Price", self.sentence())
        self.connection.action_use_four_places()
        self.assertEqual(price.digits, 6)
        self.assertEqual(set((self.precisions - price).mapped("digits")), {4})

    def test_places_may_be_kept(self):
        """A manager may keep two places, and is not asked again; an accountant can do neither. [C7,
        S92]"""
        groups = "base.group_user,xero_connector.group_accountant"
        accountant = new_test_user(
            self.env,
            "accountant",
            groups,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        seen = self.connection.with_user(accountant)
        self.assertTrue(seen.precision_sentence)
        for press in (seen.action_use_four_places, seen.action_keep_places):
            with self.assertRaises(AccessError):
                press()
        self.connection.action_keep_places()
        self.assertFalse(self.sentence())
        self.assertEqual(set(self.precisions.mapped("digits")), {2})
