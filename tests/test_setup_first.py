from odoo.exceptions import UserError
from odoo.tests import tagged

from .setup_case import SetupCase


@tagged("post_install", "-at_install")
class TestSetupFirst(SetupCase):
    """The last step once Start was pressed: the first sync comes to an end, and says what came."""

    def start(self, *entities):
        self.choose(*entities)
        if self.setup.sure_count:
            self.setup.action_confirm_sure()
        self.setup.action_skip_dry_run()
        self.setup.action_start()

    def line(self, entity="contact"):
        """What the page shows of one sync."""
        self.env.flush_all()
        self.env.invalidate_all()
        return {line["entity"]: line for line in self.setup.first_sync}[entity]

    def test_comes_to_an_end(self):
        """It says that it is running until each run is done, then how many records both systems
        have and how many questions are open, each with its list. [B18]"""
        self.sim.create("Contacts", Name="Acacia Timber")
        self.sim.create("Contacts", Name="Bottlebrush Cafe")
        for _each in range(2):
            self.env["res.partner"].create(
                {"name": "Bottlebrush Cafe", "is_company": True, "customer_rank": 1}
            )
        self.start("contact")
        self.assertEqual((self.line()["state"], self.setup.first_state), ("running", "running"))
        self.assertIn("0 of 1 are done", self.setup.first_sentence)
        self.run_pull("contact", trigger="person")
        line = self.line()
        self.assertEqual((line["state"], line["records"], line["questions"]), ("done", 1, 1))
        self.assertEqual(self.setup.first_state, "done")
        self.assertIn("both systems: 1. Open questions: 1.", self.setup.first_sentence)
        for what, model in (("records", "xero.link"), ("questions", "xero.quarantine")):
            action = self.setup.action_open_first("contact", what)
            self.assertEqual(action["res_model"], model)
            self.assertEqual(self.env[model].search_count(action["domain"]), 1)
        with self.assertRaises(UserError):
            self.setup.action_try_again()

    def test_fails(self):
        """A run that fails says why and when it is tried again, and a button does it at once.
        [B18, C23]"""
        self.sim.create("Contacts", Name="Acacia Timber")
        self.start("contact")
        self.sim.fault("status", path="/Contacts", status=500, times=10)
        self.run_pull("contact", trigger="person")
        line = self.line()
        self.assertEqual((line["state"], self.setup.first_state), ("failed", "failed"))
        self.assertIn("It is tried again at", line["sentence"])
        self.assertIn("Contacts failed", self.setup.first_sentence)
        self.sim.clear_faults()
        self.setting("contact").sudo().write({"asked_pull_at": False, "asked_push_at": False})
        self.setup.action_try_again()
        line = self.line()
        self.assertEqual((line["state"], line["sentence"]), ("running", "Waits for its turn."))
        self.run_pull("contact", trigger="person")
        self.assertEqual((self.line()["state"], self.setup.first_state), ("done", "done"))

    def test_waits_for_another(self):
        """What needs another sync's first run waits for it and says so; what needs a person says
        that it is theirs. [B18]"""
        self.start("invoice")
        line = self.line("invoice")
        self.assertEqual((line["state"], self.setup.first_state), ("waiting", "running"))
        self.assertEqual(line["sentence"], "Follows by itself after: Contacts.")
        self.run_pull("contact", trigger="person")
        self.connection.sudo()._set_state("permission", missing_scopes="accounting.invoices")
        line = self.line("invoice")
        self.assertEqual((line["state"], self.setup.first_state), ("yours", "yours"))
        self.assertIn("waits for you: Customer invoices", self.setup.first_sentence)
        self.connection.sudo()._set_state("live")
        self.assertEqual(self.line("invoice")["state"], "running")

    def test_payroll_is_for_hr_officers(self):
        """Who may not see employees in Odoo is not told of their first run. [B18, S92]"""
        self.start("employee")
        self.assertEqual(self.line("employee")["state"], "running")
        other = self.person("no-hr", "base.group_user,xero_connector.group_manager")
        seen = self.setup.with_user(other).first_sync or []
        self.assertNotIn("employee", {line["entity"] for line in seen})
