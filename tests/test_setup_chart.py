from odoo.tests import Form, tagged

from .setup_case import SetupCase

JOURNALS = ("sale_journal_id", "purchase_journal_id", "general_journal_id")


@tagged("post_install", "-at_install")
class TestSetupChart(SetupCase):
    """A company that was connected before it had a chart of accounts in Odoo."""

    def set_up_once(self):
        country = self.env.ref("base.au")
        self.company = self.env["res.company"].create(
            {"name": "Beta", "country_id": country.id, "currency_id": country.currency_id.id}
        )
        super().set_up_once()
        self.choose("invoice")

    def rows(self, model):
        return self.env[model].sudo().search([("connection_id", "=", self.connection.id)])

    def open_words(self, model):
        """What the page says of a mapping when all of its rows are counted."""
        rows = self.rows(model)
        confirmed = len(rows.filtered(lambda row: row.state == "confirmed"))
        return f"{confirmed} confirmed, {len(rows) - confirmed} open"

    def is_shown(self, name):
        return not Form(self.setup)._get_modifier(name, "invisible")

    def test_no_chart_of_accounts(self):
        """Without a chart in Odoo the step and the empty page say so and lead to Odoo's setting;
        the journals, which are for later, hold nothing up. [B18, B22, S77]"""
        said = "Beta has no chart of accounts in Odoo."
        self.assertEqual(self.shown("mapping")["sentence"], said)
        self.assertFalse(self.shown("mapping")["done"])
        self.assertEqual((self.setup.step, self.setup.chart_lacking), ("mapping", said))
        self.assertTrue(self.is_shown("chart_lacking"))
        self.assertFalse(self.is_shown("account_sentence"))
        action = self.setup.action_fiscal_localization()
        self.assertEqual(action["res_model"], "res.config.settings")
        for model in ("xero.account.map", "xero.journal.map"):
            page = self.env[model].with_user(self.manager).action_page()
            self.assertFalse(self.env[model].with_user(self.manager).search([]))
            self.assertIn(said, page["help"])
            self.assertIn('name="account.action_account_config"', page["help"])
        self.assertTrue(self.shown("journals")["done"])
        self.assertIn(
            "No journal is chosen for: Customer invoices, Vendor bills, Manual journals.",
            self.shown("journals")["sentence"],
        )

    def test_chart_loaded_later(self):
        """Accounts, taxes and journals of a chart that came after the connection are counted and
        chosen when the set-up is opened again, without a call to Xero; confirming names what is
        left. [B18, B22, S75]"""
        self.env["account.chart.template"].try_loading(
            "au", company=self.company, install_demo=False
        )
        self.sim.forget_calls()
        self.setup.action_go_on()
        self.assertEqual(self.sim.calls(), [])
        accounts, taxes = "xero.account.map", "xero.tax.map"
        self.assertGreater(len(self.rows(accounts)), 80)
        self.assertGreater(len(self.rows(taxes)), 10)
        self.assertTrue(self.rows("xero.journal.map"))
        words = self.shown("mapping")["sentence"]
        self.assertIn(f"Accounts: 0 confirmed, {len(self.rows(accounts))} open", words)
        for name in JOURNALS:
            self.assertEqual(self.connection[name].company_id, self.company)
        self.assertNotIn("No journal", self.shown("journals")["sentence"])
        message = self.setup.action_confirm_sure()["params"]["message"]
        self.assertRegex(message, r"^\d+ suggestions are confirmed\. Accounts still for you: ")
        self.assertRegex(message, r"Taxes still for you: .*to choose; none is in use\)\.$")
        words = self.shown("mapping")["sentence"]
        self.assertTrue(self.shown("mapping")["done"])
        self.assertIn(f"Accounts: {self.open_words(accounts)}", words)
        self.assertIn(f"Taxes: {self.open_words(taxes)}", words)
        self.assertNotIn(" 0 open", words)

    def test_confirmed_and_then_more(self):
        """A tax that is new in Odoo is in the list before “Confirm the sure ones” counts. [B18,
        B23]"""
        self.setup.action_confirm_sure()
        group = self.env["account.tax.group"].create(
            {"name": "GST", "company_id": self.company.id, "country_id": self.env.ref("base.au").id}
        )
        self.env["account.tax"].create(
            {"name": "Levy", "amount": 3, "company_id": self.company.id,
             "country_id": self.env.ref("base.au").id, "tax_group_id": group.id}
        )  # fmt: skip
        message = self.setup.action_confirm_sure()["params"]["message"]
        self.assertIn("Taxes still for you: Levy (1 to choose; none is in use).", message)
