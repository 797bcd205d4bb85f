"""Tests with real transactions and real Odoo processes, each class in a database of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import odoo
import requests
from odoo import SUPERUSER_ID, api, fields
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, config

from ..models import compat
from ..xero.scopes import scopes_for
from .common import FEATURES, made_older
from .simulator_client import SimulatorClient

PATIENCE = 60


class RealCase(BaseCase):
    """Words for tests that commit, and that start and kill workers."""

    def setUp(self):
        super().setUp()
        self.sim = SimulatorClient()
        self.sim.reset("bare")
        self.sim.limits(minute=100000, day=1000000, concurrent=50, app_minute=100000)
        self.workers = []

    def tearDown(self):
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
                worker.wait()
        super().tearDown()

    @contextmanager
    def real_env(self, company=None):
        """An environment on a real cursor, committed at the end; the connector commits too."""
        registry = odoo.registry(get_db_name())
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"xero_real_transactions": True})
            yield env
            env.flush_all()

    def connect_for_real(self, env):
        """A live connection of the main company to the simulator's organisation.

        :rtype: xero.connection
        """
        company = env.ref("base.main_company")
        app = env["xero.app"].create(
            {"name": "Test", "client_id": "SIMULATED-APP", "client_secret": "simulated-secret"}
        )
        connection = env["xero.connection"].create(
            {
                "company_id": company.id,
                "user_id": env.ref("base.user_admin").id,
                "requested_features": " ".join(FEATURES),
            }
        )
        authorisation = env["xero.authorisation"].create({"app_id": app.id})
        env.cr.commit()
        consents = env["xero.consent"]
        address = consents._begin(connection, authorisation, scopes_for(FEATURES))
        # The walk's steps are separate requests, and each finds what the one before committed.
        env.cr.commit()
        answer = requests.get(
            f"{address}&_sim_auto=1&_sim_choice={self.sim.tenant}",
            allow_redirects=False,
            timeout=30,
        )
        back = parse_qs(urlsplit(answer.headers["Location"]).query)
        consent = consents._consume(back["state"][0])
        consent._finish(back["code"][0])
        consent._arrive()
        env.invalidate_all()
        return connection

    def start_worker(self, *calls, database=None):
        """Start an Odoo process that makes these calls, such as ``xero.sync.contact._cron_push``.

        :param str database: another one than the test's own
        :rtype: subprocess.Popen
        """
        lines = []
        for call in calls:
            model, method = call.rsplit(".", 1)
            lines.append(f"env[{model!r}].{method}()\nenv.cr.commit()")
        worker = self._shell(database, subprocess.DEVNULL)
        worker.stdin.write("\n".join(lines) + "\n")
        worker.stdin.close()
        return worker

    def run_worker(self, *calls, database=None):
        """Start a worker and wait until it has ended by itself."""
        worker = self.start_worker(*calls, database=database)
        said = worker.stderr.read()
        self.assertEqual(worker.wait(PATIENCE), 0, said)
        return said

    def ask_worker(self, script, database=None):
        """Run a script in an Odoo process; it commits and prints what it wants to tell as JSON.

        :return: what the script's last line of output says, None without one
        """
        worker = self._shell(database, subprocess.PIPE)
        told, said = worker.communicate(script, timeout=2 * PATIENCE)
        self.assertEqual(worker.returncode, 0, said)
        return json.loads(told.splitlines()[-1]) if told.strip() else None

    def update_addon(self, name="xero_connector"):
        """Update an addon of the test's database in an Odoo process of its own: ``odoo-bin -u``."""
        options = ["-u", name, "--stop-after-init", "--max-cron-threads=0"]
        worker = self._odoo([], options, None, subprocess.DEVNULL)
        _told, said = worker.communicate(timeout=2 * PATIENCE)
        self.assertEqual(worker.returncode, 0, said)

    def _shell(self, database, stdout):
        return self._odoo(["shell"], [], database, stdout)

    def _odoo(self, command, options, database, stdout):
        paths = config["addons_path"]
        command = [sys.executable, sys.argv[0], *command, "-c", compat.config_path()]
        command += ["-d", database or get_db_name()]
        command += ["--addons-path", paths if isinstance(paths, str) else ",".join(paths)]
        command += ["--data-dir", config["data_dir"], "--no-http", "--log-level=warn", *options]
        worker = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE,
            text=True, env=dict(os.environ),
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    @contextmanager
    def copied_database(self):
        """A copy of the test's database as ``createdb -T`` makes it; gone at the end.

        :return: its name
        """
        copy = f"xc_test_copy_{os.getpid()}"
        self._server(SQL("DROP DATABASE IF EXISTS %s", SQL.identifier(copy)))
        # PostgreSQL copies only a database to which nobody is connected.
        odoo.sql_db.close_db(get_db_name())
        names = SQL.identifier(copy), SQL.identifier(get_db_name())
        self._server(SQL("CREATE DATABASE %s TEMPLATE %s", *names))
        try:
            yield copy
        finally:
            self._server(SQL("DROP DATABASE %s", SQL.identifier(copy)))

    def _server(self, statement):
        """Run a statement that PostgreSQL takes outside of transactions only."""
        with odoo.sql_db.db_connect("postgres").cursor() as cr:
            cr._cnx.autocommit = True
            cr.execute(statement)

    def kill(self, worker):
        """kill -9: no clean-up, no rollback by the process itself."""
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    def hit(self, fault):
        """Whether a call has met a fault of the simulator."""
        return any(row["id"] == fault["id"] and row["hits"] for row in self.sim.faults())

    def wait_for(self, condition, what):
        """Wait until `condition()` is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.05)
        self.fail(f"Waited {PATIENCE} seconds for {what}.")

    def pass_time(self, seconds):
        """What Odoo and Xero look like `seconds` later: leases and planned times are older."""
        self.sim.advance(seconds)
        columns = {
            "xero_outbox": ("next_try", "lease_until", "captured_at"),
            "xero_exchange": ("lease_until", "first_sent_at"),
            "xero_sync_setting": ("next_pull", "next_push"),
        }
        with self.real_env() as env:
            for table, names in columns.items():
                env.cr.execute(made_older(table, names, seconds))
            env.cr.execute(
                """UPDATE xero_authorisation
                      SET access_expires_at = access_expires_at - %s * interval '1 second'""",
                [seconds],
            )

    @contextmanager
    def locked_table(self, table):
        """Keep everybody from writing to a table: a worker stops exactly before that step."""
        with odoo.sql_db.db_connect(get_db_name()).cursor() as cr:
            cr.execute(SQL("LOCK TABLE %s IN EXCLUSIVE MODE", SQL.identifier(table)))
            yield cr
            cr.rollback()

    def somebody_waits_for(self, table):
        """Whether a process waits for the lock of that table."""
        with odoo.sql_db.db_connect(get_db_name()).cursor() as cr:
            cr.execute(
                """SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass""",
                [table],
            )
            return bool(cr.fetchone()[0])

    def now(self):
        """Now, as Odoo writes it."""
        return fields.Datetime.now()
