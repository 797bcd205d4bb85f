"""Names and business numbers brought to one form."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from xero.names import abn_key, company_key, email_key, is_abn, number_key, person_key


class TestNames(unittest.TestCase):
    def test_spellings_of_one_company_are_equal(self):
        """Case, accents, punctuation and legal form do not make another company. Pain 1 [S38]"""
        groups = [
            (
                "Smith & Sons Pty Ltd",
                "smith and sons",
                "SMITH  & SONS PTY. LTD.",
                "The Smith + Sons Proprietary Limited",
            ),
            ("Müller GmbH", "MULLER gmbh & Co. KG", "Mu\u0308ller"),
            ("O'Brien's Café", "O’Briens Cafe Inc.", "OBRIENS CAFÉ, LLC"),
            ("Straße AG", "STRASSE"),
            ("Łódź S.A.", "Lodz sa"),
            ("7-Eleven", "7 eleven", "7Eleven Limited"),
        ]
        for group in groups:
            self.assertEqual({company_key(name) for name in group}, {company_key(group[0])}, group)

    def test_different_companies_stay_different(self):
        """Different companies do not fall together. Pain 1 [S38]"""
        names = (
            "Smith",
            "Smith & Sons",
            "Smiths Holdings",
            "Company",
            "Limited",
            "The Company Store",
            "The Store",
            "日本",
            "東京",
        )
        self.assertEqual(len({company_key(name) for name in names}), len(names))

    def test_a_person_is_found_in_either_order(self):
        """Family name first or last, with or without accents, is one person. Pain 28 [S38]"""
        self.assertEqual(person_key("Müller, Jörg"), person_key("JORG  Muller"))
        self.assertNotEqual(person_key("Ann Lee"), person_key("Anne Lee"))

    @given(st.text(max_size=40))
    def test_a_key_is_stable(self, name):
        """Case and blanks never change a key, and a key has none. Pain 1 [S38]"""
        key = company_key(name)
        self.assertEqual(company_key(f"  {name}\t"), key)
        self.assertNotIn(" ", key)
        self.assertEqual(person_key(person_key(name)), person_key(name))

    def test_emails_and_numbers(self):
        """E-mail addresses and numbers compare without case and punctuation. Pain 1 [S38]"""
        self.assertEqual(email_key(" Ann@Example.COM "), "ann@example.com")
        self.assertEqual(number_key("gb 123-456.78"), "GB12345678")


class TestAbn(unittest.TestCase):
    def test_published_numbers(self):
        """The tax office's ABN passes, a changed one does not. Pain 1 [S38]"""
        self.assertEqual(abn_key("ABN 51 824 753 556"), "51824753556")
        self.assertEqual(abn_key("51-824-753-556"), "51824753556")
        for wrong in (
            "51 824 753 557",
            "15 824 753 556",
            "",
            "5182475355",
            "518247535561",
            "00000000000",
            "٥١٨٢٤٧٥٣٥٥٦",
        ):
            self.assertEqual(abn_key(wrong), "", wrong)

    @given(st.integers(10**8, 10**9 - 1), st.integers(0, 10), st.integers(1, 9))
    def test_one_wrong_digit_is_noticed(self, body, place, change):
        """Changing any one digit of a valid ABN makes it invalid. Pain 1 [S38]"""
        valid = with_check_digits(f"{body:09d}")
        self.assertTrue(is_abn(valid), valid)
        digits = list(valid)
        digits[place] = str((int(digits[place]) + change) % 10)
        self.assertFalse(is_abn("".join(digits)))


def with_check_digits(body):
    """The register's rule the other way round: both check digits from nine digits."""
    weights = (3, 5, 7, 9, 11, 13, 15, 17, 19)[: len(body)]
    total = sum(weight * int(digit) for weight, digit in zip((1, *weights)[1:], body, strict=True))
    return f"{11 + (89 - total % 89) - 1}{body}"
