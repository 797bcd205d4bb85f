# Runs inside odoo-bin shell, followed by one bench_inside_*.py and measured(<its function>). What
# is timed is the product's own code, called the way its crons call it.
import json
import os
import re
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import odoo
import psycopg2.extras
import requests
from odoo.addons.xero_connector.xero import client as xero_client
from odoo.addons.xero_connector.xero.scopes import scopes_for

SIM = os.environ["XERO_SIMULATOR_URL"]
rows, broken = [], []
# Seconds inside HTTP exchanges (Xero's, not ours), and SQL statements; partners flushed are Odoo's.
spent = {"xero": 0.0, "statements": 0, "partner updates": 0}


def measured(benchmark):
    benchmark()
    print("BENCH", json.dumps({"rows": rows, "broken": broken}))


def row(what, figure, beside="", limit=None, value=None):
    """A line of the table; `value` above `limit` breaks the benchmark."""
    rows.append([what, str(figure), str(beside), "" if limit is None else f"at most {limit}"])
    if limit is not None and value > limit:
        broken.append(f"{what}: {figure}, where at most {limit} is allowed")


def peak_memory():
    """Megabytes that this process held at most."""
    # Not getrusage(): its maximum begins with that of the process that started this one.
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


def sim(method, path, **kwargs):
    answer = requests.request(method, f"{SIM}/_sim/{path}", timeout=600, **kwargs)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def calls_of(path):
    return len(sim("GET", "calls", params={"path": path}))


def load(file):
    return sim("POST", "load", json={"file": file})["tenant_id"]


def connect(tenant, features, entities=None):
    """A live connection to an organisation through the consent flow, committed."""
    sim("POST", "limits", json=dict(minute=10**6, day=10**7, concurrent=50, app_minute=10**7))
    app = env["xero.app"].search([], limit=1) or env["xero.app"].create(
        {"name": "Bench", "client_id": "SIMULATED-APP", "client_secret": "simulated-secret"}
    )
    connection = env["xero.connection"].create(
        {
            "company_id": env.ref("base.main_company").id,
            "user_id": env.ref("base.user_admin").id,
            "requested_features": " ".join(features),
        }
    )
    authorisation = env["xero.authorisation"].create({"app_id": app.id})
    env.cr.commit()
    address = env["xero.consent"]._begin(connection, authorisation, scopes_for(features))
    env.cr.commit()
    answer = requests.get(
        f"{address}&_sim_auto=1&_sim_choice={tenant}", allow_redirects=False, timeout=60
    )
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    consent = env["xero.consent"]._consume(back["state"][0])
    consent._finish(back["code"][0])
    consent._arrive()
    env.cr.commit()
    return connection


def setting_of(connection, entity):
    env.invalidate_all()
    return connection.setting_ids.filtered(lambda setting: setting.entity == entity)


def run_all(setting, direction):
    """Slices until the work is done, as the cron would."""
    service = setting._service()
    while True:
        run = service._run(setting.id, direction, "schedule", time.monotonic() + 3000)
        env.cr.commit()
        env.invalidate_all()
        if run.finished or run.state:
            assert run.state is None, run.detail
            return run


def begin_again(setting):
    """The next pull of this setting reads everything, as the first one."""
    change(setting, watermark=False, walk=False, paired=False)


def change(setting, **values):
    """Change a setting as a person does, committed."""
    setting.write(values)
    env.cr.commit()


def _count_exchanges():
    exchange = xero_client.Client._exchange

    def timed(self, *args, **kwargs):
        start = time.perf_counter()
        try:
            return exchange(self, *args, **kwargs)
        finally:
            spent["xero"] += time.perf_counter() - start

    xero_client.Client._exchange = timed


def _count_statements():
    execute = odoo.sql_db.Cursor.execute
    execute_values = psycopg2.extras.execute_values

    def counted(self, query, *args, **kwargs):
        spent["statements"] += 1
        code = getattr(query, "code", query)
        spent["partner updates"] += str(code).startswith('UPDATE "res_partner"')
        return execute(self, query, *args, **kwargs)

    def counted_values(cursor, query, values, *args, page_size=100, **kwargs):
        spent["statements"] += -(-len(values) // page_size)
        return execute_values(cursor, query, values, *args, page_size=page_size, **kwargs)

    odoo.sql_db.Cursor.execute = counted
    psycopg2.extras.execute_values = counted_values


_count_exchanges()
_count_statements()
