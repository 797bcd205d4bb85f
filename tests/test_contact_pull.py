from odoo.tests import tagged

from .contact_case import ContactCase

FULL = {
    "Name": "Wattle Builders Pty Ltd",
    "FirstName": "Niamh",
    "LastName": "O'Shea",
    "EmailAddress": "accounts@wattle.example",
    "AccountNumber": "C1001",
    "TaxNumber": "51 824 753 556",
    "BankAccountDetails": "062-000 55500012",
    "IsCustomer": True,
    "Phones": [
        {
            "PhoneType": "DEFAULT",
            "PhoneCountryCode": "61",
            "PhoneAreaCode": "2",
            "PhoneNumber": "55500001",
        },
        {"PhoneType": "MOBILE", "PhoneNumber": "0491 570 156"},
        {"PhoneType": "FAX", "PhoneAreaCode": "02", "PhoneNumber": "5550 9000"},
    ],
    "Addresses": [
        {
            "AddressType": "POBOX",
            "AddressLine1": "PO Box 12",
            "City": "Newtown",
            "Region": "NSW",
            "PostalCode": "2042",
            "Country": "Australia",
        },
        {
            "AddressType": "STREET",
            "AddressLine1": "Unit 3",
            "AddressLine2": "12 King St",
            "AddressLine3": "Rear",
            "City": "Newtown",
            "Region": "New South Wales",
            "Country": "Australia",
            "AttentionTo": "Site office",
        },
    ],
    "ContactPersons": [
        {
            "FirstName": "Ana",
            "LastName": "Li",
            "EmailAddress": "ana@wattle.example",
            "IncludeInEmails": True,
        },
        {"FirstName": "Bo", "LastName": "Day", "EmailAddress": "", "IncludeInEmails": False},
    ],
    "PaymentTerms": {"Sales": {"Day": 30, "Type": "DAYSAFTERBILLDATE"}},
}


@tagged("post_install", "-at_install")
class TestContactPull(ContactCase):
    def test_every_field_comes_in(self):
        """A contact of Xero arrives with names, phones, addresses, persons, bank account and terms.
        [D23, O1, C6]"""
        self.sim.create("Contacts", **FULL)
        event = self.run_pull("contact")
        self.assertEqual((event.collected, event.created, event.state), (1, 1, "ok"))
        partner = self.partner_named("Wattle Builders Pty Ltd")
        term = self.env.ref("account.account_payment_term_30days")
        self.assertTrue(partner.is_company)
        self.assertRecordValues(
            partner,
            [
                {
                    "xero_first_name": "Niamh",
                    "xero_last_name": "O'Shea",
                    "email": "accounts@wattle.example",
                    "ref": "C1001",
                    "vat": "51 824 753 556",
                    "phone": "+61 2 55500001",
                    "street": "PO Box 12",
                    "city": "Newtown",
                    "zip": "2042",
                    "state_id": self.env.ref("base.state_au_2").id,
                    "country_id": self.env.ref("base.au").id,
                    "customer_rank": 1,
                    "property_payment_term_id": term.id,
                    "property_supplier_payment_term_id": False,
                }
            ],
        )
        self.assertEqual(partner.bank_ids.acc_number, "062-000 55500012")
        self.assertFalse(partner.bank_ids.allow_out_payment)
        persons = partner.child_ids.filtered(lambda child: child.type == "contact").sorted("id")
        self.assertEqual(persons.mapped("name"), ["Ana Li", "Bo Day"])
        self.assertEqual(persons.mapped("xero_include_in_emails"), [True, False])
        delivery = partner.child_ids.filtered(lambda child: child.type == "delivery")
        self.assertEqual((delivery.street, delivery.street2), ("Unit 3", "12 King St, Rear"))
        self.assertEqual((delivery.name, delivery.state_id.code), ("Site office", "NSW"))

    def test_second_run_is_silent(self):
        """Nothing changed: a second run writes nothing on either side and costs one call. [B32]"""
        self.sim.create("Contacts", **FULL)
        self.run_pull("contact")
        self.sim.advance(600)
        self.sim.forget_calls()
        event = self.run_pull("contact")
        self.assertEqual(event.collected - event.unchanged, 0)
        self.assertEqual(len(self.sim.calls()), 1)
        self.assertFalse(self.waiting("contact"))

    def test_read_again_is_equal(self):
        """Reading every contact again finds both sides equal, field by field. [D3]"""
        self.sim.create("Contacts", **FULL)
        self.run_pull("contact")
        setting = self.setting("contact", watermark=False)
        event = self.run_pull("contact")
        self.assertEqual((event.collected, event.unchanged), (1, 1), event.detail)
        self.assertFalse(self.waiting("contact"))
        self.assertTrue(setting.paired)
