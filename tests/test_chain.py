from odoo import fields
from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from .chain_case import ChainCase

INVOICE_NEEDS = {"contact", "ledger_account", "tax_rate", "currency"}
MAPS = ("xero.account.map", "xero.tax.map")


class TestChain(ChainCase):
    """Accounts and taxes, their mapping, contacts, invoices: each after what it needs."""

    def test_what_is_needed_is_switched_on(self):
        """Switching invoices on switches on what they need, and says so; the rest stays off.
        [O22]"""
        self.on()
        invoice = self.setting("invoice")
        told = invoice.new({"enabled": True}, origin=invoice)._onchange_enabled()["warning"]
        invoice.enabled = True
        self.assertEqual(self.names_on(), {"invoice", *INVOICE_NEEDS})
        said = self.connection.message_ids[0].body
        for entity in INVOICE_NEEDS:
            self.assertIn(self.setting(entity).display_name, told["message"])
            self.assertIn(self.setting(entity).display_name, said)
        self.assertFalse(invoice._onchange_enabled())

    def test_the_whole_chain_is_switched_on(self):
        """Timesheets need employees, and those need lists of their own. [O22]"""
        self.on("timesheet")
        needed = {"employee", "pay_item", "payroll_calendar", "tracking_category"}
        self.assertEqual(self.names_on(), {"timesheet", *needed})

    def test_a_list_without_import_is_switched_on_whole(self):
        """A list that was on without reading anything is read again for who needs it. [O22]"""
        self.on()
        self.setting("tax_rate", enabled=True, pull=False)
        self.setting("invoice", enabled=True)
        self.assertTrue(self.setting("tax_rate").pull)

    def test_what_is_needed_stays_on(self):
        """What others need cannot be switched off, by the switch or by its only direction, in a
        sentence that names them; together with them it can. [O23]"""
        for entity, who in (("tax_rate", "Customer invoices"), ("pay_item", "Timesheets")):
            for switch in ("enabled", "pull"):
                with self.subTest(f"{entity} {switch}"):
                    with self.assertRaisesRegex(ValidationError, f"needed by .*{who}"):
                        self.setting(entity)[switch] = False
                    self.env.invalidate_all()
        self.assertEqual(self.setting("contact").needed_by, "Customer invoices")
        self.setting("contact").push = False
        both = self.setting("contact") | self.setting("invoice")
        both.enabled = False
        self.assertFalse(self.names_on() & {"contact", "invoice"})
        self.assertNotIn("invoices", self.setting("ledger_account").needed_by or "")

    def test_out_of_order_is_refused_everywhere(self):
        """A run out of order is refused with one sentence by the button, by “Import all”, “Export
        all”, the invoice's own button and its cron; nothing that waits is lost. [O10]"""
        self.pair_all("contact")
        self.setting("invoice").paired = True
        today = fields.Date.context_today(self.env.user)
        move = self.init_invoice(
            "out_invoice", partner=self.partner_a, invoice_date=today, amounts=[10.0], post=True
        )
        row = self.waiting("invoice")
        self.assertEqual(row.res_id, move.id)
        invoice = self.setting("invoice")
        self.assertIn("“Accounts” has had no first run yet", invoice.chain_sentence)
        for press in (
            invoice.action_sync_now, invoice.action_import_all, invoice.action_export_all,
            move.action_xero_sync_now,
        ):  # fmt: skip
            with self.assertRaises(UserError) as refused:
                press()
            self.assertEqual(refused.exception.args[0], invoice.chain_sentence)
        self.assertFalse(self.due("invoice", "push") or self.due("invoice", "pull"))
        for entity in ("ledger_account", "tax_rate", "currency"):
            self.run_pull(entity)
        for model in MAPS:
            invoice.invalidate_recordset()
            self.assertIn("nobody has confirmed the mapping", invoice.chain_sentence)
            self.assertFalse(self.due("invoice", "push"))
            self.confirm(model)
        self.assertTrue(self.due("invoice", "push"))
        self.assertEqual(self.waiting("invoice"), row)

    def test_the_others_of_a_selection_go(self):
        """“Sync now” for several starts those whose turn it is and names the others. [O10]"""
        told = (self.setting("tax_rate") | self.setting("invoice")).action_sync_now()
        self.assertIn("“Customer invoices” cannot run yet", told["params"]["message"])
        self.assertTrue(self.setting("tax_rate").asked_by_person)
        self.assertFalse(self.setting("invoice").asked_by_person)
        self.connection.action_sync_all()
        self.assertTrue(self.setting("contact").asked_by_person)
        self.assertFalse(self.setting("invoice").asked_by_person)

    def test_payroll_waits_for_its_lists(self):
        """Employees wait for pay items and calendars, timesheets for employees. [O10]"""
        self.assertIn("Pay items", self.setting("employee").chain_sentence)
        for entity in ("pay_item", "payroll_calendar"):
            self.assertFalse(self.due("employee"))
            self.run_pull(entity)
        self.assertTrue(self.due("employee"))
        self.run_pull("tracking_category")
        timesheet = self.setting("timesheet")
        self.assertIn("“Employees”", timesheet.chain_sentence)
        self.run_pull("employee")
        timesheet.invalidate_recordset()
        self.assertFalse(timesheet.chain_sentence)


