from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError

from .common import XeroCase


class TestSetting(XeroCase):
    """The page of a sync: what may be set, what the buttons do, what it counts."""

    def partners(self, count, **values):
        return self.env["res.partner"].create(
            [
                {"name": f"Customer {number}", "is_company": True, "customer_rank": 1, **values}
                for number in range(count)
            ]
        )

    def test_start_date_and_directions(self):
        """A sync starts with the day it was switched on, in the directions its entity has. [D3]"""
        invoice = self.setting("invoice")
        self.assertEqual(invoice.start_date, fields.Date.context_today(invoice))
        self.assertTrue(invoice.dated)
        self.assertFalse(self.setting("contact").dated)
        with self.assertRaises(ValidationError):
            self.setting("tax_rate").push = True

    def test_is_found_by_its_name(self):
        """Whoever types “invoices” or “CONTACTS” where a sync is chosen finds it, and nothing where
        no sync is called so. [C15]"""
        own = [("connection_id", "=", self.connection.id)]
        settings = self.env["xero.sync.setting"]
        for typed, entity in (("invoices", "invoice"), ("CONTACTS", "contact")):
            ids = [found[0] for found in settings.name_search(typed, own)]
            self.assertIn(self.setting(entity).id, ids)
            self.assertTrue(
                all(typed.lower() in one.display_name.lower() for one in settings.browse(ids))
            )
        self.assertFalse(settings.name_search("no such sync", own))
        self.assertEqual(len(settings.name_search("", own)), len(self.connection.setting_ids))
        contacts = self.setting("contact")
        self.assertEqual(settings.search([*own, ("name_shown", "=", "Contacts")]), contacts)
        others = settings.search([*own, ("name_shown", "not ilike", "contacts")])
        self.assertNotIn(contacts, others)
        self.assertIn(self.setting("invoice"), others)

    def test_which_records(self):
        """The filter “which records” counts live what it lets out, and refuses what is no filter.
        [D3]"""
        self.partners(3, city="Perth")
        self.partners(2, city="Hobart")
        setting = self.setting("contact")
        every = setting.live_count
        setting.domain = "[('city', '=', 'Perth')]"
        self.assertEqual(setting.live_count, 3)
        self.assertGreaterEqual(every, 5)
        for wrong in ("[('no_such_field', '=', 1)]", "[(", "import os"):
            with self.assertRaises(ValidationError):
                setting.domain = wrong

    def test_figures_lead_to_their_rows(self):
        """Waiting and quarantined are counted per sync, each with a link to the rows; so is the
        last run. [D1, D10]"""
        self.pair_all("contact")
        self.partners(2)
        self.env["res.partner"].create([{"name": "Acacia", "is_company": True}] * 2)
        self.sim.create("Contacts", Name="Acacia")
        event = self.run_pull("contact")
        self.waiting()
        setting = self.setting("contact")
        setting.invalidate_recordset()
        for figure, method in (
            ("waiting_count", "action_open_waiting"),
            ("quarantine_count", "action_open_quarantine"),
        ):
            action = getattr(setting, method)()
            found = self.env[action["res_model"]].search_count(action["domain"])
            self.assertEqual(setting[figure], found)
            self.assertTrue(found)
        self.assertEqual(setting.last_event_id, event)
        self.assertEqual((setting.last_state, setting.last_detail), (event.state, event.detail))
        action = setting.action_open_events()
        self.assertIn(event, self.env["xero.sync.event"].search(action["domain"]))
        self.assertTrue(setting.action_open_links()["domain"])

    def test_export_all(self):
        """“Export all” says first how many it creates, links and asks about, then sends them with
        progress. [D3]"""
        self.pair_all("contact")
        self.partners(3)
        self.waiting().sudo().unlink()
        setting = self.setting("contact")
        before = len(self.xero("Contacts"))
        wizard = self.env["xero.export.wizard"].browse(setting.action_export_all()["res_id"])
        self.assertEqual(wizard.create_count + wizard.link_count, setting.live_count)
        self.assertEqual(wizard.total_count, setting.live_count)
        self.assertIn(str(wizard.create_count), wizard.sentence)
        self.assertFalse(self.waiting("contact"))
        wizard.action_export()
        self.assertEqual((setting.bulk, setting.bulk_total), ("export", wizard.total_count))
        self.assertEqual(setting.progress, 0)
        self.run_push("contact")
        self.assertEqual(len(self.xero("Contacts")), before + wizard.total_count)
        setting.invalidate_recordset()
        self.assertEqual(setting.waiting_count, 0)

    def test_export_all_asks_about_open_questions(self):
        """A partner that an open question is about counts as one to be asked about, not as a new
        record. [D5]"""
        acacia = {"name": "Acacia", "is_company": True, "customer_rank": 1}
        self.env["res.partner"].create([acacia, acacia])
        self.sim.create("Contacts", Name="Acacia")
        self.run_pull("contact")
        setting = self.setting("contact")
        wizard = self.env["xero.export.wizard"].create({"setting_id": setting.id})
        self.assertEqual(wizard.ask_count, 2)

    def test_export_all_leaves_what_the_setting_leaves(self):
        """With “Create only” the window before “Export all” says that what is in Xero stays as it
        is there, and an import queues nothing for it. [D3, O1]"""
        self.sim.create("Contacts", Name="Acacia")
        self.run_pull("contact")
        setting = self.setting("contact", write_mode="create")
        partner = self.env["res.partner"].search([("name", "=", "Acacia")])
        partner.write({"email": "a@acacia.example", "customer_rank": 1})
        self.waiting().sudo().unlink()
        setting.watermark = False
        self.run_pull("contact")
        self.assertFalse(self.waiting("contact"))
        wizard = self.env["xero.export.wizard"].create({"setting_id": setting.id})
        self.assertEqual(wizard.update_count, 0)
        self.assertIn("1 stay as they are", wizard.sentence)
        self.assertIn("Create only", wizard.sentence)

    def test_stop_export_all(self):
        """“Stop” ends Export all; what was sent stays sent, the rest leaves the queue. [D3]"""
        self.pair_all("contact")
        self.partners(3)
        self.waiting().sudo().unlink()
        setting = self.setting("contact")
        self.env["xero.export.wizard"].create({"setting_id": setting.id}).action_export()
        self.assertTrue(self.waiting("contact"))
        setting.action_stop_bulk()
        self.assertFalse(self.waiting("contact"))
        self.assertEqual(setting.bulk, "none")

    def test_import_all(self):
        """“Import all” reads every record again, whatever was read before. [D3]"""
        for name in ("Acacia", "Bottlebrush"):
            self.sim.create("Contacts", Name=name)
        self.run_pull("contact")
        setting = self.setting("contact")
        setting.action_import_all()
        self.assertEqual(setting.bulk, "import")
        event = self.run_pull("contact", trigger="person")
        self.assertEqual((event.collected, event.unchanged), (2, 2))
        self.assertEqual(setting.bulk, "none")

    def test_switched_off(self):
        """A sync that is switched off, or not connected, says so instead of doing nothing. [D5]"""
        setting = self.setting("timesheet", enabled=False)
        with self.assertRaisesRegex(UserError, "switched off"):
            setting.action_sync_now()
        setting = self.setting("contact")
        self.connection.sudo()._set_state("reconnect")
        with self.assertRaisesRegex(UserError, "not connected"):
            setting.action_sync_now()

    def test_switched_off_is_not_under_way(self):
        """What waits, or was left open, of a sync that is switched off keeps no progress running.
        [D3, S96]"""
        self.pair_all("contact")
        self.partners(2)
        self.assertEqual(len(self.waiting("contact")), 2)
        self.waiting("contact")[0].sudo().state = "sending"
        self.setting("invoice").enabled = False
        event = self.env["xero.sync.event"].sudo().create(
            {
                "name": "Contacts",
                "connection_id": self.connection.id,
                "entity": "contact",
                "direction": "push",
                "started_at": fields.Datetime.now(),
            }
        )
        progress = self.env["xero.connection"].get_progress
        self.assertEqual((progress()["running"], progress()["waiting"]), (True, 2))
        for switch in ("push", "enabled"):
            with self.subTest(switch):
                setting = self.setting("contact", **{switch: False})
                self.connection.setting_ids.asked_by_person = False
                self.assertEqual((progress()["running"], progress()["waiting"]), (False, 0))
                setting[switch] = True
                self.assertEqual((progress()["running"], progress()["waiting"]), (True, 2))
        event.write({"state": "crashed"})

    def test_busy(self):
        """A sync shows that it is busy from the moment a person asks until its run has ended.
        [D3]"""
        setting = self.setting("contact")
        setting.asked_by_person = False
        self.assertFalse(setting.busy)
        setting.action_sync_now()
        self.assertTrue(setting.busy)
        self.assertLess(setting.next_pull, fields.Datetime.now() + timedelta(seconds=5))
        self.run_pull("contact")
        self.assertFalse(setting.busy)
