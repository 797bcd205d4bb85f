from odoo.exceptions import AccessError, UserError

from .contact_case import ContactCase

MAIL = "office@wattle.example"


class TestContactOverwrite(ContactCase):
    """One name and e-mail on both sides, and different values: asked, or written over."""

    def both_differ(self, name="Wattle Builders", mail=MAIL):
        """A contact whose account number differs between the two sides."""
        partner = self.make(name, email=mail, ref=f"ODOO {mail}")
        contact_id = self.contact(Name=name, EmailAddress=mail, AccountNumber=f"XERO {mail}")
        return partner, contact_id

    def choose(self, side):
        """The window that shows the differences, answered."""
        action = self.setting("contact").action_choose_overwrite()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.side = side
        return wizard

    def test_off_it_is_asked(self):
        """Unless chosen otherwise, the pair is a suggestion: what differs is shown and neither side
        changes. [S83]"""
        partner, contact_id = self.both_differ()
        self.settle()
        self.assertEqual(self.asked().reason, "conflict")
        self.assertEqual(partner.ref, f"ODOO {MAIL}")
        self.assertEqual(self.in_xero(contact_id)["AccountNumber"], f"XERO {MAIL}")

    def test_differences_are_shown_first(self):
        """The window shows what differs, then one side is written over the other, for the contacts
        asked about and for those that come later. [S83]"""
        for side in ("xero", "odoo"):
            with self.subTest(side):
                first, second, third = (f"{side}@{number}.example" for number in range(3))
                partner, contact_id = self.both_differ(f"First {side}", first)
                other, _other_id = self.both_differ(f"Mail {side}", second)
                other.email = "elsewhere@example.com"
                self.settle()
                wizard = self.choose(side)
                shown = [(row.name, row.odoo_value, row.xero_value) for row in wizard.line_ids]
                self.assertEqual(shown, [(partner.name, f"ODOO {first}", f"XERO {first}")])
                self.assertIn("1 contacts", wizard.sentence)
                wizard.action_overwrite()
                self.settle()
                held = f"{side.upper()} {first}"
                self.assertEqual(partner.ref, held)
                self.assertEqual(self.in_xero(contact_id)["AccountNumber"], held)
                later, later_id = self.both_differ(f"Later {side}", third)
                events = self.settle()
                held = f"{side.upper()} {third}"
                self.assertEqual(later.ref, held)
                self.assertEqual(self.in_xero(later_id)["AccountNumber"], held)
                notes = [note for note in events.line_ids.mapped("note") if note]
                self.assertTrue([note for note in notes if "written over: Account number" in note])
                self.assertEqual(self.asked().res_id, other.id)
                self.choose("ask").action_overwrite()
                self.quarantines("contact").action_resolve("dismiss", "tested")

    def test_later_changes_are_asked_as_ever(self):
        """What both sides changed after they had agreed is a question, whatever was chosen.
        [S83]"""
        self.run_pull("contact")
        self.choose("xero").action_overwrite()
        partner, contact_id = self.both(Name="Wattle", EmailAddress=MAIL)
        partner.ref = "ODOO-2"
        self.edit(contact_id, AccountNumber="XERO-2")
        self.settle()
        self.assertEqual(self.asked().reason, "conflict")
        self.assertEqual(partner.ref, "ODOO-2")

    def test_nothing_is_written_over_unseen(self):
        """The choice is made in the window alone, by a manager, once contacts have been read.
        [S83]"""
        setting = self.setting("contact")
        with self.assertRaises(AccessError):
            setting.contact_overwrite = "xero"
        with self.assertRaisesRegex(UserError, "read from Xero once"):
            setting.action_choose_overwrite()
        self.assertEqual(setting.contact_overwrite, "ask")
