from odoo import Command
from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .mapping_case import MappingCase


@tagged("post_install", "-at_install")
class TestMappingPeople(MappingCase):
    def test_only_accountants_decide(self):
        """A user reads the mapping; only an accountant confirms, chooses or suggests. [B22, B23]"""
        user = self.accountant("xero_connector.group_user")
        row = self.account_row("38000").with_user(user)
        self.assertEqual(row.ledger_account_id.code, "960")
        for refused in (
            row.action_confirm,
            row.action_suggest,
            row.action_confirm_sure,
            lambda: row.write({"ledger_account_id": False}),
        ):
            with self.assertRaises(AccessError):
                refused()
        accountant = row.with_user(self.accountant())
        with self.assertRaises(AccessError):
            accountant.write({"state": "confirmed"})
        with self.assertRaises(AccessError):
            accountant.unlink()
        with self.assertRaises(AccessError):
            accountant.create({"connection_id": self.connection.id})

    def test_choices_that_would_be_refused(self):
        """Of Xero's accounts neither bank accounts nor those Xero fills by itself are offered for
        an account of documents; accounts without any of x"""
        row = self.account_row("38000")
        domain = row.fields_get(["ledger_account_id"])["ledger_account_id"]["domain"]
        ledgers = self.env["xero.ledger.account"]
        offered = ledgers.search(safe_eval(domain, {"connection_id": self.connection.id}))
        left = ledgers.search([("connection_id", "=", self.connection.id)]) - offered
        self.assertIn(row.ledger_account_id, offered)
        self.assertIn("BANK", left.mapped("type"))
        self.assertIn("DEBTORS", left.mapped("system_account"))
        for one in left:
            self.assertTrue(one._refusal_of_line(), one.name)

    def test_confirm_the_sure_ones(self):
        """One button of the mapping page confirms what is sure, leaves what is to be checked, and
        names what documents wait for; accounts nobody uses are not held against anybody.
        [B22, B23]"""
        person = self.accountant()
        row = self.accounts.search([("state", "=", "sure")], limit=1)
        adjustment = self.tax_row(self.adjustment())
        self.assertEqual(adjustment.status, "check")
        line = {"name": "Hire", "price_unit": 10, "tax_ids": [Command.set(adjustment.tax_ids.ids)]}
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.env["res.partner"].create({"name": "Wattle"}).id,
                "invoice_line_ids": [Command.create(line)],
            }
        ).action_post()
        accounts, taxes = (
            self.env[model].with_user(person).action_confirm_sure()["params"]["message"]
            for model in ("xero.account.map", "xero.tax.map")
        )
        self.assertEqual((row.state, row.why), ("confirmed", f"Confirmed by {person.name}"))
        self.assertIn("confirmed. ", accounts)
        self.assertIn(f"Still for you: {adjustment.name}", taxes)
        self.assertEqual(adjustment.state, "unsure")
        self.assertFalse(self.accounts.search([("state", "=", "sure")]))
        self.assertTrue(self.accounts.search([("state", "=", "unsure")]))

    def test_nobody_writes_what_xero_owns(self):
        """Not even a manager changes a mirrored account or rate by JSON-RPC. [B3]"""
        manager = self.accountant("xero_connector.group_manager")
        for record in (self.ledger("200"), self.rate("OUTPUT")):
            with self.assertRaises(AccessError):
                record.with_user(manager).write({"name": "Mine"})
            with self.assertRaises(AccessError):
                record.with_user(manager).unlink()

    def test_other_companies_see_nothing(self):
        """Neither lists nor mappings show to users of another company. [B3]"""
        company = self.other_company()
        stranger = new_test_user(
            self.env, "stranger", groups="xero_connector.group_manager", company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )  # fmt: skip
        for model in ("xero.account.map", "xero.tax.map", "xero.ledger.account", "xero.tax.rate"):
            self.assertTrue(self.env[model].search_count([]), model)
            self.assertFalse(self.env[model].with_user(stranger).search_count([]), model)

    def test_missing_mapping_opens_at_its_row(self):
        """The page opens on the row that is missing, for this connection only. [C22]"""
        account, tax = self.odoo_account("38000"), self.adjustment()
        action = self.accounts._open_action(self.connection, account)
        self.assertEqual(action["res_model"], "xero.account.map")
        self.assertEqual(action["context"], {"search_default_account_id": account.id})
        self.assertEqual(action["domain"], [("connection_id", "=", self.connection.id)])
        action = self.taxes._open_action(self.connection, tax)
        self.assertEqual(
            action["context"], {"search_default_name": self.taxes._row(self.connection, tax).name}
        )

    def test_missing_mapping_is_a_state_with_one_button(self):
        """The connection says what is missing, and one button opens the page. [C22]"""
        connection = self.connection.with_user(self.accountant())
        self.assertEqual(connection.mapping_open, 0)
        retained = self.odoo_account("38000")
        self.accounts._ledger_account(self.connection, retained)
        connection.invalidate_recordset()
        self.assertEqual(connection.mapping_open, 1)
        self.assertIn("Accounts to map: 1, taxes to map: 0", connection.mapping_sentence)
        self.assertIn("analytic accounts to map: 0", connection.mapping_sentence)
        self.assertIn("payment journals: 0", connection.mapping_sentence)
        action = connection.action_open_mapping()
        self.assertEqual(action["res_model"], "xero.account.map")
        self.account_row("38000").with_user(
            self.accountant("xero_connector.group_manager")
        ).action_confirm()
        connection.invalidate_recordset()
        self.assertEqual(connection.mapping_open, 0)
        self.taxes._tax_rate(self.connection, self.adjustment())
        self.assertEqual(connection.action_open_mapping()["res_model"], "xero.tax.map")

    def test_a_mapping_sends_what_waited_for_it(self):
        """Choosing the missing account puts the documents that waited on their way. [C22, S92]"""
        invoice = self.make_invoice(self.odoo_account("41110"), self.odoo_tax("au_tax_sale_10"))
        quarantine = (
            self.env["xero.quarantine"]
            .sudo()
            .create(
                {
                    "name": invoice.name,
                    "connection_id": self.connection.id,
                    "entity": "contact",
                    "direction": "push",
                    "model": "res.partner",
                    "res_id": self.partner_a.id,
                    "reason": "mapping_missing",
                    "sentence": "The account has no confirmed account in Xero.",
                }
            )
        )
        self.assertTrue(quarantine)
        self.setting("contact").push = True
        self.env["xero.outbox"].sudo().search([]).unlink()
        self.account_row("38000").with_user(self.accountant()).action_confirm()
        self.assertEqual(self.waiting("contact").res_id, self.partner_a.id)

    def test_what_needs_the_lists_waits_for_them(self):
        """A sync waits for the first reading of a list it needs, and is woken then. [C4]"""
        service = self.env["xero.sync"]._services()["currency"]
        setting = self.setting("currency")
        self.patch(type(service), "_xero_requires", ("pay_item",))
        self.setting("pay_item").paired = False
        self.assertFalse(service._prepared(setting))
        with CronMixinCase.capture_triggers(self, "xero_connector.cron_currency_pull") as woken:
            self.run_pull("pay_item", trigger="first")
        self.assertTrue(woken.records)
        self.assertTrue(service._prepared(setting))
