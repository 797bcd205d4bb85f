from odoo.addons.xero_connector.tests.test_access import READ, RIGHTS, USER
from odoo.tests import new_test_user, tagged

from .stock_case import StockCase

# The connector's own test of rights goes through this table.
RIGHTS["xero.item.stock"] = {USER: READ}


@tagged("post_install", "-at_install")
class TestStockAccess(StockCase):
    def test_own_company_only(self):
        """Nobody sees quantities and values of another company's organisation. [S87, S92]"""
        self.kept()
        self.push()
        self.pull(trigger="person")
        row = self.env["xero.item.stock"].search([])
        self.assertEqual(len(row), 1)
        other = self.other_company()
        stranger = new_test_user(
            self.env, "stranger", USER, company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        self.assertFalse(row.with_user(stranger).search([]))
