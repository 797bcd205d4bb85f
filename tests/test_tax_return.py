from odoo.tests import tagged

from .test_chart_import import ChartCase

NEW = [
    # a tax of Odoo's chart, or its words; use, percent; its line in Xero
    ("au_tax_purchase_capital_service", "purchase", 10, "CAPITALEXINPUT", "Capital Expenses"),
    ("au_tax_sale_0", "sale", 0, "EXEMPTEXPORT", "Free Exports"),
    ("au_tax_sale_exempt", "sale", 0, "EXEMPTOUTPUT", "Free or Exempt Sales"),
    ("au_tax_sale_input", "sale", 0, "INPUTTAXED", "Input Taxed"),
    ("au_tax_purchase_0_service", "purchase", 0, "EXEMPTEXPENSES", "Free or Exempt Expenses"),
    ("Capital, no GST", "purchase", 0, "EXEMPTCAPITAL", "GST Free Capital"),
    ("Fuel levy", "purchase", 3, "INPUT", "Purchases"),
    ("Fuel levy", "sale", 3, "OUTPUT", "Sales"),
]
UNSURE = [
    ("Nothing on it", "sale", 0),
    ("Capital sales", "sale", 10),
    ("au_tax_purchase_private_service", "purchase", 10),
    ("au_tax_purchase_input_service", "purchase", 10),
    ("Imports of goods", "purchase", 10),
]


@tagged("post_install", "-at_install")
class TestTaxReturn(ChartCase):
    """Which line of the tax return a tax rate created in Xero stands on."""

    def unmapped(self, words, use, percent):
        """The row of a tax that Xero has no rate for."""
        if words.startswith("au_"):
            tax = self.env.ref(f"account.{self.company.id}_{words}")
            tax = tax.copy({"name": f"{tax.name} new {words}"})
        else:
            values = {"name": words, "type_tax_use": use, "amount": percent}
            tax = self.env["account.tax"].create(values)
        self.assertEqual((tax.type_tax_use, tax.amount), (use, percent))
        row = self.env["xero.tax.map"]._row(self.connection, tax)
        row.write({"tax_rate_id": False, "state": "missing"})
        return row.sudo(False)

    def test_the_line_is_said_before_the_yes(self):
        """The preview says which line a new rate is reported on, by the tax's lines of the activity
        statement and its words, and Xero gets that one. [S20, D29]"""
        self.allow()
        rows = self.env["xero.tax.map"]
        for words, use, percent, _code, said in NEW:
            row = self.unmapped(words, use, percent)
            line = self.preview("xero.tax.map", "export", row).line_ids
            self.assertFalse(line.blocked, f"{words}: {line.note}")
            self.assertTrue(line.what.endswith(f"reported as {said}"), f"{words}: {line.what}")
            rows |= row
        rows = rows[:7]
        self.export(rows)
        made = [self.in_list("TaxRates", row._name_in_xero())[0] for row in rows]
        self.assertEqual([one["ReportTaxType"] for one in made], [one[3] for one in NEW[:7]])

    def test_where_it_is_unsure_a_person_says_it_in_xero(self):
        """A tax whose line cannot be told is not created, and says why. [S20]"""
        self.allow()
        for case in UNSURE:
            line = self.preview("xero.tax.map", "export", self.unmapped(*case)).line_ids
            self.assertEqual((line.blocked, line.chosen), (True, False), f"{case}: {line.what}")
            self.assertIn("line of Xero's tax return", line.note)


@tagged("post_install", "-at_install")
class TestTaxChanges(ChartCase):
    def changed(self):
        tax = self.env["account.tax"].create(
            {"name": "Levy", "amount": 10, "type_tax_use": "sale", "invoice_label": "Levy"}
        )
        self.map_taxes(tax, "OUTPUT")
        row = self.env["xero.tax.map"]._row(self.connection, tax).sudo(False)
        self.assertEqual((row.name, row.rate, row.status), ("Levy (Levy)", 10, "ready"))
        tax.write({"name": "Fuel levy", "amount": 15, "invoice_label": False})
        return tax, row

    def test_the_page_follows_the_tax(self):
        """A tax that is renamed and gets another percentage is found by its new name, says both
        percentages, and is created in Xero as what it is now. [B23, S20]"""
        tax, row = self.changed()
        self.assertEqual(row, row.search([("name", "=", "Fuel levy"), ("rate", "=", 15)]))
        self.assertEqual(row.status, "refused")
        self.assertIn("“Fuel levy” is 15% in Odoo and “GST on Income” is 10% in Xero", row.problem)
        row.sudo().write({"tax_rate_id": False, "state": "missing"})
        self.assertEqual((row._xero_values()["name"], row._name_in_xero()), ("Fuel levy",) * 2)
        tax.type_tax_use = "purchase"
        self.assertEqual(row.use, "purchase")

    def test_components_count(self):
        """A group's percentage follows its components; a row whose taxes were deleted keeps what it
        said. [B23]"""
        taxes = self.env["account.tax"]
        part = taxes.create({"name": "Part", "amount": 4, "type_tax_use": "none"})
        group = taxes.create(
            {"name": "Both", "amount_type": "group", "type_tax_use": "sale",
             "children_tax_ids": [(6, 0, part.ids)]}
        )  # fmt: skip
        row = self.env["xero.tax.map"]._row(self.connection, group)
        self.assertEqual((row.name, row.rate), ("Both", 4))
        part.amount = 6
        self.assertEqual(row.rate, 6)
        group.unlink()
        row.invalidate_recordset()
        self.assertEqual((row.name, row.use, row.rate), ("Both", "sale", 6))

    def test_what_cannot_be_claimed_is_part_of_the_cost(self):
        """A component that Canada lets nobody claim back is booked with the line it is on, on
        purchases; on sales it is owed like any other. [S19]"""
        parts = [
            {"Name": "GST", "Rate": 5, "IsNonRecoverable": False},
            {"Name": "PST", "Rate": 7, "IsNonRecoverable": True},
        ]
        self.sim.create("TaxRates", Name="Provincial", TaxComponents=parts)
        self.run_pull("tax_rate")
        lines = self.preview("xero.tax.map").line_ids
        lines = lines.filtered(lambda line: line.name == "Provincial")
        self.assertEqual(
            sorted(lines.mapped("what")),
            [
                "12% on purchases (GST 5% + PST 7%, part of the cost)",
                "12% on sales (GST 5% + PST 7%)",
            ],
        )
        lines.wizard_id.line_ids.chosen = False
        lines.chosen = True
        lines.wizard_id.action_create()
        rows = self.tax_map().filtered(lambda row: row.tax_rate_id.name == "Provincial")
        tax = rows.filtered(lambda row: row.use == "purchase").tax_ids
        cost = self.company_data["default_account_expense"]
        line = {"name": "Desk", "price_unit": 100, "account_id": cost.id,
                "tax_ids": [(6, 0, tax.ids)]}  # fmt: skip
        bill = self.env["account.move"].create(
            {"move_type": "in_invoice", "partner_id": self.partner_a.id,
             "invoice_date": self.today, "invoice_line_ids": [(0, 0, line)]}
        )  # fmt: skip
        bill.action_post()
        booked = bill.line_ids.filtered("tax_line_id")
        claimable = self.company_data["default_tax_purchase"].invoice_repartition_line_ids
        self.assertEqual(
            {(one.account_id, one.balance) for one in booked},
            {(claimable.account_id, 5.0), (cost, 7.0)},
        )
        sale = rows.filtered(lambda row: row.use == "sale").tax_ids.children_tax_ids
        self.assertTrue(all(one.invoice_repartition_line_ids.account_id for one in sale))
