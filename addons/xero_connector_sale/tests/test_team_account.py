from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .team_case import TeamCase


@tagged("post_install", "-at_install")
class TestTeamAccount(TeamCase):
    """Invoices made from a sales team's orders."""

    def test_customer_and_account(self):
        """An invoice made from an order is in Xero for the customer's contact, with the account of
        the order's team in place of what the line's account is mapped to. [B2]"""
        self.choose("260")
        delivery = self.env["res.partner"].create(
            {"name": "Back door", "parent_id": self.partner_a.id, "type": "invoice"}
        )
        move = self.pushed(self.work, partner_invoice_id=delivery.id)
        self.assertEqual(move.xero_state, "agreed", self.quarantines().mapped("sentence"))
        self.assertEqual(self.accounts_in_xero(move), ["260"])
        contact = self.in_xero(move)["Contact"]["ContactID"]
        self.assertEqual(contact, self.partner_a.xero_id)
        self.assertEqual(move.xero_contact_id, contact)
        self.assertIn("Wholesale: 260", move.xero_team_words)
        second = self.prepared()
        self.assertEqual(second.xero_contact_id, contact, "known before it is posted")
        self.assertEqual(self.run_pull("invoice").unchanged, 1)

    def test_without_a_team_account(self):
        """A team without an account, and an invoice that comes from no order, follow the mapping of
        accounts. [B2]"""
        self.assertEqual(self.accounts_in_xero(self.pushed()), ["200"])
        self.choose("260")
        by_hand = self.sent(self.line(), team_id=self.team.id)
        self.assertEqual(self.accounts_in_xero(by_hand), ["200"])
        self.assertFalse(by_hand.xero_team_words)

    def test_account_of_the_product(self):
        """A product with an income account of its own keeps what that is mapped to; the other lines
        of the same order go to the team's account. [B2]"""
        self.choose("270")
        move = self.pushed(self.course, self.work)
        self.assertEqual(self.accounts_in_xero(move), ["260", "270"])

    def test_what_is_no_income(self):
        """A line that Odoo does not book as income, such as a deposit, stays where its account is
        mapped. [B2]"""
        self.choose("260")
        move = self.prepared(self.work, self.work)
        deposits = self.env["account.account"].create(
            {"name": "Deposits", "code": "214877", "account_type": "liability_current"}
        )
        self.map_account(deposits, "835")
        move.invoice_line_ids[1].account_id = deposits
        move.action_post()
        self.run_push("invoice")
        self.assertEqual(self.accounts_in_xero(move), ["260", "835"])

    def test_orders_of_two_teams(self):
        """One invoice for orders of two teams has each team's account on its own lines. [B2]"""
        self.choose("260")
        retail = self.env["crm.team"].create({"name": "Retail", "company_id": False})
        self.choose("270", team=retail)
        orders = self.order() | self.order(team_id=retail.id)
        move = orders._create_invoices()
        self.assertEqual(len(move), 1)
        move.invoice_date = self.today
        move.action_post()
        self.run_push("invoice")
        self.assertEqual(sorted(self.accounts_in_xero(move)), ["260", "270"])

    def test_what_is_in_xero_stays(self):
        """Another account of the team, or another team on the order, does not rewrite an invoice
        that Xero has. [B2]"""
        self.choose("260")
        move = self.pushed()
        self.choose("270")
        move.invoice_line_ids.sale_line_ids.order_id.team_id = False
        move.ref = "PO 7"
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["Reference"], "PO 7")
        self.assertEqual(self.accounts_in_xero(move), ["260"])
        self.assertEqual(self.accounts_in_xero(self.pushed()), ["270"])

    def test_line_of_another_team(self):
        """When a line of an invoice in Xero is replaced by one from another team's order, that
        team's account goes there, although Odoo books both alike. [B2]"""
        self.choose("260")
        retail = self.env["crm.team"].create({"name": "Retail", "company_id": False})
        self.choose("270", team=retail)
        move = self.pushed()
        line = self.order(team_id=retail.id).order_line
        move.button_draft()
        move.invoice_line_ids = [
            Command.clear(), Command.create(line._prepare_invoice_line())
        ]  # fmt: skip
        move.action_post()
        self.run_push("invoice")
        self.assertEqual(move.xero_state, "agreed", self.quarantines().mapped("sentence"))
        self.assertEqual(self.accounts_in_xero(move), ["270"])

    def test_archived_in_xero(self):
        """When the team's account is archived in Xero its row turns red, only invoices of that team
        wait, with the way out named; another account, or the same one active again, sends them.
        [B2, D25] Pain 8"""
        row = self.choose("260")
        account = self.ledger("260")
        self.sim.edit("Accounts", account.xero_id, Status="ARCHIVED")
        self.run_pull("ledger_account")
        self.assertEqual(row.status, "refused")
        self.assertIn("archived in Xero", self.team.xero_account_problem)
        move = self.pushed()
        asked = self.assertQuarantined(move, "mapping_invalid", "Wholesale", "archived in Xero")
        action = asked.action_open_mapping()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), row)
        self.assertEqual(self.accounts_in_xero(self.sent(self.line())), ["200"])
        self.choose("270")
        self.run_push("invoice")
        self.assertEqual(self.accounts_in_xero(move), ["270"])
        # Nothing else rests on that account: it is the team's row that lets the invoice go.
        mapped = self.env["xero.account.map"].sudo()
        mapped.search([("ledger_account_id", "=", account.id)]).unlink()
        self.choose("260")
        second = self.pushed()
        self.assertQuarantined(second, "mapping_invalid")
        self.sim.edit("Accounts", account.xero_id, Status="ACTIVE")
        self.run_pull("ledger_account")
        self.run_push("invoice")
        self.assertEqual(self.accounts_in_xero(second), ["260"])

    def test_account_taken_off_again(self):
        """An invoice that waits for its team's account follows the mapping of accounts when the
        team has none any more. [B2, D25]"""
        self.choose("260")
        self.sim.edit("Accounts", self.ledger("260").xero_id, Status="ARCHIVED")
        self.run_pull("ledger_account")
        move = self.pushed()
        self.assertQuarantined(move, "mapping_invalid")
        self.team.xero_ledger_account_id = False
        self.run_push("invoice")
        self.assertEqual(self.accounts_in_xero(move), ["200"])

    def test_tax_that_xero_does_not_allow(self):
        """The team's account is held against Xero's rules together with the tax of the line, before
        anything is sent. [B2, D25] Pain 6"""
        self.choose("429")
        move = self.pushed()
        self.assertQuarantined(move, "mapping_invalid", "General Expenses")
        self.assertFalse(self.writes())

    def test_accounts_that_no_line_may_have(self):
        """Bank accounts and those that Xero fills by itself are refused when they are chosen, and
        so is an account of another organisation. [B2, D25]"""
        ledgers = self.env["xero.ledger.account"].search(
            [("connection_id", "=", self.connection.id)]
        )
        bank = ledgers.filtered(lambda one: one.type == "BANK")[:1]
        debtors = ledgers.filtered(lambda one: one.system_account == "DEBTORS")
        for ledger in (bank, debtors):
            self.assertTrue(ledger)
            with self.assertRaises(ValidationError):
                self.team.xero_ledger_account_id = ledger

    def test_two_companies(self):
        """A team that works for two companies has an account in the organisation of each; a
        company without a connection is told so. [B2, S92]"""
        self.choose("260")
        other = self.other_company()
        self.env.user.company_ids += other
        theirs = self.team.with_company(other)
        self.assertFalse(theirs.xero_ledger_account_id)
        with self.assertRaises(UserError):
            theirs.xero_ledger_account_id = self.ledger("270")
        tenants = self.sim.reset("bare", count=2)
        second = self.connect(other, tenants[1]["tenant_id"])
        self.run_pull("ledger_account", connection=second)
        row = self.choose("200", connection=second)
        self.assertEqual(row.company_id, other)
        self.assertEqual(theirs.xero_ledger_account_id.connection_id, second)
        self.assertEqual(self.team.with_company(self.company).xero_ledger_account_id.code, "260")
        with self.assertRaises(ValidationError):
            row.ledger_account_id = self.ledger("270")

    def test_who_sees_it(self):
        """Sales people neither see nor change the account on the team's form; who keeps the books
        chooses it on the mapping page without any right on sales teams. [B2]"""
        company = {"company_id": self.company.id, "company_ids": [Command.set(self.company.ids)]}
        seller = new_test_user(self.env, "seller", "sales_team.group_sale_manager", **company)
        keeper = new_test_user(self.env, "keeper", "xero_connector.group_accountant", **company)
        forms = {
            user: self.team.with_user(user).get_view(view_type="form")["arch"]
            for user in (seller, keeper)
        }
        self.assertNotIn("xero_ledger_account_id", forms[seller])
        self.assertIn("xero_ledger_account_id", forms[keeper])
        page = self.env["xero.team.account"].with_user(keeper)
        row = page.create({"team_id": self.team.id, "ledger_account_id": self.ledger("260").id})
        row.ledger_account_id = self.ledger("270")
        self.assertEqual((row.status, row.connection_id), ("ready", self.connection))
        self.assertIn("keeper", row.why)
        self.assertEqual(self.accounts_in_xero(self.pushed()), ["270"])
