import re

from lxml import etree
from odoo.tests import tagged

from ..models.compat import LIST
from .common import XeroCase

LISTS = {
    "ledger_account": "xero.ledger.account",
    "tax_rate": "xero.tax.rate",
    "tracking_category": "xero.tracking.category",
    "pay_item": "xero.pay.item",
    "payroll_calendar": "xero.payroll.calendar",
}
CODE = re.compile(r"^[A-Z][A-Z0-9_]{4,}$")
# What it is called in Xero as well.
NAMES = {"xero.tax.rate": {"name"}, "xero.ledger.account": {"name"}}


@tagged("post_install", "-at_install")
class TestCodeWords(XeroCase):
    """Nobody has to read Xero's codes."""

    def set_up_once(self):
        super().set_up_once()
        for entity in LISTS:
            self.run_pull(entity, trigger="first")

    def shown(self, model, kind):
        """What a page of that kind shows of every record, by field: the words of its cells."""
        arch = self.env[model].get_view(view_type=kind)["arch"]
        names = {
            node.get("name")
            for node in etree.fromstring(arch).iter("field")
            if node.get("column_invisible") != "True" and node.get("optional") != "hide"
        }
        described = self.env[model].fields_get(names)
        words = {}
        for row in self.env[model].search_read([], list(names)):
            for name in names - NAMES.get(model, set()):
                value = row[name]
                if described[name]["type"] == "selection":
                    value = dict(described[name]["selection"]).get(value, value)
                words.setdefault(name, set()).add(str(value or ""))
        return words

    def test_lists_speak_as_xero_does(self):
        """Accounts, tax rates, tracking categories, pay items and payroll calendars show types,
        classes and states in words, as a list and as cards. [C9, O3]"""
        for model in LISTS.values():
            for kind in (LIST, "kanban"):
                for name, words in self.shown(model, kind).items():
                    self.assertFalse([w for w in words if CODE.match(w)], f"{model} {kind} {name}")
        accounts = self.shown("xero.ledger.account", LIST)
        self.assertLessEqual({"Current Asset", "Direct Costs", "Bank"}, accounts["type"])
        self.assertLessEqual({"Assets", "Liabilities"}, accounts["account_class"])
        self.assertIn("GST on Income", accounts["tax_name"])
        items = self.shown("xero.pay.item", LIST)
        self.assertIn("Ordinary Time Earnings", items["category"])

    def test_a_code_nobody_knew(self):
        """A code that Xero invents later is shown in letters people can read, not left out. [C9]"""
        account = self.env["xero.ledger.account"].search([("code", "=", "200")])
        self.sim.edit("Accounts", account.xero_id, SystemAccount="CARBON_CREDIT")
        self.run_pull("ledger_account")
        self.assertEqual(account.system_account, "CARBON_CREDIT")
        shown = self.shown("xero.ledger.account", LIST)
        self.assertIn("Carbon credit", shown["system_account"])

    def test_the_organisation(self):
        """The plan of the organisation reads as on Xero's price list. [C14]"""
        self.connection.sudo().organisation_class = "PREMIUM_20"
        words = dict(self.env["xero.connection"].fields_get(["organisation_class"])
                     ["organisation_class"]["selection"])  # fmt: skip
        self.assertEqual(words["PREMIUM_20"], "Premium 20")
