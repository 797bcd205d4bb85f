import time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..services.run import Run
from ..xero.client import Meter
from .contact_case import ContactCase
from .fault_case import FaultCase

LATER = "2099-01-01 00:00:00"


@tagged("post_install", "-at_install")
class TestMeanwhile(ContactCase, FaultCase):
    """What people do on either side while a run is under way, or before a question is answered."""

    def test_a_question_holds_the_export_of_its_candidates(self):
        """Until a person says which partner a contact is, none of them is sent as a second one.
        Pain 1 [S38, B21]"""
        near = self.make("Acme Services", vat="51 824 753 556")
        two = self.make("Wattle Builders") | self.make("WATTLE BUILDERS PTY LTD")
        self.contact(Name="Acme Pty Ltd", TaxNumber="51824753556")
        self.contact()
        self.assertEqual(self.run_pull("contact").quarantined, 2)
        for partner in near | two:
            partner.phone = "02 5550 1234"
        event = self.run_push("contact")
        self.assertEqual((event.quarantined, event.created), (3, 0))
        self.assertEqual(self.names_in_xero(), ["Acme Pty Ltd", "Wattle Builders Pty Ltd"])
        question = self.quarantines("contact").filtered(lambda row: row.res_id == near.id)
        self.assertIn("Acme Services could be “Acme Pty Ltd” in Xero", question.sentence)

    def test_a_change_in_xero_before_a_lost_answer_is_found_again(self):
        """A contact made without an answer and corrected in Xero keeps the correction. [B29]"""
        self.pair_all("contact")
        partner = self.make("Acme", email="old@example.com")
        self.sim.fault("reset_after", path=r"\.xro/")
        self.run_push("contact")
        self.sim.clear_faults()
        self.edit(self.in_xero()["ContactID"], EmailAddress="new@example.com")
        self.pass_time(400)
        self.assertEqual(self.run_push("contact").created, 1)
        self.settle()
        self.assertEqual(self.in_xero()["EmailAddress"], "new@example.com")
        self.assertEqual(partner.email, "new@example.com")
        self.assertFalse(self.quarantines("contact"))

    def test_a_change_in_xero_during_an_update_reaches_odoo(self):
        """Another field, changed in Xero between our reading and its answer, is not sent back old.
        [B29]"""
        partner, contact_id = self.both(EmailAddress="old@example.com")
        partner.ref = "C-1"
        self.sim.fault("reset_before", path=r"\.xro/", method="POST")
        self.run_push("contact")
        self.sim.clear_faults()
        self.edit(contact_id, EmailAddress="new@example.com")
        self.pass_time(40)
        self.run_push("contact")
        self.settle()
        held = self.in_xero()
        self.assertEqual((held["AccountNumber"], held["EmailAddress"]), ("C-1", "new@example.com"))
        self.assertEqual((partner.ref, partner.email), ("C-1", "new@example.com"))

    def pages_run(self, **values):
        """The service of contacts and a run of it that reads pages."""
        setting = self.setting("contact", **values)
        service = setting._service().sudo()
        event_id = service._open(setting.id, "pull", "schedule")
        return setting, service, Run(setting.id, event_id, "pull", time.monotonic() + 60, Meter())

    def test_a_page_read_before_a_write_does_not_bring_the_old_value_back(self):
        """A page that is stored after an export of the same contact was answered changes nothing.
        [D26]"""
        partner, contact_id = self.both(EmailAddress="old@example.com")
        page = [self.in_xero(contact_id)]
        self.sim.advance(5)
        partner.email = "new@example.com"
        self.run_push("contact")
        _setting, service, run = self.pages_run()
        client = self.connection._xero_client()
        read = service._fetch(client, [contact_id])
        stale = [{**read[0], **{k: page[0][k] for k in ("EmailAddress", "UpdatedDateUTC")}}]
        self.env.flush_all()
        service._store_safely(run, stale, {}, [])
        service._close(run, [])
        self.assertEqual(run.counts()["unchanged"], 1)
        self.env.invalidate_all()
        self.assertEqual(partner.email, "new@example.com")
        self.assertEqual(self.in_xero()["EmailAddress"], "new@example.com")

    def test_import_all_during_a_run_begins_at_the_start(self):
        """“Import all” pressed while a run is under way is not taken for done by it. [C16]"""
        self.both()
        setting, service, run = self.pages_run()
        setting.action_import_all()
        done = {"walk": False, "watermark": fields.Datetime.now(), "bulk": "none", "paired": True}
        service._store_safely(run, [], done, [])
        service._close(run, [])
        self.assertEqual((setting.bulk, setting.watermark), ("import", False))
        self.assertEqual(self.run_pull("contact", trigger="person").collected, 1)
        self.assertEqual(setting.bulk, "none")

    def test_what_is_asked_for_in_between_does_not_postpone_the_schedule(self):
        """“Sync now” on a contact leaves the next scheduled import and export where they were.
        [C2, C16]"""
        partner, _contact_id = self.both()
        setting = self.setting("contact", push_schedule="daily")
        soon = fields.Datetime.add(fields.Datetime.now(), minutes=2)
        setting.write({"next_pull": soon, "next_push": soon})
        partner.action_xero_sync_now()
        self.env.flush_all()
        service = setting._service().sudo()
        service._cron_push()
        service._cron_pull()
        self.env.invalidate_all()
        self.assertEqual(self.events("contact").mapped("trigger")[-1], "webhook")
        self.assertEqual((setting.next_pull, setting.next_push), (soon, soon))

    def test_a_permission_that_is_missing_stops_only_what_needs_it(self):
        """Without payroll's permission contacts go on; the permission is named. [C23]"""
        self.sim.act("scopes", remove=["payroll.employees", "payroll.employees.read"])
        self.run_pull("employee", trigger="first")
        self.assertEqual(self.connection.state, "live")
        self.assertIn("payroll.employees", self.connection.missing_scopes)
        self.assertNotIn("accounting", self.connection.missing_scopes)
        self.sim.create("Contacts", Name="Acme")
        self.setting("contact").next_pull = False
        for entity in ("contact", "employee"):
            self.setting(entity)._service().sudo()._cron_pull()
        self.env.invalidate_all()
        self.assertEqual(self.events("contact").mapped("state"), ["ok"])
        self.assertEqual(self.events("employee").mapped("state"), ["failed"])

    def test_the_company_of_a_connection_stays(self):
        """A connected organisation's books cannot be given to another company. [B45]"""
        other = self.other_company()
        self.env.user.company_ids += other
        with self.assertRaisesRegex(UserError, "stays with its company"):
            self.connection.company_id = other

    def test_colleagues_below_a_customer_are_private(self):
        """A user of Odoo below a customer is no contact person in Xero. [S14]"""
        partner, contact_id = self.both()
        colleague = new_test_user(self.env, "colleague", groups="base.group_user").partner_id
        colleague.write({"parent_id": partner.id, "email": "me@example.com"})
        self.env["res.partner"].create(
            {"name": "Jo Buyer", "parent_id": partner.id, "type": "contact"}
        )
        self.settle()
        persons = self.in_xero(contact_id)["ContactPersons"]
        self.assertEqual([person["FirstName"] for person in persons], ["Jo"])

    def test_what_waits_is_named_to_whoever_reads_the_queue(self):
        """The queue opens for a Xero user who may not open the record that waits. [D20]"""
        self.pair_all("contact")
        self.make("Foreign", company_id=self.company.id)
        reader = new_test_user(
            self.env, "reader", groups="base.group_user,xero_connector.group_user",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        rows = self.waiting("contact").with_user(reader)
        self.env.invalidate_all()
        self.assertEqual(rows.mapped("record_name"), ["Foreign"])
