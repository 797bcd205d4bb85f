import subprocess
import sys
import threading
from datetime import datetime
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import requests
from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import tagged
from odoo.tests.common import get_db_name
from odoo.tools import config

from ..models import compat
from ..models.xero_call_quota import MINUTE, MINUTE_LIMIT, SLOTS
from ..xero.errors import XeroError
from ..xero.scopes import scopes_for
from .real_case import RealCase

# What each of the two processes runs: four threads that call Xero as fast as they are let.
HURRY = """
import threading, time
from odoo import api, SUPERUSER_ID
from odoo.addons.xero_connector.xero.errors import XeroError
deadline = time.monotonic() + {seconds}
def hurry():
    with env.registry.cursor() as cr:
        own = api.Environment(cr, SUPERUSER_ID, {{"xero_real_transactions": True}})
        client = own["xero.connection"].browse({connection})._xero_client()
        while time.monotonic() < deadline:
            try:
                client.get("/api.xro/2.0/Organisation")
            except XeroError as error:
                if error.reason not in ("rate_minute", "rate_concurrent"):
                    raise
                time.sleep(0.2)
threads = [threading.Thread(target=hurry) for _number in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


@tagged("-standard", "xero_real", "post_install", "-at_install")
class TestLimiterReal(RealCase):
    """Two Odoo processes, one database, one organisation, real transactions."""

    def setUp(self):
        super().setUp()
        self.sim.limits(minute=60, day=5000, concurrent=5, app_minute=10000, enforce=True)
        with self.real_env() as env:
            env["xero.connection"].search([]).write({"active": False})
            env.cr.commit()
            self.connection_id = self.connect_for_real(env).id
            # The calls of connecting are not part of the minute that is watched.
            env.cr.execute("DELETE FROM xero_call_quota")
        self.sim.limits(minute=60, day=5000, concurrent=5, app_minute=10000, enforce=True)
        self.sim.forget_calls()

    def test_two_processes_share_one_minute(self):
        """Two Odoo processes never send more than 60 calls a minute nor 5 at once, use the 60 they
        have, and Xero refuses none. Pain 20 [B34, B35, B29]"""
        script = HURRY.format(seconds=MINUTE + 8, connection=self.connection_id)
        processes = [self.start_process(script) for _number in range(2)]
        for process in processes:
            _said, wrong = process.communicate(timeout=150)
            self.assertEqual((process.returncode, "Error" in wrong), (0, False), wrong)
        seen = self.sim.limits()["seen"]
        self.assertEqual(seen["refused"], 0)
        self.assertLessEqual(seen["max_concurrent"], SLOTS)
        self.assertLessEqual(seen["max_minute"], MINUTE_LIMIT)
        sent = sorted(moment(call["at"]) for call in self.sim.calls("/Organisation"))
        fullest = max(sum(start <= at < start + 60 for at in sent) for start in sent)
        self.assertEqual(fullest, MINUTE_LIMIT)
        self.assertGreater(len(sent), MINUTE_LIMIT)

    def test_one_refresh_for_many_workers(self):
        """Eight workers that find the token run out renew it once, and all go on with the new one.
        Pain 11 [B4, B35]"""
        with self.real_env() as env:
            consent = env["xero.connection"].browse(self.connection_id).authorisation_id
            consent.access_expires_at = fields.Datetime.now()
            consent_id, registry = consent.id, env.registry
        # Odoo keeps the lock of its registries while tests run; its own tests of requests do this.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        tokens, errors, start = [], [], threading.Barrier(8, timeout=10)

        def work():
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {"xero_real_transactions": True})
                row = env["xero.authorisation"].browse(consent_id)
                row.read(["state"])
                start.wait()
                try:
                    tokens.append(row._access_token())
                except XeroError as error:
                    errors.append(error)

        threads = [threading.Thread(target=work) for _number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        self.assertEqual(errors, [])
        self.assertEqual((len(tokens), len(set(tokens))), (8, 1))
        self.assertEqual(len(self.sim.calls("/connect/token")), 1)

    def test_rotated_token_survives_a_rollback(self):
        """A job that fails after the token was rotated does not lose the rotated token. [B4]"""
        with self.real_env() as env:
            connection = env["xero.connection"].browse(self.connection_id)
            connection.authorisation_id.access_expires_at = fields.Datetime.now()
        with self.real_env() as env:
            row = env["xero.connection"].browse(self.connection_id).authorisation_id
            token = row._access_token()
            env.cr.rollback()
        with self.real_env() as env:
            row = env["xero.connection"].browse(self.connection_id).authorisation_id
            self.assertEqual(row._tokens()["access_token"], token)
            self.assertEqual(row._access_token(), token)

    def connect_for_real(self, env):
        """A live connection, made in steps that are committed as the requests of a person are."""
        values = {"name": "Real", "client_id": "SIMULATED-APP", "client_secret": "simulated-secret"}
        app = env["xero.app"].create(values)
        connection = env["xero.connection"].create(
            {
                "company_id": env.ref("base.main_company").id,
                "user_id": env.ref("base.user_admin").id,
            }
        )
        consent = env["xero.authorisation"].create({"app_id": app.id})
        address = env["xero.consent"]._begin(connection, consent, scopes_for(["contacts"]))
        env.cr.commit()
        answer = requests.get(f"{address}&_sim_auto=1", allow_redirects=False, timeout=30)
        back = parse_qs(urlsplit(answer.headers["Location"]).query)
        walk = env["xero.consent"]._consume(back["state"][0])
        walk._finish(back["code"][0])
        walk._arrive()
        env.cr.commit()
        self.assertEqual(connection.state, "live")
        self.assertTrue(connection.refreshed_at)
        return connection

    def start_process(self, script):
        """Start an Odoo process on this database that runs a script."""
        paths = config["addons_path"]
        command = [sys.executable, sys.argv[0], "shell", "-c", compat.config_path()]
        command += ["-d", get_db_name(), "--no-http", "--log-level=error"]
        command += ["--addons-path", paths if isinstance(paths, str) else ",".join(paths)]
        command += ["--data-dir", config["data_dir"]]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.workers.append(process)
        process.stdin.write(f"exec({script!r}, globals())\n")
        process.stdin.flush()
        return process


def moment(text):
    """Seconds since 1970 of a time the simulator wrote."""
    return datetime.fromisoformat(str(text).replace("Z", "+00:00")).timestamp()
