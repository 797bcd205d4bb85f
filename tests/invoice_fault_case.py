from decimal import Decimal

from .fault_case import FaultCase
from .invoice_case import InvoiceCase


class InvoiceFaultCase(FaultCase, InvoiceCase):
    """Invoices on both sides; looked at is every figure of every one of them."""

    def set_up_once(self):
        super().set_up_once()
        self.setting("invoice", invoice_status="AUTHORISED")

    def settle(self):
        """Exports as their crons would run them; the import brings payments and statuses."""
        self.push_if_due("contact")
        self.push_if_due("invoice")
        self.run_pull("invoice")

    def posted(self, *prices, **values):
        """Invoices of one line each that wait for somebody to send them."""
        setting = self.setting("invoice", enabled=False)
        moves = [self.invoice(self.line(price), **values) for price in prices]
        self.env.cr.flush()
        setting.enabled = True
        return self.env["account.move"].union(*moves)

    def send(self, moves):
        """A person wants these invoices in Xero."""
        moves.action_xero_sync_now()
        self.run_push("invoice")

    def check_invoices(self, moves, what):
        rows = self.xero("Invoices")
        for move in moves:
            self.check_invoice(move, rows, what)

    def check_invoice(self, move, rows, what):
        """One invoice in Xero with this number, equal to the cent, the payments too."""
        rows = [row for row in rows if row["InvoiceNumber"] == move.name]
        self.assertEqual([row["InvoiceID"] for row in rows], [move.xero_id], what)
        self.assertEqual(move.xero_state, "agreed", what)
        row = rows[0]
        for theirs, ours in (
            (row["Total"], move.amount_total),
            (row["TotalTax"], move.amount_tax),
            (row["AmountDue"], move.amount_residual),
        ):
            self.assertEqual(Decimal(str(theirs)), Decimal(f"{ours:.2f}"), what)
        self.assertEqual(row.get("Reference") or "", move.ref or "", what)
        applied = move.line_ids.matched_credit_ids.mapped("amount")
        paid = [payment["Amount"] for payment in row.get("Payments") or []]
        self.assertEqual(sorted(applied), sorted(float(amount) for amount in paid), what)
