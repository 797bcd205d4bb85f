from odoo.tests import tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestWriteModes(ContactCase):
    """“Create only” and “Update only”, as the export keeps them."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def nights(self, count=2):
        """So many nightly comparisons, each with the export it asks for."""
        for _night in range(count):
            self.env["xero.sync"].sudo()._cron_sweep()
            if self.waiting("contact"):
                self.run_push("contact")

    def test_create_only_leaves_what_is_in_xero(self):
        """Under “Create only” a contact that Xero has stays as it is there, tonight as well, and an
        event says so; a new one is created. [S69]"""
        partner = self.make()
        self.run_push("contact")
        setting = self.setting("contact", write_mode="create")
        partner.email = "new@acacia.example"
        new = self.make("Banksia Pty Ltd")
        self.sim.forget_calls()
        event = self.run_push("contact")
        self.assertEqual((event.state, event.skipped, event.created), ("ok", 1, 1))
        line = event.line_ids.filtered(lambda row: row.res_id == partner.id)
        self.assertIn("only creates", line.note)
        calls = [call["method"] for call in self.sim.calls("Contacts")]
        self.assertEqual(calls, ["PUT"], "what is not written need not be read")
        self.assertTrue(self.link(new, "contact"))
        self.assertFalse(self.in_xero(partner.xero_id).get("EmailAddress"))
        events = len(self.events("contact"))
        self.nights()
        self.assertEqual(len(self.events("contact")), events, "no night asks for an export")
        setting.write_mode = "both"
        self.nights(1)
        self.assertEqual(self.in_xero(partner.xero_id)["EmailAddress"], "new@acacia.example")

    def test_create_only_holds_for_a_person_too(self):
        """“Take Odoo's values” under “Create only” writes nothing and says what to change. [S69,
        D5]"""
        partner = self.make(email="first@acacia.example")
        self.run_push("contact")
        partner.email = "odoo@acacia.example"
        self.edit(partner.xero_id, EmailAddress="xero@acacia.example")
        self.run_push("contact")
        self.setting("contact", write_mode="create")
        self.asked().action_resolve("odoo")
        self.run_push("contact")
        self.assertEqual(self.in_xero()["EmailAddress"], "xero@acacia.example")
        self.assertEqual(self.asked().reason, "not_allowed")
        self.assertIn("Create only", self.asked().sentence)

    def test_update_only_creates_nothing_in_xero(self):
        """Under “Update only” a new partner stays in Odoo, tonight as well, and an event says so;
        a contact that Xero has is kept up to date. [S69]"""
        partner = self.make()
        self.run_push("contact")
        self.setting("contact", write_mode="update")
        partner.email = "new@acacia.example"
        new = self.make("Banksia Pty Ltd")
        event = self.run_push("contact")
        self.assertEqual((event.state, event.updated, event.skipped), ("ok", 1, 1))
        line = event.line_ids.filtered(lambda row: row.res_id == new.id)
        self.assertIn("only updates", line.note)
        events = len(self.events("contact"))
        self.nights()
        self.assertEqual(len(self.events("contact")), events, "no night asks for an export")
        self.assertEqual(self.in_xero()["EmailAddress"], "new@acacia.example")

    def test_update_only_holds_for_a_person_too(self):
        """“Create” under “Update only” makes nothing in Xero and says what to change. [S69, D5]"""
        self.setting("contact", write_mode="update")
        for name in ("Wattle Builders", "Wattle Builders Pty Ltd"):
            self.contact(Name=name)
        self.run_pull("contact")
        self.make("Wattle Builders")
        self.run_push("contact")
        self.asked().action_resolve("create")
        self.run_push("contact")
        self.assertEqual(len(self.xero("Contacts")), 2)
        self.assertEqual(self.asked().reason, "not_allowed")
        self.assertIn("Update only", self.asked().sentence)
