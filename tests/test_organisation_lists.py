import json

from odoo.tests import tagged

from .common import XeroCase
from .invoice_case import InvoiceCase

ACTIONS = "/api.xro/2.0/Organisation/Actions"


@tagged("post_install", "-at_install")
class TestOrganisationLists(XeroCase):
    """Branding themes, what Xero allows, lock dates, and the recorded Demo Company (AU)."""

    def rows(self, model):
        rows = self.env[model].with_context(active_test=False)
        return rows.search([("connection_id", "=", self.connection.id)])

    def test_branding_themes(self):
        """Themes come in Xero's order, the first is its default; one that is gone is archived.
        [E10]"""
        self.assertEqual(self.run_pull("branding_theme", trigger="first").created, 2)
        themes = self.rows("xero.branding.theme")
        self.assertEqual(themes.mapped("name"), ["Standard", "Very orange invoice!"])
        self.assertEqual(themes.mapped("is_default"), [True, False])
        gone = themes[1]
        body = {"tenant": self.sim.tenant, "table": "BrandingThemes", "id": gone.xero_id}
        self.sim.ask("POST", "edit", json={**body, "changes": None})
        self.assertEqual(self.run_pull("branding_theme").updated, 1)
        self.assertEqual(themes.mapped("active"), [True, False])

    def test_what_xero_allows(self):
        """What the plan does not include is listed as such, and follows when it changes."""
        self.sim.edit("Organisation", "", _not_allowed=["UseMulticurrency"])
        self.run_pull("organisation_action", trigger="first")
        actions = self.rows("xero.organisation.action")
        refused = actions.filtered(lambda row: not row.allowed)
        self.assertEqual((len(actions), refused.display_name), (13, "Use multicurrency"))
        self.sim.edit("Organisation", "", _not_allowed=[])
        event = self.run_pull("organisation_action")
        self.assertEqual((event.updated, event.unchanged, refused.allowed), (1, 12, True))
        self.assertEqual(self.run_pull("organisation_action").unchanged, 13)

    def test_lock_dates(self):
        """Both lock dates are read with the organisation, on demand too. Pain 10 [E14]"""
        dates = {"PeriodLockDate": "2026-06-30", "EndOfYearLockDate": "2026-03-31"}
        self.sim.edit("Organisation", "", **dates)
        self.connection.action_refresh_organisation()
        self.connection.sudo()._read_facts()
        self.assertEqual(
            (str(self.connection.period_lock_date), str(self.connection.end_of_year_lock_date)),
            ("2026-06-30", "2026-03-31"),
        )

    def test_demo_company_au(self):
        """Groups and branding themes of Xero's recorded Demo Company (AU) come in; a second time
        nothing changes. [S13, S89, E10]"""
        path = self.shared("xero/demo-company-au/organisation.json")
        self.assertTrue(path, "the recorded organisation is not on this machine")
        with open(path, encoding="utf-8") as file:
            recorded = json.load(file)
        self.connection.sudo().write({"state": "disconnected", "active": False})
        self.connection = self.connect(self.company, self.sim.load(path))
        self.assertEqual(self.run_pull("branding_theme").created, len(recorded["BrandingThemes"]))
        self.run_pull("contact")
        self.assertEqual(self.run_pull("contact_group").created, 1)
        wanted = {
            contact["Name"]: group["Name"]
            for contact in recorded["Contacts"]
            for group in contact.get("ContactGroups", ())
        }
        tag = self.env["res.partner.category"].search([("name", "=", "Support Clients (monthly)")])
        self.assertEqual(sorted(tag.partner_ids.mapped("name")), sorted(wanted))
        self.assertEqual(len(wanted), 4)
        before = self.xero("ContactGroups")
        for entity, count in (("branding_theme", 2), ("contact_group", 1)):
            event = self.run_pull(entity)
            self.assertEqual((event.collected, event.unchanged), (count, count), event.detail)
        self.run_push("contact_group")
        self.assertEqual(self.xero("ContactGroups"), before)
        self.assertFalse(self.waiting("contact_group"))


@tagged("post_install", "-at_install")
class TestBrandingThemeOfInvoices(InvoiceCase):
    def set_up_once(self):
        super().set_up_once()
        self.run_pull("branding_theme")
        self.theme = self.env["xero.branding.theme"].search([("name", "like", "orange")])
        self.setting("invoice", invoice_theme_id=self.theme.id)

    def test_new_invoices_get_the_chosen_theme(self):
        """An invoice arrives with the theme chosen for invoices, and keeps the one a person gives
        it in Xero. [E10]"""
        move = self.invoice()
        self.assertEqual(self.run_push("invoice").created, 1)
        self.assertEqual(self.xero("Invoices")[0]["BrandingThemeID"], self.theme.xero_id)
        other = next(t for t in self.xero("BrandingThemes") if t["Name"] == "Standard")
        self.sim.edit("Invoices", move.xero_id, BrandingThemeID=other["BrandingThemeID"])
        move.ref = "PO 77"
        self.run_push("invoice")
        self.assertEqual(self.xero("Invoices")[0]["BrandingThemeID"], other["BrandingThemeID"])

    def test_theme_that_is_gone_is_named(self):
        """While the chosen theme is not in Xero any more, new invoices wait and say which. Pain 8
        [D25, E10]"""
        self.theme.sudo().active = False
        move = self.invoice()
        self.assertEqual(self.run_push("invoice").quarantined, 1)
        question = self.quarantines("invoice")
        self.assertIn("the branding theme “Very orange invoice!”", question.sentence)
        action = question.action_open_mapping()
        self.assertEqual(action["res_id"], self.setting("invoice").id)
        self.setting("invoice", invoice_theme_id=False)
        question.action_retry()
        self.assertEqual(self.run_push("invoice").created, 1)
        self.assertEqual(move.xero_state, "agreed")
