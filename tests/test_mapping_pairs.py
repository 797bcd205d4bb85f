import uuid

from odoo.tests import tagged

from ..xero.client import Meter
from ..xero.refusals import element_errors
from .invoice_case import InvoiceCase
from .mapping_case import MappingCase

INVOICES = "/api.xro/2.0/Invoices"


@tagged("post_install", "-at_install")
class TestMappingPairs(MappingCase):
    """Every account on one side, every tax rate on the other, and what Xero says to both."""

    def set_up_once(self):
        super().set_up_once()
        for code, account_type in (("950", "NONCURRENT"), ("290", "OTHERINCOME")):
            self.sim.create("Accounts", Code=code, Name=f"One more {code}", Type=account_type)
        gone = self.sim.create("Accounts", Code="951", Name="Old habits", Type="EXPENSE")
        self.sim.edit("Accounts", gone["AccountID"], Status="ARCHIVED")
        part = {"Name": "GST", "Rate": 10}
        old = self.sim.create("TaxRates", Name="Old GST", TaxComponents=[part])
        self.sim.edit("TaxRates", old["TaxType"], Status="ARCHIVED")
        self.sim.create("TaxRates", Name="Our own GST", TaxComponents=[part])
        for entity in ("ledger_account", "tax_rate"):
            self.run_pull(entity)

    def all_of(self, model):
        domain = [("connection_id", "=", self.connection.id)]
        return self.env[model].with_context(active_test=False).search(domain)

    def refusals_of_the_page(self, ledgers, rates):
        """What the two pages say to each pair; "" allows it.

        :rtype: dict[tuple[str, str], str]
        """
        account_row = self.account_row("61000").sudo()
        tax_row = self.taxes._row(self.connection, self.env["account.tax"]).sudo()
        said = {}
        for ledger in ledgers:
            account_row.ledger_account_id = ledger
            for rate in rates:
                said[ledger.code, rate.tax_type] = (
                    account_row._refusal_of_target()
                    or tax_row._refusal_of_archived(rate)
                    or self.accounts._pair_refusal(ledger, rate)
                )
        return said

    def refusals_of_xero(self, pairs):
        """What Xero says to an approved invoice with each pair on its line; "" takes it."""
        client = self.connection._xero_client(Meter())
        contact = self.sim.create("Contacts", Name="Somebody")["ContactID"]
        said = {}
        for start in range(0, len(pairs), 50):
            part = pairs[start : start + 50]
            body = {"Invoices": [self.invoice(contact, *pair) for pair in part]}
            answer = client.send("PUT", INVOICES, body, str(uuid.uuid4()), summarizeErrors="false")
            for pair, element in zip(part, answer.data["Invoices"], strict=True):
                said[pair] = " ".join(element_errors(element))
        return said

    def invoice(self, contact, code, tax_type):
        line = {"Description": "Work", "Quantity": 1, "UnitAmount": 100, "AccountCode": code,
                "TaxType": tax_type}  # fmt: skip
        return {
            "Type": "ACCREC", "Contact": {"ContactID": contact}, "Date": "2026-11-01",
            "DueDate": "2026-11-30", "LineAmountTypes": "Exclusive", "Status": "AUTHORISED",
            "LineItems": [line],
        }  # fmt: skip

    def test_every_pair_of_account_and_tax(self):
        """What the mapping pages allow is never refused by Xero, and what they forbid is: every
        class of account with every rate, system accounts, bank accounts and archived ones
        included. Pain 6 [D29]"""
        ledgers = self.all_of("xero.ledger.account").filtered("code")
        kinds = {}
        for ledger in ledgers:
            kinds.setdefault((ledger.type, ledger.system_account, ledger.active), ledger)
        ledgers = ledgers.browse(row.id for row in kinds.values())
        rates = self.all_of("xero.tax.rate")
        self.assertEqual(len(set(ledgers.mapped("account_class"))), 5)
        self.assertGreaterEqual(len(rates), 13)
        page = self.refusals_of_the_page(ledgers, rates)
        xero = self.refusals_of_xero(list(page))
        for pair, sentence in page.items():
            self.assertEqual(bool(sentence), bool(xero[pair]), f"{pair}: {sentence} / {xero[pair]}")
        allowed = sum(not sentence for sentence in page.values())
        self.assertGreater(allowed, 50)
        self.assertGreater(len(page) - allowed, 50)

    def test_bas_excluded_is_not_exempt(self):
        """What Odoo reports at 0% is never suggested the rate Xero leaves off the return, nor the
        other way round; who chooses it all the same is told what follows. Pain 6 [D29]"""
        for name in ("au_tax_sale_0", "au_tax_sale_exempt", "au_tax_purchase_0_service"):
            row = self.tax_row(self.odoo_tax(name)).with_user(self.person)
            self.assertNotEqual(row.tax_rate_id.tax_type, "BASEXCLUDED")
            row.tax_rate_id = self.rate("BASEXCLUDED")
            self.assertEqual(row.status, "ready")
            self.assertIn("Xero leaves “BAS Excluded” off", row.problem)
        row = self.tax_row(self.env["account.tax"]).with_user(self.person)
        self.assertEqual((row.tax_rate_id.tax_type, row.problem), ("BASEXCLUDED", row.why))
        row.tax_rate_id = self.rate("EXEMPTOUTPUT")
        self.assertIn("“GST Free Income” is on Xero's", row.problem)

    @property
    def person(self):
        name = "mapping xero_connector.group_accountant"
        return self.env["res.users"].search([("login", "=", name)]) or self.accountant()


@tagged("post_install", "-at_install")
class TestMappingArchived(InvoiceCase):
    def archive(self, status):
        account = next(row for row in self.xero("Accounts") if row["Code"] == "210")
        self.sim.edit("Accounts", account["AccountID"], Status=status)
        self.run_pull("ledger_account")

    def test_archived_later_stops_what_depends_on_it(self):
        """An account that is archived in Xero after it was mapped turns its row red at the next
        refresh, which names the way out, and stops the invoices on it and no others; active again,
        it lets them go by itself. Pain 8 [D29, C22]"""
        services = self.income.copy({"code": "41999", "name": "Labour hire"})
        self.map_account(services, "210")
        row = self.env["xero.account.map"]._row(self.connection, services)
        self.assertEqual(row.status, "ready")
        self.archive("ARCHIVED")
        row.invalidate_recordset()
        self.assertEqual(row.status, "refused")
        self.assertIn("archived in Xero. Make it active again there, or choose", row.problem)
        stopped = self.invoice(self.line(account_id=services.id))
        mixed = self.invoice(self.line(), self.line(account_id=services.id))
        free = self.invoice()
        self.run_push("invoice")
        self.assertEqual(free.xero_state, "agreed")
        for move in (stopped, mixed):
            self.assertQuarantined(move, "mapping_invalid", "archived in Xero", "Make it active")
        self.assertEqual(len(self.xero("Invoices")), 1)
        self.archive("ACTIVE")
        row.invalidate_recordset()
        self.assertEqual(row.status, "ready")
        self.run_push("invoice")
        self.assertEqual({stopped.xero_state, mixed.xero_state}, {"agreed"})
        self.assertFalse(self.quarantines("invoice"))
