import os
from collections import Counter
from contextlib import contextmanager
from unittest.mock import patch

import psycopg2.extras
from odoo.sql_db import Cursor
from odoo.tests import tagged

from .item_case import ItemCase

# Items are stored a thousand at a time; `./run test --thorough` takes the sizes of a large company.
PIECE = 1000
THOROUGH = bool(os.environ.get("XERO_THOROUGH"))
ITEMS = (200, 1000, 10_000) if THOROUGH else (200, 1000, 1200)
ACCOUNTS = (200, 2000) if THOROUGH else (100, 300)
# A run is written down whatever it finds.
OF_THE_RUN = {"xero_sync_event", "xero_sync_setting", "xero_call_quota", "ir_cron_trigger"}


@tagged("post_install", "-at_install")
class TestRefreshSize(ItemCase):
    """What reading a long list again costs when nothing has changed."""

    def grow(self, table, size, record):
        """Let Xero have that many more records than it had at first."""
        first = self.grown.get(table, 0)
        records = [record(number) for number in range(first, size)]
        self.sim.ask(
            "POST", "create", json={"tenant": self.sim.tenant, "table": table, "records": records}
        )
        self.grown[table] = size

    def setUp(self):
        super().setUp()
        self.grown = {}

    @contextmanager
    def counted(self):
        """Statements of a block, and the rows it wrote, by table."""
        execute, execute_values = Cursor.execute, psycopg2.extras.execute_values
        found = {"statements": 0}

        def counting(cursor, query, *args, **kwargs):
            found["statements"] += 1
            return execute(cursor, query, *args, **kwargs)

        def counting_values(cursor, query, values, *args, **kwargs):
            found["statements"] += 1
            return execute_values(cursor, query, values, *args, **kwargs)

        self.env.flush_all()
        before = self.rows_written()
        with (
            patch.object(Cursor, "execute", counting),
            patch.object(psycopg2.extras, "execute_values", counting_values),
        ):
            yield found
            self.env.flush_all()
        written = self.rows_written() - before
        found["written"] = {table: n for table, n in written.items() if table not in OF_THE_RUN}

    def rows_written(self):
        """Rows inserted, changed and deleted since the transaction began, as PostgreSQL counts."""
        self.env.cr.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        )
        return Counter(dict(self.env.cr.fetchall()))

    def again(self, entity, size):
        """Read a list of that size, then again: the second run's cost."""
        self.run_pull(entity, trigger="person")
        self.setting(entity, item_read_at=False, watermark=False)
        self.sim.forget_calls()
        with self.counted() as cost:
            event = self.run_pull(entity)
        self.assertEqual(event.unchanged, event.collected, event.detail)
        self.assertGreaterEqual(event.collected, size)
        self.assertEqual(cost["written"], {}, "an unchanged list writes nothing")
        self.assertEqual(len(self.sim.calls(r"/api\.xro/")), 1)
        return cost["statements"]

    def test_items(self):
        """Reading items again that did not change is one call, writes no row, and takes no more
        statements for a piece of 1,000 than for 200 of it; more pieces cost no more each.
        [S45, B33]"""
        spent = {}
        # What is looked up once for good, and with the first items, is no part of it.
        for size in (10, *ITEMS):
            self.grow("Items", size, lambda number: {"Code": f"C-{number}", "Name": f"N {number}"})
            spent[size] = self.again("item", size)
        few, piece, many = (spent[size] for size in ITEMS)
        self.assertLessEqual(piece, few)
        pieces = -(-ITEMS[-1] // PIECE)
        self.assertLessEqual(many, piece * pieces)

    def test_accounts(self):
        """Reading the chart of accounts again writes no row and takes the same number of statements
        however many accounts there are. [C9, S40, B33]"""
        spent = []
        self.again("ledger_account", 0)
        for size in ACCOUNTS:
            self.grow(
                "Accounts",
                size,
                lambda number: {
                    "Code": f"9{number:05}", "Name": f"Account {number}", "Type": "EXPENSE"
                },
            )  # fmt: skip
            spent.append(self.again("ledger_account", size))
        self.assertEqual(spent[0], spent[1])
