from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .setup_case import SetupCase

ALL = ["app", "connect", "organisation", "entities", "mapping", "journals", "dry_run", "start"]


@tagged("post_install", "-at_install")
class TestSetup(SetupCase):
    """The set-up page: its steps, what holds until the last of them, and where it leads."""

    def test_each_step_after_the_other(self):
        """Registered, connected and chosen are facts; the rest is answered step by step, and the
        page stands at the one that is next. [B18, O10]"""
        self.assertEqual(self.done(), [*ALL[:3], "journals"])
        self.assertEqual(self.setup.step, "entities")
        self.choose("invoice")
        self.assertEqual(self.setup.step, "mapping")
        self.assertGreater(self.setup.sure_count, 5)
        with self.assertRaisesRegex(UserError, "Accounts and taxes.*comes first"):
            self.setup.action_start()
        self.setup.action_confirm_sure()
        self.assertIn("mapping", self.done())
        confirmed = self.env["xero.account.map"].search([("state", "=", "confirmed")])
        self.assertTrue(confirmed)
        self.assertFalse(self.setup.sure_count)
        self.setup.action_skip_dry_run()
        self.assertEqual(self.shown()["dry_run"]["sentence"], "Left out.")
        self.setup.action_start()
        self.assertEqual(self.done(), ALL)
        self.assertTrue(self.setting("contact").asked_by_person)

    def test_left_and_taken_up(self):
        """Who comes back stands at the next step; a step that is done can be opened again, which
        changes nothing. [B18]"""
        self.setup.action_show_step("app")
        self.assertEqual((self.shown("app")["open"], self.setup.next_step), (True, "entities"))
        action = self.setup.with_company(self.company).action_open()
        self.assertEqual(action["res_id"], self.setup.id)
        self.assertEqual((self.shown("app")["open"], self.setup.step), (False, "entities"))
        self.choose("contact")
        self.setup.action_show_step("entities")
        self.setup.action_show_step("entities")
        self.assertEqual(self.done(), ALL[:6])

    def test_nothing_moves_before_the_start(self):
        """Until Start only Xero's lists are read: crons and buttons refuse the rest in one
        sentence, what changes meanwhile waits and leaves afterwards. [B18, O10]"""
        contact = self.setting("contact")
        service = contact._service().sudo()
        self.assertFalse(service._due("pull"))
        self.assertTrue(self.setting("ledger_account")._service().sudo()._due("pull"))
        with self.assertRaisesRegex(UserError, "waits for the set-up"):
            contact.action_sync_now()
        self.assertIn("waits for the set-up", contact.chain_sentence)
        self.choose("contact")
        self.setup.action_skip_dry_run()
        partner = self.env["res.partner"].create(
            {"name": "Acacia Timber", "is_company": True, "customer_rank": 1}
        )
        self.assertEqual(self.waiting("contact").res_id, partner.id)
        self.setup.action_start()
        self.assertTrue(service._due("pull"))
        self.run_pull("contact", trigger="person")
        self.run_push("contact")
        self.assertEqual([one["Name"] for one in self.xero("Contacts")], ["Acacia Timber"])

    def test_one_next_step_everywhere(self):
        """While the set-up is under way, the dashboard and the connection's checklist name its next
        step and lead to it; afterwards the chain goes on by itself. [B18, O10]"""
        self.only("invoice")
        banner = self.banners()[0]
        self.assertIn("What to sync", banner["sentence"])
        connection = self.connection.with_user(self.manager)
        opened = getattr(connection, banner["method"])()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("xero.setup", self.setup.id))
        words = {step["next"] for step in connection.chain if step["next"]}
        self.assertEqual(words, {"Go on with the set-up"})
        self.choose("invoice")
        self.setup.action_confirm_sure()
        self.setup.action_skip_dry_run()
        self.assertIn("Start", self.banners()[0]["sentence"])
        self.setup.action_start()
        self.assertFalse(self.banners())
        words = {step["next"] for step in connection.chain if step["next"]}
        self.assertEqual(words, {"Sync now"})
        self.assertEqual(self.setup.chain, connection.chain)

    def test_started_before(self):
        """A company that was connected without a set-up finds it done, and nothing is held.
        [B18]"""
        self.setup.sudo().unlink()
        opened = self.env["xero.setup"].with_user(self.manager).with_company(self.company)
        row = opened.browse(opened.action_open()["res_id"])
        self.assertTrue(row.started)
        self.assertTrue(self.setting("contact")._service().sudo()._due("pull"))

    def test_another_organisation(self):
        """What was decided for one organisation does not hold for the next one. [B18]"""
        self.choose("contact")
        self.setup.action_skip_dry_run()
        self.setup.action_start()
        self.connection.active = False
        other = self.sim.ask("POST", "organisations", json={"organisation": "bare"})
        self.connection = self.connect(self.company, other["tenant_id"])
        self.assertEqual(self.done(), [*ALL[:3], "journals"])
        self.assertFalse(self.setting("contact")._service().sudo()._due("pull"))

    def test_organisation_left_open(self):
        """A consent that reaches several organisations binds none; the page offers the choice, also
        to who left and comes back. [B18, S73]"""
        self.connection.sudo().write({"state": "draft", "tenant_id": False})
        app = self.connection.sudo().authorisation_id.app_id
        self.sim.ask("POST", "organisations", json={"organisation": "bare"})
        consents = self.env["xero.consent"].with_user(self.manager).sudo()
        rows = [{"id": f"c{i}", "tenantId": f"t{i}", "tenantName": f"Books {i}"} for i in range(2)]
        consents.create(
            {
                "connection_id": self.connection.id,
                "authorisation_id": self.env["xero.authorisation"]
                .sudo()
                .create({"app_id": app.id})
                .id,
                "user_id": self.manager.id,
                "redirect_uri": app.redirect_url,
                "scopes": "openid",
                "expires_at": "2099-01-01",
                "used_at": "2026-01-01",
                "offered": rows,
            }
        )
        self.assertEqual(self.shown("connect")["done"], True)
        self.assertEqual(self.setup.step, "organisation")
        action = self.setup.action_choose_organisation()
        choice = self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])
        self.assertEqual(choice.line_ids.mapped("name"), ["Books 0", "Books 1"])

    def test_session_expired(self):
        """When the session ends while the set-up is under way, the step Connect is next again.
        [B18]"""
        self.choose("contact")
        self.connection.sudo()._set_state("reconnect")
        self.assertEqual((self.done()[:1], self.setup.step), (["app"], "connect"))
        self.assertEqual(self.setup.action_connect()["res_model"], "xero.connect.wizard")

    def test_only_managers(self):
        """The set-up is a manager's, in their own company; what was done is noted by the buttons
        and cannot be written. [B18, S92]"""
        reader = self.person("reader", "base.group_user,xero_connector.group_accountant")
        with self.assertRaises(AccessError):
            self.setup.with_user(reader).action_start()
        with self.assertRaises(AccessError):
            self.setup.write({"started_for": "x"})
        allowed = {banner["key"]: banner["allowed"] for banner in self.banners()}
        self.assertTrue(allowed[f"setup-{self.connection.id}"])
        events = self.env["xero.sync.event"].with_user(reader)
        self.assertFalse(events.get_dashboard()["banners"][0]["allowed"])
