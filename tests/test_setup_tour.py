from odoo.tests import HttpCase, new_test_user, tagged

from ..models import compat
from .common import XeroCase
from .test_tours import GROUPS

MOST_CLICKS = 12


@tagged("post_install", "-at_install")
class TestSetupTour(XeroCase, HttpCase):
    def set_up_once(self):
        super().set_up_once()
        self.connection.sudo().write({"state": "disconnected", "tenant_id": False})
        self.connection.active = False
        elsewhere = self.other_company().id
        self.env["xero.app"].search([]).write({"client_id": "OTHER", "company_id": elsewhere})
        self.person = new_test_user(
            self.env, "founder", f"{GROUPS},base.group_system", password="founder",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip

    def test_from_nothing_to_the_first_invoice(self):
        """From the empty dashboard to the first invoice in Xero: at most twelve clicks after the
        consent, and the invoice is right there to the cent, its account and its tax.
        [B18, E35, C13]"""
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        self.sim.create("Contacts", Name="Acacia Timber")
        # The chart's own accounts bring their tax; the one of this test company has none.
        account = self.company_data["default_journal_sale"].default_account_id
        account.tax_ids = self.company_data["default_tax_sale"]
        self.env.flush_all()
        path = compat.list_url(self.env, "xero.dashboard")
        self.start_tour(path, "xero_setup_to_first_invoice", login="founder", timeout=180)
        self.env.invalidate_all()
        clicks = self.env["ir.config_parameter"].get_param("xero_setup_tour_clicks")
        self.assertTrue(0 < int(clicks) <= MOST_CLICKS, f"{clicks} clicks")
        move = self.env["account.move.line"].search([("name", "=", "Consulting")]).move_id
        self.assertTrue(move.xero_id, self.quarantines().mapped("sentence"))
        invoice = next(row for row in self.xero("Invoices") if row["InvoiceID"] == move.xero_id)
        line = invoice["LineItems"][0]
        self.assertEqual(invoice["Contact"]["Name"], "Acacia Timber")
        self.assertEqual((float(invoice["Total"]), float(invoice["TotalTax"])), (1357.95, 123.45))
        self.assertEqual((line["AccountCode"], line["TaxType"]), ("200", "OUTPUT"))
