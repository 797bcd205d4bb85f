import json
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.xero_app import CALLBACK_PATH
from .simulator_client import SimulatorClient


@tagged("post_install", "-at_install")
class TestHttpOAuth(HttpCase):
    """The callback: the one door through which a consent comes in."""

    def setUp(self):
        super().setUp()
        self.sim = SimulatorClient()
        self.sim.reset("bare")
        groups = "base.group_user,xero_connector.group_manager"
        self.manager = new_test_user(self.env, "xero-manager", groups, password="xero-manager")
        self.company = self.manager.company_id
        self.env["xero.connection"].search([("company_id", "=", self.company.id)]).active = False
        self.authenticate("xero-manager", "xero-manager")

    def begin(self, user=None, **features):
        """Press "Connect to Xero" in the wizard; returns Xero's address."""
        wizard = (
            self.env["xero.connect.wizard"]
            .with_user(user or self.manager)
            .create(
                {
                    "company_id": self.company.id,
                    "app_id": False,
                    "client_id": "SIMULATED-APP",
                    "client_secret": "simulated-secret",
                    "base_url": self.base_url(),
                    "feature_employees": False,
                    "feature_timesheets": False,
                    **features,
                }
            )
        )
        return wizard.action_authorise()["url"]

    def allow(self, address):
        """A person in Xero presses Allow; returns what comes back with them."""
        answer = requests.get(f"{address}&_sim_auto=1", allow_redirects=False, timeout=30)
        back = urlsplit(answer.headers["Location"])
        self.assertEqual(back.path, CALLBACK_PATH)
        return {name: values[0] for name, values in parse_qs(back.query).items()}

    def come_back(self, **back):
        return self.url_open(f"{CALLBACK_PATH}?{urlencode(back)}", allow_redirects=False)

    def connection(self):
        return self.env["xero.connection"].search([("company_id", "=", self.company.id)])

    def assertRefused(self, answer, words, status=400):
        self.assertEqual(answer.status_code, status)
        self.assertIn("Not connected to Xero", answer.text)
        self.assertIn(words, answer.text)
        self.assertNotIn("Traceback", answer.text)

    # -- tests -------------------------------------------------------------------------------------

    def test_connect(self):
        """Connect, allow in Xero, and come back to the live connection of the organisation.
        [C13, O11, S72]"""
        answer = self.come_back(**self.allow(self.begin()))
        connection = self.connection()
        self.assertEqual(answer.status_code, 303)
        self.assertIn(str(connection.id), answer.headers["Location"])
        menu = self.env.ref("xero_connector.menu_xero")
        self.assertIn(f"menu_id={menu.id}", answer.headers["Location"])
        self.assertEqual((connection.state, connection.tenant_id), ("live", self.sim.tenant))

    def test_several_organisations(self):
        """With several organisations one comes back to the choice and nothing is bound. [S73]"""
        self.sim.reset("bare", count=2)
        answer = self.come_back(**self.allow(self.begin()))
        self.assertEqual(answer.status_code, 303)
        choice = self.env["xero.organisation.choice"].search([], order="id desc", limit=1)
        self.assertEqual(len(choice.line_ids), 2)
        self.assertEqual(self.connection().state, "draft")
        action = choice.with_user(self.manager).action_back()
        self.assertEqual(action["res_model"], "xero.setup")
        setup = self.env["xero.setup"].with_user(self.manager).browse(action["res_id"])
        self.assertEqual((setup.company_id, setup.step), (self.company, "organisation"))

    def test_state_works_once(self):
        """The same answer of Xero's a second time is refused. [B4]"""
        back = self.allow(self.begin())
        self.come_back(**back)
        self.sim.forget_calls()
        self.assertRefused(self.come_back(**back), "used before")
        self.assertEqual(self.sim.calls(), [])

    def test_forged_state(self):
        """A forged, changed or missing state is refused before anything is asked of Xero."""
        back = self.allow(self.begin())
        self.sim.forget_calls()
        number, nonce, signature = back["state"].split(".")
        other = str(int(number) + 1)
        for state in (
            "",
            "x",
            "1.2.3",
            f"{number}.{nonce}.{signature[::-1]}",
            f"{number}.{nonce[::-1]}.{signature}",
            f"{other}.{nonce}.{signature}",
            "9" * 30 + ".a.b",
            "²." + nonce,
        ):
            self.assertRefused(self.come_back(code=back["code"], state=state), "does not belong")
        self.assertRefused(self.come_back(code=back["code"]), "does not belong")
        self.assertEqual(self.sim.calls(), [])
        self.assertEqual(self.connection().state, "draft")

    def test_state_of_another_user(self):
        """A state that another manager began is refused: nobody gets a stranger's consent."""
        groups = "base.group_user,xero_connector.group_manager"
        other = new_test_user(self.env, "xero-other", groups, password="xero-other")
        back = self.allow(self.begin(user=other))
        self.assertRefused(self.come_back(**back), "does not belong")

    def test_state_lasts_ten_minutes(self):
        """A state older than ten minutes is refused with what to do."""
        back = self.allow(self.begin())
        consent = self.env["xero.consent"].search([], order="id desc", limit=1)
        left = consent.expires_at - fields.Datetime.now()
        self.assertLessEqual(left, timedelta(minutes=10))
        consent.expires_at -= timedelta(minutes=11)
        self.assertRefused(self.come_back(**back), "10 minutes")

    def test_cancelled(self):
        """Who cancels in Xero reads that nothing was connected."""
        back = self.allow(self.begin())
        answer = self.come_back(error="access_denied", state=back["state"])
        self.assertRefused(answer, "You cancelled")
        self.assertEqual(self.connection().state, "draft")

    def test_code_refused_by_xero(self):
        """A code Xero does not accept is refused with what to do. [C21]"""
        back = self.allow(self.begin())
        answer = self.come_back(code="not-a-code", state=back["state"])
        self.assertRefused(answer, "Press Connect once more")

    def test_only_managers(self):
        """A user without the manager's right cannot bring a consent in. [B56]"""
        back = self.allow(self.begin())
        new_test_user(
            self.env,
            "xero-reader",
            "base.group_user,xero_connector.group_user",
            password="xero-reader",
        )
        self.authenticate("xero-reader", "xero-reader")
        self.assertRefused(self.come_back(**back), "Only a Xero manager", status=403)

    def test_not_logged_in(self):
        """Without a session the callback leads to the login page and uses nothing up."""
        back = self.allow(self.begin())
        self.logout()
        answer = self.come_back(**back)
        self.assertIn("/web/login", answer.headers["Location"])
        self.authenticate("xero-manager", "xero-manager")
        self.assertEqual(self.come_back(**back).status_code, 303)

    def test_redirect_is_not_the_host_header(self):
        """The address people come back to is the stored one, whatever the request says. [S71]"""
        address = self.begin()
        app = self.env["xero.consent"].search([], limit=1, order="id desc").authorisation_id.app_id
        sent = parse_qs(urlsplit(address).query)["redirect_uri"][0]
        self.assertEqual(sent, self.base_url() + CALLBACK_PATH)
        answer = self.url_open(
            f"{CALLBACK_PATH}?{urlencode(self.allow(address))}",
            headers={"Host": "evil.example.com"},
            allow_redirects=False,
        )
        self.assertNotIn("evil", app.base_url)
        self.assertNotIn("evil", answer.headers.get("Location", ""))
        self.assertLess(answer.status_code, 500)

    def test_json_rpc(self):
        """What the buttons do is callable by JSON-RPC with the same rights. [B3]"""
        self.come_back(**self.allow(self.begin()))
        connection = self.connection()

        def call(method, args):
            payload = {
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": "xero.connection",
                    "method": method,
                    "args": args,
                    "kwargs": {},
                },
            }
            return self.url_open(
                "/web/dataset/call_kw",
                data=json.dumps(payload),
                headers={"Content-Type": "application/json"},
            ).json()

        progress = call("get_progress", [])["result"]
        self.assertEqual(set(progress), {"running", "waiting", "quarantined"})
        tested = call("action_test_connection", [[connection.id]])["result"]
        self.assertEqual(tested["params"]["type"], "success")
        with mute_logger("odoo.http"):
            refused = call("_access_token", [[connection.id]])
        self.assertIn("error", refused)
