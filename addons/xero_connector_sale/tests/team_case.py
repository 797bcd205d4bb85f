from odoo import Command
from odoo.addons.xero_connector.models.compat import PRODUCT_TYPE
from odoo.addons.xero_connector.tests.invoice_case import InvoiceCase


class TeamCase(InvoiceCase):
    """A sales team with a Xero account of its own, and words for orders and their invoices."""

    @classmethod
    def setUpClass(cls, chart_template_ref="au"):
        super().setUpClass(chart_template_ref=chart_template_ref)
        cls.env.user.groups_id += cls.env.ref("sales_team.group_sale_manager")
        cls.team = cls.env["crm.team"].create({"name": "Wholesale", "company_id": False})
        cls.work = cls.service("Work")
        cls.fees = cls.income.copy({"code": "424877", "name": "Fees for courses"})
        cls.course = cls.service("Course", property_account_income_id=cls.fees.id)

    @classmethod
    def service(cls, name, **values):
        """A service of this company that is invoiced as it is ordered."""
        return cls.env["product.product"].create(
            {
                "name": name,
                PRODUCT_TYPE: "service",
                "invoice_policy": "order",
                "company_id": cls.company.id,
                "list_price": 100,
                "taxes_id": [Command.set(cls.gst.ids)],
                **values,
            }
        )

    def set_up_once(self):
        super().set_up_once()
        self.map_account(self.fees, "260")

    def choose(self, code, team=None, connection=None):
        """Choose a team's account, as a person does on the team's form."""
        connection = connection or self.connection
        ledger = self.env["xero.ledger.account"].with_context(active_test=False).search(
            [("connection_id", "=", connection.id), ("code", "=", code)]
        )
        team = (team or self.team).with_company(connection.company_id)
        team.xero_ledger_account_id = ledger
        return team.env["xero.team.account"].search(
            [("connection_id", "=", connection.id), ("team_id", "=", team.id)]
        )

    def order(self, *products, **values):
        """A confirmed order of the team for these products."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "company_id": self.company.id,
                "team_id": self.team.id,
                "order_line": [
                    Command.create({"product_id": product.id}) for product in products or self.work
                ],
                **values,
            }
        )
        order.action_confirm()
        return order

    def prepared(self, *products, **values):
        """The draft invoice of such an order."""
        move = self.order(*products, **values)._create_invoices()
        move.invoice_date = self.today
        return move

    def pushed(self, *products, **values):
        """The posted invoice of such an order, after an export."""
        move = self.prepared(*products, **values)
        move.action_post()
        self.run_push("invoice")
        return move

    def accounts_in_xero(self, move):
        return [line["AccountCode"] for line in self.in_xero(move)["LineItems"]]
