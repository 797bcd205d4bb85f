import uuid

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import XeroCase

SERVICES = "odoo.addons.xero_connector.services"


@tagged("post_install", "-at_install")
class TestHeldUp(XeroCase):
    """One record, one answer or one worker in trouble never holds up the others."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def new_customer(self, name, **values):
        return self.env["res.partner"].create({"name": name, "customer_rank": 1, **values})

    def test_two_workers_do_not_run_the_same_sync(self):
        """While one worker runs a sync, another leaves it alone and comes back. [C16, B29]"""
        self.new_customer("Wattle Street Cafe")
        setting = self.setting("contact")
        with self.env.registry.cursor() as other:
            other.execute(
                "SELECT pg_advisory_xact_lock(hashtext('xero_connector run push'), %s)",
                [setting.id],
            )
            run = setting._service().sudo()._run(setting.id, "push", "at_once", 1e12)
            self.assertIsNone(run)
            self.assertFalse(self.xero("Contacts"))
            self.assertFalse(self.events("contact"))
        self.run_push("contact")
        self.assertEqual(len(self.xero("Contacts")), 1)

    def test_nothing_leaves_after_disconnecting(self):
        """A run that is under way when somebody disconnects sends nothing more. [O13]"""
        self.new_customer("Late")
        self.env.cr.flush()
        self.connection.sudo()._set_state("disconnected")
        self.run_push("contact")
        self.assertFalse(self.xero("Contacts"))
        self.assertEqual(len(self.waiting("contact")), 1)

    def test_nothing_leaves_after_switching_off(self):
        """A run that is under way when somebody switches the export off sends nothing more. [S96,
        O13]"""
        self.new_customer("Late")
        self.env.cr.flush()
        self.setting("contact").push = False
        self.run_push("contact")
        self.assertFalse(self.xero("Contacts"))
        self.assertEqual(len(self.waiting("contact")), 1)

    def test_a_record_that_cannot_be_read_does_not_stop_the_export(self):
        """A partner that went to another company does not keep the others from Xero. [B25, B26]"""
        bad, good = self.new_customer("Bad"), self.new_customer("Good")
        self.run_push("contact")
        bad.company_id = self.other_company()
        good.email = "good@example.com"
        self.run_push("contact")
        found = {row["Name"]: row.get("EmailAddress") for row in self.xero("Contacts")}
        self.assertEqual(found["Good"], "good@example.com")
        self.assertEqual(self.quarantines("contact").mapped("res_id"), bad.ids)
        self.assertFalse(self.waiting("contact"))

    def test_a_record_that_cannot_be_read_does_not_stop_the_import(self):
        """A partner that went to another company does not keep the rest of its page out. [B26]"""
        contact = self.sim.create("Contacts", Name="Bad")
        self.run_pull("contact")
        bad = self.env["res.partner"].search([("name", "=", "Bad")])
        bad.company_id = self.other_company()
        self.sim.edit("Contacts", contact["ContactID"], EmailAddress="bad@example.com")
        self.sim.create("Contacts", Name="Good")
        self.env.flush_all()
        self.env.invalidate_all()
        self.run_pull("contact")
        self.assertTrue(self.env["res.partner"].search([("name", "=", "Good")]))
        self.assertEqual(self.quarantines("contact").mapped("res_id"), bad.ids)

    def test_a_record_that_breaks_xero_goes_to_a_person(self):
        """A write that Xero answers with 500 each time ends before a person. [B25, B26]"""
        self.new_customer("Breaks Xero")
        self.sim.fault("status", status=500, path="/api.xro/2.0/Contacts", method="PUT", times=1000)
        for _again in range(24):
            self.run_push("contact")
            self.pass_time(4000)
        row = self.quarantines("contact")
        self.assertEqual(row.reason, "gave_up")
        self.assertFalse(self.waiting("contact"))

    def test_an_id_that_xero_refuses_does_not_stop_the_import(self):
        """An id that is none goes to a person, and everything else is read. [B26, S35]"""
        for entity in ("contact", "employee"):
            self.env["xero.inbox"].sudo()._put(
                self.connection, entity, "unreadable:1", payroll=entity == "employee"
            )
            self.setting(entity).asked_by_person = True
        self.sim.create("Contacts", Name="Good")
        for entity in ("contact", "employee"):
            with self.subTest(entity):
                event = self.run_pull(entity)
                self.assertEqual(event.quarantined, 1, event.detail)
                self.assertFalse(self.env["xero.inbox"].search([("entity", "=", entity)]))
        self.assertTrue(self.env["res.partner"].search([("name", "=", "Good")]))

    def test_a_contact_that_is_gone_can_be_made_again(self):
        """“Create a new record” works for a contact that Xero does not show any more. [D5]"""
        partner = self.new_customer("Gone")
        self.run_push("contact")
        link = self.link(partner, "contact")
        link.sudo().xero_id = str(uuid.uuid4())
        self.sim.reset()
        self.connection.sudo().write({"tenant_id": False, "xero_connection_id": False})
        self.consent(self.connection, self.connection.sudo().authorisation_id, self.sim.tenant)
        partner.email = "gone@example.com"
        self.run_push("contact")
        row = self.quarantines("contact")
        self.assertEqual(row.reason, "missing")
        row.action_resolve("create")
        self.run_push("contact")
        self.assertEqual([found["Name"] for found in self.xero("Contacts")], ["Gone"])
        self.assertFalse(self.quarantines("contact"))

    def test_a_setting_of_another_company_cannot_be_run(self):
        """Whoever may not see a company's sync can neither start nor stop it. [B12, O1]"""
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="xero_connector.group_manager",
            company_id=self.other_company().id,
            company_ids=[fields.Command.set(self.other_company().ids)],
        )
        setting = self.setting("contact").with_user(stranger).with_context(
            allowed_company_ids=self.other_company().ids
        )
        for button in ("action_sync_now", "action_import_all", "action_stop_bulk"):
            with self.subTest(button), self.assertRaises(AccessError):
                getattr(setting, button)()

    def test_nobody_links_what_is_no_record(self):
        """A link to a record that is none, or is another company's, is refused at once. [D5, O1]"""
        for _each in range(2):
            self.new_customer("Acacia Timber")
        contact = self.sim.create("Contacts", Name="Acacia Timber")
        self.run_pull("contact")
        row = self.quarantines("contact")
        foreign = self.new_customer("Foreign", company_id=self.other_company().id)
        for wrong in (
            {"res_id": foreign.id, "xero_id": contact["ContactID"]},
            {"res_id": row.suggestions[0]["id"], "xero_id": "nonsense"},
        ):
            with self.subTest(wrong), self.assertRaises(UserError):
                row.action_resolve("link", **wrong)

    def test_the_nightly_comparison_goes_on(self):
        """A record that cannot be read does not keep the nightly comparison from the rest. [C4]"""
        bad, good = self.new_customer("Bad"), self.new_customer("Good")
        self.run_push("contact")
        bad.company_id = self.other_company()
        self.env.cr.flush()
        self.waiting("contact").sudo().unlink()
        self.env.cr.execute("UPDATE res_partner SET email = 'a@b.example' WHERE id = %s", good.ids)
        self.env.invalidate_all()
        self.env["xero.sync"].sudo()._cron_sweep()
        self.assertIn(good.id, self.waiting("contact").mapped("res_id"))

    def damaged(self):
        """Two paired contacts, changed on both sides; what was agreed of one is damaged."""
        partners = self.new_customer("Bad") | self.new_customer("Good")
        self.run_push("contact")
        self.link(partners[0], "contact").sudo().agreed = "damaged"
        return partners

    def test_an_unforeseen_error_stops_one_export_only(self):
        """What nobody foresaw about one record comes before a person; the others leave. [B25]"""
        bad, good = self.damaged()
        (bad | good).write({"email": "new@example.com"})
        for _again in range(9):
            with mute_logger(f"{SERVICES}.push"):
                self.run_push("contact")
            self.pass_time(4000)
        found = {row["Name"]: row.get("EmailAddress") for row in self.xero("Contacts")}
        self.assertEqual(found["Good"], "new@example.com")
        row = self.quarantines("contact")
        self.assertEqual((row.res_id, row.reason), (bad.id, "gave_up"))
        self.assertFalse(self.waiting("contact"))

    def test_an_unforeseen_error_stops_one_import_only(self):
        """What nobody foresaw about one record comes before a person; the rest of its page comes
        in. [B26]"""
        bad, good = self.damaged()
        for contact in self.xero("Contacts"):
            self.sim.edit("Contacts", contact["ContactID"], EmailAddress="new@example.com")
        with mute_logger(f"{SERVICES}.pull"):
            event = self.run_pull("contact")
        self.assertEqual((good.email, bad.email), ("new@example.com", False))
        self.assertEqual((event.collected, event.updated, event.quarantined), (2, 1, 1))
        self.assertEqual(self.quarantines("contact").mapped("name"), ["Bad"])
        with mute_logger(f"{SERVICES}.pull"):
            self.assertEqual(self.run_pull("contact").calls, 1)

    def test_an_answer_that_cannot_be_stored_stops_nothing_else(self):
        """A write whose outcome cannot be stored comes before a person; new ones leave. [B26]"""
        self.new_customer("Bad")
        self.sim.fault("reset_after", path="/api.xro/2.0/Contacts", method="PUT")
        self.run_push("contact")
        exchange = self.env["xero.exchange"].search([("state", "=", "unknown")])
        exchange.sudo().pairs = [{**exchange.pairs[0], "pending": 5}]
        self.new_customer("Good")
        self.pass_time(4000)
        with mute_logger(f"{SERVICES}.look_up"):
            event = self.run_push("contact")
        self.assertEqual((event.state, event.created, event.quarantined), ("failed", 1, 1))
        self.assertEqual(self.quarantines("contact").reason, "gave_up")
        self.assertFalse(self.waiting("contact"))

    def test_the_nightly_comparison_finds_more_than_a_batch(self):
        """Questions that nobody answers do not hide records behind them from the nightly
        comparison. [C4]"""
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}", "customer_rank": 1} for number in range(501)]
        )
        self.env.cr.flush()
        self.waiting("contact").sudo().unlink()
        self.env["xero.quarantine"].sudo().create(
            [
                {
                    "name": partner.name,
                    "connection_id": self.connection.id,
                    "entity": "contact",
                    "direction": "push",
                    "model": "res.partner",
                    "res_id": partner.id,
                    "reason": "refused",
                    "sentence": "Refused.",
                }
                for partner in partners.sorted()[:500]
            ]
        )
        self.env["xero.sync"].sudo()._cron_sweep()
        self.assertEqual(len(self.waiting("contact")), 1)
