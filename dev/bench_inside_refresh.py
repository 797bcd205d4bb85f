# What reading a long list again costs when nothing in it has changed.
SIZES = {"ledger_account": ("Accounts", 2_000), "item": ("Items", 10_000)}
# Statements for a thousand records; measured: 30.
BOUND = 60


def record(table, number):
    if table == "Accounts":
        return {"Code": f"9{number:05}", "Name": f"Account {number}", "Type": "EXPENSE"}
    sales = {"UnitPrice": number / 100}
    return {"Code": f"I-{number}", "Name": f"Item {number}", "SalesDetails": sales}


def refresh():
    from odoo.addons.xero_connector.xero.scopes import FEATURES

    tenant = sim("POST", "reset", json={"organisation": "bare"})["tenants"][0]["tenant_id"]
    connection = connect(tenant, (*FEATURES,))
    for entity, (table, size) in SIZES.items():
        records = [record(table, number) for number in range(size)]
        sim("POST", "create", json={"tenant": tenant, "table": table, "records": records})
        setting = setting_of(connection, entity)
        change(setting, enabled=True)
        start = time.perf_counter()
        run_all(setting, "pull")
        first = time.perf_counter() - start
        refresh_again(setting, size, first)


def refresh_again(setting, size, first):
    """The second reading of a list: all of it, equal."""
    # Items are asked for whole once a day, otherwise only what changed.
    change(setting, item_read_at=False, watermark=False)
    sim("DELETE", "calls")
    before, start = spent["statements"], time.perf_counter()
    run_all(setting, "pull")
    seconds, statements = time.perf_counter() - start, spent["statements"] - before
    event = env["xero.sync.event"].search([("entity", "=", setting.entity)], limit=1)
    what = f"reading {size:,} records of {setting.entity} again"
    row(f"{what}: records changed", event.created + event.updated, "", 0,
        event.created + event.updated)  # fmt: skip
    row(f"{what}: calls", calls_of("/api.xro/"), "", 1, calls_of("/api.xro/"))
    each = statements * 1000 / size
    row(f"{what}: SQL statements for 1,000", f"{each:.1f}", f"{statements} in all", BOUND, each)
    row(f"{what}: seconds", f"{seconds:.1f}", f"first reading {first:.1f}")
    row(f"{what}: peak memory in MB", peak_memory())
    if event.unchanged < size:
        broken.append(f"{what}: {event.unchanged} were unchanged")
