from odoo.tests import tagged

from ..models import compat
from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestContactPush(ContactCase):
    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def test_new_customer_arrives(self):
        """A customer made in Odoo is created in Xero with all of its fields. [D25, S14, B11]"""
        term = self.env.ref("account.account_payment_term_30days")
        mobile = {compat.PARTNER_MOBILE: "0491 570 156"} if compat.PARTNER_MOBILE else {}
        partner = self.make(
            email="Hello <hello@acacia.example>",
            phone="(02) 5550 1234",
            vat="51 824 753 556",
            ref="A-1",
            street="1 Long Rd",
            street2="Shed 4",
            city="Dubbo",
            zip="2830",
            state_id=self.env.ref("base.state_au_2").id,
            country_id=self.env.ref("base.au").id,
            property_payment_term_id=term.id,
            child_ids=[(0, 0, {"name": "Ana Li", "email": "ana@acacia.example"})],
            bank_ids=[(0, 0, {"acc_number": "062-000 12345678"})],
            **mobile,
        )
        event = self.run_push("contact")
        self.assertEqual((event.collected, event.created), (1, 1), event.detail)
        contact = self.xero("Contacts")[0]
        self.assertEqual(contact["ContactID"], partner.xero_id)
        self.assertEqual(contact["Name"], "Acacia Joinery Pty Ltd")
        self.assertEqual(contact["EmailAddress"], "hello@acacia.example")
        self.assertEqual(contact["TaxNumber"], "51824753556")
        self.assertEqual(contact["AccountNumber"], "A-1")
        self.assertEqual(contact["BankAccountDetails"], "06200012345678")
        self.assertEqual(
            contact["PaymentTerms"], {"Sales": {"Day": 30, "Type": "DAYSAFTERBILLDATE"}}
        )
        address = next(a for a in contact["Addresses"] if a["AddressType"] == "POBOX")
        self.assertEqual(address["Country"], "Australia")
        self.assertEqual((address["Region"], address["AddressLine2"]), ("NSW", "Shed 4"))
        self.assertEqual(contact["ContactPersons"][0]["EmailAddress"], "ana@acacia.example")
        phones = {phone["PhoneType"]: phone["PhoneNumber"] for phone in contact["Phones"]}
        self.assertEqual(phones["DEFAULT"], "(02) 5550 1234")
        if mobile:
            self.assertEqual(phones["MOBILE"], "0491 570 156")
        self.assertEqual(partner.xero_state, "agreed")

    def test_echo_is_silent(self):
        """Our own write comes back as a change and stops there. [D3]"""
        self.make(phone="02 5550 1234", city="Dubbo", state_id=self.env.ref("base.state_au_2").id)
        self.run_push("contact")
        event = self.run_pull("contact")
        self.assertEqual((event.collected, event.unchanged), (1, 1), event.detail)
        self.assertFalse(self.waiting("contact"))

    def test_update_and_clear(self):
        """A changed and a cleared field reach Xero; the others stay as they are. [B24]"""
        partner = self.make(phone="02 5550 1234", email="a@acacia.example", ref="A-1")
        self.run_push("contact")
        partner.write({"phone": "02 5550 9999", "email": False})
        event = self.run_push("contact")
        self.assertEqual((event.collected, event.updated), (1, 1), event.detail)
        contact = self.xero("Contacts")[0]
        self.assertEqual((contact["EmailAddress"], contact["AccountNumber"]), ("", "A-1"))
        phones = {phone["PhoneType"]: phone["PhoneNumber"] for phone in contact["Phones"]}
        self.assertEqual(phones["DEFAULT"], "02 5550 9999")
