import base64
import hashlib
import hmac
import json

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ..models.xero_app import CALLBACK_PATH, WEBHOOK_PATH
from .setup_case import MANAGER, SetupCase

KEY = "simulated-webhook-key"


@tagged("post_install", "-at_install")
class TestSetupApp(SetupCase, HttpCase):
    """What is entered at developer.xero.com, and what of it is checked."""

    def set_up_once(self):
        super().set_up_once()
        self.app = self.connection.sudo().authorisation_id.app_id

    def base(self, address):
        self.env["ir.config_parameter"].sudo().set_param("web.base.url", address)
        self.env.invalidate_all()

    def test_redirect_address(self):
        """The page shows the redirect address to copy and says at once when people would not come
        back to it: no https, or another address than Odoo's own. [B18]"""
        own = self.app.base_url
        self.assertEqual(self.setup.redirect_url, own + CALLBACK_PATH)
        self.assertFalse(self.setup.redirect_problem)
        self.base("https://books.example.com")
        self.assertIn(f"{own}{CALLBACK_PATH}", self.setup.redirect_problem)
        self.assertFalse(self.shown("app")["done"])
        with self.assertRaisesRegex(UserError, "people would not come back"):
            self.setup.action_connect()
        self.app.base_url = "https://books.example.com"
        self.assertTrue(self.shown("app")["done"])
        self.base("http://books.example.com")
        self.assertIn("https:// only", self.setup.redirect_problem)
        self.base("http://localhost:8069")
        self.app.base_url = "http://localhost:8069"
        self.assertFalse(self.setup.redirect_problem)

    def test_app_of_another_company(self):
        """Who sets up a second company sees that the app is another company's as well, before he
        changes it. [B18]"""
        self.assertFalse(self.setup.app_shared)
        self.app.company_id = False
        other = self.other_company()
        theirs = self.env["xero.setup"]._of(other).sudo()
        self.assertEqual(theirs.app_id, self.app)
        self.assertIn(self.company.name, theirs.app_shared)
        self.assertIn("changed there", theirs.app_shared)

    def test_own_app_of_a_second_company(self):
        """A manager of a second company enters another app for it on the page; the company then
        connects with that one, and the first company's app stays as it is. [B18]"""
        other = self.other_company()
        company = {"company_id": other.id, "company_ids": [(6, 0, other.ids)]}
        manager = new_test_user(self.env, "second", MANAGER, **company)
        setups = self.env["xero.setup"].with_user(manager).with_company(other)
        theirs = setups.browse(setups.action_open()["res_id"])
        action = theirs.action_enter_own_app()
        self.assertFalse(action["res_id"])
        apps = self.env["xero.app"].with_user(manager).with_context(**action["context"])
        own = apps.create({"client_id": "SECOND-APP", "client_secret": "another secret"})
        self.env.invalidate_all()
        self.assertEqual((own.company_id, theirs.app_id), (other, own))
        self.assertFalse(theirs.app_shared)
        self.assertEqual(self.setup.app_id, self.app)
        action = theirs.action_connect()
        wizard = Form(self.env[action["res_model"]].with_user(manager)
                      .with_context(**action["context"])).save()  # fmt: skip
        self.assertIn("SECOND-APP", wizard.action_authorise()["url"])

    def test_nothing_registered(self):
        """Before there is an app the page says what to enter, from Odoo's own address. [B18]"""
        elsewhere = self.other_company()
        self.env["xero.app"].sudo().search([]).company_id = elsewhere
        self.connection.active = False
        self.env.invalidate_all()
        own = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        self.assertEqual(self.setup.redirect_url, own + CALLBACK_PATH)
        self.assertIn(self.company.name, self.setup.app_name)
        self.assertIn("accounting.contacts", self.setup.scope_sentence)
        self.assertEqual(self.setup.step, "app")
        context = self.setup.action_enter_app()["context"]
        app = (
            self.env["xero.app"]
            .with_user(self.manager)
            .with_context(**context)
            .create({"client_id": "SIMULATED-APP", "client_secret": "simulated-secret"})
        )
        self.assertEqual((self.shown("app")["done"], self.setup.app_id), (True, app))
        self.assertEqual(self.setup.step, "connect")

    def test_permissions_that_xero_gave(self):
        """Once connected the page says whether Xero has allowed all that is switched on, and names
        what is missing. [B18]"""
        self.assertIn("Xero has allowed all", self.setup.scope_sentence)
        consent = self.connection.sudo().authorisation_id
        kept = [scope for scope in consent.scopes.split() if not scope.startswith("payroll.")]
        consent.scopes = " ".join(kept)
        self.env.invalidate_all()
        self.assertIn("payroll.employees", self.setup.missing_scopes)
        self.assertIn("Employees", self.setup.missing_features)
        self.assertIn("Not allowed in Xero yet: payroll.employees", self.setup.scope_sentence)
        self.only("contact")
        self.env.invalidate_all()
        self.assertFalse(self.setup.missing_scopes)
        self.setting("item", enabled=True)
        self.env.invalidate_all()
        self.assertEqual(self.setup.missing_scopes, "accounting.settings")
        action = self.setup.action_update_permissions()
        self.assertIn("accounting.settings", action["url"])

    def deliver(self, key, events=()):
        """A delivery of Xero's, signed with a key; without events one of its own check."""
        body = json.dumps(
            {"events": events, "firstEventSequence": 0, "lastEventSequence": 0, "entropy": "E"}
        ).encode()
        self.env.flush_all()
        digest = hmac.new(key.encode(), body, hashlib.sha256).digest()
        answer = self.opener.post(
            f"{self.base_url()}{WEBHOOK_PATH}/{self.app.webhook_token}",
            data=body,
            timeout=30,
            headers={
                "Content-Type": "application/json",
                "x-xero-signature": base64.b64encode(digest).decode(),
            },
        )
        self.env.invalidate_all()
        return answer.status_code

    def test_webhook_key(self):
        """The webhook key is found right by what arrives: nothing yet, signed with another key,
        signed with this one; another key begins anew. [B18]"""
        self.assertIn("No signing key", self.setup.webhook_sentence)
        self.app.webhook_key = KEY
        self.env.invalidate_all()
        self.assertIn("nothing has arrived yet", self.setup.webhook_sentence)
        self.assertEqual(self.deliver("another key"), 401)
        self.assertIn("none was signed with this key", self.setup.webhook_sentence)
        self.assertEqual(self.deliver(KEY), 200)
        self.assertEqual(self.deliver("another key"), 401)
        self.assertIn("The key is right", self.setup.webhook_sentence)
        self.app.webhook_key = "a new key"
        self.env.invalidate_all()
        self.assertIn("nothing has arrived yet", self.setup.webhook_sentence)

    def test_webhook_key_that_was_right_once(self):
        """When deliveries fail the signature after a right one, the page says when the last right
        one arrived and how many were refused since; a right one ends that. [B18, C21]"""
        self.app.webhook_key = KEY
        self.assertEqual(self.deliver(KEY), 200)
        event = {
            "resourceUrl": "https://api.xero.example/x", "resourceId": "r1", "tenantId": "t1",
            "tenantType": "ORGANISATION", "eventCategory": "CONTACT", "eventType": "UPDATE",
            "eventDateUtc": "2026-01-01T00:00:00.000",
        }  # fmt: skip
        for _each in range(3):
            self.assertEqual(self.deliver("replaced in Xero", [event]), 401)
        words = self.setup.webhook_sentence
        self.assertNotIn("The key is right", words)
        right = self.app._moment(self.app.webhook_verified_at)
        self.assertIn(f"signed with this key arrived at {right}. Refused since then: 3", words)
        self.assertEqual(self.deliver(KEY), 200)
        self.assertIn("The key is right", self.setup.webhook_sentence)
        self.app.webhook_verified_at = "2026-01-01 00:00:00"
        self.assertEqual(self.deliver("replaced in Xero"), 401)
        self.assertIn("Refused since then: 1", self.setup.webhook_sentence)

    def test_room_for_the_app(self):
        """Before connecting the page warns that an organisation takes two uncertified apps, as an
        item of the checklist that a person ticks and that stays ticked. [E35]"""
        arch = self.setup.get_view(view_type="form")["arch"]
        connect, _rest = arch.split('step="organisation"')
        self.assertIn("two apps that Xero has not certified", " ".join(connect.split()))
        self.assertIn('name="apps_checked"', connect)
        self.setup.apps_checked = True
        self.setup.action_open()
        self.assertTrue(self.shown() and self.setup.apps_checked)
