from odoo.addons.xero_connector.tests.test_access import ACCOUNTANT, ALL, READ, RIGHTS, USER
from odoo.addons.xero_connector.tests.test_public_methods import MAPPING, PUBLIC
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .team_case import TeamCase

# The connector's own tests of rights and public methods go through these tables.
RIGHTS["xero.team.account"] = {USER: READ, ACCOUNTANT: ALL}
PUBLIC["xero.team.account"] = MAPPING


@tagged("post_install", "-at_install")
class TestTeamAccess(TeamCase):
    def test_own_company_only(self):
        """Who works for another company alone sees no account of this company's organisation, and
        makes none there. [B2, S92]"""
        row = self.choose("260")
        other = self.other_company()
        stranger = new_test_user(
            self.env, "stranger", ACCOUNTANT, company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        page = self.env["xero.team.account"].with_user(stranger)
        self.assertFalse(page.search([("id", "=", row.id)]))
        retail = self.env["crm.team"].create({"name": "Retail", "company_id": False})
        values = {"connection_id": self.connection.id, "team_id": retail.id}
        with self.assertRaises(AccessError):
            page.create({**values, "ledger_account_id": self.ledger("260").id})

    def test_only_the_account_is_chosen(self):
        """A row keeps its team and its organisation; what is worked out is not written. [B2]"""
        row = self.choose("260")
        retail = self.env["crm.team"].create({"name": "Retail", "company_id": False})
        for values in ({"team_id": retail.id}, {"state": "missing"}):
            with self.assertRaises(AccessError):
                row.write(values)
