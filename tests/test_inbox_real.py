"""Asking for a record while it is being read, and two asks at once, with real transactions."""

from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .real_case import RealCase

PULL = "xero.sync.contact._cron_pull"


@tagged("-standard", "xero_real", "post_install", "-at_install")
class TestInboxReal(RealCase):
    def setUp(self):
        super().setUp()
        with self.real_env() as env:
            self.connection_id = self.connect_for_real(env).id
        self.run_worker(PULL)
        self.contact_id = self.sim.create("Contacts", Name="Acacia Timber")["ContactID"]

    def put(self, env, **values):
        connection = env["xero.connection"].browse(self.connection_id)
        return env["xero.inbox"]._put(connection, "contact", self.contact_id, **values)

    def versions(self):
        """The rows that wait, by how often they were asked for."""
        with self.real_env() as env:
            return env["xero.inbox"].search([]).mapped("version")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_no_wish_is_lost(self):
        """Two deliveries that ask for one record at the same moment both succeed; a third one that
        comes while the record's page is stored is not lost: the next run reads the record again,
        with what it changed. Pain 12 [S35, B36]"""
        self.ask_twice_at_once()
        self.assertEqual(self.versions(), [2])
        with self.locked_table("xero_link"):
            worker = self.start_worker(PULL)
            self.wait_for(lambda: self.somebody_waits_for("xero_link"), "the page to be stored")
            self.sim.edit("Contacts", self.contact_id, EmailAddress="new@acacia.example")
            with self.real_env() as env:
                self.put(env, event_type="UPDATE")
        self.assertEqual(worker.wait(60), 0)
        self.assertEqual(self.versions(), [3], "the wish is still there")
        self.run_worker(PULL)
        with self.real_env() as env:
            partner = env["res.partner"].search([("name", "=", "Acacia Timber")])
            self.assertEqual(partner.email, "new@acacia.example")
        self.assertFalse(self.versions())

    def ask_twice_at_once(self):
        """Ask as a request does, which Odoo repeats when it lost a race: another one asked after
        this one had begun."""
        with self.real_env() as env:
            retrying(lambda: self.put_after_another(env), env)

    def put_after_another(self, env):
        env.cr.execute("SELECT 1")
        if not self.versions():
            with self.real_env() as other:
                self.put(other)
        self.put(env)
