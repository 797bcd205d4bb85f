from .timesheet_case import TimesheetCase


class TestQuarantineWords(TimesheetCase):
    """Both sides of a difference in words a bookkeeper reads."""

    def question(self, entity, values):
        return self.env["xero.quarantine"].sudo().create(
            {
                "name": "A difference",
                "connection_id": self.connection.id,
                "entity": entity,
                "direction": "pull",
                "reason": "conflict",
                "sentence": "Both sides changed.",
                "xero_id": "0d3cf8c2-3a3b-4d6c-8f0a-5b1f0f5d1f11",
                "odoo_values": values,
                "xero_values": values,
            }
        )

    def words(self, entity, values):
        """What stands in Xero's column, by label."""
        sides = self.question(entity, values)._sides()
        return {row["label"]: row["xero_value"] for row in sides}

    def test_contact(self):
        """An address is one line, persons have names, terms are sentences: no keys, no codes.
        [D5, S37]"""
        person = {"first": "Beatriz", "last": "Jellicoe", "email": "b@site.example"}
        place = {"street": "231 Quarry Court", "city": "Geelong", "region": "VIC", "zip": "3220"}
        said = self.words(
            "contact",
            {
                "address": {**place, "country": "AU", "attention": "Site office"},
                "persons": {
                    "beatriz jellicoe": {**person, "in_emails": True},
                    "one": {"first": "One", "last": "", "email": "", "in_emails": False},
                },
                "terms_sales": "20 OFFOLLOWINGMONTH",
            },
        )
        self.assertEqual(said["Address"], "Site office, 231 Quarry Court, Geelong, VIC, 3220, AU")
        self.assertEqual(
            said["Contact persons"], "Beatriz Jellicoe, b@site.example, gets the invoices; One"
        )
        self.assertEqual(said["Payment terms of invoices"], "day 20 of the following month")

    def test_invoice(self):
        """An invoice's lines are readable, its customer has a name, and our own notes are left out.
        [D5, S37]"""
        contact = self.sim.create("Contacts", Name="Acacia Timber")
        self.run_pull("contact")
        line = {"text": "Carpenter", "qty": "16", "price": "71.115", "discount": "7.5",
                "account": "200", "tax": "OUTPUT", "tax_amount": "105.25"}  # fmt: skip
        said = self.words(
            "invoice",
            {
                "life": "live",
                "body": {"contact": contact["ContactID"], "currency": "AUD", "lines": [line]},
                "origin": ["12:5"],
            },
        )
        self.assertEqual(said["Cancelled or not"], "not cancelled")
        self.assertEqual(
            said["Customer, date, currency and lines"],
            "customer: Acacia Timber, currency: AUD, lines: "
            "Carpenter: 16 × 71.115 less 7.5 %, account 200, tax OUTPUT (105.25)",
        )
        self.assertNotIn("Accounts and taxes in Odoo", said)

    def test_payroll(self):
        """Hours stand behind the pay item's name, and a payroll calendar has its own. [D5]"""
        said = self.words("timesheet", {"lines": {f"{self.ordinary.xero_id}|": ["7.6", "0"]}})
        self.assertEqual(said["Hours"], "Ordinary Hours: 7.6; 0")
        calendar = self.employee.xero_calendar_id
        said = self.words("employee", {"calendar": calendar.xero_id, "has_tax": True})
        self.assertEqual(said["Payroll calendar"], calendar.display_name)
        self.assertEqual(said["Tax declaration"], "yes")
