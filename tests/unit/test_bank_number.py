"""Numbers of bank accounts: one number written in two ways is one."""

import importlib.util
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def plain_file(path):
    """A file of services/ that imports nothing of the addon; the package itself needs Odoo."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


number = plain_file(ROOT / "services" / "bank_number.py")


class TestBankNumber(unittest.TestCase):
    def test_two_ways_of_writing(self):
        """Blanks, dashes, case and the zeros a bank fills up with do not make another number; every
        other digit does. [S12]"""
        for country, one, other, same in (
            ("AU", "062-000 12345678", "06200012345678", True),
            ("AU", "062000 012345678", "062-000 12345678", True),
            ("AU", "062-000 12345678", "062-001 12345678", False),
            ("NZ", "12-3456-0123456-00", "12345601234560 00", True),
            ("NZ", "12-3456-0123456-00", "123456012345600", True),
            ("NZ", "12-3456-0123456-01", "12-3456-0123456-02", False),
            ("GB", "gb33 bukb 2020 1555 5555 55", "GB33BUKB20201555555555", True),
            ("US", "021000021-123", "021000021 123", True),
            ("US", "012", "12", False),
            (False, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000", True),
        ):
            keys = number.key(one, country), number.key(other, country)
            self.assertEqual(keys[0] == keys[1], same, (country, one, other))

    def test_the_form_of_the_country(self):
        """People read a number as their country writes it; Xero gets one run of digits; what has
        another form stays as it is. [S12]"""
        for country, given, shown, sent in (
            ("AU", "06200012345678", "062-000 12345678", "06200012345678"),
            ("AU", "4711", "4711", "4711"),
            ("NZ", "123456012345600", "12-3456-0123456-00", "123456012345600"),
            ("GB", "GB33 BUKB 2020", "GB33 BUKB 2020", "GB33 BUKB 2020"),
            ("AU", False, "", ""),
        ):
            self.assertEqual((number.shown(given, country), number.sent(given, country)),
                             (shown, sent))  # fmt: skip

    def test_what_can_be_a_number(self):
        """An Australian number has a BSB of six digits and up to nine more, a New Zealand one 15 or
        16 digits; elsewhere any text is one. [S12]"""
        for country, given, good in (
            ("AU", "062-000 1", True),
            ("AU", "062-000", False),
            ("AU", "12345678", False),
            ("AU", "062-000 1234567890", False),
            ("NZ", "12-3456-0123456-000", True),
            ("NZ", "12-3456-0123456", False),
            ("US", "1", True),
            ("US", " - ", False),
        ):
            self.assertEqual(number.has_form(given, country), good, (country, given))
