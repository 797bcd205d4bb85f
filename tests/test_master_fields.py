from lxml import etree
from odoo.exceptions import UserError

from .contact_case import ContactCase
from .field_map_case import FieldMapWords
from .invoice_case import InvoiceCase
from .master_case import MasterWords

LED = {"name", "email", "phone", "street", "city", "vat", "ref", "website", "active"}


class TestMasterFields(MasterWords, FieldMapWords, ContactCase):
    """What Xero leads of a contact is changed there, the rest stays Odoo's own."""

    def set_up_once(self):
        super().set_up_once()
        self.partner, self.contact_id = self.both(EmailAddress="old@wattle.example")
        self.setting("contact", master="xero")

    def test_values_of_the_master(self):
        """A value that Xero leads is refused with its name and a link to the contact there; what is
        Odoo's own is saved. [O21]"""
        page = f"/Contacts/View/{self.contact_id}"
        with self.refused("“Email” of “Wattle Builders Pty Ltd”", "Xero leads it", page=page):
            self.partner.write({"email": "new@wattle.example", "comment": "Rings on Mondays"})
        with self.refused("“Street”", page=page):
            self.partner.street = "1 Long Road"
        with self.refused("“Active”", page=page):
            self.partner.action_archive()
        self.env.invalidate_all()
        self.assertEqual(self.partner.email, "old@wattle.example")
        self.partner.write({"email": "old@wattle.example", "comment": "Rings on Mondays"})
        self.assertIn("Mondays", self.partner.comment)
        self.assertEqual(self.run_push("contact").updated, 0)
        self.assertEqual(self.in_xero(self.contact_id)["EmailAddress"], "old@wattle.example")

    def test_the_choice_says_so(self):
        """The choice by which Xero leads says that it counts for records that are paired already,
        beside what is asked when both sides changed. [O21]"""
        setting = self.setting("contact")
        told = setting.fields_get(["master"])["master"]
        self.assertEqual(told["string"], "Records are made in")
        self.assertEqual(dict(told["selection"])["xero"], "Xero only, and changed there")
        self.assertIn("paired already", told["help"])
        page = etree.fromstring(setting.get_view(view_type="form")["arch"])
        (note,) = page.xpath("//div[@name='xero_leads']")
        self.assertIn("“When both sides changed” then counts for", " ".join(note.text.split()))

    def test_whoever_changed_it(self):
        """What a program with all rights writes (a customer in the shop, a goods receipt) is not
        refused, nor what is written in another company; it never reaches Xero, and the next merge
        puts Xero's value back. [O21]"""
        other = self.other_company()
        self.partner.company_id = False
        theirs = self.partner.with_company(other).with_context(allowed_company_ids=other.ids)
        for record, email in ((self.partner.sudo(), "shop@a.example"), (theirs, "b@b.example")):
            record.email = email
            self.env.flush_all()
            self.assertEqual(self.partner.email, email)
            self.run_push("contact")
            self.assertEqual(self.in_xero(self.contact_id)["EmailAddress"], "old@wattle.example")
            self.env.invalidate_all()
            self.assertEqual(self.partner.email, "old@wattle.example")

    def test_first_pairing_empties_nothing(self):
        """What only Odoo has of a contact is asked about when the two are first paired; kept, it is
        in Xero as well. [O21, S83]"""
        setting, mail = self.setting("contact", master="both"), "old@acacia.example"
        partner = self.make("Acacia Joinery Pty Ltd", email=mail, phone="02 5550 1234")
        contact_id = self.contact(Name=partner.name)
        setting.master = "xero"
        self.run_pull("contact")
        self.run_push("contact")
        question = self.quarantines("contact")
        self.assertEqual((question.reason, question.res_id), ("conflict", partner.id))
        self.assertEqual(set(question.fields_in_conflict), {"email", "phone"})
        self.assertEqual((partner.email, partner.phone), (mail, "02 5550 1234"))
        self.assertFalse(self.in_xero(contact_id).get("EmailAddress"))
        question.action_resolve("odoo")
        self.run_pull("contact", trigger="webhook")
        self.run_push("contact")
        self.assertEqual(self.in_xero(contact_id)["EmailAddress"], mail)
        self.assertEqual(partner.email, mail)
        self.assertFalse(self.quarantines("contact").mapped("sentence"))

    def test_unsent_changes_go_first(self):
        """Xero is not made the master over changes of Odoo that it has not seen; once they are
        there, it is. [O21]"""
        setting = self.setting("contact", master="both")
        setting.paired = True
        self.partner.email = "new@wattle.example"
        self.assertEqual(len(self.waiting("contact")), 1)
        with self.assertRaisesRegex(UserError, "1 changes made in Odoo.*Wattle Builders"):
            setting.master = "xero"
        self.env.invalidate_all()
        self.assertEqual(self.partner.email, "new@wattle.example")
        self.run_push("contact")
        setting.master = "xero"
        self.run_pull("contact")
        self.assertEqual(self.partner.email, "new@wattle.example")
        self.assertEqual(self.in_xero(self.contact_id)["EmailAddress"], "new@wattle.example")

    def test_archived_connection(self):
        """Nobody leads by way of a connection that was archived. [O21]"""
        self.assertTrue(self.greyed_out("res.partner"))
        self.connection.active = False
        self.assertFalse(self.greyed_out("res.partner"))
        self.partner.email = "new@wattle.example"

    def test_xero_changes_it(self):
        """A change in Xero comes to Odoo as ever. [O21]"""
        self.edit(self.contact_id, EmailAddress="new@wattle.example")
        self.assertEqual(self.run_pull("contact").updated, 1)
        self.assertEqual(self.partner.email, "new@wattle.example")

    def test_the_form(self):
        """On the form these fields are read-only while the record is in Xero, with the reason above
        them; a contact that Xero does not have is free. [O21]"""
        found = self.greyed_out("res.partner")
        self.assertLessEqual(LED - {"active"}, found)
        self.assertFalse(found & {"comment", "user_id", "category_id"})
        self.assertTrue(self.partner.xero_locked)
        self.assertIn("Xero leads here", self.note(self.partner))
        free = self.make("Only here", customer_rank=0)
        self.assertFalse(free.xero_locked or self.note(free))
        free.email = "free@here.example"
        person = self.env["res.partner"].create({"name": "Pia", "parent_id": self.partner.id})
        person.email = "pia@wattle.example"

    def test_what_odoo_leads_or_nobody_syncs(self):
        """A field that a person gave to Odoo, or left out of the sync, stays free; one that a
        person paired is led as well. [O21]"""
        self.builtin("email").write({"owner": "odoo"})
        self.builtin("website").action_switch_off()
        self.use(odoo_field="company_registry", xero_key="CompanyNumber")
        self.setting("contact", contact_phone="none", contact_terms="none")
        found = self.greyed_out("res.partner")
        self.assertFalse(found & {"email", "website", "phone", "property_payment_term_id"})
        with self.refused():
            self.partner.company_registry = "12"
        self.partner.write({"email": "odoo@wattle.example", "phone": "02 5550 1234"})
        self.run_push("contact")
        self.assertEqual(self.in_xero(self.contact_id)["EmailAddress"], "odoo@wattle.example")

    def test_only_while_xero_leads(self):
        """Another company, and this one after both sides may lead again, are unaffected. [O21]"""
        other = self.other_company()
        self.partner.company_id = False
        theirs = self.partner.with_company(other).with_context(allowed_company_ids=other.ids)
        self.partner.company_id = False
        theirs.email = "theirs@wattle.example"
        self.assertFalse(self.greyed_out("res.partner", other))
        self.setting("contact", master="both")
        self.partner.email = "ours@wattle.example"
        self.assertFalse(self.greyed_out("res.partner") or self.note(self.partner))

    def test_merging_in_odoo(self):
        """Merging two contacts in Odoo fills what is empty, also where Xero leads. [O21]"""
        other = self.make("Wattle twice", customer_rank=0, phone="02 5550 9999")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.partner | other).ids, self.partner)
        self.assertEqual(self.partner.phone, "02 5550 9999")


class TestMasterInvoice(MasterWords, InvoiceCase):
    """An invoice never makes the contact that has to be made in Xero."""

    def test_invoice_waits_for_its_contact(self):
        """The invoice of a customer whom Xero does not have waits with a sentence that says where
        to make him; once he is there it goes, and he is there once. [O19]"""
        self.setting("contact", master="xero")
        move = self.invoice()
        self.run_push("invoice")
        self.assertQuarantined(move, "dependency", "made in Xero", self.partner_a.name)
        self.assertFalse(self.xero("Contacts") or self.xero("Invoices"))
        self.sim.create("Contacts", Name=self.partner_a.name)
        self.run_pull("contact")
        self.run_push("invoice")
        self.assertEqual(move.xero_state, "agreed", self.quarantines().mapped("sentence"))
        self.assertEqual(len(self.xero("Contacts")), 1)
