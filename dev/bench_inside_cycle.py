# What a cycle without changes costs, and what a large organisation costs in memory.


def idle():
    from odoo.addons.xero_connector.xero.scopes import FEATURES

    tenant = sim("POST", "reset", json={"organisation": "demo"})["tenants"][0]["tenant_id"]
    connection = connect(tenant, tuple(FEATURES))
    settings = [setting for setting in connection.setting_ids if setting.can_pull]
    # The first pull pairs, the second settles what the first one's own writes moved.
    for _warm in range(2):
        for setting in settings:
            run_all(setting, "pull")
    for setting in settings:
        counts, calls = [], []
        for _again in range(3):
            sim("DELETE", "calls")
            before = spent["statements"]
            run_all(setting, "pull")
            counts.append(spent["statements"] - before)
            calls.append(calls_of("/api.xro/") + calls_of("/payroll.xro/"))
        what = f"idle cycle of {setting.entity}: calls"
        # Who is in a group comes with that group alone, or with all contacts.
        groups = env["xero.link"].search_count([("entity", "=", "contact_group")])
        bound = 1 + (setting.entity == "contact_group") * groups
        row(what, max(calls), f"{counts[-1]} SQL statements", bound, max(calls))
        if len(set(counts)) != 1:
            broken.append(f"idle cycles of {setting.entity} differ in statements: {counts}")


def memory():
    tenant = load(os.environ["BENCH_ORGANISATION"])
    connection = connect(tenant, ("contacts", "settings"))
    run_all(setting_of(connection, "contact"), "pull")
    count = env["xero.link"].search_count([("res_id", "!=", 0)])
    row(f"peak memory of pulling {count:,} contacts", peak_memory())
