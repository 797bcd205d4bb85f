from odoo import Command, fields

from .common import XeroCase

INVOICES = "/api.xro/2.0/Invoices"


class InvoiceCase(XeroCase):
    """A connected company with mapped accounts and taxes, and words for invoices."""

    @classmethod
    def setUpClass(cls, chart_template_ref="au"):
        super().setUpClass(chart_template_ref=chart_template_ref)
        cls.income = cls.company_data["default_account_revenue"]
        cls.gst = cls.company_data["default_tax_sale"]
        cls.today = fields.Date.context_today(cls.env.user)

    def set_up_once(self):
        super().set_up_once()
        for entity in ("ledger_account", "tax_rate", "currency"):
            self.run_pull(entity)
        self.map_account(self.income, "200")
        self.map_taxes(self.gst, "OUTPUT")
        self.map_taxes(self.env["account.tax"], "EXEMPTOUTPUT")
        self.pair_all("contact")
        self.pair_all("invoice")
        self.bank = self.setting("invoice").invoice_journal_id

    # -- mapping ---------------------------------------------------------------------------------

    def ledger(self, code):
        """The mirrored Xero account with a code."""
        return self.env["xero.ledger.account"].search(
            [("connection_id", "=", self.connection.id), ("code", "=", code)]
        )

    def map_account(self, account, code):
        """Map an Odoo account to the Xero account with a code, as a person does."""
        row = self.env["xero.account.map"]._row(self.connection, account)
        row.with_user(self.env.user).write({"ledger_account_id": self.ledger(code).id})

    def map_taxes(self, taxes, tax_type):
        """Map a set of taxes to a Xero tax rate, as a person does."""
        rate = self.env["xero.tax.rate"].search(
            [("connection_id", "=", self.connection.id), ("tax_type", "=", tax_type)]
        )
        row = self.env["xero.tax.map"]._row(self.connection, taxes)
        row.with_user(self.env.user).write({"tax_rate_id": rate.id})

    # -- Odoo ------------------------------------------------------------------------------------

    def line(self, price=100.0, quantity=1.0, taxes=None, name="Work", **values):
        """A line of an invoice."""
        taxes = self.gst if taxes is None else taxes
        return {
            "name": name,
            "quantity": quantity,
            "price_unit": price,
            "account_id": self.income.id,
            "tax_ids": [Command.set(taxes.ids)],
            **values,
        }

    def invoice(self, *lines, post=True, **values):
        """A customer invoice of partner_a, dated today, posted."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": self.today,
                "invoice_date_due": self.today,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line) for line in lines or [self.line()]],
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    def sent(self, *lines, **values):
        """An invoice that is in Xero and in agreement."""
        move = self.invoice(*lines, **values)
        self.run_push("invoice")
        self.assertEqual(move.xero_state, "agreed", self.quarantines().mapped("sentence"))
        return move

    def pay(self, move, amount, journal=None, day=None):
        """A payment of an invoice made in Odoo."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        journal = journal or self.bank
        return wizard.create(
            {
                "amount": amount,
                "journal_id": journal.id,
                "payment_date": day or self.today,
            }
        )._create_payments()

    # -- Xero ------------------------------------------------------------------------------------

    def in_xero(self, move):
        """What Xero has of an invoice."""
        return next(row for row in self.xero("Invoices") if row["InvoiceID"] == move.xero_id)

    def writes(self, path=r"/Invoices"):
        """Calls that wrote."""
        return [call for call in self.sim.calls(path) if call["method"] != "GET"]

    def approved(self, move):
        """The invoice, approved in Xero and read back."""
        self.sim.edit("Invoices", move.xero_id, Status="AUTHORISED")
        self.run_pull("invoice")
        return move

    def assertQuarantined(self, move, reason, *words):
        """One open question about the invoice, for a reason, with words in its sentence."""
        row = self.quarantines("invoice").filtered(lambda row: row.res_id == move.id)
        self.assertEqual(row.mapped("reason"), [reason], row.mapped("sentence"))
        for word in words:
            self.assertIn(word, row.sentence)
        return row
