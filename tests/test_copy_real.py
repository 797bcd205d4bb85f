"""A database copied with ``createdb -T``: quiet until a person decides, then as the person said."""

from odoo import fields
from odoo.tests import tagged

from .real_case import RealCase

# Every cron of ours, as Odoo's scheduler runs them when the copy is started.
CRONS = """
mine = [("module", "=", "xero_connector"), ("model", "=", "ir.cron")]
for cron in env["ir.cron"].browse(env["ir.model.data"].search(mine).mapped("res_id")):
    cron.method_direct_trigger()
    env.cr.commit()
"""
# What the administrator sees: the connection's page and the dashboard's banner.
PAGE = """
import json
from lxml import etree
from odoo.tools.safe_eval import safe_eval
row = env["xero.connection"].with_user(env.ref("base.user_admin")).search([])
values = row.read()[0]
page = etree.fromstring(row.get_view(view_type="form")["arch"])
alerts = [
    alert for alert in page.iter("div")
    if alert.get("role") == "alert" and not safe_eval(alert.get("invisible"), dict(values))
]
told = {
    "state": row.state,
    "alerts": [" ".join("".join(alert.itertext()).split()) for alert in alerts],
    "buttons": [button.get("name") for alert in alerts for button in alert.iter("button")],
    "home": row.home_name,
    "banners": env["xero.sync.event"].with_user(row.env.user).get_dashboard()["banners"],
    "tokens": bool(row.authorisation_id.sudo().token_cipher),
}
print(json.dumps(told))
"""
DECIDE = """
env["xero.connection"].with_user(env.ref("base.user_admin")).search([]).{answer}()
env.cr.commit()
"""


@tagged("-standard", "xero_real", "post_install", "-at_install")
class TestCopyReal(RealCase):
    def setUp(self):
        super().setUp()
        with self.real_env() as env:
            env["xero.connection"].search([]).write({"active": False})
            env.cr.commit()
            self.connection_id = self.connect_for_real(env).id
        self.run_worker("xero.sync.contact._cron_pull")
        with self.real_env() as env:
            env["res.partner"].create({"name": self._testMethodName, "customer_rank": 1})
            connection = env["xero.connection"].browse(self.connection_id)
            # Whoever uses the tokens next has to renew them first.
            connection.authorisation_id.access_expires_at = fields.Datetime.now()
        self.sim.forget_calls()

    def check_quiet(self, copy):
        """The copy has work to do and a token to renew, and does neither; its page says why."""
        self.ask_worker(CRONS, copy)
        self.assertEqual(self.sim.calls(), [])
        seen = self.ask_worker(PAGE, copy)
        self.assertEqual(seen["state"], "copy")
        self.assertEqual(len(seen["alerts"]), 1, seen["alerts"])
        for words in ("looks like a copy", "Nothing is sent to Xero", "until you decide"):
            self.assertIn(words, seen["alerts"][0])
        self.assertEqual(seen["buttons"], ["action_stay_apart", "action_move_here"])
        (banner,) = seen["banners"]
        self.assertEqual(banner["title"], "This database looks like a copy.")
        self.ask_worker(CRONS, copy)
        self.assertEqual(self.sim.calls(), [])

    def names(self):
        return [row["Name"] for row in self.sim.table("Contacts")]

    def test_stay_apart(self):
        """A copy that stays apart forgets its tokens and never speaks to Xero, whatever changes in
        it; the original goes on. [B6]"""
        with self.copied_database() as copy:
            self.check_quiet(copy)
            self.ask_worker(DECIDE.format(answer="action_stay_apart"), copy)
            self.ask_worker(
                'env["res.partner"].create({"name": "Only in the copy", "customer_rank": 1})\n'
                f"env.cr.commit()\n{CRONS}",
                copy,
            )
            self.assertEqual(self.sim.calls(), [])
            seen = self.ask_worker(PAGE, copy)
            self.assertEqual((seen["state"], seen["tokens"]), ("disconnected", False))
        self.run_worker("xero.sync.contact._cron_push")
        self.assertEqual(self.names(), [self._testMethodName])
        self.assertEqual(len(self.sim.calls("/connect/token")), 1)
        with self.real_env() as env:
            self.assertEqual(env["xero.connection"].browse(self.connection_id).state, "live")

    def test_move_here(self):
        """After "Move the connection here" the copy renews the tokens once and sends what waited in
        it, once. [B6]"""
        with self.copied_database() as copy:
            self.check_quiet(copy)
            self.ask_worker(DECIDE.format(answer="action_move_here"), copy)
            self.assertEqual(self.sim.calls(), [])
            seen = self.ask_worker(PAGE, copy)
            self.assertEqual((seen["state"], seen["alerts"]), ("live", []))
            self.assertEqual(seen["home"], copy)
            self.ask_worker(CRONS, copy)
            self.assertEqual(self.names(), [self._testMethodName])
            self.assertEqual(len(self.sim.calls("/connect/token")), 1)
            self.sim.forget_calls()
            self.ask_worker(CRONS, copy)
            writes = [call for call in self.sim.calls() if call["method"] != "GET"]
            self.assertEqual(writes, [])
