import json

from odoo.exceptions import UserError, ValidationError

from .field_map_case import FieldMapWords
from .invoice_case import InvoiceCase

MANAGER = (
    "base.group_user,base.group_partner_manager,account.group_account_invoice,"
    "xero_connector.group_manager"
)


class TestFieldMapInvoice(FieldMapWords, InvoiceCase):
    """Mappings of customer invoices: texts leave, money and posted entries stay as they are."""

    entity = "invoice"
    groups = MANAGER

    def test_a_computed_reference(self):
        """The reference in Xero is put together from the invoice's fields; lines and money go along
        unchanged, and of a paid invoice nothing else is sent. [C3, B61]"""
        self.builtin("reference").action_switch_off()
        self.use(
            kind="computed", expression="concat(invoice_origin, ' / ', ref)", xero_key="Reference"
        )
        move = self.sent(self.line(120.0), ref="PO 7", invoice_origin="S001")
        before = self.in_xero(move)
        self.assertEqual(before["Reference"], "S001 / PO 7")
        self.sim.forget_calls()
        move.invoice_origin = "S002"
        self.run_push("invoice")
        after = self.in_xero(move)
        self.assertEqual(after["Reference"], "S002 / PO 7")
        for name in ("Total", "TotalTax", "LineItems", "Status", "DueDate"):
            self.assertEqual(after[name], before[name], name)
        self.assertEqual(move.ref, "PO 7")
        self.assertFalse(self.waiting("invoice"))
        self.assertFalse(self.quarantines("invoice"))

    def test_of_a_paid_invoice_only_the_text_is_sent(self):
        """An invoice with a payment in Xero gets the mapped text and nothing that Xero would refuse
        then. [C3]"""
        self.builtin("reference").action_switch_off()
        self.use(odoo_field="invoice_origin", xero_key="Reference", owner="odoo")
        move = self.sent(self.line(100.0), invoice_origin="S001")
        self.approved(move)
        self.sim.act("pay", invoice=move.xero_id, amount="10", date=str(self.today))
        self.sim.forget_calls()
        move.invoice_origin = "S003"
        self.run_push("invoice")
        body = json.loads(self.writes()[0]["body"])["Invoices"]
        self.assertEqual(body, [{"InvoiceID": move.xero_id, "Reference": "S003"}])

    def test_what_an_invoice_keeps(self):
        """Money, number, dates and status are no matter of mapping, and nothing of Xero's is
        written to a posted invoice. [C3, C15]"""
        for name in ("body", "number", "due", "rate", "life"):
            self.assertTrue(self.builtin(name).fixed, name)
            with self.assertRaises(UserError):
                self.builtin(name).action_switch_off()
        for key in ("Total", "LineItems", "Status", "InvoiceNumber", "DueDate", "CurrencyRate"):
            with self.subTest(key), self.assertRaises(ValidationError):
                self.pair(odoo_field="invoice_origin", xero_key=key, owner="odoo")
        with self.assertRaisesRegex(ValidationError, "not written to these records"):
            self.pair(odoo_field="invoice_origin", xero_key="Reference")
