from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from odoo.tests import HttpCase, tagged

from ..models.xero_app import CALLBACK_PATH
from .setup_case import SetupCase


@tagged("post_install", "-at_install")
class TestSetupRefusal(SetupCase, HttpCase):
    """A walk to Xero that began on the set-up page leads back to it, whatever Xero answers."""

    def set_up_once(self):
        super().set_up_once()
        self.manager.password = "a manager's password"
        self.app = self.connection.sudo().authorisation_id.app_id

    def setUp(self):
        super().setUp()
        self.authenticate(self.manager.login, "a manager's password")

    def walk(self, action, **answer):
        """Press the window's button, allow it at Xero and come back.

        :param answer: what Xero sends back instead of what it would
        :return: requests.Response
        """
        wizard = self.env[action["res_model"]].with_user(self.manager)
        wizard = wizard.with_context(**action.get("context", {})).browse(action["res_id"])
        allowed = f"{wizard.action_authorise()['url']}&_sim_auto=1&_sim_choice={self.sim.tenant}"
        location = requests.get(allowed, allow_redirects=False, timeout=30).headers["Location"]
        back = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        back = {"state": back["state"], **answer} if answer else back
        self.env.flush_all()
        found = self.url_open(f"{CALLBACK_PATH}?{urlencode(back)}", allow_redirects=False)
        self.env.invalidate_all()
        return found

    def assertOnSetup(self, answer):
        self.assertEqual(answer.status_code, 303)
        self.assertIn(f"{self.setup.id}", answer.headers["Location"])
        setups = self.env.ref("xero_connector.xero_setup_action").id
        self.assertIn(f"{setups}", answer.headers["Location"])

    def test_wrong_secret(self):
        """A secret that Xero refuses leads back to the set-up page, where the app's step is open
        again and says what is wrong; the right secret ends that. [B18, C21]"""
        self.app.client_secret = "not the secret"
        self.assertOnSetup(self.walk(self.setup.action_connect()))
        self.assertEqual((self.setup.step, self.shown("app")["done"]), ("app", False))
        self.assertIn("Xero refused the client secret", self.setup.refusal)
        self.assertTrue(self.setup.app_refused)
        self.app.with_user(self.manager).client_secret = "simulated-secret"
        self.assertEqual((self.shown("app")["done"], self.setup.app_refused), (True, False))
        self.setup.action_show_step("connect")
        self.assertOnSetup(self.walk(self.setup.action_connect()))
        self.assertFalse(self.setup.refusal)
        self.assertEqual(self.connection.state, "live")

    def test_cancelled(self):
        """Who cancels at Xero comes back to the step Connect, which says so; the app was right.
        [B18]"""
        answer = self.walk(self.setup.action_connect(), error="access_denied")
        self.assertOnSetup(answer)
        self.assertEqual((self.setup.step, self.shown("app")["done"]), ("connect", True))
        self.assertIn("You cancelled", self.setup.refusal)

    def test_begun_elsewhere(self):
        """A walk that began on the connection's own page ends with the page it always had. [C21]"""
        action = self.connection.with_user(self.manager).action_reconnect()
        self.app.client_secret = "not the secret"
        answer = self.walk(action)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("Not connected to Xero", answer.text)
        self.assertFalse(self.setup.refusal)
