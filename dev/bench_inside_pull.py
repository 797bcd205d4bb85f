# The first pull of contacts beside the ORM's own batch create, in alternating blocks.
import contextlib
import gc
import statistics

from odoo.addons.xero_connector.services.run import Pair

ROUNDS = 5
BATCH = 1_000
FEATURES = ("contacts", "settings")


def contacts_of(tenant):
    dump = sim("GET", "dump", params={"tenant": tenant})
    return dump["organisations"][tenant]["tables"]["Contacts"]


def values_of(setting, payloads):
    """What the service hands to create() for these contacts, less what only the addon's fields
    hold, and the context it does it in."""
    with setting._service()._unit(setting.id) as service:
        values = []
        for payload in payloads:
            pair = Pair(xero_id=payload["ContactID"], payload=payload, name=payload["Name"])
            pair.xero = service._read_xero(payload)
            flat = service._odoo_values(dict(pair.xero), env["res.partner"].browse(), pair)
            values.append({k: v for k, v in flat.items() if not k.startswith("xero_")})
        context = {k: v for k, v in service.env.context.items() if not k.startswith("xero_")}
    return values, context


def persons_of(payload, parent_id):
    """A contact's persons as partners below it, in the words of plain Odoo."""
    return [
        {
            "name": f"{person['FirstName']} {person['LastName']}",
            "email": person["EmailAddress"],
            "parent_id": parent_id,
            "type": "contact",
        }
        for person in payload.get("ContactPersons", [])
    ]


def plain_create(cr, context, values, payloads):
    """Plain Odoo: batches of create, the persons of a batch in one more, a commit after each."""
    plain = odoo.api.Environment(cr, env.ref("base.user_admin").id, context)
    for first in range(0, len(values), BATCH):
        batch = [dict(row) for row in values[first : first + BATCH]]
        partners = plain["res.partner"].create(batch)
        persons = [
            person
            for payload, partner in zip(payloads[first:], partners, strict=False)
            for person in persons_of(payload, partner.id)
        ]
        if persons:
            plain["res.partner"].create(persons)
        cr.commit()
        plain.invalidate_all()


def wipe(cr, floor):
    """Back to the start, the same way in both databases, dead rows included."""
    for table in ("xero_link", "xero_sync_event_line", "xero_outbox"):
        cr.execute("SELECT to_regclass(%s)", [table])
        if cr.fetchone()[0]:
            cr.execute(f"DELETE FROM {table}")
    cr.execute("DELETE FROM res_partner WHERE id > %s", [floor])
    cr.commit()
    cr._cnx.autocommit = True
    cr.execute("VACUUM ANALYZE res_partner")
    cr._cnx.autocommit = False


def highest(cr):
    cr.execute("SELECT max(id) FROM res_partner")
    return cr.fetchone()[0]


@contextlib.contextmanager
def pages_watched(pages):
    """Statements of ours and calls of create() in each page of the block."""
    service, partner = type(env["xero.sync.contact"]), type(env["res.partner"])
    store, create = service._store_page, partner.create

    def counted(self, run, payloads, *args):
        before = spent["statements"] - spent["partner updates"]
        pages.append({"contacts": len(payloads), "creates": 0})
        result = store(self, run, payloads, *args)
        pages[-1]["statements"] = spent["statements"] - spent["partner updates"] - before
        return result

    def create_counted(self, values):
        pages[-1]["creates"] += 1
        return create(self, values)

    create_counted._api = create._api
    service._store_page, partner.create = counted, create_counted
    yield
    service._store_page, partner.create = store, create


def clocks():
    return time.perf_counter(), time.process_time()


def since(start):
    return tuple(now - then for now, then in zip(clocks(), start, strict=True))


def median(seconds):
    return tuple(statistics.median(column) for column in zip(*seconds, strict=True))


def alternate(setting, payloads, rounds):
    """Medians of plain Odoo and of the pull, block by block, and the highest id before them; one
    round first warms both up.

    :rtype: tuple[tuple[float, float], tuple[float, float], int] -- seconds by the clock and seconds
        of the Odoo process, which other programs on the machine disturb less
    """
    values, context = values_of(setting, payloads)
    theirs, ours = [], []
    floor = highest(env.cr)
    env.cr.commit()
    with odoo.registry(os.environ["BENCH_PLAIN"]).cursor() as cr:
        plain_floor = highest(cr)
        for number in range(rounds + 1):
            gc.collect()
            start = clocks()
            plain_create(cr, context, values, payloads)
            theirs.append(since(start))
            wipe(cr, plain_floor)
            begin_again(setting)
            sim("DELETE", "calls")
            gc.collect()
            start = clocks()
            run_all(setting, "pull")
            ours.append(since(start))
            env.cr.execute("SELECT count(*) FROM xero_link WHERE res_id <> 0")
            assert env.cr.fetchone()[0] == len(payloads)
            if number < rounds:
                wipe(env.cr, floor)
                env.invalidate_all()
    return median(theirs[1:]), median(ours[1:]), floor


def shown(seconds):
    return f"{seconds:.2f} s"


def compare(what, plain, ours, limit=None):
    """Two lines: by the clock, which the bound is for, and in processor time of Odoo."""
    for clock, of_plain, of_ours in zip(("", ", processor time of Odoo"), plain, ours, strict=True):
        ratio = round(of_ours / of_plain, 2)
        bound = None if clock else limit
        row(f"{what}{clock}", f"{shown(of_ours)} ({ratio} times)", shown(of_plain), bound, ratio)


def pull():
    tenant = load(os.environ["BENCH_ORGANISATION"])
    connection = connect(tenant, FEATURES)
    setting = setting_of(connection, "contact")
    payloads = contacts_of(tenant)
    plain, ours, floor = alternate(setting, payloads, ROUNDS)
    compare(f"first pull of {len(payloads):,} contacts", plain, ours, 1.2)
    calls = calls_of("/api.xro/2.0/Contacts")
    row("calls of it (ten pages, one re-read; 3,000 in one second)", calls, "", 11, calls)
    run = run_all(setting, "pull")
    changed = run.counts()["created"] + run.counts()["updated"]
    row("records a second pull changes", changed, "", 0, changed)
    wipe(env.cr, floor)
    begin_again(setting)
    pages = []
    with pages_watched(pages):
        run_all(setting, "pull")
    # The first page warms Odoo's caches, the last is the re-read, which is empty.
    statements = [page["statements"] for page in pages[1:] if page["contacts"] == BATCH]
    spread = max(statements) - min(statements)
    row("our SQL statements in a page, pages 2 to 10", max(statements), "", None)
    row("most of them less fewest", spread, "", 0, spread)


def persons():
    tenant = load(os.environ["BENCH_ORGANISATION"])
    connection = connect(tenant, FEATURES)
    setting = setting_of(connection, "contact")
    payloads = contacts_of(tenant)
    plain, ours, floor = alternate(setting, payloads, 3)
    people = sum(len(payload["ContactPersons"]) for payload in payloads)
    what = f"first pull of {len(payloads):,} contacts with {people:,} contact persons"
    compare(what, plain, ours)
    wipe(env.cr, floor)
    begin_again(setting)
    pages = []
    with pages_watched(pages):
        run_all(setting, "pull")
    creates = max(page["creates"] for page in pages)
    row("batches of create() in a page of them", creates, "", 2, creates)
