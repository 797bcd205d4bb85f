from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import FEATURES
from .journal_case import NUMBER, JournalCase

PATH = "/api.xro/2.0/Accounts"


@tagged("post_install", "-at_install")
class TestBankAccounts(JournalCase):
    """Bank accounts that only one side has, created on the other."""

    def preview(self, direction, rows=None):
        """The window of the page's button."""
        page = self.maps if rows is None else rows.sudo(False)
        action = getattr(page.with_company(self.company), f"action_preview_{direction}")()
        return self.env[action["res_model"]].browse(action["res_id"])

    def line_of(self, wizard, name):
        return wizard.line_ids.filtered(lambda line: line.name == name)

    def create_only(self, wizard, name):
        wizard.line_ids.chosen = False
        self.line_of(wizard, name).chosen = True
        return wizard.action_create()

    def allow(self):
        self.connection.keep_chart = False
        authorisation = self.connection.sudo().authorisation_id
        features = (*FEATURES, "settings_export")
        self.consent(self.connection, authorisation, self.sim.tenant, features)
        self.sim.forget_calls()

    def bank_accounts(self, name):
        return [row for row in self.xero("Accounts") if row["Name"] == name]

    def test_import_after_a_preview(self):
        """A bank account that only Xero has becomes a bank journal with the company's bank account
        and its number in the country's form, after a preview; payments to it are booked there.
        [S12]"""
        wizard = self.preview("import")
        line = self.line_of(wizard, "Business Savings Account")
        self.assertEqual((line.what, line.blocked), (f"{NUMBER} · AUD", False))
        before = self.env["account.journal"].search_count([])
        self.sim.forget_calls()
        self.create_only(wizard, "Business Savings Account")
        self.assertEqual(self.sim.calls(), [])
        journal = self.env["account.journal"].search([("name", "=", "Business Savings Account")])
        self.assertEqual(self.env["account.journal"].search_count([]), before + 1)
        self.assertEqual((journal.type, journal.company_id), ("bank", self.company))
        bank = journal.bank_account_id
        self.assertEqual(bank.partner_id, self.company.partner_id)
        row = self.row(journal)
        self.assertEqual((row.number, row.status), (NUMBER, "ready"))
        self.assertEqual(row.ledger_account_id.name, "Business Savings Account")
        self.assertFalse(self.line_of(self.preview("import"), "Business Savings Account"))
        move = self.approved(self.sent(self.line()))
        self.sim.act("pay", invoice=move.xero_id, date=self.today.isoformat(), amount=40,
                     account=row.ledger_account_id.xero_id)  # fmt: skip
        self.run_pull("invoice")
        partial = move.line_ids.matched_credit_ids
        self.assertEqual(partial.credit_move_id.payment_id.journal_id, journal)

    def test_what_is_only_suggested(self):
        """An account that may belong to a journal is shown with that, and not ticked. [S12]"""
        savings = self.bank_ledger("Business Savings Account")
        self.row(self.bank).write({"ledger_account_id": savings.id, "state": "unsure"})
        line = self.line_of(self.preview("import"), "Business Savings Account")
        self.assertEqual((line.chosen, line.blocked), (False, False))
        self.assertIn(f"suggested for the journal “{self.bank.name}”", line.note)
        self.allow()
        line = self.line_of(self.preview("export"), self.bank.name)
        self.assertEqual((line.chosen, line.blocked), (False, True))
        self.assertIn("is suggested for the journal", line.note)

    def test_import_in_another_currency(self):
        """The journal gets the currency of the account, once Odoo uses it. [S12]"""
        currency = self.env.ref("base.GBP")
        currency.active = False
        self.sim.create("Accounts", Name="Pounds", Type="BANK", BankAccountNumber="4711-GBP",
                        CurrencyCode="GBP", BankAccountType="BANK")  # fmt: skip
        self.run_pull("ledger_account")
        line = self.line_of(self.preview("import"), "Pounds")
        self.assertTrue(line.blocked)
        self.assertIn("GBP is not in use in Odoo", line.note)
        currency.active = True
        self.create_only(self.preview("import"), "Pounds")
        journal = self.env["account.journal"].search([("name", "=", "Pounds")])
        self.assertEqual(journal.currency_id, currency)
        self.assertEqual(journal.bank_account_id.acc_number, "4711-GBP")

    def test_import_of_a_card(self):
        """A credit card becomes a journal on a card account, without a bank account. [S12]"""
        self.sim.create("Accounts", Name="Visa", Type="BANK", BankAccountNumber="4564",
                        CurrencyCode="AUD", BankAccountType="CREDITCARD")  # fmt: skip
        self.run_pull("ledger_account")
        self.create_only(self.preview("import"), "Visa")
        journal = self.env["account.journal"].search([("name", "=", "Visa")])
        self.assertEqual(journal.default_account_id.account_type, "liability_credit_card")
        self.assertFalse(journal.bank_account_id)
        self.assertEqual(self.row(journal).status, "ready")

    def test_import_uses_what_is_there(self):
        """A bank account the company has already is used, however it is written; one that a journal
        has is not made twice. [S12]"""
        bank = self.env["res.partner.bank"].create(
            {"acc_number": "06200087654321", "partner_id": self.company.partner_id.id}
        )
        self.create_only(self.preview("import"), "Business Savings Account")
        journal = self.env["account.journal"].search([("name", "=", "Business Savings Account")])
        self.assertEqual(journal.bank_account_id, bank)
        self.row(journal).sudo(False).ledger_account_id = False
        line = self.line_of(self.preview("import"), "Business Savings Account")
        self.assertTrue(line.blocked)
        self.assertIn("has this number", line.note)

    def test_who_may_import(self):
        """The yes works with the person's own rights in Odoo. [S12]"""
        person = new_test_user(
            self.env, "bookkeeper", groups="xero_connector.group_accountant",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        action = self.maps.with_user(person).action_preview_import()
        wizard = self.env[action["res_model"]].with_user(person).browse(action["res_id"])
        wizard.action_select_all()
        with self.assertRaises(AccessError):
            wizard.action_create()

    def test_export_is_forbidden_until_allowed(self):
        """The switch that keeps Xero's chart as it is holds for bank accounts as well. [S82]"""
        row = self.row(self.journal("Trust", "033-001 4711"))
        with self.assertRaisesRegex(UserError, "switched off. A manager can"):
            self.preview("export", row)
        self.allow()
        wizard = self.preview("export", row)
        wizard.action_create()
        self.assertTrue(self.waiting("bank_account"))
        self.connection.keep_chart = True
        self.assertFalse(self.waiting("bank_account"))
        self.assertFalse(row.export_asked)
        self.assertFalse(self.bank_accounts("Trust"))

    def test_export_after_a_preview(self):
        """A journal's bank account is shown with its number, and created in Xero after a yes, as
        one run of digits; it is mapped then, and the next reading changes nothing. [S12]"""
        self.allow()
        row = self.row(self.journal("Trust", "033-001 4711"))
        wizard = self.preview("export", row)
        self.assertEqual(wizard.line_ids.mapped("what"), ["033-001 4711 · AUD"])
        self.assertFalse(self.waiting("bank_account"))
        wizard.action_create()
        self.assertEqual(self.sim.calls(), [])
        event = self.run_push("bank_account")
        self.assertEqual((event.collected, event.created, event.state), (1, 1, "ok"), event.detail)
        made = self.bank_accounts("Trust")
        self.assertEqual(
            [(one["Type"], one["BankAccountNumber"], one["CurrencyCode"]) for one in made],
            [("BANK", "0330014711", "AUD")],
        )
        row.invalidate_recordset()
        self.assertEqual((row.status, row.ledger_account_id.xero_id),
                         ("ready", made[0]["AccountID"]))  # fmt: skip
        event = self.run_pull("ledger_account")
        self.assertEqual((event.created, event.updated), (0, 0))
        self.sim.forget_calls()
        self.run_push("bank_account")
        self.assertFalse(self.writes("/Accounts"))

    def test_export_in_another_currency(self):
        """The currency goes along; one that Xero does not use is told before. [S12]"""
        self.allow()
        eur = self.env.ref("base.EUR")
        eur.active = True
        row = self.row(self.journal("Dollars", "033-001 4712", currency=self.dollars()))
        self.preview("export", row).action_create()
        self.run_push("bank_account")
        self.assertEqual([one["CurrencyCode"] for one in self.bank_accounts("Dollars")], ["USD"])
        listed = self.env["xero.currency"]._enabled(self.connection)
        other = next(
            code for code in ("CHF", "SEK", "THB") if code not in listed
        )
        currency = self.env.ref(f"base.{other}")
        currency.active = True
        row = self.row(self.journal("Abroad", "033-001 4713", currency=currency))
        line = self.preview("export", row).line_ids
        self.assertTrue(line.blocked)
        self.assertIn(f"Xero does not use {other} yet", line.note)

    def test_what_xero_would_refuse_cannot_be_ticked(self):
        """No number, a number without a BSB, a number or a name Xero has, and cash say why they
        stay. [S12]"""
        self.allow()
        journals = {
            "asks for the number": self.journal("No number"),
            "BSB of 6 digits": self.journal("Short", "4711"),
            "with this number or name": self.journal("Twice", NUMBER),
            "Cash has no bank account": self.journal("Safe", kind="cash"),
        }
        for words, journal in journals.items():
            row = self.row(journal)
            row.sudo().write({"ledger_account_id": False, "state": "missing"})
            line = self.preview("export", row).line_ids
            self.assertEqual((line.blocked, line.chosen), (True, False), words)
            self.assertIn(words, line.note)

    def test_refused_in_xero(self):
        """What somebody added in Xero meanwhile is refused there, and comes before a person.
        [S12, B28]"""
        self.allow()
        row = self.row(self.journal("Trust", "033-001 4711"))
        wizard = self.preview("export", row)
        self.sim.create("Accounts", Name="trust", Type="BANK", BankAccountNumber="1",
                        CurrencyCode="AUD")  # fmt: skip
        wizard.action_create()
        self.run_push("bank_account")
        question = self.quarantines("bank_account")
        self.assertEqual(question.res_id, row.id)
        self.assertIn("unique Name", question.sentence)

    def test_one_button_reads_them(self):
        """One button has Xero's bank accounts read, without a call in the request, and counts the
        seconds until the next time; a journal with the number of a new one has its account
        afterwards. [S42, O27]"""
        row = self.row(self.journal("Trust", "033-001 4711"))
        self.sim.create("Accounts", Name="Solicitors", Type="BANK", CurrencyCode="AUD",
                        BankAccountNumber="0330014711")  # fmt: skip
        self.sim.forget_calls()
        setting = self.setting("ledger_account")
        shown = self.maps.with_company(self.company).get_bank_sync()
        self.assertEqual(shown, {"id": setting.id, "enabled": True, "cooldown": {"pull": 0}})
        setting.action_sync_now()
        self.assertEqual(self.sim.calls(), [])
        setting.invalidate_recordset()
        left = self.maps.with_company(self.company).get_bank_sync()["cooldown"]["pull"]
        self.assertGreater(left, 30)
        self.assertTrue(setting.asked_by_person)
        setting._service().sudo()._cron_pull()
        self.env.invalidate_all()
        self.assertTrue(self.sim.calls(PATH))
        self.assertEqual((row.ledger_account_id.name, row.status), ("Solicitors", "ready"))
