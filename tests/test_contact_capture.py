from odoo.tests import Form, new_test_user, tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestContactCapture(ContactCase):
    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def noted(self, partner):
        """Fields that wait to be sent for a partner."""
        rows = self.waiting("contact").filtered(lambda row: row.res_id == partner.id)
        return {name for row in rows for name in row.fields_changed}

    def plain_fields(self):
        """What every user may read of a partner; Odoo itself keeps some lists for accountants."""
        lists = ("one2many", "many2many")
        return [
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field.type not in lists
            and not field.groups
            and (field.store or name.startswith("xero_"))
        ]

    def test_same_transaction(self):
        """Creating, changing and archiving a customer each wait to be sent in the same transaction.
        [B7, B11, S16]"""
        partner = self.make()
        self.assertIn("name", self.noted(partner))
        self.run_push("contact")
        self.assertFalse(self.noted(partner))
        partner.phone = "02 5550 0001"
        self.assertEqual(self.noted(partner), {"phone"})
        partner.active = False
        self.assertEqual(self.noted(partner), {"phone", "active"})

    def test_rollback_leaves_nothing(self):
        """What is rolled back is neither kept nor sent. [B7]"""
        partner = self.make()
        self.run_push("contact")
        self.env.cr.flush()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            partner.phone = "02 5550 0001"
            self.env.cr.flush()
            raise ZeroDivisionError
        self.assertFalse(self.noted(partner))
        self.sim.forget_calls()
        self.run_push("contact")
        self.assertFalse(self.sim.calls())

    def test_what_hangs_on_a_partner(self):
        """A person, a delivery address or a bank account below a customer is the customer's change.
        [B7]"""
        partner = self.make()
        self.run_push("contact")
        for model, values in (
            ("res.partner", {"name": "Ana Li", "type": "contact", "parent_id": partner.id}),
            ("res.partner", {"street": "1 Long Rd", "type": "delivery", "parent_id": partner.id}),
            ("res.partner.bank", {"acc_number": "062-000 1234", "partner_id": partner.id}),
        ):
            record = self.env[model].create(values)
            self.assertTrue(self.noted(partner), values)
            self.run_push("contact")
            record.unlink()
            self.assertTrue(self.noted(partner), values)
            self.run_push("contact")
        self.assertEqual(self.in_xero()["ContactPersons"], [])
        self.assertEqual(self.in_xero()["BankAccountDetails"], "")

    def test_what_does_not_concern_xero(self):
        """A note or a category is nobody's business in Xero: nothing waits. [B7]"""
        partner = self.make()
        self.run_push("contact")
        partner.write({"comment": "Knocks twice", "color": 3})
        self.assertFalse(self.noted(partner))

    def test_import_is_no_change(self):
        """What an import writes is not sent back. [D3]"""
        self.contact(EmailAddress="a@wattle.example", ContactPersons=[{"FirstName": "Jo"}])
        self.run_pull("contact")
        self.assertFalse(self.waiting("contact"))

    def test_plain_user(self):
        """A plain Odoo user reads, makes and changes partners as before, and the change is sent.
        [B7]"""
        user = new_test_user(self.env, "plain", groups="base.group_user,base.group_partner_manager",
                             company_id=self.company.id)  # fmt: skip
        partners = self.env["res.partner"].with_user(user).with_company(self.company)
        form = Form(partners.with_context(default_is_company=True))
        form.name = "Plain Customer"
        partner = form.save()
        partner.write({"phone": "02 5550 0001", "customer_rank": 1})
        self.assertIn("phone", self.noted(partner))
        partner.invalidate_recordset()
        self.assertEqual(partner.read(self.plain_fields())[0]["xero_state"], "waiting")
        self.assertTrue(partners.search([("xero_state", "=", "waiting")]))
        self.run_push("contact")
        self.assertEqual(self.names_in_xero(), ["Plain Customer"])
        partner.unlink()

    def test_user_who_only_reads(self):
        """A user without rights on contacts still reads them all, the Xero state included. [B7]"""
        user = new_test_user(
            self.env, "reader", groups="base.group_user", company_id=self.company.id
        )
        self.make()
        partners = self.env["res.partner"].with_user(user).search([])
        self.assertEqual(len(partners.read(self.plain_fields())), len(partners))
        partners.web_search_read([], {"name": {}, "xero_state": {}, "xero_url": {}})

    def test_states_can_be_searched(self):
        """Partners are found by their Xero state: in agreement, waiting, with a person, not there.
        [S15]"""
        agreed = self.make("Agreed")
        stuck = self.make("Stuck", email="not an address")
        self.run_push("contact")
        waiting = self.make("Waiting")
        absent = self.make("Absent", customer_rank=0)
        self.env.cr.flush()
        ours = agreed | stuck | waiting | absent
        for state, partner in (
            ("agreed", agreed), ("quarantine", stuck), ("waiting", waiting), ("none", absent),
        ):  # fmt: skip
            found = self.partners.search([("xero_state", "=", state), ("id", "in", ours.ids)])
            self.assertEqual(found, partner)
            partner.invalidate_recordset()
            self.assertEqual(partner.xero_state, state)
        self.assertEqual(self.partners.search([("xero_id", "=", agreed.xero_id)]), agreed)
