from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import FEATURES
from .invoice_case import InvoiceCase


class ChartCase(InvoiceCase):
    """Words for creating accounts and taxes that only one side has."""

    def preview(self, model, direction="import", rows=None):
        """The window of the mapping page's button."""
        page = self.env[model] if rows is None else rows
        action = getattr(page, f"action_preview_{direction}")()
        return self.env[action["res_model"]].browse(action["res_id"])

    def tick(self, wizard, *names):
        """Leave only these ticked."""
        wizard.line_ids.chosen = False
        lines = wizard.line_ids.filtered(lambda line: line.name in names)
        self.assertEqual(len(lines), len(names), wizard.line_ids.mapped("name"))
        lines.chosen = True
        return lines

    def line_of(self, wizard, name):
        return wizard.line_ids.filtered(lambda line: line.name == name)

    def account_map(self):
        return self.env["xero.account.map"].search([("connection_id", "=", self.connection.id)])

    def tax_map(self):
        return self.env["xero.tax.map"].search([("connection_id", "=", self.connection.id)])

    def allow(self):
        """A manager switches it off, and consents to the wider permission."""
        self.connection.keep_chart = False
        authorisation = self.connection.sudo().authorisation_id
        features = (*FEATURES, "settings_export")
        self.consent(self.connection, authorisation, self.sim.tenant, features)
        self.assertEqual(self.connection.state, "live")
        self.sim.forget_calls()

    def export(self, rows):
        """Preview these rows, say yes, and let the queue run."""
        wizard = self.preview(rows._name, "export", rows)
        wizard.action_create()
        self.run_push(rows._chart_kind)
        rows.invalidate_recordset()

    def in_list(self, table, name):
        return [row for row in self.xero(table) if row["Name"] == name]

    def odoo_accounts(self):
        return self.env["account.account"].search_count([])


