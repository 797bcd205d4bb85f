from odoo import release
from odoo.tests import TransactionCase, tagged

# What a database with nothing but Odoo's base gets with the connector: accounting, mail, employees
# with attendance, and what Odoo puts below them. No warehouse, no sales, no purchases (DESIGN 1).
PULLED_IN = {
    "17.0": """
        account analytic auth_signup barcodes base base_setup bus digest hr
        hr_attendance http_routing mail onboarding phone_validation portal product
        resource uom web web_editor web_tour
    """,
    "19.0": """
        account analytic auth_signup barcodes base base_geolocalize base_setup bus
        digest hr hr_attendance html_editor http_routing mail onboarding
        phone_validation portal product resource resource_mail uom web web_tour
    """,
}
NEVER = {"sale", "purchase", "stock", "stock_account", "hr_holidays", "crm", "website", "payment"}


@tagged("post_install", "-at_install")
class TestInstall(TransactionCase):
    def test_the_modules_it_pulls_in(self):
        """Installing the connector brings accounting, mail, attendance, and no warehouse. [B1]"""
        seen, todo = set(), ["xero_connector"]
        modules = self.env["ir.module.module"]
        while todo:
            module = modules.search([("name", "=", todo.pop())])
            names = set(module.dependencies_id.mapped("name")) - seen
            seen |= names
            todo += names
        self.assertFalse(seen & NEVER)
        self.assertEqual(sorted(seen), sorted(PULLED_IN[release.series].split()))

    def test_glue_addons_come_with_their_apps(self):
        """An addon between the connector and another app is there when that app is, and not before;
        installing the connector alone brings none. [B1]"""
        modules = self.env["ir.module.module"]
        glue = modules.search([("name", "=like", "xero_connector_%"), ("auto_install", "=", True)])
        self.assertGreaterEqual(len(glue), 2)
        there = set(modules.search([("state", "=", "installed")]).mapped("name"))
        for addon in glue:
            needed = set(addon.dependencies_id.mapped("name"))
            self.assertTrue(needed & NEVER, addon.name)
            self.assertEqual(addon.state == "installed", needed <= there, addon.name)
