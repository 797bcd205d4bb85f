import os
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..xero.errors import Action, XeroError
from .common import XeroCase

AUTHORISATION_LOG = "odoo.addons.xero_connector.models.xero_authorisation"


@tagged("post_install", "-at_install")
class TestConnectionToken(XeroCase):
    """The token set: renewed in time, once, and never lost; ended only by Xero."""

    def set_up_once(self):
        super().set_up_once()
        self.consent_row = self.connection.authorisation_id.sudo()

    def expire(self):
        self.consent_row.access_expires_at = fields.Datetime.now() - timedelta(minutes=1)

    def refreshes(self):
        return [call for call in self.sim.calls("/connect/token") if call["method"] == "POST"]

    def failure(self, work, *args, log=AUTHORISATION_LOG):
        """The XeroError of a call; what it stored is kept, unlike inside `assertRaises`."""
        try:
            with mute_logger(log):
                work(*args)
        except XeroError as error:
            return error
        raise AssertionError("The call did not fail.")

    def environ(self, name, value):
        """Change a line of the server's configuration for this test."""
        before = os.environ.get(name)
        self.addCleanup(
            lambda: (
                os.environ.__setitem__(name, before)
                if before is not None
                else os.environ.pop(name, None)
            )
        )
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

    # -- renewing ----------------------------------------------------------------------------------

    def test_renewed_before_it_ends_and_once(self):
        """A token with less than two minutes left is renewed once, and the rotated refresh token
        replaces the old one. [B4, D9]"""
        before = self.consent_row._tokens()
        self.consent_row.access_expires_at = fields.Datetime.now() + timedelta(seconds=90)
        token = self.consent_row._access_token()
        self.assertEqual(self.consent_row._access_token(), token)
        after = self.consent_row._tokens()
        self.assertEqual(len(self.refreshes()), 1)
        self.assertEqual(after["access_token"], token)
        self.assertNotEqual(after["refresh_token"], before["refresh_token"])
        self.assertEqual(after["previous_refresh_token"], before["refresh_token"])
        left = self.consent_row.refresh_expires_at - fields.Datetime.now()
        self.assertGreater(left, timedelta(days=59))

    def test_token_refused_by_xero_is_renewed(self):
        """When Xero refuses a token whose time is not up, the call goes through with a new one.
        [B4]"""
        client = self.connection._xero_client()
        before = self.consent_row._tokens()["access_token"]
        self.sim.fault("expired_token", path="/Organisation")
        self.assertEqual(client.get("/api.xro/2.0/Organisation").status, 200)
        self.assertEqual(len(self.refreshes()), 1)
        self.assertNotEqual(self.consent_row._tokens()["access_token"], before)

    def test_lost_answer_is_asked_again(self):
        """When Xero rotated but its answer was lost, the old refresh token is tried again
        within its 30 minutes. Pain 11 [B4]"""
        self.expire()
        self.sim.fault("reset_after", path="/connect/token")
        self.assertEqual(self.failure(self.consent_row._access_token).action, Action.RETRY)
        self.assertEqual(self.connection.state, "live")
        self.assertTrue(self.consent_row._access_token())
        self.assertEqual(self.consent_row.state, "live")

    def test_previous_token_is_kept_for_its_grace(self):
        """A refresh token Xero does not know falls back to the one before for 30 minutes, not
        longer. Pain 11"""
        tokens = self.consent_row._tokens()
        spoiled = {**tokens, "refresh_token": "never-issued"}
        later = fields.Datetime.now() + timedelta(minutes=5)
        spoiled["previous_refresh_token"] = tokens["refresh_token"]
        spoiled["previous_until"] = fields.Datetime.to_string(later)
        self.consent_row._write_tokens(spoiled)
        self.expire()
        self.assertTrue(self.consent_row._access_token())
        spoiled["previous_until"] = fields.Datetime.to_string(later - timedelta(hours=1))
        self.consent_row._write_tokens(spoiled)
        self.expire()
        self.failure(self.consent_row._access_token)
        self.assertEqual(self.connection.state, "reconnect")

    def test_sweep_keeps_idle_consents_alive(self):
        """A consent nobody used for a week is renewed by the sweep, so it never reaches 60 days.
        Pain 11 [D9]"""
        self.expire()
        self.consent_row.refreshed_at = fields.Datetime.now() - timedelta(days=8)
        self.env["xero.authorisation"]._cron_keep_alive()
        self.assertEqual(len(self.refreshes()), 1)
        self.env["xero.authorisation"]._cron_keep_alive()
        self.assertEqual(len(self.refreshes()), 1)

    def test_warning_15_days_ahead(self):
        """A consent that could not be renewed for 45 days is announced once, 15 days ahead. [D9]"""
        now = fields.Datetime.now()
        self.consent_row.write(
            {
                "access_expires_at": now - timedelta(days=46),
                "refreshed_at": now - timedelta(days=46),
                "refresh_expires_at": now + timedelta(days=14),
            }
        )
        self.sim.fault("status", path="/connect/token", status=503, times=2)
        self.env["xero.authorisation"]._cron_keep_alive()
        self.env["xero.authorisation"]._cron_keep_alive()
        activities = self.connection.activity_ids
        self.assertEqual(len(activities), 1)
        self.assertIn("Reconnect", activities.note)
        self.assertEqual(self.connection.state, "live")

    # -- ends --------------------------------------------------------------------------------------

    def test_invalid_grant_stops_and_asks_once(self):
        """When the consent has ended, the connection asks one manager once and stops calling Xero.
        Pain 11 [C21]"""
        self.expire()
        self.sim.fault("invalid_grant", path="/connect/token", times=9)
        for _attempt in range(3):
            self.assertEqual(self.failure(self.consent_row._access_token).action, Action.RECONNECT)
        self.assertEqual(self.connection.state, "reconnect")
        self.assertFalse(self.connection._live())
        self.assertEqual(len(self.connection.activity_ids), 1)
        self.assertLessEqual(len(self.refreshes()), 2)

    def test_reconnecting_heals(self):
        """After a new consent the connection is live and its activity is gone. [C21]"""
        self.test_invalid_grant_stops_and_asks_once()
        self.sim.clear_faults()
        self.consent(self.connection, self.consent_row, self.sim.tenant)
        self.assertEqual(self.connection.state, "live")
        self.assertFalse(self.connection.activity_ids)
        self.assertTrue(self.connection._live())

    def test_disconnected_in_xero(self):
        """Somebody who disconnects the app in Xero is noticed at the next call, in a sentence.
        [D8, O13]"""
        self.sim.act("disconnect")
        shown = self.connection.action_test_connection()
        self.assertEqual(shown["params"]["type"], "warning")
        self.assertEqual(self.connection.state, "reconnect")
        self.assertIn("disconnected", self.connection.activity_ids.note)

    def test_missing_permission_is_named(self):
        """A permission taken away in Xero is named with what it is needed for, and one button asks
        for it again. [B5, C23]"""
        self.sim.act("scopes", remove=["accounting.settings.read", "accounting.settings"])
        self.connection.action_test_connection()
        self.assertEqual(self.connection.state, "permission")
        self.assertIn("accounting.settings", self.connection.missing_scopes)
        self.assertTrue(self.connection.missing_features)
        self.assertFalse(self.connection._live())
        self.assertEqual(len(self.refreshes()), 0)
        action = self.connection.action_update_permissions()
        self.assertIn("accounting.settings", action["url"])
        self.consent(self.connection, self.consent_row, self.sim.tenant)
        self.assertEqual((self.connection.state, self.connection.missing_scopes), ("live", False))

    def test_consent_that_grants_less(self):
        """A consent without the permission of a switched-on sync: dashboard and button name the
        permission and the sync, and nothing of it runs until it is given. [B5, C23]"""
        self.connection.requested_features = "contacts"
        self.connection.setting_ids.sudo().unlink()
        # Xero adds permissions up; this person has given none yet.
        self.sim.reset("bare", tenant_id=self.sim.tenant)
        walk = (self.connection, self.consent_row, self.sim.tenant)
        self.consent(*walk, ("settings",))
        self.assertEqual(self.connection.state, "live")
        (banner,) = self.env["xero.sync.event"].get_dashboard()["banners"]
        named = "Missing: accounting.contacts, needed for Contacts."
        self.assertIn(named, banner["sentence"])
        self.assertEqual(banner["method"], "action_update_permissions")
        with self.assertRaisesRegex(UserError, f"needs one more permission in Xero(?s:.)*{named}"):
            self.setting("contact").action_sync_now()
        self.sim.forget_calls()
        self.env["xero.sync.contact"]._cron_pull()
        self.assertEqual((self.sim.calls(), self.events("contact").ids), ([], []))
        self.consent(*walk, ("settings", "contacts"))
        self.env["xero.sync.contact"]._cron_pull()
        self.assertEqual((self.connection.state, self.events("contact").state), ("live", "ok"))

    # -- the key -----------------------------------------------------------------------------------

    def test_no_key_is_refused_with_the_line_to_add(self):
        """Without a key on the server, connecting is refused with the exact lines for odoo.conf.
        [B6]"""
        self.environ("XERO_CONNECTOR_SECRET_KEY", None)
        with self.assertRaisesRegex(UserError, r"(?s)\[xero_connector\].secret_key = \S{40,}"):
            self.connection.action_update_permissions()

    def test_short_key_is_refused(self):
        """A key too short to protect anything is refused with a good one to copy. [B6]"""
        self.environ("XERO_CONNECTOR_SECRET_KEY", "hunter2")
        with self.assertRaisesRegex(UserError, r"too short(?s:.)*secret_key = \S{40,}"):
            self.connection.action_update_permissions()

    def test_wrong_key_means_reconnect(self):
        """With another key the tokens cannot be read: nothing is sent and a person reconnects.
        [B6]"""
        self.environ("XERO_CONNECTOR_SECRET_KEY", "another key that is long enough")
        client = self.connection._xero_client()
        error = self.failure(client.get, "/api.xro/2.0/Organisation")
        self.assertEqual(error.action, Action.RECONNECT)
        self.assertEqual(self.connection.state, "reconnect")
        self.assertEqual(self.sim.calls(), [])

    def test_tokens_of_another_database_are_refused(self):
        """A token set carried over from another row or database is not used, even with the right
        key. [B6]"""
        other = (
            self.env["xero.authorisation"]
            .sudo()
            .create({"app_id": self.consent_row.app_id.id, "home_uuid": "another database"})
        )
        other._write_tokens(self.consent_row._tokens())
        self.consent_row.token_cipher = other.token_cipher
        self.failure(self.consent_row._access_token)
        self.assertEqual(self.connection.state, "reconnect")
        self.assertIn("another database", self.connection.activity_ids.note)
        self.assertEqual(self.sim.calls(), [])

    def test_nothing_readable_in_the_database(self):
        """A dump of the database holds no usable token, key or client secret. [B6]"""
        tokens = self.consent_row._tokens()
        self.env.flush_all()
        for secret in (tokens["access_token"], tokens["refresh_token"], "simulated-secret"):
            for table in ("xero_authorisation", "xero_app", "xero_consent", "ir_config_parameter"):
                self.env.cr.execute(
                    SQL(
                        "SELECT count(*) FROM %s t WHERE t::text LIKE %s",
                        SQL.identifier(table),
                        f"%{secret}%",
                    )
                )
                self.assertEqual(self.env.cr.fetchone()[0], 0, table)

    # -- payroll -----------------------------------------------------------------------------------

    def test_accounting_cannot_load_the_payroll_token(self):
        """With a payroll consent of its own, accounting work never gets payroll's token. [B56]"""
        payroll = (
            self.env["xero.authorisation"]
            .sudo()
            .create({"app_id": self.consent_row.app_id.id, "payroll": True})
        )
        self.connection.payroll_separate = True
        error = self.failure(lambda: self.connection._xero_client(payroll=True))
        self.assertEqual(error.action, Action.STOP)
        action = self.connection.action_connect_payroll()
        self.assertIn("payroll.employees", action["url"])
        self.assertNotIn("accounting.invoices", action["url"])
        self.connection.sudo().payroll_authorisation_id = payroll
        payroll.write({"state": "live", "home_uuid": False})
        payroll._write_tokens(self.consent_row._tokens())
        with self.assertRaises(AccessError):
            payroll._access_token()
        self.assertTrue(self.connection._xero_client(payroll=True))

    def test_users_see_no_token(self):
        """Neither a Xero user nor a Xero manager can read tokens, secrets or keys. [B56, B6]"""
        for group in ("group_user", "group_manager"):
            user = new_test_user(
                self.env,
                f"xero-{group}",
                f"base.group_user,xero_connector.{group}",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            row = self.connection.authorisation_id.with_user(user)
            with self.assertRaises(AccessError):
                row.read(["token_cipher"])
            with self.assertRaises(AccessError):
                row.app_id.read(["client_secret_cipher"])
            with self.assertRaises(AccessError):
                self.env["xero.consent"].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.env["xero.call.quota"].with_user(user).search([])
