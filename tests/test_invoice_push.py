import json
from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user

from .invoice_case import InvoiceCase


class TestInvoicePush(InvoiceCase):
    def run_due(self, entity="invoice"):
        """What waits for its time is tried now; what is unknown in Xero is looked up."""
        long_ago = fields.Datetime.now() - timedelta(minutes=1)
        self.env["xero.exchange"].sudo().search([]).lease_until = long_ago
        rows = self.waiting().sudo()
        rows.next_try = False
        rows.filtered("lease_until").lease_until = long_ago
        return self.run_push(entity)

    def test_posted_invoice_arrives_as_draft(self):
        """A posted customer invoice leaves by itself and arrives as a draft with its customer.
        [D24, D26, O4]"""
        move = self.invoice(self.line(100.0, 2.0), ref="PO 77")
        self.run_push("invoice")
        found = self.in_xero(move)
        self.assertEqual(found["Status"], "DRAFT")
        self.assertEqual(found["InvoiceNumber"], move.name)
        self.assertEqual(found["Reference"], "PO 77")
        self.assertEqual((found["SubTotal"], found["TotalTax"], found["Total"]), (200, 20, 220))
        self.assertEqual(move.xero_state, "agreed")
        self.assertEqual(move.xero_status, "DRAFT")
        sent = json.loads(self.writes()[0]["body"])["Invoices"][0]
        self.assertEqual(list(sent["Contact"]), ["ContactID"])

    def test_status_on_arrival_is_chosen(self):
        """Each company chooses whether invoices arrive as draft, awaiting approval or approved.
        [O4, S64]"""
        for status in ("SUBMITTED", "AUTHORISED"):
            self.setting("invoice", invoice_status=status)
            self.assertEqual(self.in_xero(self.sent())["Status"], status)

    def test_account_tax_and_text_of_each_line(self):
        """Lines carry the mapped account and tax; sections and notes arrive as text. [B22, B23,
        C7]"""
        move = self.sent(
            {"display_type": "line_section", "name": "Hardware"},
            self.line(10.0, name="Cable\nblue"),
            self.line(20.0, taxes=self.env["account.tax"], name="Export"),
            {"display_type": "line_note", "name": "Thank you"},
        )
        lines = self.in_xero(move)["LineItems"]
        self.assertEqual(
            [(row["Description"], row.get("AccountCode"), row.get("TaxType")) for row in lines],
            [
                ("Hardware", None, None),
                ("Cable\nblue", "200", "OUTPUT"),
                ("Export", "200", "EXEMPTOUTPUT"),
                ("Thank you", None, None),
            ],
        )

    def test_link_back_to_odoo(self):
        """Xero's invoice links to the Odoo invoice, and the form links to Xero's page. [E13]"""
        move = self.sent()
        url = self.in_xero(move)["Url"]
        self.assertTrue(url.startswith("http"), url)
        self.assertIn(f"model=account.move&res_id={move.id}", url)
        self.assertIn(move.xero_id, move.xero_url)
        self.assertEqual(move.action_xero_open()["url"], move.xero_url)

    def test_link_needs_https_outside_the_demo(self):
        """An Odoo address others cannot reach over https is not put into Xero. [E13]"""
        consent = self.connection.sudo().authorisation_id
        service = self.env["xero.sync.invoice"].with_context(
            xero_setting_id=self.setting("invoice").id
        )
        consent.home_url = "http://odoo.office"
        self.assertEqual(service._base_url(), "")
        consent.home_url = "https://odoo.example.com/"
        self.assertEqual(service._base_url(), "https://odoo.example.com")

    def test_link_stays_when_odoo_is_opened_under_another_name(self):
        """Odoo takes over the address of whoever logs in; no invoice in Xero is written anew for
        that. [E13, S48]"""
        move = self.sent()
        held = self.in_xero(move)
        here = self.connection.home_url
        other = here.replace("localhost", "127.0.0.1") if "localhost" in here else "http://[::1]"
        self.env["ir.config_parameter"].set_param("web.base.url", other)
        move.action_xero_sync_now()
        event = self.run_push("invoice")
        self.assertEqual((event.updated, event.unchanged), (0, 1))
        self.assertEqual(self.in_xero(move), held)

    def test_customer_goes_first(self):
        """A customer Xero does not know is sent with the invoice, in one go for the whole batch.
        [S93]"""
        first, second = self.invoice(), self.invoice(partner_id=self.partner_b.id)
        self.run_push("invoice")
        names = {row["ContactID"]: row["Name"] for row in self.xero("Contacts")}
        self.assertEqual(names[self.in_xero(first)["Contact"]["ContactID"]], self.partner_a.name)
        self.assertEqual(names[self.in_xero(second)["Contact"]["ContactID"]], self.partner_b.name)
        self.assertEqual(len(self.writes(r"/Contacts")), 1)

    def test_customer_goes_first_whatever_its_schedule(self):
        """With contacts that leave by hand only, or later today, the customer of an invoice is sent
        with it; other changed contacts wait. [S93, S92]"""
        later = fields.Datetime.now() + timedelta(hours=9)
        for partner, schedule in ((self.partner_a, "manual"), (self.partner_b, "daily")):
            self.setting("contact", push_schedule=schedule, next_push=later)
            move = self.invoice(partner_id=partner.id)
            self.run_push("invoice")
            self.assertEqual(move.xero_state, "agreed", schedule)
            self.assertIn(partner.name, [row["Name"] for row in self.xero("Contacts")])
        other = self.env["res.partner"].create({"name": "Later", "customer_rank": 1})
        self.sent()
        self.assertEqual(self.waiting("contact").mapped("res_id"), [other.id])

    def test_customer_keeps_its_turn(self):
        """A customer who could not be sent keeps the count of attempts, however many invoices ask;
        given up, customer and invoice are in front of a person. [S93, B26]"""
        move = self.invoice()
        self.env["xero.outbox"].sudo()._put(
            self.setting("contact"), "res.partner", {self.partner_a.id: []}
        )
        row = self.waiting("contact").sudo()
        row.write({"attempts": 7, "next_try": fields.Datetime.now() + timedelta(hours=1)})
        self.run_push("invoice")
        self.assertEqual((row.attempts, self.waiting("invoice").state), (7, "waiting"))
        self.sim.fault("status", method="PUT", path="/Contacts", status=500)
        self.run_due()
        self.run_due("contact")
        self.assertEqual(self.quarantines("contact").reason, "gave_up")
        self.run_due()
        self.assertQuarantined(move, "dependency", self.partner_a.display_name, "8 times")
        self.assertEqual(len(self.writes(r"/Contacts")), 1)

    def test_waiting_for_the_customer_is_no_attempt(self):
        """However long an invoice waits for its customer, after one fault more it still goes by
        itself. [S93, B26]"""
        self.setting("contact", paired=False)
        move = self.invoice()
        for _again in range(9):
            self.run_due()
            self.assertEqual(self.waiting("invoice").state, "waiting")
        self.pair_all("contact")
        self.sim.fault("status", method="PUT", path="/Invoices", status=500)
        for _again in range(3):
            self.run_due()
        self.assertFalse(self.quarantines("invoice").mapped("sentence"))
        self.assertEqual(move.xero_state, "agreed")

    def test_customer_in_xero_is_matched(self):
        """A customer Xero has is linked, not doubled, and the invoice leaves in the same run. [S93,
        B23]"""
        contact = self.sim.create("Contacts", Name="Blue Sky Pty Ltd")
        self.setting("contact", write_mode="update")
        self.run_pull("contact")
        self.setting("contact", write_mode="both")
        move = self.invoice()
        self.partner_a.name = "Blue Sky"
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["Contact"]["ContactID"], contact["ContactID"])
        self.assertEqual(len(self.xero("Contacts")), 1)

    def test_customer_that_stays_out_holds_its_invoice(self):
        """An invoice of a customer who is not sent waits in front of a person, and goes when he is
        linked. [S93]"""
        new_test_user(self.env, "private", partner_id=self.partner_a.id)
        move = self.invoice()
        self.run_push("invoice")
        self.assertQuarantined(move, "dependency", self.partner_a.display_name)
        self.assertFalse(self.xero("Invoices"))
        contact = self.sim.create("Contacts", Name="Somebody")
        self.env["xero.inbox"].sudo()._put(
            self.connection,
            "contact",
            contact["ContactID"],
            res_id=self.partner_a.id,
            policy="link",
        )
        self.setting("contact", policy="odoo")
        self.run_pull("contact")
        self.run_push("invoice")
        self.assertEqual(move.xero_state, "agreed")
        self.assertFalse(self.quarantines("invoice"))

    def test_missing_mapping_is_named_and_heals(self):
        """An account without a mapping stops the invoice before any call, is named, and heals.
        [B22]"""
        account = self.income.copy({"code": "498877", "name": "Rare income"})
        row = self.env["xero.account.map"]._row(self.connection, account)
        row.sudo().write({"ledger_account_id": False, "state": "missing"})
        move = self.invoice(self.line(account_id=account.id))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_missing", "Rare income", "account mapping")
        self.assertFalse(self.writes())
        self.assertEqual(move.xero_state, "quarantine")
        self.map_account(account, "260")
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["LineItems"][0]["AccountCode"], "260")
        self.assertFalse(self.quarantines("invoice"))

    def test_missing_tax_is_named(self):
        """A set of taxes without a mapping stops the invoice and is named. [B23]"""
        tax = self.env["account.tax"].create(
            {"name": "Odd 7%", "amount": 7.0, "type_tax_use": "sale"}
        )
        move = self.invoice(self.line(taxes=tax))
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_missing", "Odd 7%", "tax mapping")
        self.assertFalse(self.writes())

    def test_archived_account_is_refused_before_sending(self):
        """An account archived in Xero blocks new invoices and names the fix. Pain 8 [B22]"""
        self.sim.edit("Accounts", self.ledger("200").xero_id, Status="ARCHIVED")
        self.run_pull("ledger_account")
        move = self.invoice()
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_invalid", "archived in Xero")
        self.assertFalse(self.writes())

    def test_tax_not_allowed_on_account(self):
        """A tax Xero does not allow on the account is refused with both names, before any call.
        Pain 6 [B23]"""
        self.map_account(self.income, "429")
        move = self.invoice()
        self.run_push("invoice")
        self.assertQuarantined(move, "mapping_invalid", "GST on Income", "General Expenses")
        self.assertFalse(self.writes())

    def test_currency_not_in_use_in_xero(self):
        """A currency the organisation does not use is refused before any call. Pain 18 [S36]"""
        krona = self.env.ref("base.SEK")
        krona.active = True
        move = self.invoice(currency_id=krona.id)
        self.run_push("invoice")
        self.assertQuarantined(move, "currency", "SEK", "Add the currency in Xero")
        self.assertFalse(self.writes())

    def test_locked_period_is_refused_first(self):
        """A date in a period that is locked in Xero is refused before anything is sent. Pain 10
        [C7, E14]"""
        self.connection.sudo().period_lock_date = self.today
        move = self.invoice()
        self.run_push("invoice")
        self.assertQuarantined(move, "locked_period", "locked up to")
        self.assertFalse(self.writes())

    def test_start_date_and_filter(self):
        """Invoices dated before the start date stay; a person's Sync now still sends one. [S48]"""
        self.setting("invoice", start_date=self.today)
        old = self.invoice(invoice_date=self.today - timedelta(days=1))
        self.invoice(ref="new")
        self.run_push("invoice")
        self.assertEqual([row["Reference"] for row in self.xero("Invoices")], ["new"])
        old.action_xero_sync_now()
        self.run_push("invoice", trigger="person")
        self.assertEqual(old.xero_state, "agreed")

    def test_draft_bill_and_entry_stay(self):
        """Drafts, bills and plain entries never leave as customer invoices. [D26]"""
        self.invoice(post=False)
        self.init_invoice("in_invoice", partner=self.partner_a, amounts=[5.0], post=True)
        self.init_invoice("out_refund", partner=self.partner_a, amounts=[5.0], post=True)
        self.assertFalse(self.waiting("invoice"))
        self.assertEqual(self.run_push("invoice").collected, 0)

    def test_posting_is_captured_in_its_transaction(self):
        """Posting writes the outbox row in the same transaction; undone together. [B12]"""
        move = self.invoice(post=False)
        self.env.cr.flush()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            move.action_post()
            self.assertEqual(self.waiting("invoice").res_id, move.id)
            raise ZeroDivisionError
        self.assertFalse(self.waiting("invoice"))
        move.action_post()
        self.assertEqual(self.waiting("invoice").res_id, move.id)

    def test_second_push_and_echo_are_silent(self):
        """Our own write comes back as unchanged; touching the invoice again sends nothing. [D24]"""
        move = self.sent(self.line(9.99, 3.0), self.line(0.0), ref="Z")
        event = self.run_pull("invoice")
        self.assertEqual((event.collected, event.unchanged), (1, 1))
        self.sim.forget_calls()
        move.ref = "Z"
        self.run_push("invoice")
        self.assertFalse(self.writes())

    def test_plain_user_reads_invoices(self):
        """A user of invoicing without any right in Xero still reads and writes invoices. [D24]"""
        move = self.sent()
        user = new_test_user(
            self.env, "clerk", groups="account.group_account_invoice", company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        mine = move.with_user(user)
        mine.invalidate_recordset()
        # What the web client would ask for: the fields this user's groups may see.
        names = [name for name in mine.fields_get() if name.startswith("xero_")]
        self.assertTrue(mine.read(["name", "state", "amount_total", "partner_id", *names]))
        self.assertEqual(mine.xero_state, "agreed")
        mine.ref = "clerk was here"
        self.assertEqual(self.waiting("invoice").res_id, move.id)

    def test_other_company_is_untouched(self):
        """Invoices of another company never reach this company's organisation. [D26]"""
        other = self.other_company()
        self.init_invoice(
            "out_invoice", partner=self.partner_a, amounts=[5.0], post=True, company=other
        )
        self.assertFalse(self.waiting("invoice"))
        self.run_push("invoice")
        self.assertFalse(self.xero("Invoices"))
