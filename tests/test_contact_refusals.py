from odoo.tests import tagged

from .contact_case import ContactCase

# A value no field of a contact may have, for every field that is read.
WRONG = {
    "Name": ["", None, [], {"a": 1}, True],
    "FirstName": [[], {}, False],
    "LastName": [[], True],
    "EmailAddress": [[], {"a": 1}],
    "TaxNumber": [[], {}],
    "AccountNumber": [[1], True],
    "ContactStatus": ["SLEEPING", [], 5],
    "BankAccountDetails": [[], {}],
    "DefaultCurrency": [["AUD"], {}],
    "Website": [[], {}],
    "Phones": ["0255500001", [5], 5, [{"PhoneType": [], "PhoneNumber": "1"}]],
    "Addresses": ["PO Box 1", [True], [{"AddressType": "POBOX", "City": []}]],
    "ContactPersons": ["Jo", ["Jo"], [{"FirstName": []}], [{"IncludeInEmails": "perhaps"}]],
    "PaymentTerms": ["30", [], {"Sales": "30"}, {"Sales": {"Day": "x", "Type": "OFCURRENTMONTH"}},
                     {"Sales": {"Day": 30, "Type": "WHENEVER"}}],
    "MergedToContactID": [[], {}],
    "UpdatedDateUTC": ["yesterday", 5],
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestContactRefusals(ContactCase):
    def answer(self, *contacts):
        """The next list of contacts is answered with this."""
        body = {"Contacts": list(contacts), "pagination": {"pageCount": 1, "itemCount": 1}}
        self.sim.fault("status", method="GET", path="Contacts", status=200, body=body)

    def test_wrong_shapes(self):
        """A field of the wrong shape puts its contact in front of a person; the others come in.
        Pain 25
        [B21]"""
        shapes = [(field, value) for field, values in WRONG.items() for value in values]
        contacts = [
            {
                "ContactID": f"00000000-0000-4000-8000-{number:012}",
                "Name": f"Odd {number}",
                "ContactStatus": "ACTIVE",
                "UpdatedDateUTC": "/Date(1700000000000+0000)/",
                field: value,
            }
            for number, (field, value) in enumerate(shapes)
        ]
        good = {**contacts[0], "ContactID": "00000000-0000-4000-8000-00000000ffff", "Name": "Good"}
        self.answer(*contacts, good)
        event = self.run_pull("contact")
        accepted = self.partners.search([("name", "like", "Odd ")]).mapped("name")
        bad = [shapes[int(name.split()[1])] for name in accepted]
        self.assertFalse(bad, "came in although its shape is wrong")
        self.assertEqual((event.created, event.quarantined), (1, len(shapes)))
        sentences = self.quarantines("contact").mapped("sentence")
        self.assertTrue(all("Nothing was changed" in sentence for sentence in sentences))

    def test_harmless_shapes(self):
        """Null is empty and a number is its digits: such a contact comes in. [B21]"""
        self.answer(
            {
                "ContactID": "00000000-0000-4000-8000-000000000001",
                "Name": 4711, "FirstName": None, "EmailAddress": None, "Phones": None,
                "Addresses": [None], "ContactPersons": None, "PaymentTerms": None,
                "ContactStatus": None, "BankAccountDetails": 62000123, "UpdatedDateUTC": None,
            }
        )  # fmt: skip
        self.assertEqual(self.run_pull("contact").created, 1)
        self.assertEqual(self.partner_named("4711").bank_ids.acc_number, "62000123")

    def test_without_an_id(self):
        """A record without an id is left out with a sentence. [B21]"""
        self.answer({"Name": "Nobody", "ContactID": None})
        self.assertEqual(self.run_pull("contact").quarantined, 1)
        self.assertEqual(self.asked().reason, "wrong_shape")

    def test_ten_megabytes_of_name(self):
        """Ten megabytes of name, from either side, are refused in a sentence. [C26]"""
        name = "x" * 10 * 1024 * 1024
        self.answer({"ContactID": "00000000-0000-4000-8000-000000000001", "Name": name})
        self.assertEqual(self.run_pull("contact").quarantined, 1)
        self.assertLess(len(self.asked().sentence), 1000)
        self.pair_all("contact")
        self.make(name[:50000])
        self.assertEqual(self.run_push("contact").quarantined, 1)
        self.assertIn("too_long", self.quarantines("contact").mapped("reason"))
        self.assertFalse(self.xero("Contacts"))

    def test_refused_values(self):
        """What Xero would refuse is held back with a sentence; the next one still goes. Pain 25
        [C26]"""
        self.pair_all("contact")
        for values in (
            {"name": "N" * 256}, {"name": "E", "email": "jörg@example.com"},
            {"name": "T", "email": "not an address"}, {"name": "P", "phone": "5" * 51},
            {"name": "V", "vat": "5" * 51}, {"name": "R", "ref": "5" * 51},
            {"name": "C", "child_ids": [(0, 0, {"name": "Jo", "email": "jo@"})]},
        ):  # fmt: skip
            self.make(**values)
        self.make("Good one")
        event = self.run_push("contact")
        self.assertEqual((event.created, event.quarantined), (1, 7))
        self.assertEqual(self.names_in_xero(), ["Good one"])
        bad = self.partner_named("E")
        bad.email = "jorg@example.com"
        self.run_push("contact")
        self.assertTrue(self.link(bad, "contact"))
        self.assertNotIn(bad.id, self.quarantines("contact").mapped("res_id"))

    def test_one_bad_record_in_a_batch(self):
        """Xero refuses one of a batch: the others are saved, the one is shown with Xero's words.
        Pain 25
        [C26, B21]"""
        self.pair_all("contact")
        self.contact(Name="Somebody", AccountNumber="TAKEN")
        for number in range(5):
            self.make(f"Customer {number}", ref="TAKEN" if number == 2 else f"C{number}")
        event = self.run_push("contact")
        self.assertEqual((event.created, event.quarantined), (4, 1))
        self.assertEqual(self.asked().reason, "duplicate_number")
        self.assertIn("TAKEN", self.asked().sentence)

    def test_currency_not_in_xero(self):
        """A currency that Xero does not use is named; the contact waits for it. [C26]"""
        self.pair_all("contact")
        partner = self.make(xero_currency_id=self.env.ref("base.MXN").id)
        self.run_push("contact")
        self.assertEqual(self.asked().reason, "currency")
        self.assertIn("MXN", self.asked().sentence)
        partner.xero_currency_id = False
        self.run_push("contact")
        self.assertFalse(self.quarantines("contact"))

    def test_term_odoo_does_not_have(self):
        """A payment term Odoo lacks is named and never made up; the rest of the contact comes in.
        [D23]"""
        terms = {"Sales": {"Day": 17, "Type": "DAYSAFTERBILLDATE"}}
        before = self.env["account.payment.term"].search_count([])
        partner, contact_id = self.both(PaymentTerms=terms, AccountNumber="C1")
        self.assertEqual(self.asked().reason, "mapping_missing")
        self.assertIn("17 days", self.asked().sentence)
        self.assertEqual((partner.ref, partner.property_payment_term_id.id), ("C1", False))
        self.assertEqual(self.env["account.payment.term"].search_count([]), before)
        self.run_push("contact")
        self.assertEqual(self.in_xero(contact_id)["PaymentTerms"], terms)
        self.setting("contact", contact_terms="create")
        self.asked().action_resolve("retry")
        self.settle()
        self.assertEqual(partner.property_payment_term_id.line_ids.nb_days, 17)
        self.assertFalse(self.quarantines("contact"))
