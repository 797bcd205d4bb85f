from odoo.tests import tagged

from .mapping_case import MappingCase

PAGES = ("account", "tax", "tracking", "journal")


@tagged("post_install", "-at_install")
class TestMappingPage(MappingCase):
    """What the mapping pages show when they are opened, and what their buttons say."""

    def new_account(self, code, name):
        return self.env["account.account"].with_company(self.company).create(
            {"code": code, "name": name, "account_type": "expense"}
        )

    def opened(self, model):
        """The rows on a page that is opened by its menu."""
        page = self.env.ref(f"xero_connector.{model.replace('.', '_')}_page")
        person = self.accountant("xero_connector.group_user")
        action = page.with_user(person).with_company(self.company).run()
        self.assertEqual(action["res_model"], model)
        return self.env[model].search([("connection_id", "=", self.connection.id)])

    def test_new_in_odoo(self):
        """An account and a tax made in Odoo since Xero's lists were read are on their page with a
        suggestion when it is opened, without a call to Xero. [B22, B23]"""
        account = self.new_account("489", "Telephone & Internet")
        tax = self.odoo_tax("au_tax_sale_10").copy({"name": "10% GST again"})
        self.sim.forget_calls()
        row = self.opened("xero.account.map").filtered(lambda row: row.account_id == account)
        self.assertEqual((row.ledger_account_id.code, row.status), ("489", "ready"))
        page = self.taxes._open_action(self.connection)
        self.assertIn(tax, self.taxes.search(page["domain"]).tax_ids)
        self.assertEqual(self.sim.calls(), [])

    def test_menus(self):
        """Each mapping's menu leads to its page for who may read. [B22, B23]"""
        for name in PAGES:
            self.assertEqual(
                self.env.ref(f"xero_connector.menu_xero_{name}_map").action.model_name,
                f"xero.{name}.map",
            )

    def statements(self):
        """Statements of opening every page once more, when nothing is new."""
        for _time in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for name in PAGES:
                self.env[f"xero.{name}.map"].action_page()
        return self.env.cr.sql_log_count - before

    def test_nothing_new_costs_no_more(self):
        """To open a page on which nothing is new takes the same number of statements however many
        rows there are. [S94]"""
        few = self.statements()
        for number in range(25):
            self.new_account(f"X{number:03}", f"Expense {number}")
        self.assertEqual(self.statements(), few)

    def test_what_is_left_is_counted(self):
        """“Confirm the sure ones” counts what is left to check and to choose, used or not, names
        five of them, and says when none is in use. [B22, B23]"""
        page = self.taxes.with_company(self.company)
        message = page.action_confirm_sure()["params"]["message"]
        rows = self.taxes.search([("connection_id", "=", self.connection.id)])
        left = rows.filtered(lambda row: row.status != "ready")
        self.assertGreater(len(left), 5)
        for status in ("check", "choose"):
            count = len(left.filtered(lambda row, status=status: row.status == status))
            self.assertIn(f"{count} to {status}", message)
        self.assertIn(f"and {len(left) - 5} more (", message)
        self.assertTrue(message.endswith("; none is in use)."), message)
        self.assertEqual(sum(row.display_name in message for row in left), 5)
