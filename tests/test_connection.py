from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import XeroCase


@tagged("post_install", "-at_install")
class TestConnection(XeroCase):
    """From the wizard through Xero's consent page to a live connection, and its end."""

    def wizard(self, company=None, **values):
        return self.env["xero.connect.wizard"].create(
            {
                "company_id": (company or self.company).id,
                "app_id": False,
                "app_name": "Wizard app",
                "client_id": "SIMULATED-APP",
                "client_secret": "simulated-secret",
                **values,
            }
        )

    def new_authorisation(self):
        app = self.connection.authorisation_id.app_id
        return self.env["xero.authorisation"].sudo().create({"app_id": app.id})

    def last_choice(self):
        return self.env["xero.organisation.choice"].search([], order="id desc", limit=1)

    def disconnect(self, connection=None):
        connection = connection or self.connection
        wizard = self.env["xero.disconnect.wizard"].create({"connection_id": connection.id})
        wizard.action_disconnect()

    def test_facts_and_user_are_shown(self):
        """After connecting, the form shows the organisation and the Xero user who consented.
        [C14, O11, S71]"""
        self.assertEqual(self.connection.state, "live")
        self.assertEqual(self.connection.xero_user_email, "robin.taylor@example.com")
        self.assertEqual(self.connection.xero_user_name, "Robin Taylor")
        self.assertEqual(self.connection.base_currency, "AUD")
        self.assertEqual(self.connection.country_code, "AU")
        self.assertTrue(self.connection.refreshed_at)

    def test_every_entity_has_its_setting(self):
        """Connecting creates one setting per entity, once; reconnecting keeps what people chose.
        [S92, O12]"""
        before = self.connection.setting_ids
        self.assertTrue(before)
        off = self.setting("timesheet", enabled=False)
        self.consent(self.connection, self.connection.authorisation_id, self.sim.tenant)
        self.assertEqual(self.connection.setting_ids, before)
        self.assertFalse(off.enabled)

    def test_wizard_leads_to_xero(self):
        """Connect opens Xero's page in this window with PKCE and only the permissions of the chosen
        syncs. [C13, S72, B5]"""
        wizard = self.wizard(
            self.other_company(), feature_employees=False, feature_timesheets=False
        )
        action = wizard.action_authorise()
        self.assertEqual((action["type"], action["target"]), ("ir.actions.act_url", "self"))
        self.assertIn("code_challenge_method=S256", action["url"])
        self.assertIn("accounting.contacts", action["url"])
        self.assertNotIn("payroll.", action["url"])
        self.assertNotIn("accounting.transactions", action["url"])

    def test_wizard_keeps_no_secret(self):
        """The client secret typed into the wizard is nowhere in the database in the clear. [B6]"""
        wizard = self.wizard(self.other_company())
        wizard.action_authorise()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(wizard.client_secret)
        app = self.env["xero.app"].search([("name", "=", "Wizard app")])
        self.assertFalse(app.client_secret)
        self.assertTrue(app.has_client_secret)
        for table in ("xero_app", "xero_connect_wizard", "xero_authorisation", "xero_consent"):
            self.env.cr.execute(
                SQL(
                    "SELECT count(*) FROM %s t WHERE t::text LIKE %s",
                    SQL.identifier(table),
                    "%simulated-secret%",
                )
            )
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)

    def test_second_organisation_is_chosen_by_a_person(self):
        """With several organisations nothing is connected before a person chooses; one that belongs
        to another company is shown with the reason and cannot be taken. [S73, S35, B20]"""
        tenants = self.sim.reset("bare", count=3)
        self.connection.sudo().write({"tenant_id": tenants[0]["tenant_id"]})
        connection = self.env["xero.connection"].create({"company_id": self.other_company().id})
        authorisation = self.new_authorisation()
        every = ",".join(tenant["tenant_id"] for tenant in tenants)
        self.consent(connection, authorisation, every)
        self.assertEqual(connection.state, "draft")
        choice = self.last_choice()
        self.assertEqual(len(choice.line_ids), 3)
        taken = choice.line_ids.filtered(lambda line: line.tenant_id == self.connection.tenant_id)
        self.assertIn(self.company.name, taken.note)
        with self.assertRaises(UserError):
            taken.action_take()
        free = (choice.line_ids - taken)[0]
        free.action_take()
        self.assertEqual((connection.state, connection.tenant_id), ("live", free.tenant_id))
        self.assertEqual(connection.authorisation_id.state, "live")

    def test_only_a_taken_organisation(self):
        """Where the consent reaches no organisation but another company's, the page leads back to
        Xero, where another one can be allowed. [S73, B20]"""
        tenants = self.sim.reset("bare", count=2)
        self.connection.sudo().write({"tenant_id": tenants[0]["tenant_id"]})
        connection = self.env["xero.connection"].create({"company_id": self.other_company().id})
        self.consent(connection, self.new_authorisation(), tenants[0]["tenant_id"])
        choice = self.last_choice()
        self.assertIn(self.company.name, choice.line_ids.note)
        self.assertEqual(choice.display_name, "Choose the Xero organisation")
        action = choice.action_again()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.company_id, connection.company_id)
        self.assertEqual(wizard.action_authorise()["type"], "ir.actions.act_url")

    def test_custom_connection(self):
        """A custom connection connects without a browser and without a refresh token. [S71]"""
        action = self.wizard(
            self.other_company(),
            kind="custom",
            client_id="SIMULATED-CUSTOM",
            client_secret="simulated-custom-secret",
        )
        self.sim.reset("bare")
        shown = action.action_authorise()
        connection = self.env[shown["res_model"]].browse(shown["res_id"])
        self.assertEqual((connection._name, connection.state), ("xero.connection", "live"))
        self.assertFalse(connection.authorisation_id._tokens()["refresh_token"])
        self.assertFalse(connection.refresh_expires_at)

    def test_one_connection_per_company(self):
        """A company has one connection; a second one is refused in a sentence. [S92]"""
        with self.assertRaises(ValidationError):
            self.env["xero.connection"].create({"company_id": self.company.id})

    def test_nobody_types_in_an_organisation(self):
        """A manager cannot point a connection at another organisation or consent by JSON-RPC.
        [B56]"""
        for name, value in (("tenant_id", "x"), ("state", "live"), ("authorisation_id", 1)):
            with self.assertRaises(AccessError):
                self.connection.with_user(self.env.user).sudo(False).write({name: value})

    def test_http_addresses_are_refused(self):
        """An address that is not https and not this machine is refused when it is saved. [S74]"""
        app = self.connection.authorisation_id.app_id
        for address in ("http://odoo.example.com", "ftp://odoo.example.com", "odoo", "https://"):
            with self.assertRaisesRegex(ValidationError, "https://"):
                app.base_url = address
        app.base_url = "https://odoo.example.com"
        self.assertEqual(app.redirect_url, "https://odoo.example.com/xero_connector/oauth/callback")

    # -- the end -----------------------------------------------------------------------------------

    def test_disconnect(self):
        """Disconnect asks first, stops the syncs at once, tells Xero, wipes the tokens, keeps the
        links and settings. [O13, O14]"""
        link = (
            self.env["xero.link"]
            .sudo()
            .create(
                {
                    "connection_id": self.connection.id,
                    "entity": "contact",
                    "xero_id": "11111111-2222-4333-8444-555555555555",
                    "model": "res.partner",
                    "res_id": self.env.user.partner_id.id,
                }
            )
        )
        settings = self.connection.setting_ids
        self.disconnect()
        self.assertEqual(self.connection.state, "disconnected")
        self.assertFalse(self.connection._live())
        self.env["xero.connection"]._cron_chores()
        deleted = [call for call in self.sim.calls("/connections") if call["method"] == "DELETE"]
        self.assertEqual([call["status"] for call in deleted], [204])
        authorisation = self.connection.authorisation_id
        self.assertEqual((authorisation.state, authorisation._tokens()), ("revoked", None))
        self.assertTrue(link.exists())
        self.assertEqual(self.connection.setting_ids, settings)

    def test_disconnect_without_answer_is_done_later(self):
        """When Xero cannot be told at once, the syncs are stopped all the same and Xero is told
        later. [O13]"""
        self.sim.fault("status", method="DELETE", path="/connections", status=503)
        self.disconnect()
        self.env["xero.connection"]._cron_chores()
        self.assertTrue(self.connection.ending_connection_id)
        self.assertFalse(self.connection._live())
        self.env["xero.connection"]._cron_chores()
        self.assertFalse(self.connection.ending_connection_id)
        self.assertIsNone(self.connection.authorisation_id._tokens())

    def test_disconnect_that_xero_refuses_is_told(self):
        """What Xero refuses for a reason of its own is not taken for disconnected: the tokens stay
        for another try, and a manager is told that the app is still connected there. [O13]"""
        self.disconnect()
        for status in (400, 401, 412):
            self.sim.fault("status", method="DELETE", path="/connections", status=status)
            self.env["xero.connection"]._cron_chores()
            self.assertTrue(self.connection.authorisation_id._tokens(), status)
            self.assertEqual(self.connection.activity_ids.mapped("summary"), ["Disconnect in Xero"])
        self.assertIn("Connected apps", self.connection.activity_ids.note)
        self.env["xero.connection"]._cron_chores()
        self.assertIsNone(self.connection.authorisation_id._tokens())
        self.assertFalse(self.connection.activity_ids)

    def test_disconnect_of_what_is_gone_in_xero(self):
        """An app that was disconnected in Xero before leaves no token here and no question.
        [O13]"""
        self.sim.act("disconnect")
        self.disconnect()
        self.env["xero.connection"]._cron_chores()
        self.assertFalse(self.connection.ending_connection_id)
        self.assertIsNone(self.connection.authorisation_id._tokens())
        self.assertFalse(self.connection.activity_ids)

    def test_other_company_keeps_the_consent(self):
        """The token set stays while another company still works with it. [O13, S35]"""
        tenants = self.sim.reset("bare", count=2)
        self.connection.sudo().write({"tenant_id": tenants[0]["tenant_id"]})
        every = ",".join(tenant["tenant_id"] for tenant in tenants)
        self.consent(self.connection, self.connection.authorisation_id, every)
        other = self.env["xero.connection"].create({"company_id": self.other_company().id})
        self.consent(other, self.connection.authorisation_id, tenants[1]["tenant_id"])
        lines = self.last_choice().line_ids
        lines.filtered(lambda line: line.tenant_id == tenants[1]["tenant_id"]).action_take()
        self.assertEqual(other.authorisation_id, self.connection.authorisation_id)
        self.disconnect()
        self.env["xero.connection"]._cron_chores()
        self.assertEqual(other.state, "live")
        self.assertTrue(other.authorisation_id._access_token())

    def test_reconnect_same_organisation(self):
        """Connecting the same organisation again goes on where it stopped. [O14]"""
        settings = self.connection.setting_ids
        self.disconnect()
        self.env["xero.connection"]._cron_chores()
        action = self.connection.action_reconnect()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.company_id, self.company)
        self.consent(self.connection, self.new_authorisation(), self.sim.tenant)
        self.assertEqual(self.connection.state, "live")
        self.assertEqual(self.connection.setting_ids, settings)
        self.assertTrue(self.connection._live())

    def test_reconnect_other_organisation_is_refused(self):
        """Another organisation in the same company is refused until somebody starts anew. [O14]"""
        self.disconnect()
        self.env["xero.connection"]._cron_chores()
        tenants = self.sim.reset("bare", count=2)
        self.consent(self.connection, self.new_authorisation(), tenants[1]["tenant_id"])
        self.assertEqual(self.connection.state, "disconnected")
        choice = self.last_choice()
        self.assertIn("archive this connection first", choice.line_ids.note)
        self.connection.active = False
        fresh = self.env["xero.connection"].create({"company_id": self.company.id})
        self.consent(fresh, self.new_authorisation(), tenants[1]["tenant_id"])
        self.assertEqual(fresh.state, "live")
