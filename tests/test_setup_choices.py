from odoo.exceptions import UserError
from odoo.tests import tagged

from .setup_case import SetupCase


@tagged("post_install", "-at_install")
class TestSetupChoices(SetupCase):
    """What is chosen on the set-up page: a template of syncs, journals."""

    def template(self, name):
        return self.env.ref(f"xero_connector.xero_template_{name}")

    def test_template(self):
        """A template says what it would change before it is used, and then all syncs are as it
        says; those for other countries are not offered. [B18, C5]"""
        offered = self.setup.template_ids
        self.assertLessEqual(self.template("service") | self.template("labour_hire"), offered)
        with self.assertRaisesRegex(UserError, "Choose a template"):
            self.setup.action_use_template()
        self.setup.template_id = self.template("service")
        self.assertIn("“Timesheets” is switched off", self.setup.template_sentences)
        self.assertTrue(self.setting("timesheet").enabled)
        self.setup.action_use_template()
        self.assertFalse(self.setting("timesheet").enabled)
        self.assertEqual(self.shown("entities")["done"], True)
        self.assertEqual(self.setup.step, "mapping")
        self.assertIn("Nothing changes", self.setup.template_sentences)
        self.connection.sudo().country_code = "GB"
        self.env.invalidate_all()
        self.assertNotIn(self.template("labour_hire"), self.setup.template_ids)

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
