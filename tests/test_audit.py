from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import XeroCase


@tagged("post_install", "-at_install")
class TestAudit(XeroCase):
    def test_every_run_leaves_an_event_that_nobody_can_change(self):
        """Runs that change, change nothing or fail leave sealed events. [D4, B57]"""
        self.sim.create("Contacts", Name="Acme")
        changed, idle = self.run_pull("contact"), self.run_pull("contact")
        self.sim.fault("status", path="/api.xro/", status=503, times=9)
        failed = self.run_pull("contact")
        self.sim.clear_faults()
        self.assertEqual(changed.line_ids.mapped("record_name"), ["Acme"])
        self.assertEqual((idle.collected, idle.unchanged), (1, 1))
        self.assertEqual(failed.state, "failed")
        self.assertIn("maintenance", failed.detail)
        for event in changed | idle | failed:
            self.assertTrue(event.calls and event.correlation_ids)
            with self.assertRaises(UserError):
                event.sudo().write({"detail": "Nothing to see here"})
            with self.assertRaises(UserError):
                event.sudo().unlink()
        manager = new_test_user(self.env, "xero_boss", "xero_connector.group_manager")
        with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
            changed.with_user(manager).unlink()

    def test_a_direction_switched_off_stays_local(self):
        """A change is not queued with the export off, nothing read with the import off. [S96]"""
        self.run_pull("contact")
        self.setting("contact", push=False)
        partner = self.env["res.partner"].create({"name": "Local", "customer_rank": 1})
        self.assertFalse(self.waiting("contact"))
        self.setting("contact", push=True, pull=False)
        partner.email = "local@example.com"
        self.assertEqual(self.waiting("contact").res_id, partner.id)
        self.setting("contact").next_pull = "2020-01-01 00:00:00"
        service = self.setting("contact")._service().sudo()
        self.assertFalse(service._due("pull"))
        self.assertTrue(service._due("push"))


@tagged("post_install", "-at_install")
class TestCompanies(XeroCase):
    def test_one_company_in_trouble_does_not_stop_the_other(self):
        """Each company has its own run and log; one failing leaves the other alone. [B45, B46]"""
        other = self.other_company()
        tenants = self.sim.reset("bare", count=2)
        self.sim.limits(minute=100000, day=1000000, concurrent=50, app_minute=100000)
        self.env.user.company_ids += other
        self.connection.sudo().write({"tenant_id": False, "xero_connection_id": False})
        consent = self.connection.sudo().authorisation_id
        self.consent(self.connection, consent, tenants[0]["tenant_id"])
        second = self.connect(other, tenants[1]["tenant_id"])
        for tenant in tenants:
            self.sim.create("Contacts", tenant=tenant["tenant_id"], Name=f"For {tenant['name']}")
        self.sim.act("disconnect", tenant=tenants[0]["tenant_id"])
        self.setting("contact")._service().sudo()._cron_pull()
        self.env.invalidate_all()
        first_event = self.events("contact").filtered(
            lambda event: event.company_id == self.company
        )
        second_event = self.events("contact").filtered(lambda event: event.company_id == other)
        self.assertEqual(self.connection.state, "reconnect")
        self.assertEqual(first_event.mapped("state"), ["failed"])
        self.assertEqual(second.state, "live")
        self.assertEqual(second_event.mapped("state"), ["ok"])
        self.assertEqual(second_event.line_ids.record_name, f"For {tenants[1]['name']}")
