from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import XeroCase


@tagged("post_install", "-at_install")
class TestRpc(XeroCase, HttpCase):
    """Everything a button does can be done over JSON-RPC, with the same rights."""

    def log_in(self, login, group):
        new_test_user(
            self.env,
            login,
            f"base.group_user,{group}",
            password=login,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.env.flush_all()
        self.login = login
        self.machine = self.rpc("common", "login", self.env.cr.dbname, login, login)["result"]
        self.assertTrue(self.machine)

    # From Odoo 19 on each call is answered, and logged as one that Odoo 20 may not answer any more.
    @mute_logger("odoo.addons.rpc.controllers.jsonrpc")
    def rpc(self, service, method, *args):
        return self.opener.post(
            f"{self.base_url()}/jsonrpc",
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {"service": service, "method": method, "args": args},
            },
            timeout=60,
        ).json()

    def call(self, model, method, *args, **kwargs):
        who = (self.env.cr.dbname, self.machine, self.login)
        return self.rpc("object", "execute_kw", *who, model, method, args, kwargs)

    def test_sync_now(self):
        """A program that logs in over JSON-RPC starts every sync and reads the dashboard. [B3]"""
        self.log_in("machine-reader", "xero_connector.group_user")
        answer = self.call("xero.connection", "action_sync_all", [self.connection.id])
        self.assertEqual(answer["result"]["type"], "ir.actions.client")
        self.env.invalidate_all()
        self.assertTrue(self.setting("contact").asked_by_person)
        dashboard = self.call("xero.sync.event", "get_dashboard")["result"]
        self.assertTrue(dashboard["syncing"])
        self.assertEqual(dashboard["connections"][0]["state"], "live")

    def test_resolve(self):
        """A program with the accountant's rights resolves a difference; with a reader's it is
        refused. [B3, D5]"""
        self.env["res.partner"].create([{"name": "Acacia Timber", "is_company": True}] * 2)
        self.sim.create("Contacts", Name="Acacia Timber")
        self.run_pull("contact")
        row = self.quarantines("contact")
        chosen = row.suggestions[0]["id"]
        self.log_in("machine-reader", "xero_connector.group_user")
        with mute_logger("odoo.http"):
            refused = self.call("xero.quarantine", "action_resolve", [row.id], "retry")
        self.assertIn("AccessError", refused["error"]["data"]["name"])
        self.log_in("machine", "xero_connector.group_accountant")
        done = self.call("xero.quarantine", "action_resolve", [row.id], "link", res_id=chosen)
        self.assertIs(done["result"], True)
        self.env.invalidate_all()
        self.assertEqual((row.state, row.resolved_uid.login), ("resolved", "machine"))
        self.run_pull("contact", trigger="person")
        linked = self.link(self.env["res.partner"].browse(chosen), "contact")
        self.assertEqual(linked.xero_id, self.xero("Contacts")[0]["ContactID"])

    def test_engine_is_closed(self):
        """The engine's own methods cannot be called from outside. [B3]"""
        self.log_in("machine", "xero_connector.group_manager")
        with mute_logger("odoo.http"):
            refused = self.call("xero.sync.contact", "_cron_pull", [])
        self.assertIn("error", refused)
