from odoo.tests import tagged

from .setup_case import SetupCase


@tagged("post_install", "-at_install")
class TestSetupOthers(SetupCase):
    """What the set-up says of other companies of this Odoo, and of what leaves at Start."""

    def second(self):
        """The set-up of another company of this Odoo, not connected yet."""
        company = self.other_company()
        self.manager.company_ids += company
        self.connection.sudo().authorisation_id.app_id.company_id = False
        self.env["xero.connection"].create({"company_id": company.id})
        setup = self.env["xero.setup"].sudo().create({"company_id": company.id})
        return setup.with_user(self.manager).with_company(company)

    def walked(self, setup, *offered):
        """The manager comes back from Xero, where these organisations were allowed."""
        app = self.connection.sudo().authorisation_id.app_id
        authorisation = self.env["xero.authorisation"].sudo().create({"app_id": app.id})
        self.env["xero.consent"].sudo().create(
            {
                "connection_id": setup.connection_id.id,
                "authorisation_id": authorisation.id,
                "user_id": self.manager.id,
                "redirect_uri": app.redirect_url,
                "scopes": "openid",
                "expires_at": "2099-01-01",
                "used_at": "2026-01-01",
                "offered": [
                    {"id": f"c{tenant}", "tenantId": tenant, "tenantName": name}
                    for tenant, name in offered
                ],
            }
        )
        self.env.invalidate_all()

    def test_the_only_one_is_taken(self):
        """The one organisation that Xero was allowed to show belongs to another company: the page
        says which and what to do; with a free one beside it, it offers the choice. [B18, S73]"""
        setup, taken = self.second(), (self.connection.tenant_id, "Gumtree Books")
        self.walked(setup, taken)
        self.assertEqual(setup.step, "organisation")
        said = setup.taken_sentence
        self.assertIn("one organisation, and it cannot be taken", said)
        self.assertIn(f"“Gumtree Books”: Already connected to {self.company.name}.", said)
        self.assertIn("archive the other company's connection", said)
        self.walked(setup, taken, ("free", "Free Books"))
        self.assertFalse(setup.taken_sentence)
        self.connection.active = False
        self.walked(setup, taken)
        self.assertFalse(setup.taken_sentence)

    def test_contacts_of_all_companies(self):
        """A second company reads that contacts without a company go to the other's Xero too, as
        they do; with the company set they do not. [B18, B45]"""
        self.setup.sudo().started_for = self.connection.tenant_id
        setup = self.second()
        self.assertFalse(self.setup.shared_sentence)
        self.assertIn(f"the Xero of {self.company.name} as well", setup.shared_sentence)
        values = {"is_company": True, "customer_rank": 1}
        partners = self.env["res.partner"].with_company(setup.company_id)
        shared = partners.create({**values, "name": "Wattle"})
        partners.create({**values, "name": "Acacia", "company_id": setup.company_id.id})
        self.assertEqual(self.waiting("contact").mapped("res_id"), [shared.id])
        self.setting("contact").push = False
        self.env.invalidate_all()
        self.assertFalse(setup.shared_sentence)

    def test_what_start_sends(self):
        """The dry run tells what Start sends by itself from what stays, also after a night, and
        Start sends just that. [B18, C4]"""
        values = {"is_company": True, "customer_rank": 1}
        self.setting("contact").push = False
        self.env["res.partner"].create([{**values, "name": f"Old {i}"} for i in range(3)])
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.setting("contact").push = True
        self.choose("contact")
        self.assertIn("Start by itself sends none of them,", self.to_xero())
        self.env["res.partner"].create({**values, "name": "Acacia"})
        self.env.cr.precommit.run()
        self.env["xero.sync"].sudo()._cron_sweep()
        said = self.to_xero()
        self.assertIn("Start by itself sends 1: what was made or changed in Odoo since", said)
        self.assertRegex(said, r"Sending all would .*create \d+ in Xero")
        self.setup.action_start()
        self.assertNotIn("Start by itself", self.to_xero())
        self.run_pull("contact", trigger="person")
        self.run_push("contact")
        self.assertEqual([one["Name"] for one in self.xero("Contacts")], ["Acacia"])

    def to_xero(self):
        return self.look()["contact"]["push"]["sentence"]
