from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..models import compat
from .contact_case import ContactCase

PHONES = [
    {"PhoneType": kind, "PhoneAreaCode": "02", "PhoneNumber": f"5550 000{number}"}
    for number, kind in enumerate(("DEFAULT", "DDI", "FAX", "MOBILE"))
]
ADDRESSES = [
    {"AddressType": "POBOX", "AddressLine1": "PO Box 1", "City": "Dubbo"},
    {"AddressType": "STREET", "AddressLine1": "1 Long Rd", "City": "Orange"},
]


@tagged("post_install", "-at_install")
class TestContactChoices(ContactCase):
    def slots(self, contact_id, name, kind, value):
        return {row[kind]: row[value] for row in self.in_xero(contact_id)[name] if row.get(value)}

    def test_every_phone_can_be_chosen(self):
        """Odoo's phone is the one of Xero's four that was chosen, both ways. [O24]"""
        for number, slot in enumerate(("DEFAULT", "DDI", "FAX", "MOBILE")):
            other = "MOBILE" if slot != "MOBILE" else "DEFAULT"
            self.setting("contact", contact_phone=slot, contact_mobile=other)
            partner, contact_id = self.both(Name=f"Phone {slot}", Phones=PHONES)
            self.assertEqual(partner.phone, f"02 5550 000{number}")
            partner.phone = "1300 555 000"
            self.run_push("contact")
            phones = self.slots(contact_id, "Phones", "PhoneType", "PhoneNumber")
            expected = {row["PhoneType"]: row["PhoneNumber"] for row in PHONES}
            self.assertEqual(phones, {**expected, slot: "1300 555 000"})

    def test_phone_that_is_not_synced(self):
        """With “do not sync” each side keeps its own phone, whatever changes. [O24, O26]"""
        self.setting("contact", contact_phone="none")
        partner, contact_id = self.both(Phones=PHONES)
        self.assertFalse(partner.phone)
        partner.phone = "1300 555 000"
        self.edit(contact_id, EmailAddress="a@wattle.example")
        self.settle()
        self.assertEqual(partner.phone, "1300 555 000")
        phones = self.slots(contact_id, "Phones", "PhoneType", "PhoneNumber")
        self.assertEqual(phones["DEFAULT"], "5550 0000")

    def test_every_address_can_be_chosen(self):
        """Odoo's address is Xero's billing or its delivery address, both ways. [O25]"""
        for slot, other, street in (
            ("POBOX", "STREET", "PO Box 1"),
            ("STREET", "POBOX", "1 Long Rd"),
        ):
            self.setting("contact", contact_address=slot, contact_delivery=other)
            partner, contact_id = self.both(Name=f"Address {slot}", Addresses=ADDRESSES)
            self.assertEqual(partner.street, street)
            self.assertEqual(len(partner.child_ids), 1)
            partner.street = "9 New Rd"
            self.run_push("contact")
            lines = self.slots(contact_id, "Addresses", "AddressType", "AddressLine1")
            self.assertEqual(lines[slot], "9 New Rd")
            self.assertNotEqual(lines[other], "9 New Rd")

    def test_address_that_is_not_synced(self):
        """With “do not sync” each side keeps its own address. [O25, O26]"""
        self.setting("contact", contact_address="none", contact_delivery="none")
        partner, contact_id = self.both(Addresses=ADDRESSES)
        self.assertFalse(partner.street or partner.child_ids)
        partner.street = "9 New Rd"
        self.settle()
        lines = self.slots(contact_id, "Addresses", "AddressType", "AddressLine1")
        self.assertEqual(lines, {"POBOX": "PO Box 1", "STREET": "1 Long Rd"})

    def test_one_place_for_one_field(self):
        """Two fields of Odoo cannot be given one place in Xero. [O24]"""
        with self.assertRaises(ValidationError):
            self.setting("contact", contact_address="STREET", contact_delivery="STREET")
        if compat.PARTNER_MOBILE:
            with self.assertRaises(ValidationError):
                self.setting("contact", contact_phone="MOBILE", contact_mobile="MOBILE")

    def test_delivery_address_that_repeats_the_address(self):
        """One address entered twice in Xero is one in Odoo, and stays one when it changes. [O25]"""
        same = [{**ADDRESSES[0], "AddressType": kind} for kind in ("POBOX", "STREET")]
        partner, contact_id = self.both(Addresses=same)
        self.assertFalse(partner.child_ids)
        partner.street = "9 New Rd"
        self.settle()
        lines = self.slots(contact_id, "Addresses", "AddressType", "AddressLine1")
        self.assertEqual(lines, {"POBOX": "9 New Rd", "STREET": "9 New Rd"})
        self.assertFalse(partner.child_ids)

    def test_delivery_address_alone(self):
        """A contact with nothing but a delivery address gets no billing address from Odoo. [O25]"""
        partner, contact_id = self.both(Addresses=[ADDRESSES[1]])
        self.assertFalse(partner.street)
        self.assertEqual(partner.child_ids.street, "1 Long Rd")
        self.settle()
        lines = self.slots(contact_id, "Addresses", "AddressType", "AddressLine1")
        self.assertEqual(lines, {"STREET": "1 Long Rd"})

    def test_what_odoo_cannot_hold_stays_in_xero(self):
        """A country or region Odoo does not know, and lines three and four, are not lost. [O25]"""
        odd = {
            "AddressType": "POBOX", "AddressLine1": "PO Box 1", "AddressLine2": "Level 2",
            "AddressLine3": "Rear", "Region": "3331", "Country": "Middle Earth",
            "AttentionTo": "Jo",
        }  # fmt: skip
        partner, contact_id = self.both(Addresses=[odd])
        self.assertRecordValues(
            partner, [{"street2": "Level 2, Rear", "state_id": False, "country_id": False}]
        )
        partner.city = "Dubbo"
        self.run_push("contact")
        address = next(
            row for row in self.in_xero(contact_id)["Addresses"] if row["AddressType"] == "POBOX"
        )
        self.assertEqual((address["City"], address["Country"]), ("Dubbo", "Middle Earth"))
        self.assertEqual((address["Region"], address["AttentionTo"]), ("3331", "Jo"))

    def test_country_names(self):
        """Countries travel as names and are found again whatever their spelling. [D25]"""
        for name, code in (
            ("australia", "AU"), ("USA", "US"), ("United Kingdom", "GB"), ("NZ", "NZ"),
            ("Cote d Ivoire", "CI"),
        ):  # fmt: skip
            address = {"AddressType": "POBOX", "AddressLine1": "1", "Country": name}
            partner, _contact_id = self.both(Name=f"In {name}", Addresses=[address])
            self.assertEqual(partner.country_id.code, code)
        self.pair_all("contact")
        countries = self.env["res.country"].search([("code", "in", ("CI", "GS", "BL", "RE"))])
        for country in countries:
            self.make(f"Of {country.code}", country_id=country.id, street="1")
        event = self.run_push("contact")
        self.assertEqual(event.created, 4, event.line_ids.mapped("note"))
        self.settle()
        self.assertFalse(self.waiting("contact") or self.quarantines("contact"))

    def test_own_or_shared(self):
        """Imported contacts belong to the company of the connection, or to all, as chosen. [S14]"""
        self.setting("contact", contact_company="own")
        self.assertEqual(self.both(Name="Own")[0].company_id, self.company)
        self.setting("contact", contact_company="shared")
        self.assertFalse(self.both(Name="Shared")[0].company_id)
