from datetime import timedelta

from odoo import fields
from odoo.modules import neutralize
from odoo.tests import tagged

from ..xero.errors import Action, XeroError
from .common import XeroCase


@tagged("post_install", "-at_install")
class TestCopy(XeroCase):
    """A copy of the database keeps quiet until a person decides."""

    def set_up_once(self):
        super().set_up_once()
        self.consent_row = self.connection.authorisation_id.sudo()

    def pretend_copy(self, **changes):
        """What the database finds in itself after it was copied: `createdb -T` changes the name,
        Odoo's own "Duplicate" the uuid as well, a restored dump elsewhere perhaps the address."""
        tokens = self.consent_row._tokens()
        self.consent_row.write(changes)
        self.consent_row._write_tokens(tokens)
        self.consent_row.access_expires_at = fields.Datetime.now() - timedelta(minutes=1)

    def check_quiet(self):
        client = self.connection._xero_client()
        with self.assertRaisesRegex(XeroError, "looks like a copy") as caught:
            client.get("/api.xro/2.0/Organisation")
        self.assertEqual(caught.exception.action, Action.STOP)
        self.assertFalse(self.connection._live())
        self.assertEqual(self.connection.state, "copy")
        self.env["xero.authorisation"]._cron_keep_alive()
        self.env["xero.connection"]._cron_chores()
        self.assertEqual(self.sim.calls(), [])

    def test_other_name(self):
        """A copy made by `createdb -T` has the same uuid but another name: it sends nothing and
        refreshes no token."""
        self.pretend_copy(home_name="production")
        self.check_quiet()

    def test_other_uuid(self):
        """A copy made by Odoo's "Duplicate" has another uuid: it sends nothing."""
        self.pretend_copy(home_uuid="00000000-0000-4000-8000-000000000000")
        self.check_quiet()

    def test_other_address(self):
        """A dump restored on another server under the same name has another address: it sends
        nothing."""
        self.pretend_copy(home_url="https://odoo.example.com")
        self.check_quiet()

    def test_loopback_names_are_one_place(self):
        """localhost, 127.0.0.1 and another port on this machine are no other place."""
        self.pretend_copy(home_url="http://localhost:18069")
        self.env["ir.config_parameter"].sudo().set_param("web.base.url", "http://127.0.0.1:8069")
        self.assertTrue(self.connection._live())

    def test_move_here(self):
        """A person who moves the connection here goes on with the same tokens."""
        self.pretend_copy(home_name="production")
        self.assertFalse(self.connection._live())
        self.connection.action_move_here()
        self.assertEqual(self.connection.state, "live")
        self.assertTrue(self.connection._live())
        self.assertEqual(self.consent_row.home_name, self.env.cr.dbname)
        answer = self.connection._xero_client().get("/api.xro/2.0/Organisation")
        self.assertEqual(answer.status, 200)

    def test_stay_apart(self):
        """A person who stays apart leaves Xero and the original alone: the copy forgets the tokens
        and tells Xero nothing."""
        self.pretend_copy(home_name="production")
        self.assertFalse(self.connection._live())
        self.connection.action_stay_apart()
        self.env["xero.connection"]._cron_chores()
        self.assertEqual(self.connection.state, "disconnected")
        self.assertIsNone(self.consent_row._tokens())
        self.assertEqual(self.sim.calls(), [])

    def test_neutralised_copy(self):
        """A neutralised copy holds no token, secret or key, and no connection is live. [B6]"""
        self.connection.authorisation_id.app_id.webhook_key = "simulated-webhook-key"
        self.env.flush_all()
        queries = list(neutralize.get_neutralization_queries(["xero_connector"]))
        self.assertTrue(queries)
        for query in queries:
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertIsNone(self.consent_row._tokens())
        self.assertFalse(self.consent_row.app_id.has_client_secret)
        self.assertFalse(self.consent_row.app_id.has_webhook_key)
        self.assertEqual(self.connection.state, "disconnected")
        self.assertFalse(self.connection._live())
