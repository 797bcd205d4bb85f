"""Every fault at every call that reads Xero's own lists."""

from odoo.tests import tagged

from .fault_case import FaultCase

# Entity, model, table of Xero's, key there.
LISTS = (
    ("ledger_account", "xero.ledger.account", "Accounts", "AccountID"),
    ("tax_rate", "xero.tax.rate", "TaxRates", "TaxType"),
    ("currency", "xero.currency", "Currencies", "Code"),
    ("branding_theme", "xero.branding.theme", "BrandingThemes", "BrandingThemeID"),
    ("tracking_category", "xero.tracking.category", "TrackingCategories", "TrackingCategoryID"),
    ("pay_item", "xero.pay.item", "EarningsRates", "EarningsRateID"),
    ("payroll_calendar", "xero.payroll.calendar", "PayrollCalendars", "PayrollCalendarID"),
)


@tagged("post_install", "-at_install", "xero_long")
class TestReferenceFaults(FaultCase):
    def prepare(self):
        """Read once, a day ago; since then Xero has a new account and another calendar's name."""
        self.work()
        self.connection.sudo().timesheet_category_at = False
        self.sim.create(
            "Accounts", Code="299", Name="Labour hire", Type="REVENUE", TaxType="OUTPUT",
            Status="ACTIVE", Class="REVENUE",
        )  # fmt: skip
        calendar = self.xero("PayrollCalendars")[0]
        self.sim.edit("PayrollCalendars", calendar["PayrollCalendarID"], Name="Yard")
        self.known = {model: self.mirrored(model) for _entity, model, *_rest in LISTS}

    def work(self):
        for entity, *_rest in LISTS:
            self.run_pull(entity)

    def settle(self):
        for entity, *_rest in LISTS:
            self.pull_if_due(entity)

    def mirrored(self, model):
        """Active rows of this connection, of the kind that the table holds."""
        rows = self.env[model].search([("connection_id", "=", self.connection.id)])
        if model == "xero.pay.item":
            rows = rows.filtered(lambda row: row.kind == "earnings")
        return rows

    def check_broken(self, what):
        """A broken answer archives nothing: what was there still is."""
        for model, rows in self.known.items():
            self.assertFalse(rows - self.mirrored(model), what)

    def check(self, what):
        """Every list as Xero has it: none is missing."""
        for _entity, model, table, key in LISTS:
            rows = [row for row in self.xero(table) if row.get("CurrentRecord", True)]
            ids = self.mirrored(model).mapped("xero_id")
            self.assertEqual(sorted(ids), sorted(row[key] for row in rows), what)
        self.assertIn("299", self.mirrored("xero.ledger.account").mapped("code"), what)
        self.assertIn("Yard", self.mirrored("xero.payroll.calendar").mapped("name"), what)

    def test_every_fault_at_every_call(self):
        """Whatever call fails, a list is taken over whole or left as it was, and is right after the
        next run. [D32, B25, C4]"""
        self.assertEqual(self.break_every_call(), ["GET"] * 8)
