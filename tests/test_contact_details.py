from odoo.tests import tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestContactDetails(ContactCase):
    def persons(self, partner):
        return partner.child_ids.filtered(lambda child: child.type == "contact").sorted("id")

    def test_persons_are_merged_one_by_one(self):
        """A person added in Odoo and one added in Xero both stay; one removed in Xero is archived.
        [D25]"""
        people = [{"FirstName": "Ana", "LastName": "Li"}, {"FirstName": "Bo", "LastName": "Day"}]
        partner, contact_id = self.both(ContactPersons=people)
        ana = self.persons(partner)[0]
        ana.write({"phone": "0491 570 156"})
        self.edit(contact_id, ContactPersons=[people[0], {"FirstName": "Cy", "LastName": "Fox"}])
        self.env["res.partner"].create({"name": "Di Hay", "parent_id": partner.id})
        self.settle()
        self.assertEqual(self.persons(partner).mapped("name"), ["Ana Li", "Di Hay", "Cy Fox"])
        self.assertEqual(
            [row["FirstName"] for row in self.in_xero(contact_id)["ContactPersons"]],
            ["Ana", "Cy", "Di"],
        )
        self.assertEqual(self.persons(partner)[0], ana)
        self.assertFalse(self.quarantines("contact"))

    def test_person_who_changed_the_name(self):
        """A person known by e-mail keeps the record in Odoo under the new name. [D25]"""
        ana = {"FirstName": "Ana", "LastName": "Li", "EmailAddress": "ana@w.example"}
        partner, contact_id = self.both(ContactPersons=[ana])
        before = self.persons(partner)
        self.edit(contact_id, ContactPersons=[{**ana, "LastName": "Day"}])
        self.run_pull("contact")
        self.assertEqual((before.name, before.active), ("Ana Day", True))
        self.assertEqual(self.persons(partner), before)

    def test_more_persons_than_xero_takes(self):
        """Of seven persons in Odoo five go to Xero, always the same, and the others stay in Odoo.
        [D25]"""
        self.pair_all("contact")
        partner = self.make(child_ids=[(0, 0, {"name": f"Person {n}"}) for n in "abcdefg"])
        self.run_push("contact")
        first = [row["LastName"] for row in self.in_xero()["ContactPersons"]]
        self.assertEqual(first, list("abcde"))
        self.edit(self.in_xero()["ContactID"], ContactPersons=[
            {"FirstName": "Person", "LastName": letter} for letter in "bcde"
        ])  # fmt: skip
        self.settle()
        self.assertEqual(len(self.in_xero()["ContactPersons"]), 5)
        self.assertNotIn("Person a", self.persons(partner).mapped("name"))
        self.assertIn("Person g", self.persons(partner).mapped("name"))

    def test_too_many_together(self):
        """Six persons of both sides together are a question, not a loss. [C26]"""
        partner, contact_id = self.both(
            ContactPersons=[{"FirstName": "Xero", "LastName": letter} for letter in "abcde"]
        )
        self.env["res.partner"].create({"name": "Odoo f", "parent_id": partner.id})
        self.run_push("contact")
        self.assertEqual(len(self.in_xero(contact_id)["ContactPersons"]), 5)
        self.assertEqual(len(self.persons(partner)), 6)

    def test_bank_account(self):
        """A new account number of Xero becomes a new, untrusted account; the old one is archived.
        [D25]"""
        partner, contact_id = self.both(BankAccountDetails="062-000 1111")
        partner = partner.with_context(active_test=True)
        old = partner.bank_ids
        self.edit(contact_id, BankAccountDetails="062-000 2222")
        self.run_pull("contact")
        self.assertEqual(partner.bank_ids.acc_number, "062-000 2222")
        self.assertEqual((old.active, old.acc_number), (False, "062-000 1111"))
        self.assertFalse(partner.bank_ids.allow_out_payment)
        self.edit(contact_id, BankAccountDetails="062000 1111")
        self.run_pull("contact")
        self.assertEqual(partner.bank_ids, old)
        partner.bank_ids.acc_number = "083-004 3333"
        self.run_push("contact")
        self.assertEqual(self.in_xero()["BankAccountDetails"], "0830043333")
        self.edit(contact_id, BankAccountDetails="")
        self.run_pull("contact")
        self.assertFalse(partner.bank_ids)
        self.settle()
        self.assertEqual(self.in_xero()["BankAccountDetails"], "")

    def test_terms_both_ways(self):
        """Payment terms are matched by what they say, on both sides, and one side stays when the
        other
        changes. [D25]"""
        terms = self.env["account.payment.term"]
        month = terms.create(
            {
                "name": "20th of next month",
                "line_ids": [
                    (0, 0, {"value": "percent", "value_amount": 100, "nb_days": 20,
                            "delay_type": "days_after_end_of_month"})
                ],
            }
        )  # fmt: skip
        partner, contact_id = self.both(
            PaymentTerms={"Bills": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}}
        )
        self.assertEqual(partner.property_supplier_payment_term_id, month)
        partner.property_payment_term_id = self.env.ref("account.account_payment_term_15days")
        self.run_push("contact")
        self.assertEqual(
            self.in_xero(contact_id)["PaymentTerms"],
            {
                "Bills": {"Day": 20, "Type": "OFFOLLOWINGMONTH"},
                "Sales": {"Day": 15, "Type": "DAYSAFTERBILLDATE"},
            },
        )
        self.assertFalse(self.settle().mapped("line_ids").filtered("note"))

    def test_terms_xero_cannot_say(self):
        """Instalments stay in Odoo; Xero keeps its terms and nobody is asked. [O26]"""
        partner, contact_id = self.both(
            PaymentTerms={"Sales": {"Day": 15, "Type": "DAYSAFTERBILLDATE"}}
        )
        halves = [
            (0, 0, {"value": "percent", "value_amount": 50, "nb_days": days}) for days in (0, 30)
        ]
        partner.property_payment_term_id = self.env["account.payment.term"].create(
            {"name": "In two halves", "line_ids": halves}
        )
        self.settle()
        self.assertEqual(self.in_xero(contact_id)["PaymentTerms"]["Sales"]["Day"], 15)
        self.assertFalse(self.quarantines("contact") or self.waiting("contact"))

    def test_currency(self):
        """The currency of a contact goes both ways; the organisation's own is the same as none.
        [D25]"""
        self.sim.create("Currencies", Code="USD", Description="US Dollar")
        partner, contact_id = self.both(DefaultCurrency="USD")
        self.assertEqual(partner.xero_currency_id.name, "USD")
        partner.xero_currency_id = False
        self.run_push("contact")
        self.assertEqual(self.in_xero(contact_id)["DefaultCurrency"], "AUD")
        self.assertFalse(self.settle().filtered("updated"))

    def test_person_or_company(self):
        """A contact whose name is its person's is a person, any other a company. [D23]"""
        person, _id = self.both(Name="Jörg Müller", FirstName="Jorg", LastName="Muller")
        company, _id = self.both(Name="Müller Homes", FirstName="Jörg", LastName="Müller")
        self.assertEqual((person.is_company, company.is_company), (False, True))
        self.assertEqual((person.name, person.xero_last_name), ("Jörg Müller", "Muller"))
        self.assertEqual(company.xero_first_name, "Jörg")

    def test_person_from_odoo(self):
        """A person goes to Xero with first and last name; so does a change of the name. [D25]"""
        self.pair_all("contact")
        partner = self.make("Mary Ann Evans", is_company=False)
        self.run_push("contact")
        contact = self.in_xero()
        self.assertEqual((contact["FirstName"], contact["LastName"]), ("Mary Ann", "Evans"))
        partner.name = "Eliot, George"
        self.run_push("contact")
        contact = self.in_xero()
        self.assertEqual((contact["FirstName"], contact["LastName"]), ("George", "Eliot"))

    def test_website_only_comes_in(self):
        """Xero's website comes in; Odoo's is never sent, since Xero cannot take it. [D23]"""
        partner, contact_id = self.both(Website="wattle.example/")
        self.assertEqual(partner.website, "http://wattle.example/")
        other = self.make("No Site", website="https://odoo.example")
        self.settle()
        self.assertFalse(self.in_xero(self.link(other, "contact").xero_id).get("Website"))
        self.assertEqual(other.website, "https://odoo.example")
        self.assertEqual(self.in_xero(contact_id)["Website"], "wattle.example/")
