"""A company with Odoo's Australian chart, loaded once for each test database: it takes seconds."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

# What Odoo's own test class calls the company it makes.
NAME = "company_1_data"


@contextmanager
def kept_company(chart="au"):
    """Where Odoo's test class makes its company and loads a chart, it gets the kept one. Its
    transaction must not have begun yet, or it does not see a company that was just made."""
    registry = Registry(get_db_name())
    kept = _made(registry, chart)
    companies, charts = registry["res.company"], registry["account.chart.template"]
    create, load = companies.create, charts.try_loading

    def create_others(self, vals_list):
        ours = isinstance(vals_list, dict) and vals_list.get("name") == NAME
        return self.browse(kept) if ours else create(self, vals_list)

    def load_others(self, template_code, company, **kwargs):
        if company.id != kept:
            load(self, template_code, company, **kwargs)

    with (
        patch.object(companies, "create", create_others),
        patch.object(charts, "try_loading", load_others),
    ):
        yield


def _made(registry, chart):
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        company = env["res.company"].search([("name", "=", NAME)], limit=1)
        if not company:
            country = env.ref(f"base.{chart}")
            company = env["res.company"].create(
                {"name": NAME, "country_id": country.id, "currency_id": country.currency_id.id}
            )
            env["account.chart.template"].try_loading(chart, company=company, install_demo=False)
        return company.id
