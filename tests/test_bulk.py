from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.tests import tagged

from .common import XeroCase


@tagged("post_install", "-at_install")
class TestBulk(CronMixinCase, XeroCase):
    def set_up_once(self):
        super().set_up_once()
        for entity in ("contact", "ledger_account"):
            self.run_pull(entity)

    def due(self, entity, direction):
        """Whether the entity's cron would run its setting now."""
        service = self.setting(entity)._service().sudo()
        return self.setting(entity).id in [row[0] for row in service._due(direction)]

    def test_one_import_of_everything_at_a_time(self):
        """Two "Import all" run one after the other, never in two cron threads. [B9, B34]"""
        both = self.setting("contact") | self.setting("ledger_account")
        both.action_import_all()
        first, second = both.sorted("id").mapped("entity")
        self.assertTrue(self.due(first, "pull"))
        self.assertFalse(self.due(second, "pull"), "it waits for its turn")
        with self.capture_triggers(f"xero_connector.cron_{second}_pull") as woken:
            self.run_pull(first)
        self.assertTrue(woken.records, "the one that waited is woken")
        self.assertEqual(self.setting(first).bulk, "none")
        self.assertTrue(self.due(second, "pull"))

    def test_bulk_export_never_delays_what_leaves_at_once(self):
        """A new customer is sent while "Import all" runs; "Export all" waits. [B9, C16]"""
        self.env["res.partner"].create({"name": "Old customer", "customer_rank": 1})
        self.env.cr.flush()
        row = self.waiting("contact")
        row.sudo().priority = 10
        self.setting("ledger_account").action_import_all()
        self.env["res.partner"].create({"name": "New customer", "customer_rank": 1})
        self.run_push("contact")
        self.assertEqual([found["Name"] for found in self.xero("Contacts")], ["New customer"])
        self.assertEqual(self.waiting("contact"), row)
        self.run_pull("ledger_account")
        self.run_push("contact")
        names = sorted(found["Name"] for found in self.xero("Contacts"))
        self.assertEqual(names, ["New customer", "Old customer"])
