from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..xero.scopes import scopes_for
from .common import FEATURES, XeroCase
from .item_case import ItemCase


@tagged("post_install", "-at_install")
class TestItemAccess(ItemCase):
    """Off until somebody switches it on, and closed to who has no business with it."""

    def person(self, login, groups):
        return new_test_user(
            self.env, login, groups, company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip

    def test_off_unless_asked_for(self):
        """A company that did not tick items has them off: no permission is asked for, no change is
        noted, no tab is shown. [B1, O6, O17]"""
        self.connection.sudo().write({"state": "disconnected", "active": False})
        self.connection = XeroCase.connect(self, self.company, features=FEATURES)
        self.assertFalse(self.setting("item").enabled)
        self.pair_all("item")
        product = self.make()
        self.assertFalse(self.waiting("item"))
        self.assertFalse(product.xero_synced)
        self.assertFalse(product.product_tmpl_id.xero_synced)
        self.assertFalse({"items", "settings_export"} & self.connection._needed_features())
        with self.assertRaises(UserError):
            product.action_xero_sync_now()

    def test_ticked_in_the_connect_window(self):
        """Ticked there, they are on, and Xero is asked for the permission to write them; for an
        import alone it is not. [O17, B5]"""
        setting = self.setting("item")
        self.assertTrue(setting.enabled)
        wizard = self.env["xero.connect.wizard"]._for_connection(self.connection)
        self.assertTrue(wizard.feature_items)
        self.assertIn("accounting.settings", scopes_for(wizard._features()))
        setting.push = False
        self.assertNotIn("accounting.settings", scopes_for(wizard._features()))
        self.assertNotIn("accounting.settings", scopes_for(self.connection._needed_features()))

    def test_switched_on_without_the_permission(self):
        """Switched on where Xero allowed reading only, items come in; the first product that is to
        leave waits, and the connection asks for the permission. [O17, C23]"""
        # Xero adds what was allowed once to every later consent of the same person.
        self.connection.authorisation_id.sudo().scopes = " ".join(scopes_for(FEATURES))
        self.item()
        self.pull()
        self.product_of("W-1").name = "Renamed"
        self.env.cr.flush()
        self.env["xero.sync"]._services()["item"].sudo()._cron_push()
        self.env.invalidate_all()
        self.assertEqual(self.connection.state, "live")
        self.assertIn("accounting.settings", self.connection.missing_scopes)
        self.assertEqual(len(self.waiting("item")), 1)
        self.assertFalse(self.writes())
        self.assertEqual(self.pull().state, "ok")

    def test_people_without_the_group(self):
        """Who has nothing to do with Xero sees products as before and presses no button of it.
        [S92]"""
        self.pair_all("item")
        product = self.sent()
        clerk = self.person("clerk", "base.group_user")
        for record in (product.with_user(clerk), product.product_tmpl_id.with_user(clerk)):
            self.assertEqual(record.read(["name", "xero_state"])[0]["xero_state"], "agreed")
            with self.assertRaises(AccessError):
                record.action_xero_sync_now()
            with self.assertRaises(AccessError):
                record.read(["xero_question"])

    def test_templates(self):
        """A product's page and list know the state of its variants; deleted, its item stays in Xero
        and is not made into a product again. [D3, S23]"""
        self.pair_all("item")
        product = self.sent()
        template = product.product_tmpl_id
        self.assertEqual((template.xero_state, template.xero_id), ("agreed", product.xero_id))
        templates = self.env["product.template"]
        self.assertIn(template, templates.search([("xero_state", "=", "agreed")]))
        template.action_xero_sync_now()
        self.assertEqual(self.waiting("item").res_id, product.id)
        self.env.invalidate_all()
        self.assertTrue(template.xero_pending)
        template.unlink()
        self.setting("item", watermark=False)
        self.pull()
        self.push()
        self.assertFalse(self.products.search([("default_code", "=", "W-1")]))
        self.assertEqual(self.codes_in_xero(), ["W-1"])
        self.assertFalse(self.quarantines("item"))

    def test_another_company(self):
        """An item of one company's organisation never reaches a product of another company. [O12,
        S35]"""
        theirs = self.make("W-1", company_id=self.other_company().id, taxes_id=False,
                           supplier_taxes_id=False, property_account_income_id=False,
                           property_account_expense_id=False)  # fmt: skip
        self.setting("item", item_company="own")
        self.item(Name="Renamed")
        self.pull()
        self.assertEqual(theirs.name, "Widget")
        made = self.products.search([("name", "=", "Renamed")])
        self.assertEqual(made.company_id, self.company)
