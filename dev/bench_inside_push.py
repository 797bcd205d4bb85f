# Invoices on their way to Xero: calls, our own time, and what plain Odoo takes to post them.
INVOICES = 1_000
CUSTOMERS = 50
FEATURES = ("contacts", "invoices", "payments", "settings")


def confirm_mappings(connection):
    """Take every suggestion of the account and tax mapping, as a person would after a look."""
    for name in ("xero.account.map", "xero.tax.map"):
        env[name].action_suggest([connection.id])
        suggested = [("connection_id", "=", connection.id), ("state", "=", "suggested")]
        env[name].search(suggested).action_confirm()
    env.cr.commit()


def invoices_of(partners):
    lines = [
        odoo.Command.create({"name": f"Line {number}", "quantity": number, "price_unit": 12.34})
        for number in (1, 2, 3)
    ]
    return env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": partners[number % CUSTOMERS].id,
                "invoice_date": odoo.fields.Date.today(),
                "invoice_line_ids": lines,
            }
            for number in range(INVOICES)
        ]
    )


def push():
    tenant = sim("POST", "reset", json={"organisation": "bare"})["tenants"][0]["tenant_id"]
    connection = connect(tenant, FEATURES)
    for entity in ("ledger_account", "tax_rate", "currency", "contact", "invoice"):
        run_all(setting_of(connection, entity), "pull")
    confirm_mappings(connection)
    partners = env["res.partner"].create(
        [{"name": f"Customer {number}", "customer_rank": 1} for number in range(CUSTOMERS)]
    )
    env.cr.commit()
    run_all(setting_of(connection, "contact"), "push")
    moves = invoices_of(partners)
    env.cr.commit()
    start = time.perf_counter()
    moves.action_post()
    env.cr.commit()
    posting = time.perf_counter() - start
    sim("DELETE", "calls")
    waited, statements, start = spent["xero"], spent["statements"], time.perf_counter()
    processor = time.process_time()
    run_all(setting_of(connection, "invoice"), "push")
    processor = time.process_time() - processor
    own = time.perf_counter() - start - (spent["xero"] - waited)
    calls = calls_of("/api.xro/2.0/Invoices")
    row(f"calls that send {INVOICES:,} invoices", calls, "", 20, calls)
    each, plain = round(1000 * own / INVOICES, 2), 1000 * posting / INVOICES
    row("our own time for each of them", f"{each} ms", f"{plain:.1f} ms to post it", 10, each)
    row("processor time of the Odoo process for each", f"{1000 * processor / INVOICES:.2f} ms")
    row("SQL statements for each", (spent["statements"] - statements) / INVOICES, "", None)
    stuck = env["xero.quarantine"].search([("state", "=", "open")])
    if stuck:
        broken.append(f"{len(stuck)} invoices were not sent: {stuck[0].sentence}")
