from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import XeroCase


class TestQuarantine(XeroCase):
    """What a person sees of a difference, and what each choice of the wizard does."""

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("contact")

    def ambiguous(self):
        """A Xero contact that may be either of two partners; returns both sides and the
        question."""
        partners = self.env["res.partner"].create(
            [{"name": "Acacia Timber", "is_company": True} for _each in range(2)]
        )
        contact = self.sim.create("Contacts", Name="Acacia Timber")
        self.run_pull("contact")
        return partners, contact, self.quarantines("contact")

    def conflict(self):
        """A paired contact whose e-mail was changed on both sides."""
        contact = self.sim.create(
            "Contacts", Name="Bottlebrush Cafe", EmailAddress="a@bottlebrush.example"
        )
        self.run_pull("contact")
        partner = self.env["res.partner"].search([("name", "=", "Bottlebrush Cafe")])
        partner.email = "odoo@bottlebrush.example"
        self.env.cr.flush()
        self.sim.edit("Contacts", contact["ContactID"], EmailAddress="xero@bottlebrush.example")
        self.run_pull("contact")
        return partner, contact, self.quarantines("contact")

    def wizard(self, row, **values):
        action = row.action_open_resolve()
        wizard = self.env["xero.resolve.wizard"].browse(action["res_id"])
        for name, value in values.items():
            if name == "choice":
                wizard.choice_id = self.env["xero.resolve.choice"].search(
                    [("wizard_id", "=", wizard.id), ("code", "=", value)]
                )
            else:
                wizard[name] = value
        return wizard

    def settled(self):
        """Run what a choice has queued, both ways."""
        self.run_pull("contact", trigger="person")
        self.run_push("contact", trigger="person")

    def test_what_a_row_tells(self):
        """A difference names the record, its model and ids, direction, date, company and what
        happened. [S37, D5]"""
        partner, contact, row = self.conflict()
        self.assertEqual(row.name, "Bottlebrush Cafe")
        self.assertEqual((row.source, row.model), ("Contact", "res.partner"))
        self.assertEqual(row.res_id, partner.id)
        self.assertEqual(row.xero_id, contact["ContactID"])
        self.assertEqual(row.company_id, self.company)
        self.assertTrue(row.create_date)
        self.assertEqual(row.note, row.sentence)
        self.assertIn("E-mail", row.sentence)

    def test_both_sides(self):
        """Both sides stand beside each other, the values that both changed first. [D5]"""
        _partner, _contact, row = self.conflict()
        first = row._sides()[0]
        self.assertEqual(
            (first["label"], first["odoo_value"], first["xero_value"], first["conflict"]),
            ("E-mail", "odoo@bottlebrush.example", "xero@bottlebrush.example", True),
        )
        self.assertIn("odoo@bottlebrush.example", row.sides)
        self.assertIn("both changed", row.sides)

    def test_a_value_cannot_bring_markup(self):
        """A name that contains HTML is shown as text. [D5]"""
        _partner, _contact, row = self.conflict()
        row.sudo().xero_values = {**row.xero_values, "email": "<script>alert(1)</script>"}
        self.assertNotIn("<script>", row.sides)

    def test_wizard_says_what_will_happen(self):
        """The wizard offers the choices that fit, candidates with their reason, and says what each
        will do. [D10]"""
        partners, _contact, row = self.ambiguous()
        wizard = self.wizard(row)
        choices = self.env["xero.resolve.choice"].search([("wizard_id", "=", wizard.id)])
        self.assertEqual(choices.mapped("code"), ["link", "create", "retry", "dismiss"])
        self.assertEqual(set(wizard.candidate_ids.mapped("res_id")), set(partners.ids))
        wizard.candidate_id = wizard.candidate_ids[1]
        self.assertIn("become one pair", wizard.explanation)
        self.assertIn(str(wizard.candidate_id.res_id), wizard.candidate_id.display_name)
        self.assertEqual(row.state, "open")

    def test_link(self):
        """“Link to this one” makes a pair of the two, and no new record. [D5, D10]"""
        partners, contact, row = self.ambiguous()
        wizard = self.wizard(row, choice="link")
        with self.assertRaises(UserError):
            wizard.action_apply()
        wizard.candidate_id = wizard.candidate_ids[1]
        chosen = partners.browse(wizard.candidate_id.res_id)
        wizard.action_apply()
        self.settled()
        self.assertEqual(self.link(chosen, "contact").xero_id, contact["ContactID"])
        self.assertEqual(self.env["res.partner"].search_count([("name", "=", "Acacia Timber")]), 2)
        self.assertEqual((row.state, row.resolved_uid), ("resolved", self.env.user))

    def test_find_another(self):
        """When the right record is not among the candidates, a person finds it by name. [D5]"""
        _partners, contact, row = self.ambiguous()
        meant = self.env["res.partner"].create({"name": "A. Timber Holdings", "is_company": True})
        wizard = self.wizard(row, choice="link", search_for="Timber Hold")
        wizard.action_find()
        self.assertEqual(wizard.candidate_id.res_id, meant.id)
        wizard.action_apply()
        self.settled()
        self.assertEqual(self.link(meant, "contact").xero_id, contact["ContactID"])

    def test_create(self):
        """“Create a new record” makes one although similar ones exist. [D5]"""
        partners, contact, row = self.ambiguous()
        self.wizard(row, choice="create").action_apply()
        self.settled()
        third = self.env["res.partner"].search([("name", "=", "Acacia Timber")]) - partners
        self.assertEqual(self.link(third, "contact").xero_id, contact["ContactID"])

    def test_dismissed_is_not_asked_again(self):
        """What was dismissed comes back when a side changes, and not by itself. [D5]"""
        partner, contact, row = self.conflict()
        row.action_resolve("dismiss", note="Both are right.")
        event = self.run_pull("contact")
        self.assertEqual((event.collected, event.quarantined), (1, 0))
        self.assertFalse(self.quarantines())
        self.sim.edit("Contacts", contact["ContactID"], EmailAddress="third@bottlebrush.example")
        self.run_pull("contact")
        self.assertEqual(self.quarantines().res_id, partner.id)

    def test_take_odoo(self):
        """“Take Odoo's values” brings them to Xero. [D5]"""
        partner, _contact, row = self.conflict()
        self.wizard(row, choice="odoo").action_apply()
        self.settled()
        self.assertEqual(self.xero("Contacts")[0]["EmailAddress"], "odoo@bottlebrush.example")
        self.assertEqual(partner.email, "odoo@bottlebrush.example")
        self.assertFalse(self.quarantines())

    def test_take_xero(self):
        """“Take Xero's values” brings them to Odoo. [D5]"""
        partner, _contact, row = self.conflict()
        self.wizard(row, choice="xero").action_apply()
        self.settled()
        self.assertEqual(partner.email, "xero@bottlebrush.example")
        self.assertEqual(self.xero("Contacts")[0]["EmailAddress"], "xero@bottlebrush.example")
        self.assertFalse(self.quarantines())

    def test_dismiss_needs_a_reason(self):
        """Dismissing needs a reason, which stays with the row. [D5, S37]"""
        _partners, _contact, row = self.ambiguous()
        wizard = self.wizard(row, choice="dismiss")
        with self.assertRaises(UserError):
            wizard.action_apply()
        wizard.note = "Closed long ago"
        wizard.action_apply()
        self.assertEqual((row.state, row.resolution_note), ("dismissed", "Closed long ago"))
        self.assertIn("Closed long ago", row.note)

    def test_retry_many(self):
        """Many differences are tried again from the list; those whose cause is gone heal. [D5]"""
        partners, contact, row = self.ambiguous()
        partners[1].active = False
        partners[1].name = "Somebody else"
        rows = row | self.env["xero.quarantine"].browse()
        rows.action_retry()
        self.settled()
        self.assertEqual(self.link(partners[0], "contact").xero_id, contact["ContactID"])
        with self.assertRaises(UserError):
            rows.action_retry()

    def test_rights(self):
        """A reader sees a difference and decides nothing; only managers see what was exchanged.
        [D5]"""
        _partners, _contact, row = self.ambiguous()
        reader = self.person("reader", "xero_connector.group_user")
        accountant = self.person("accountant", "xero_connector.group_accountant")
        self.assertTrue(row.with_user(reader).sentence)
        for method in ("action_open_resolve", "action_retry", "action_take"):
            with self.assertRaises(AccessError):
                getattr(row.with_user(reader), method)()
        with self.assertRaises(AccessError):
            row.with_user(accountant).read(["payload"])
        with self.assertRaises(AccessError):
            row.with_user(accountant).action_show_payload()
        self.assertFalse(row.with_user(accountant).payload_text)
        self.assertIn("Acacia Timber", row.payload_text or "Acacia Timber")
        row.with_user(accountant).action_take()
        self.assertEqual(row.user_id, accountant)

    def person(self, login, group):
        return new_test_user(
            self.env,
            login,
            f"base.group_user,{group}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_without_an_entity(self):
        """What belongs to no connection, such as an unknown webhook, can be dismissed. [D5]"""
        row = self.env["xero.quarantine"].sudo().create(
            {
                "name": "Webhook of the app Demo",
                "entity": "webhook",
                "direction": "pull",
                "reason": "unknown_tenant",
                "sentence": "A webhook reports a change in an organisation that is not connected.",
            }
        )
        row = row.with_user(self.env.user)
        wizard = self.wizard(row, note="Not ours")
        self.assertEqual(wizard.choice, "dismiss")
        wizard.action_apply()
        self.assertEqual(row.state, "dismissed")
