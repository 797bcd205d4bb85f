from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user

from .contact_case import ContactCase
from .master_case import MasterWords

NEW = "/Contacts/Edit.aspx"


class TestMasterContact(MasterWords, ContactCase):
    """Where new contacts are made: in Xero, in Odoo, or on both sides."""

    def set_up_once(self):
        super().set_up_once()
        self.setting("contact", master="xero").paired = True

    def named(self, name="Acacia Joinery Pty Ltd"):
        return self.partners.search_count([("name", "=", name)])

    def test_a_new_customer_is_refused(self):
        """With Xero as master a customer made in Odoo is refused with a link to Xero's form, and is
        on neither side; made in Xero, he comes with the next import. [O19]"""
        with self.refused("“Acacia Joinery Pty Ltd” was not saved", "in Xero", page=NEW):
            self.make()
        self.assertFalse(self.named() or self.waiting("contact") or self.xero("Contacts"))
        self.contact(Name="Acacia Joinery Pty Ltd")
        self.run_pull("contact")
        self.assertEqual(self.partner_named("Acacia Joinery Pty Ltd").xero_state, "agreed")

    def test_through_the_invoice(self):
        """The customer typed into an invoice is refused as well, by a name alone and through his
        form. [O19]"""
        customers = self.env["res.partner"].with_context(res_partner_search_mode="customer")
        with self.refused(page=NEW):
            customers.name_create("Acacia Joinery Pty Ltd")
        with self.refused(page=NEW):
            form = Form(customers)
            form.name = "Acacia Joinery Pty Ltd"
            form.save()
        self.assertFalse(self.named())

    def test_from_a_file(self):
        """Customers of a file are refused row by row in a sentence; who is no customer comes in.
        [O19]"""
        rows = [["Acacia Joinery Pty Ltd", "1"], ["Only a friend", "0"]]
        names = ["name", "customer_rank"]
        result = self.env["res.partner"].load(names, rows)
        self.assertFalse(result["ids"])
        said = result["messages"][0]["message"]
        self.assertIn("new records of “Contacts” are made in Xero", said)
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [0])
        self.assertTrue(self.env["res.partner"].load(names, rows[1:])["ids"])

    def test_only_what_would_be_sent(self):
        """Not refused: who is no customer, contact persons, who the filter leaves out, what
        another company without a connection makes, and everything while the sync is off. [O19]"""
        self.make("Only a friend", customer_rank=0)
        person = {"name": "Pia", "parent_id": self.make("A firm", customer_rank=0).id}
        self.env["res.partner"].create({**person, "customer_rank": 1})
        other = self.other_company()
        partners = self.env["res.partner"].with_company(other)
        partners = partners.with_context(allowed_company_ids=other.ids)
        partners.create({"name": "Theirs", "customer_rank": 1})
        setting = self.setting("contact", domain="[('city', '=', 'Perth')]")
        self.make("Far away", city="Hobart")
        with self.refused():
            self.make("Near", city="Perth")
        (setting | self.setting("invoice")).enabled = False
        self.make("Near", city="Perth")
        self.assertFalse(self.waiting("contact"))

    def test_users_and_companies_are_private(self):
        """Where every partner is sent, those of users, employees and companies are not refused:
        they are private. [O19]"""
        self.setting("contact", contact_sent="all")
        user = new_test_user(self.env, "somebody", "base.group_user")
        company = self.env["res.company"].create({"name": "A branch"})
        employee = self.env["hr.employee"].create({"name": "Wyn", "work_email": "w@x.example"})
        self.assertTrue(user.partner_id and company.partner_id and employee.work_contact_id)
        with self.refused():
            self.make("Not private", customer_rank=0)

    def test_made_by_a_program(self):
        """What a program makes with all rights cannot be asked to go to Xero: it stays in Odoo,
        says so, and nothing is sent. [O19]"""
        partner = self.env["res.partner"].sudo().create({"name": "Shop", "customer_rank": 1})
        self.assertIn("Kept in Odoo only", self.note(partner))
        self.assertFalse(self.waiting("contact"))

    def test_kept_in_odoo(self):
        """By choice a new customer stays in Odoo only and says so; no way leads him to Xero, also
        not after both sides may make new ones, until somebody lets him go. [O19]"""
        setting = self.setting("contact", master_new="local")
        partner = self.make(email="a@acacia.example")
        partner.email = "b@acacia.example"
        self.assertIn("Kept in Odoo only", self.note(partner))
        with self.assertRaisesRegex(UserError, "made in Xero"):
            partner.action_xero_let_go()
        for master in ("xero", "both"):
            setting.master = master
            self.assertFalse(self.waiting("contact"))
            partner.action_xero_sync_now()
            self.env["xero.sync.contact"]._export_all(setting)
            self.run_push("contact")
            self.assertNotIn(partner.name, self.names_in_xero())
        self.assertTrue(partner.xero_local)
        partner.action_xero_let_go()
        self.run_push("contact")
        self.assertIn(partner.name, self.names_in_xero())
        self.assertFalse(self.note(partner))

    def test_the_same_in_xero_is_paired(self):
        """Who was kept in Odoo and is then made in Xero is paired by the import, not doubled.
        [O19]"""
        self.setting("contact", master_new="local")
        partner = self.make()
        self.contact(Name="Acacia Joinery Pty Ltd")
        self.run_pull("contact")
        self.assertEqual(self.named(), 1)
        self.assertEqual((partner.xero_state, partner.xero_local), ("agreed", False))

    def test_nothing_new_leaves(self):
        """Who was a customer before Xero became the master is not sent any more, and his form says
        where to make him; the page of the sync counts nobody. [O19]"""
        setting = self.setting("contact", master="both")
        partner = self.make()
        self.assertEqual(self.waiting("contact").res_id, partner.id)
        setting.master = "xero"
        self.assertEqual(self.run_push("contact").skipped, 1)
        self.assertFalse(self.xero("Contacts"))
        self.assertIn("Not in Xero", self.note(partner))
        setting.invalidate_recordset()
        self.assertEqual(setting.live_sentence, "No new record is sent with these settings.")

    def test_odoo_as_master(self):
        """With Odoo as master a new customer goes out as ever, and what is new in Xero stays there.
        [O19]"""
        self.setting("contact", master="odoo")
        self.make()
        self.contact(Name="New in Xero")
        self.run_push("contact")
        self.assertEqual(self.names_in_xero(), ["Acacia Joinery Pty Ltd", "New in Xero"])
        event = self.run_pull("contact")
        self.assertEqual((event.created, event.skipped), (0, 1))
        self.assertFalse(self.named("New in Xero"))
        self.assertFalse(self.greyed_out("res.partner"))

    def test_a_master_needs_its_direction(self):
        """A master whose records could not reach the other side is refused in a sentence; so is one
        for a sync without new records of its own. [O19]"""
        for entity, values, words in (
            ("contact", {"master": "xero", "pull": False}, "the import has to be on"),
            ("contact", {"master": "odoo", "push": False}, "the export has to be on"),
            ("invoice", {"master": "xero"}, "cannot be chosen"),
        ):
            with self.subTest(values), self.assertRaises(ValidationError) as refused:
                self.setting(entity, **values)
            self.assertIn(words, refused.exception.args[0])