class TestChecklist(CronMixinCase, ChainCase):
    """The connection's checklist leads through the chain, one button at a time."""

    def press(self):
        """The button of the next step, as a manager with the accountant's rights."""
        return self.connection.action_next_step()

    def test_from_the_first_list_to_the_first_invoice(self):
        """Lists, then their mapping by a person, then contacts, then invoices, each with the one
        button that does it. [O7, O8, O9]"""
        self.on("invoice")
        texts = [step["text"] for step in self.steps()]
        self.assertEqual(
            texts,
            [
                "Accounts: read from Xero", "Tax rates: read from Xero",
                "Currencies: read from Xero",
                "Accounts: mapping confirmed by a person",
                "Tax rates: mapping confirmed by a person",
                "Contacts: first run", "Customer invoices: first run",
            ],
        )  # fmt: skip
        for entity in ("ledger_account", "tax_rate", "currency"):
            self.assertIn(self.setting(entity).display_name, self.next_step()[0])
            self.press()
            self.assertTrue(self.setting(entity).asked_by_person)
            self.run_pull(entity, trigger="person")
        for model in MAPS:
            self.assertEqual(self.next_step()[1], "Open the mapping")
            action = self.press()
            self.assertEqual(action["res_model"], model)
            with self.capture_triggers("xero_connector.cron_invoice_push") as woken:
                self.confirm(action["res_model"])
            self.assertTrue(woken.records, "who waited for the mapping is woken")
        for entity in ("contact", "invoice"):
            self.assertIn(self.setting(entity).display_name, self.next_step()[0])
            self.press()
            self.run_pull(entity, trigger="person")
        self.assertIsNone(self.next_step())
        self.assertTrue(self.connection.chain_done)
        with self.assertRaises(UserError):
            self.press()

    def test_the_page_of_a_sync_has_its_own_part(self):
        """The page of a sync shows what it needs and does the next step of that. [O10]"""
        self.run_pull("ledger_account")
        shown = self.steps(self.setting("employee"))
        self.assertEqual([step["done"] for step in shown], [False, False])
        self.setting("employee").action_next_step()
        self.assertTrue(self.setting("pay_item").asked_by_person)
        self.assertFalse(self.steps(self.setting("contact")))

    def test_the_dashboard_asks_for_the_mapping(self):
        """When only a person can go on, the dashboard says so, with a button to the page. [O10]"""
        banners = self.env["xero.sync.event"].get_dashboard
        self.assertFalse(banners()["banners"])
        for entity in ("ledger_account", "tax_rate", "currency"):
            self.run_pull(entity)
        banner = banners()["banners"][0]
        self.assertIn("Customer invoices", banner["sentence"])
        row = self.env[banner["model"]].browse(banner["id"])
        self.assertEqual(getattr(row, banner["method"])()["res_model"], "xero.account.map")

    def test_a_reader_changes_nothing(self):
        """Who only reads may start a run that is next, and switches nothing on. [O10]"""
        reader = new_test_user(
            self.env, "reader", "base.group_user,xero_connector.group_user",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.connection.with_user(reader).action_next_step()
        self.assertTrue(self.setting("ledger_account").asked_by_person)
        shown = " ".join(step["text"] for step in self.steps(self.connection.with_user(reader)))
        self.assertIn("Contacts", shown)
        self.assertNotIn("Pay items", shown, "payroll is for HR officers")
