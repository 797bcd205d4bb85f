from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .invoice_case import InvoiceCase


class TestAccessValues(InvoiceCase):
    """What people without a right in the connector see of a document's Xero side."""

    def set_up_once(self):
        super().set_up_once()
        self.move = self.sent()
        self.run_push("contact")
        self.partner = self.move.partner_id
        self.assertTrue(self.move.xero_agreed["body"]["lines"])
        self.assertTrue(self.partner.xero_agreed)

    def person(self, login, groups):
        return new_test_user(
            self.env, login, groups, company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip

    def test_agreed_values_are_for_users_of_the_connector(self):
        """The values both sides agreed on (accounts, taxes, bank account, terms) are closed to who
        has no right in the connector, and to a customer in the portal; names and totals are read
        as before. [S92, B3]"""
        clerk = self.person("clerk", "base.group_user,account.group_account_invoice")
        customer = new_test_user(self.env, "customer", "base.group_portal")
        customer.partner_id.parent_id = self.partner
        self.move.message_subscribe(customer.partner_id.ids)
        for person in (clerk, customer):
            for record in (self.move, self.partner):
                mine = record.with_user(person)
                mine.invalidate_recordset()
                with self.subTest(f"{person.login} {record._name}"):
                    self.assertTrue(mine.read(["display_name"])[0]["display_name"])
                    self.assertNotIn("xero_agreed", mine.fields_get())
                    with self.assertRaises(AccessError):
                        mine.read(["xero_agreed"])
        self.assertEqual(self.move.with_user(clerk).xero_state, "agreed")

    def test_readers_see_them(self):
        """A user of the connector reads them, as in the list of pairs. [S92]"""
        groups = "base.group_user,account.group_account_invoice,xero_connector.group_user"
        reader = self.person("reader", groups)
        shown = self.move.with_user(reader).read(["xero_agreed"])[0]["xero_agreed"]
        self.assertEqual(shown["body"]["lines"][0]["account"], "200")
        self.assertTrue(self.partner.with_user(reader).xero_agreed)