@tagged("post_install", "-at_install")
class TestChartImport(ChartCase):
    def rate(self, name, *components):
        """A tax rate somebody adds in Xero, read by Odoo."""
        parts = [
            {"Name": part, "Rate": percent, "IsCompound": compound}
            for part, percent, compound in components
        ]
        self.sim.create("TaxRates", Name=name, TaxComponents=parts)
        self.run_pull("tax_rate")

    def test_accounts_are_created_after_a_preview(self):
        """Accounts that only Xero has are shown first with what they become; nothing is created
        before the yes; then they are in Odoo, mapped, and invoices on them reach that account in
        Xero. [S17]"""
        self.sim.create("Accounts", Code="255", Name="Tool hire", Type="SALES", TaxType="OUTPUT")
        self.sim.create("Accounts", Code="41110", Name="Machine hire", Type="OTHERINCOME")
        self.run_pull("ledger_account")
        before = self.odoo_accounts()
        wizard = self.preview("xero.account.map")
        hire = self.line_of(wizard, "Tool hire")
        self.assertEqual((hire.code, hire.what, hire.blocked), ("255", "Income", False))
        taken = self.line_of(wizard, "Machine hire")
        self.assertEqual((taken.code, taken.what), ("41110.2", "Other Income"))
        self.assertIn("41110 is “", taken.note)
        self.assertFalse(self.line_of(wizard, "Sales"), "it has its counterpart")
        told = {"Tracking Transfers": "by itself", "Business Savings Account": "bank journal"}
        for name, word in told.items():
            line = self.line_of(wizard, name)
            self.assertTrue(line.blocked, wizard.line_ids.mapped("name"))
            self.assertFalse(line.chosen)
            self.assertIn(word, line.note)
        self.assertEqual(self.odoo_accounts(), before)
        self.tick(wizard, "Tool hire", "Machine hire")
        self.assertIn("2 of these will be created in Odoo", wizard.sentence)
        self.sim.forget_calls()
        wizard.action_create()
        self.assertEqual(self.sim.calls(), [])
        self.assertEqual(self.odoo_accounts(), before + 2)
        row = self.account_map().filtered(lambda row: row.account_id.name == "Tool hire")
        self.assertEqual((row.status, row.ledger_account_id.code), ("ready", "255"))
        self.assertEqual(row.account_id.tax_ids, self.gst)
        names = self.preview("xero.account.map").line_ids.mapped("name")
        self.assertFalse({"Tool hire", "Machine hire"} & set(names))
        move = self.sent(self.line(account_id=row.account_id.id))
        self.assertEqual(self.in_xero(move)["LineItems"][0]["AccountCode"], "255")

    def test_a_code_that_is_taken_is_refused(self):
        """Two accounts never get one code, whatever a person types; nothing is created then.
        [S17]"""
        self.sim.create("Accounts", Code="255", Name="Tool hire", Type="SALES")
        self.run_pull("ledger_account")
        wizard = self.preview("xero.account.map")
        self.tick(wizard, "Tool hire").code = self.income.code
        with self.assertRaisesRegex(UserError, "“Tool hire” needs a code"):
            wizard.action_create()
        wizard.line_ids.chosen = False
        with self.assertRaisesRegex(UserError, "Tick what is to be created"):
            wizard.action_create()

    def test_a_tax_with_components_is_created(self):
        """A tax rate of components, one taken on top of the others, is created as a group whose
        percentage is Xero's effective one; an invoice with it agrees to the cent. [S19]"""
        self.rate("Provincial", ("GST", 5, False), ("PST", 10, True))
        wizard = self.preview("xero.tax.map")
        lines = wizard.line_ids.filtered(lambda line: line.name == "Provincial")
        self.assertEqual(
            sorted(lines.mapped("what")),
            ["15.5% on purchases (GST 5% + PST 10%)", "15.5% on sales (GST 5% + PST 10%)"],
        )
        wizard.line_ids.chosen = False
        lines.filtered(lambda line: "sales" in line.what).chosen = True
        wizard.action_create()
        row = self.tax_map().filtered(lambda row: row.tax_rate_id.name == "Provincial")
        tax = row.tax_ids
        self.assertEqual((row.status, row.use, row.rate), ("ready", "sale", 15.5), row.problem)
        self.assertEqual((tax.amount_type, tax.type_tax_use), ("group", "sale"))
        self.assertEqual(tax.children_tax_ids.sorted("sequence").mapped("amount"), [5.0, 10.0])
        booked = tax.children_tax_ids.invoice_repartition_line_ids.account_id
        self.assertEqual(booked, self.gst.invoice_repartition_line_ids.account_id)
        move = self.sent(self.line(price=99.99, taxes=tax))
        self.assertEqual(move.amount_tax, 15.5)
        self.assertEqual(self.in_xero(move)["TotalTax"], 15.5)

    def test_what_needs_no_tax_in_odoo_says_why(self):
        """A rate that no Odoo tax can stand for is shown with the reason and cannot be ticked; a
        simple one becomes one tax. [S19, D29]"""
        self.rate("Levy", ("Levy", 3, False))
        wizard = self.preview("xero.tax.map")
        self.assertFalse(self.line_of(wizard, "GST on Income"), "it has its counterpart")
        lines = self.line_of(wizard, "Levy")
        self.assertEqual(lines.mapped("blocked"), [False, False])
        blocked = wizard.line_ids.filtered("blocked")
        self.assertTrue(all(blocked.mapped("note")))
        self.assertIn("GST on Imports", blocked.mapped("name"))
        lines.chosen = True
        wizard.action_create()
        taxes = self.tax_map().filtered(lambda row: row.tax_rate_id.name == "Levy").tax_ids
        self.assertEqual(taxes.mapped("amount"), [3.0, 3.0])
        self.assertEqual(set(taxes.mapped("type_tax_use")), {"sale", "purchase"})

    def test_nothing_is_chosen_for_a_person(self):
        """The window opens with nothing ticked and creates nothing so; one button ticks all that
        can be created, another none of it. [S17, S19]"""
        self.sim.create("Accounts", Code="255", Name="Tool hire", Type="SALES")
        self.run_pull("ledger_account")
        before = self.odoo_accounts()
        for model in ("xero.account.map", "xero.tax.map"):
            wizard = self.preview(model)
            self.assertFalse(any(wizard.line_ids.mapped("chosen")))
            self.assertIn("Nothing is ticked yet", wizard.sentence)
            with self.assertRaisesRegex(UserError, "Tick what is to be created"):
                wizard.action_create()
        wizard = self.preview("xero.account.map")
        possible = wizard.line_ids.filtered(lambda line: not line.blocked)
        self.assertTrue(wizard.line_ids - possible)
        self.assertEqual(wizard.action_select_all()["res_id"], wizard.id)
        self.assertEqual(wizard.line_ids.filtered("chosen"), possible)
        wizard.action_select_none()
        self.assertFalse(any(wizard.line_ids.mapped("chosen")))
        self.assertEqual(self.odoo_accounts(), before)
        possible.unlink()
        wizard.invalidate_recordset()
        self.assertIn("None of these can be created", wizard.sentence)

    def test_only_who_may_create_accounts_in_odoo(self):
        """The yes works with the person's own rights, and not for another company's connection.
        [B3]"""
        wizard = self.preview("xero.account.map")
        wizard.action_select_all()
        person = new_test_user(
            self.env, "bookkeeper", groups="xero_connector.group_accountant",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        with self.assertRaises(AccessError):
            wizard.with_user(person).action_create()
        own = self.preview("xero.account.map", rows=self.env["xero.account.map"].with_user(person))
        own = own.with_user(person)
        own.action_select_all()
        with self.assertRaises(AccessError):
            own.action_create()
        other = self.env["xero.connection"].create(
            {"name": "Other", "company_id": self.other_company().id}
        )
        with self.assertRaises(AccessError):
            self.env["xero.chart.wizard"].with_user(person).create(
                {"connection_id": other.id, "kind": "account", "direction": "import"}
            )
