"""Places in Xero's JSON."""

import unittest

from xero import key_path
from xero.wire import WrongShape

CONTACT = {"CompanyNumber": "12", "BrandingTheme": {"Name": "Plain", "BrandingThemeID": "b"}}


class TestKeyPath(unittest.TestCase):
    def test_read(self):
        """A key, a key inside an object, and what is not there. [C3]"""
        self.assertEqual(key_path.read(CONTACT, "CompanyNumber"), "12")
        self.assertEqual(key_path.read(CONTACT, "BrandingTheme.Name"), "Plain")
        self.assertIsNone(key_path.read(CONTACT, "TaxNumber"))
        self.assertIsNone(key_path.read(CONTACT, "Discount.Rate"))
        with self.assertRaises(WrongShape):
            key_path.read(CONTACT, "CompanyNumber.Inside")

    def test_put(self):
        """What stands beside it in the same object goes along, and the record read stays as it
        was. [C3]"""
        body = {"ContactID": "c"}
        key_path.put(body, "CompanyNumber", "13", CONTACT)
        key_path.put(body, "BrandingTheme.Name", "Bold", CONTACT)
        key_path.put(body, "PaymentTerms.Sales.Day", 7)
        self.assertEqual(
            body,
            {
                "ContactID": "c",
                "CompanyNumber": "13",
                "BrandingTheme": {"Name": "Bold", "BrandingThemeID": "b"},
                "PaymentTerms": {"Sales": {"Day": 7}},
            },
        )
        self.assertEqual(CONTACT["BrandingTheme"]["Name"], "Plain")
