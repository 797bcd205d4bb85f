from odoo.tests import tagged

from .contact_case import ContactCase


@tagged("post_install", "-at_install")
class TestTwoOrganisations(ContactCase):
    """One database, two companies, each with an organisation of its own."""

    def set_up_once(self):
        super().set_up_once()
        tenants = [row["tenant_id"] for row in self.sim.reset("bare", count=2)]
        self.connection.sudo().write({"tenant_id": False, "xero_connection_id": False})
        consent = self.connection.authorisation_id
        self.consent(self.connection, consent, tenants[0])
        other = self.other_company()
        self.env.user.company_ids += other
        self.theirs = self.connect(other, tenants[1])

    def test_a_change_imported_for_one_company_leaves_for_the_other(self):
        """A partner of both companies is changed in one organisation, and the other one hears of it
        with the next export, not in the night; a contact that is new in one is not made in the
        other. [B45, O1]"""
        contact_id = self.contact()
        twin = self.sim.create(
            "Contacts", tenant=self.theirs.tenant_id, Name="Wattle Builders Pty Ltd"
        )
        self.run_pull("contact")
        partner = self.partner_named("Wattle Builders Pty Ltd")
        partner.company_id = False
        self.run_push("contact")
        self.run_pull("contact", self.theirs)
        self.run_push("contact", self.theirs)
        self.contact(Name="Ours alone")
        self.edit(contact_id, EmailAddress="new@wattle.example")
        self.run_pull("contact")
        self.env.cr.flush()
        self.assertNotIn(self.connection, self.waiting("contact").connection_id)
        self.run_push("contact", self.theirs)
        found = self.sim.table("Contacts", self.theirs.tenant_id)
        self.assertEqual(
            [(row["ContactID"], row["Name"], row["EmailAddress"]) for row in found],
            [(twin["ContactID"], "Wattle Builders Pty Ltd", "new@wattle.example")],
        )
        self.run_pull("contact", self.theirs)
        self.env.cr.flush()
        self.assertFalse(self.waiting("contact"))
