import re
import time
from collections import Counter
from contextlib import contextmanager
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged

from .invoice_case import InvoiceCase

LISTS = "/(Accounts|TaxRates|TrackingCategories|Items|Currencies)"
MAPPING = ("account_map", "tax_map", "ledger_account", "tax_rate", "field_map", "tracking_map")


@tagged("post_install", "-at_install")
class TestMappingCache(InvoiceCase):
    """What documents are mapped by is held in Odoo, and looked up once for many of them."""

    @contextmanager
    def looked_up(self):
        """How often each table of the mapping is read by a block."""
        execute, found = Cursor.execute, Counter()

        def counting(cursor, query, *args, **kwargs):
            text = str(getattr(query, "code", query))
            if text.lstrip().upper().startswith("SELECT"):
                found.update(
                    name for name in MAPPING if re.search(rf'FROM\s+"?xero_{name}"?\b', text)
                )
            return execute(cursor, query, *args, **kwargs)

        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(Cursor, "execute", counting):
            yield found

    def export(self, invoices, lines):
        """Send that many invoices of that many lines; what was looked up meanwhile."""
        moves = [
            self.invoice(*[self.line(price=10 + number) for number in range(lines)])
            for _number in range(invoices)
        ]
        self.sim.forget_calls()
        setting = self.setting("invoice")
        with self.looked_up() as found:
            # As the cron does; run_push() writes the setting, which empties every cache.
            setting._service().sudo()._run(setting.id, "push", "at_once", time.monotonic() + 600)
        self.env.invalidate_all()
        for move in moves:
            self.assertEqual(len(self.in_xero(move)["LineItems"]), lines)
        self.assertFalse(self.sim.calls(LISTS), "Xero is not asked for its lists")
        return found

    def test_many_lines_ask_once(self):
        """Accounts, taxes and pairs of fields are looked up as often for 12 invoices of 4 lines as
        for one of one line, and never in Xero. [B39]"""
        self.export(1, 1)
        one, many = self.export(1, 1), self.export(12, 4)
        self.assertTrue(one["account_map"] and one["tax_map"], one)
        self.assertEqual(one, many)

    def test_pairs_of_fields_are_kept_between_runs(self):
        """A second run does not read the pairs of fields again; one that is switched off meanwhile
        counts at once. [B39, C3]"""
        self.export(1, 1)
        self.assertEqual(self.export(1, 1)["field_map"], 0)
        rows = self.env["xero.field.map"].search(
            [("setting_id", "=", self.setting("invoice").id), ("builtin", "=", "reference")]
        )
        rows.action_switch_off()
        move = self.sent(ref="Order 9")
        self.assertNotEqual(self.in_xero(move).get("Reference"), "Order 9")

    def test_another_choice_counts_at_once(self):
        """An account that a person maps elsewhere stands on the next invoice, and so does a new
        code that Xero gave it. [B39, B22]"""
        self.export(1, 1)
        self.map_account(self.income, "260")
        self.assertEqual(self.in_xero(self.sent())["LineItems"][0]["AccountCode"], "260")
        ledger = self.ledger("260")
        self.sim.edit("Accounts", ledger.xero_id, Code="261")
        self.run_pull("ledger_account")
        self.assertEqual(self.in_xero(self.sent())["LineItems"][0]["AccountCode"], "261")
