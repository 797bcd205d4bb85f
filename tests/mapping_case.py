from odoo.tests import new_test_user, tagged

from ..models import compat
from .common import XeroCase


@tagged("post_install", "-at_install")
class MappingCase(XeroCase):
    """A connected Australian company whose accounts and taxes were read from Xero."""

    def set_up_once(self):
        super().set_up_once()
        for entity in ("ledger_account", "tax_rate"):
            self.run_pull(entity, trigger="first")
        self.accounts = self.env["xero.account.map"]
        self.taxes = self.env["xero.tax.map"]

    def odoo_account(self, code):
        return self.env["account.account"].search(
            [("code", "=", code), *compat.account_domain(self.company)]
        )

    def odoo_tax(self, template):
        """A tax of the company's chart by its id there: names differ from series to series."""
        return self.env.ref(f"account.{self.company.id}_{template}")

    def sale_tax(self, name, description):
        """One more tax of ten percent on sales, on the same lines of the BAS."""
        tax = self.odoo_tax("au_tax_sale_10")
        there = tax.search(
            [
                ("name", "=", name),
                ("type_tax_use", "=", "sale"),
                ("company_id", "=", tax.company_id.id),
            ]
        )
        return there or tax.copy({"name": name, "description": description})

    def adjustment(self):
        """A tax that only a person can place."""
        return self.sale_tax("10% Adj", "Tax Adjustments (Sales)")

    def account_row(self, code):
        return self.accounts._row(self.connection, self.odoo_account(code)).sudo(False)

    def tax_row(self, tax):
        return self.taxes._row(self.connection, tax).sudo(False)

    def ledger(self, code):
        return self.env["xero.ledger.account"].search(
            [("connection_id", "=", self.connection.id), ("code", "=", code)]
        )

    def rate(self, tax_type):
        return self.env["xero.tax.rate"].search(
            [("connection_id", "=", self.connection.id), ("tax_type", "=", tax_type)]
        )

    def accountant(self, groups="xero_connector.group_accountant"):
        return new_test_user(
            self.env, f"mapping {groups}", groups=groups, company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip

    def make_invoice(self, account, taxes):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2026-11-01",
                "invoice_line_ids": [
                    (0, 0, {"name": "Work", "price_unit": 100, "account_id": account.id,
                            "tax_ids": [(6, 0, taxes.ids)]})
                ],
            }
        )  # fmt: skip
        invoice.action_post()
        return invoice
