from odoo.tests import tagged

from .employee_case import EmployeeCase


@tagged("post_install", "-at_install")
class TestWords(EmployeeCase):
    """A person is never left with a state or a number alone."""

    def lines(self, event):
        return {line.record_name: line.note for line in event.line_ids}

    def test_a_line_says_why_or_what(self):
        """An event's line says which values moved, and why a record was left out; never the values
        themselves. [D20, D24]"""
        self.sim.create("Contacts", Name="Gone Away", ContactStatus="ARCHIVED")
        contact = self.sim.create("Contacts", Name="Wattle Books")
        notes = self.lines(self.run_pull("contact"))
        self.assertEqual(notes["Gone Away"], "only in Xero, and not active there")
        partner = self.env["res.partner"].search([("name", "=", "Wattle Books")])
        self.sim.edit("Contacts", contact["ContactID"], EmailAddress="new@wattle.example")
        self.assertEqual(self.lines(self.run_pull("contact"))["Wattle Books"], "E-mail")
        partner.website = False
        partner.ref = "W-77"
        notes = self.lines(self.run_push("contact"))
        self.assertEqual(notes, {"Wattle Books": "Account number"})
        self.assertNotIn("W-77", "".join(notes.values()))

    def test_a_document_says_what_to_do(self):
        """A partner that waits for a person says why on its own page, and one button opens the
        question; when it is answered the words are gone. [D5, D26]"""
        contact = self.sim.create("Contacts", Name="Wattle Books")
        self.run_pull("contact")
        partner = self.env["res.partner"].search([("name", "=", "Wattle Books")])
        self.assertFalse(partner.xero_question)
        self.sim.edit("Contacts", contact["ContactID"], EmailAddress="xero@wattle.example")
        partner.email = "odoo@wattle.example"
        self.run_pull("contact")
        question = self.quarantines("contact")
        self.assertEqual(partner.xero_question, question.sentence)
        action = partner.action_xero_question()
        self.assertEqual((action["res_model"], action["res_id"]), ("xero.quarantine", question.id))
        question.action_resolve("odoo")
        self.env.invalidate_all()
        self.assertFalse(partner.xero_question)

    def test_export_all_counts_pairs_that_would_not_be_made(self):
        """“Export all” compares the employees that are paired, also while none is made in Xero.
        [D3]"""
        self.hire()
        self.run_pull("employee")
        wizard = self.env["xero.export.wizard"].create({"setting_id": self.setting("employee").id})
        self.assertEqual((wizard.create_count, wizard.update_count), (0, 1))
