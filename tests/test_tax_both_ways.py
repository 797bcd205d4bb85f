from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_chart_import import ChartCase


@tagged("post_install", "-at_install")
class TestTaxBothWays(ChartCase):
    """Tax rates that the buyer owes and claims back: Xero adds nothing to a total for them."""

    def both_ways(self, name, percent=20, report="REVERSECHARGES", **values):
        parts = [{"Name": "VAT", "Rate": percent}]
        made = self.sim.create(
            "TaxRates", Name=name, ReportTaxType=report, **{"TaxComponents": parts, **values}
        )
        self.run_pull("tax_rate")
        return self.env["xero.tax.rate"].search(
            [("connection_id", "=", self.connection.id), ("tax_type", "=", made["TaxType"])]
        )

    def create_for(self, name, word):
        wizard = self.preview("xero.tax.map")
        wizard.line_ids.chosen = False
        line = self.line_of(wizard, name).filtered(lambda line: word in line.what)
        self.assertEqual((len(line), line.blocked), (1, False), wizard.line_ids.mapped("what"))
        line.chosen = True
        wizard.action_create()
        return line, self.tax_map().filtered(lambda row: row.tax_rate_id.name == name)

    def bill(self, tax):
        line = {"name": "Advice", "price_unit": 100, "tax_ids": [Command.set(tax.ids)]}
        move = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": self.today,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        move.action_post()
        return move

    def test_what_is_created_adds_nothing(self):
        """A reverse-charge rate becomes a tax that is owed and claimed back: a bill has the same
        total as in Xero, and both tax accounts get their part. [S19, B23]"""
        own = {"TaxType": "REVERSECHARGES", "CanApplyToRevenue": False}
        for values in (own, {}):
            name = f"Reverse charge {len(values)}"
            self.both_ways(name, **values)
            line, row = self.create_for(name, "purchases")
            self.assertIn("20% on purchases, owed and claimed back", line.what)
            self.assertEqual((row.status, row.rate), ("ready", 0.0), row.problem)
            move = self.bill(row.tax_ids)
            self.assertEqual((move.amount_total, move.amount_tax), (100, 0))
            taxes = move.line_ids.filtered("tax_line_id")
            purchase = self.company_data["default_tax_purchase"]
            booked = {
                (purchase.invoice_repartition_line_ids.account_id, 20.0),
                (self.gst.invoice_repartition_line_ids.account_id, -20.0),
            }
            self.assertEqual({(one.account_id, one.balance) for one in taxes}, booked)
            refund = move._reverse_moves()
            self.assertEqual((refund.amount_total, refund.amount_tax), (100, 0))

    def test_a_rate_answered_as_zero(self):
        """Xero answers 0 for what it calls 20%: the tax has the percentage its name says. [S19]"""
        self.both_ways("EC Acquisitions (20%)", 0, "ECACQUISITIONS", TaxType="ECACQUISITIONS")
        row = self.create_for("EC Acquisitions (20%)", "purchases")[1]
        self.assertEqual((row.tax_ids.amount, row.rate, row.status), (20, 0, "ready"), row.problem)
        self.assertEqual(self.bill(row.tax_ids).amount_total, 100)

    def test_the_seller_adds_none(self):
        """On sales the tax is the buyer's: an invoice with it agrees to the cent. [S19, B23]"""
        self.both_ways("Domestic reverse charge", report="DRCHARGESUPPLY")
        row = self.create_for("Domestic reverse charge", "sales")[1]
        self.assertEqual(row.status, "ready", row.problem)
        move = self.sent(self.line(price=99.99, taxes=row.tax_ids))
        self.assertEqual((move.amount_tax, self.in_xero(move)["TotalTax"]), (0, 0))

    def test_a_tax_that_adds_money_is_refused(self):
        """An ordinary tax of the same percentage is neither suggested such a rate nor may a person
        choose it. [B23, D29]"""
        rate = self.both_ways("Services from abroad", 20)
        tax = self.env["account.tax"].create(
            {"name": "Services from abroad", "amount": 20, "type_tax_use": "purchase"}
        )
        row = self.env["xero.tax.map"]._row(self.connection, tax).sudo(False)
        self.assertFalse(row.tax_rate_id)
        with self.assertRaisesRegex(ValidationError, "so Xero adds nothing for it"):
            row.tax_rate_id = rate

    def test_components_that_cannot_be_made_say_so(self):
        """What is owed and claimed back in several components, or adds something else than its
        components say, cannot be ticked and says why. [S19]"""
        parts = [{"Name": "State", "Rate": 5}, {"Name": "Federal", "Rate": 10}]
        self.both_ways("Two both ways", TaxComponents=parts)
        other = self.both_ways("Half of it", 26, report="OUTPUT")
        other.sudo().effective_rate = 13
        lines = self.preview("xero.tax.map").line_ids
        for name, words in (("Two both ways", "several components"), ("Half of it", "come to")):
            line = lines.filtered(lambda line, name=name: line.name == name)
            self.assertEqual(line.mapped("blocked"), [True], name)
            self.assertIn(words, line.note)
