import json
import random
from decimal import Decimal

from odoo import fields

from ..services.invoice_amounts import totals
from .invoice_case import InvoiceCase

METHODS = ("round_per_line", "round_globally")
CENT = Decimal("0.01")


class TestInvoiceTotals(InvoiceCase):
    def agree(self, move):
        """Totals of both sides agree to the cent, and the answer was compared."""
        found = self.in_xero(move)
        for ours, theirs in (
            (move.amount_untaxed, "SubTotal"),
            (move.amount_tax, "TotalTax"),
            (move.amount_total, "Total"),
        ):
            self.assertAlmostEqual(ours, float(found[theirs]), 6, theirs)
        self.assertFalse(self.quarantines("invoice"))
        return found

    def tax(self, name="GST", amount=10.0, rate="OUTPUT", **values):
        """A sales tax mapped to a rate of Xero's."""
        tax = self.env["account.tax"].create(
            {"name": name, "amount": amount, "type_tax_use": "sale", **values}
        )
        if rate:
            self.map_taxes(tax, rate)
        return tax

    def test_exclusive_prices(self):
        """The totals of ordinary lines are those of Odoo, line by line. Pain 7 [C7]"""
        move = self.sent(self.line(25.06), self.line(25.61), self.line(25.63, 3.0))
        found = self.agree(move)
        self.assertEqual(
            [float(row["LineAmount"]) for row in found["LineItems"]],
            move.invoice_line_ids.mapped("price_subtotal"),
        )

    def test_four_decimals(self):
        """Prices and quantities with four decimals arrive as they are. Pain 5 [B23]"""
        self.env.ref("product.decimal_price").digits = 4
        names = ("Product Unit of Measure", "Product Unit")
        self.env["decimal.precision"].search([("name", "in", names)]).digits = 4
        move = self.sent(self.line(1.2345, 12.3456), self.line(0.0001, 10000.0))
        found = self.agree(move)
        self.assertEqual(found["LineItems"][0]["UnitAmount"], 1.2345)
        self.assertEqual(found["LineItems"][0]["Quantity"], 12.3456)

    def test_price_that_needs_more_decimals(self):
        """A price four decimals cannot hold goes as one piece with its quantity in the text. Pain 5
        [C7]"""
        self.env.ref("product.decimal_price").digits = 6
        move = self.sent(self.line(0.123456, 100000.0, name="Screws"))
        line = self.agree(move)["LineItems"][0]
        self.assertEqual((line["Quantity"], float(line["UnitAmount"])), (1, move.amount_untaxed))
        self.assertEqual(line["Description"], "Screws\n(100000 × 0.123456)")

    def test_discount(self):
        """A discount arrives as a discount. [C7]"""
        move = self.sent(self.line(99.95, 3.0, discount=12.5), self.line(10.0, discount=100.0))
        found = self.agree(move)
        self.assertEqual([row["DiscountRate"] for row in found["LineItems"]], [12.5, 100])

    def test_tax_in_the_price(self):
        """Prices with the tax in them are sent without it and lead to the same totals. Pain 5
        [B23]"""
        tax = self.tax("GST incl", price_include=True)
        move = self.sent(
            self.line(10.99, 7.0, taxes=tax),
            self.line(0.05, 3.0, taxes=tax),
            self.line(33.33, taxes=tax),
            self.line(19.99, 13.0, taxes=tax, discount=7.5),
        )
        self.assertEqual(self.agree(move)["LineAmountTypes"], "Exclusive")

    def test_mixed_and_empty_taxes(self):
        """Lines with tax, with none and of nothing stand on one invoice. [B23, C7]"""
        move = self.sent(
            self.line(10.0),
            self.line(20.0, taxes=self.env["account.tax"]),
            self.line(0.0),
            self.line(-3.0),
            self.line(5.0, 0.0),
        )
        self.assertEqual(len(self.agree(move)["LineItems"]), 5)

    def test_several_taxes_on_a_line(self):
        """A set of two taxes maps to one rate of Xero's that has both. [B23]"""
        state, local = self.tax("State", 6.0, None), self.tax("Local", 4.0, None)
        both = state | local
        self.map_taxes(both, "OUTPUT")
        move = self.sent(self.line(33.33, taxes=both), self.line(66.67, taxes=both))
        self.assertEqual(self.agree(move)["LineItems"][0]["TaxType"], "OUTPUT")

    def test_tax_rounded_for_the_whole_document(self):
        """Where Odoo rounds tax once for the document, the cents are spread over the lines. Pain 5
        [C7]"""
        self.company.tax_calculation_rounding_method = "round_globally"
        move = self.sent(*[self.line(0.24, name=f"Part {number}") for number in range(9)])
        self.assertNotEqual(sum(move.invoice_line_ids.mapped("price_total")), move.amount_total)
        self.agree(move)

    def predicted(self, move):
        """Subtotal, tax and total that Xero will arrive at, by our own arithmetic."""
        setting = self.setting("invoice")
        service = self.env["xero.sync.invoice"].with_context(xero_setting_id=setting.id)
        plain, _origin = service._lines_of(move)[move.id]
        found = totals(plain["lines"])
        return [found.subtotal, found.tax, found.total]

    def assertSameCents(self, move, row):
        """What was predicted, what Xero multiplied out and what Odoo booked are one figure each."""
        xero = [
            Decimal(str(row[name])).quantize(CENT) for name in ("SubTotal", "TotalTax", "Total")
        ]
        booked = (move.amount_untaxed, move.amount_tax, move.amount_total)
        self.assertEqual(self.predicted(move), xero, move.name)
        self.assertEqual([Decimal(repr(amount)).quantize(CENT) for amount in booked], xero)

    def test_three_lines_that_round_down(self):
        """Three lines whose amounts and taxes are all rounded down arrive with Odoo's cents,
        whether Odoo rounds each line or the document, where the three together make one cent more.
        Pain 5 [C7]"""
        self.env.ref("product.decimal_price").digits = 4
        cents = {}
        for method in METHODS:
            self.company.tax_calculation_rounding_method = method
            for price in (0.24, 3.3333, 33.3333, 1.1249):
                with self.subTest(f"{method}: 3 x {price}"):
                    lines = [self.line(price, name=f"Part {number}") for number in range(3)]
                    move = self.sent(*lines)
                    self.assertSameCents(move, self.agree(move))
                    cents[method, price] = (move.amount_untaxed, move.amount_tax)
        # The two ways of rounding are two cases, not one.
        self.assertNotEqual(cents[METHODS[0], 3.3333], cents[METHODS[1], 3.3333])

    def test_no_wrong_cent_whatever_the_lines(self):
        """Invoices of random lines, prices with tax in them among them, arrive with Odoo's cents or
        are in front of a person with both totals; never with another cent. Pain 5, Pain 7 [C7]"""
        self.env.ref("product.decimal_price").digits = 4
        inside = self.tax("GST inside", price_include=True)
        dice = random.Random(20261121)
        moves = self.env["account.move"]
        for number in range(40):
            self.company.tax_calculation_rounding_method = METHODS[number % 2]
            taxes = inside if number % 3 == 0 else self.gst
            moves += self.invoice(
                *(
                    self.line(
                        dice.randrange(1, 10**6) / 10**4,
                        dice.choice((1, 3, 7, 0.5, 1.25, 12)),
                        taxes=taxes,
                        discount=dice.choice((0, 0, 5, 12.5, 33.33)),
                    )
                    for _line in range(dice.randrange(1, 8))
                )
            )
        self.run_push("invoice")
        found = {row["InvoiceNumber"]: row for row in self.xero("Invoices")}
        asked = {row.res_id: row for row in self.quarantines("invoice")}
        for move in moves:
            if move.name in found:
                self.assertNotIn(move.id, asked)
                self.assertSameCents(move, found[move.name])
            else:
                self.assertEqual(asked[move.id].reason, "total_differs")
                self.assertIn(f"{move.amount_total:.2f}", asked[move.id].sentence)
        self.assertGreater(len(found), 35, [row.sentence for row in asked.values()])

    def test_cash_rounding_line(self):
        """A rounding line of Odoo's goes with its account and no tax. [B22]"""
        self.map_account(self.company_data["default_account_revenue"], "200")
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "5 cents",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "rounding_method": "HALF-UP",
                "profit_account_id": self.income.id,
                "loss_account_id": self.income.id,
            }
        )
        move = self.sent(self.line(10.03), invoice_cash_rounding_id=rounding.id)
        self.assertEqual(len(self.agree(move)["LineItems"]), 2)

    def test_a_cent_of_difference_is_not_sent(self):
        """When Xero would arrive at another total, nothing is sent and the figures are shown. Pain
        5 [C7]"""
        move = self.invoice(self.line(10.0))
        self.env.cr.execute(
            "UPDATE account_move SET amount_tax = 1.07, amount_total = 11.07 WHERE id = %s",
            [move.id],
        )
        self.env.invalidate_all()
        self.run_push("invoice")
        self.assertQuarantined(move, "total_differs", "1.07", "1.00")
        self.assertFalse(self.writes())

    def test_answer_is_compared(self):
        """A figure that Xero keeps otherwise than it was sent is in front of a person at once. Pain
        7 [C7]"""
        self.sent()
        sample = self.xero("Invoices")[0]
        move = self.invoice(self.line(100.0, name="Answer"))
        sample.update(
            InvoiceID="11111111-2222-3333-4444-555555555555",
            InvoiceNumber=move.name,
            StatusAttributeString="OK",
            Total=99.0,
            SubTotal=90.0,
        )
        body = json.dumps({"Invoices": [sample]})
        self.sim.fault(
            "status",
            method="PUT",
            path="/Invoices",
            status=200,
            body=body,
            headers={"Content-Type": "application/json"},
        )
        self.run_push("invoice")
        self.assertQuarantined(move, "total_differs", "total", "110", "99")
        self.sim.forget_calls()
        self.run_push("invoice")
        self.assertFalse(self.writes(), "sent again and again")
        sample["UpdatedDateUTC"] = "/Date(4102444800000+0000)/"
        page = json.dumps(
            {"Invoices": [sample], "pagination": {"page": 1, "pageCount": 1, "itemCount": 1}}
        )
        self.sim.fault(
            "status",
            method="GET",
            path="/Invoices",
            status=200,
            body=page,
            headers={"Content-Type": "application/json"},
        )
        self.run_pull("invoice")
        self.assertQuarantined(move, "total_differs", "total", "110", "99")

    def test_foreign_currency_with_odoos_rate(self):
        """A foreign invoice carries the rate Odoo booked with, never one by default. Pain 18
        [S36]"""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", dollar.id)]).unlink()
        self.env["res.currency.rate"].create(
            {
                "currency_id": dollar.id,
                "name": self.today,
                "rate": 0.6543,
                "company_id": self.company.id,
            }
        )
        move = self.sent(self.line(1000.0), currency_id=dollar.id)
        found = self.agree(move)
        self.assertEqual((found["CurrencyCode"], found["CurrencyRate"]), ("USD", 0.6543))
        self.run_pull("invoice")
        self.assertEqual(move.xero_state, "agreed")
        odd = self.sent(*[self.line(price) for price in (0.07, 33.33, 1.99)], currency_id=dollar.id)
        self.assertEqual(self.agree(odd)["CurrencyRate"], 0.6543)

    def test_foreign_currency_without_a_rate(self):
        """Without a rate in Odoo none is sent, and the rate Xero used is kept. Pain 18 [S36]"""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", dollar.id)]).unlink()
        move = self.sent(self.line(1000.0), currency_id=dollar.id)
        self.assertNotIn("CurrencyRate", json.loads(self.writes()[-1]["body"])["Invoices"][0])
        self.assertNotEqual(self.agree(move)["CurrencyRate"], 1)
        self.assertEqual(move.xero_agreed["rate"], str(self.in_xero(move)["CurrencyRate"]))

    def test_dates_are_days(self):
        """Invoice and due dates arrive as the days they are. Pain 22, Pain 23 [C7]"""
        due = fields.Date.add(self.today, days=30)
        found = self.in_xero(self.sent(invoice_date_due=due))
        self.assertEqual(found["DateString"][:10], self.today.isoformat())
        self.assertEqual(found["DueDateString"][:10], due.isoformat())
