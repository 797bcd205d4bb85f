from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..models.xero_connection_precision import PRECISIONS
from .setup_case import SetupCase


@tagged("post_install", "-at_install")
class TestSetupChoices(SetupCase):
    """What is chosen on the set-up page: a template of syncs, journals."""

    def template(self, name):
        return self.env.ref(f"xero_connector.xero_template_{name}")

    def test_template(self):
        """A template says what it would change before it is used, and then all syncs are as it
        says; those for other countries are not offered. [B18, C5]"""
        self.env.invalidate_all()
        offered = self.setup.template_ids
        self.assertLessEqual(self.template("service") | self.template("labour_hire"), offered)
        with self.assertRaisesRegex(UserError, "Choose a template"):
            self.setup.action_use_template()
        self.assertIn("• Service company: Sells time and advice", self.setup.template_words)
        self.assertIn("• Retailer: ", self.setup.template_words)
        self.setup.template_id = self.template("service")
        self.assertEqual(self.setup.template_words, self.template("service").description)
        self.assertIn("“Timesheets” is switched off", self.setup.template_sentences)
        self.assertTrue(self.setting("timesheet").enabled)
        self.setup.action_use_template()
        self.assertFalse(self.setting("timesheet").enabled)
        self.assertEqual(self.shown("entities")["done"], True)
        self.assertEqual(self.setup.step, "mapping")
        self.assertIn(
            "Nothing changes: everything is already as this template sets it.",
            self.setup.template_sentences,
        )
        self.setting("contact").write({"pull_schedule": "hourly", "interval": 45})
        self.env.invalidate_all()
        self.assertIn(
            "“When to import” becomes “Every 30 minutes” (now “Every hour”)",
            self.setup.template_sentences,
        )
        self.connection.sudo().country_code = "GB"
        self.env.invalidate_all()
        self.assertNotIn(self.template("labour_hire"), self.setup.template_ids)

    def asks_for_places(self):
        """Whether the page shows the box about decimal places."""
        self.env.invalidate_all()
        return not Form(self.setup)._get_modifier("precision_sentence", "invisible")

    def test_decimal_places(self):
        """What Odoo rounds is asked about until somebody decides, whichever step is next. [B18,
        C7]"""
        self.env["decimal.precision"].search([("name", "in", PRECISIONS)]).digits = 2
        self.assertTrue(self.asks_for_places())
        self.setup.template_id = self.template("service")
        self.setup.action_use_template()
        self.assertEqual((self.setup.step, self.asks_for_places()), ("mapping", True))
        self.setup.action_keep_places()
        self.assertFalse(self.asks_for_places())

    def test_journals(self):
        """The journals are chosen from the start, so the step is done; one that can no longer be
        used makes it the next one, and says why. [B18, S75]"""
        self.choose("contact")
        self.assertIn("journals", self.done())
        journal = self.connection.sale_journal_id
        self.assertEqual(self.setup.sale_journal, journal.name)
        self.connection.sale_journal_id = journal.copy()
        self.connection.sale_journal_id.active = False
        self.assertNotIn("journals", self.done())
        self.assertEqual(self.setup.step, "journals")
        self.assertIn("archived in Odoo", self.shown("journals")["sentence"])
        self.assertEqual(self.setup.action_journals()["res_id"], self.connection.id)

    def test_how_much_is_confirmed(self):
        """Accounts, taxes and payment journals each say how many are confirmed and how many are
        open, also once the step is done; the journals' page is one press away. [B18, S77]"""
        self.choose("invoice")
        total = {
            model: self.env[model].search_count(
                [("connection_id", "=", self.connection.id), *self.env[model]._on_page]
            )
            for model in ("xero.account.map", "xero.tax.map", "xero.journal.map")
        }
        accounts, taxes, journals = total.values()
        words = self.shown("mapping")["sentence"]
        self.assertIn(f"Accounts: 0 confirmed, {accounts} open", words)
        self.assertIn(f"Taxes: 0 confirmed, {taxes} open", words)
        self.setup.action_confirm_sure()
        confirmed = self.env["xero.account.map"].search_count(
            [("connection_id", "=", self.connection.id), ("state", "=", "confirmed")]
        )
        self.assertTrue(0 < confirmed < accounts)
        self.assertTrue(self.shown("mapping")["done"])
        words = self.shown("mapping")["sentence"]
        self.assertIn(f"Accounts: {confirmed} confirmed, {accounts - confirmed} open", words)
        words = self.shown("journals")["sentence"]
        self.assertIn(f"Payment journals: 0 confirmed, {journals} open", words)
        bank = self.env["xero.ledger.account"].search(
            [("connection_id", "=", self.connection.id), ("type", "=", "BANK")], limit=1
        )
        row = self.env["xero.journal.map"].search(
            [("connection_id", "=", self.connection.id), ("journal_id.type", "=", "bank")], limit=1
        )
        row.sudo().write({"ledger_account_id": bank.id, "state": "sure"})
        self.setup.action_show_step("journals")
        self.env.invalidate_all()
        self.assertEqual(self.setup.sure_journals, 1)
        self.setup.action_confirm_journals()
        words = self.shown("journals")["sentence"]
        self.assertIn(f"Payment journals: 1 confirmed, {journals - 1} open", words)
        action = self.setup.action_payment_journals()
        self.assertEqual(action["res_model"], "xero.journal.map")
