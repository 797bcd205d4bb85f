"""What the buttons of the mapping pages count, with real transactions."""

from odoo.tests import tagged

from .real_case import RealCase


@tagged("-standard", "xero_real", "post_install", "-at_install")
class TestMappingReal(RealCase):
    def test_suggest_counts_what_it_made(self):
        """“Suggest” answers with the rows that it has just made, not with those before. [B23]"""
        with self.real_env() as env:
            connection = self.connect_for_real(env)
            company = connection.company_id
        self.run_worker("xero.sync.tax.rate._cron_pull")
        with self.real_env() as env:
            env["xero.tax.map"].search([]).unlink()
        with self.real_env() as env:
            taxes = env["xero.tax.map"].with_company(company.id)
            self.assertFalse(taxes.search([]))
            message = taxes.action_suggest()["params"]["message"]
        with self.real_env() as env:
            rows = env["xero.tax.map"].search([])
            ready = rows.filtered(lambda row: row.status == "ready")
            self.assertTrue(rows)
            self.assertEqual(message, f"{len(ready)} of {len(rows)} are mapped.")
