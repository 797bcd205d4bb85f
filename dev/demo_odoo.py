"""A working day in Odoo: what people set up and do there, by the ways they use (JSON-RPC)."""

import datetime
from collections.abc import Iterator
from typing import Any

from .demo_xero import today
from .failure import Failure
from .odoo_web import OdooWeb
from .simulator_process import Xero

MAPS = ("xero.account.map", "xero.tax.map")
CUSTOMERS: tuple[dict[str, Any], ...] = (
    {
        "name": "Wattle & Daughters Builders",
        "email": "accounts@wattle-daughters.example",
        "phone": "+61 3 5550 7788",
        "street": "18 Sturt Street",
        "city": "Ballarat",
        "zip": "3350",
        "vat": "51 824 753 556",
    },
    {
        "name": "Quoll Creek Dairy",
        "email": "office@quoll-creek.example",
        "phone": "(03) 7010 2244",
        "city": "Warragul",
    },
    {"name": "Nine Mile Joinery", "email": "hello@nine-mile-joinery.example", "city": "Bendigo"},
)
PERSON = {"name": "Odile Farquharson", "email": "odile@wattle-daughters.example"}
PLAIN, INCLUSIVE, EXPORT = "10 % on top", "10 % included", "export"
TAXES: dict[str, list[Any]] = {
    PLAIN: [("amount", "=", 10), ("price_include", "=", False)],
    INCLUSIVE: [("amount", "=", 10), ("price_include", "=", True)],
    EXPORT: [("name", "=", "0% EX")],
}
SALES = ("type_tax_use", "=", "sale")
Lines = tuple[tuple[str, float, float, float], ...]
INVOICES: tuple[tuple[str, Lines], ...] = (
    (PLAIN, (("Labour hire, week 1", 38, 52.35, 0), ("Travel", 1, 64.9, 0))),
    (INCLUSIVE, (("Forklift driver", 7.5, 61.4, 0), ("Night loading", 3, 9.99, 0))),
    (PLAIN, (("Carpenter", 16, 71.115, 7.5), ("Site allowance", 2, 33.33, 12.25))),
    (PLAIN, (("Supervision", 4.25, 88.8, 0),)),
)
DOLLARS: Lines = (("Rigging crew, Seattle", 12, 96.4, 0), ("Freight", 1, 210.55, 5))
DOLLAR_RATE = 0.6543
WORKERS, DAYS = 3, 4
IN_ODOO = "chosen.in.odoo@currawong-quay.example"


def set_up(odoo: OdooWeb, connection: int) -> None:
    """What a bookkeeper does once: look through the mappings, choose what to send and from when."""
    have_inclusive_tax(odoo)
    confirm_mappings(odoo, connection)
    own = [("connection_id", "=", connection)]
    invoices = odoo.call("xero.sync.setting", "search", [*own, ("entity", "=", "invoice")])
    odoo.call("xero.sync.setting", "write", invoices, {"invoice_status": "AUTHORISED"})
    hours = odoo.call("xero.sync.setting", "search", [*own, ("entity", "=", "timesheet")])
    start = today() - datetime.timedelta(days=14)
    odoo.call("xero.sync.setting", "write", hours, {"start_date": start.isoformat()})


def have_inclusive_tax(odoo: OdooWeb) -> None:
    """Prices with tax in them: the Australian chart of later series has no such tax."""
    if odoo.call("account.tax", "search_count", [SALES, *TAXES[INCLUSIVE]]):
        return
    values = {"name": "10% INC", "price_include_override": "tax_included"}
    odoo.call("account.tax", "copy", [tax(odoo, PLAIN)], values)


def confirm_mappings(odoo: OdooWeb, connection: int) -> None:
    """Take the suggestions that are sure, and of the others those that sales need.

    :raises Failure: an account or tax of the demo's invoices has none
    """
    own = ("connection_id", "=", connection)
    for model in MAPS:
        odoo.call(model, "action_suggest", [], [connection])
        sure = odoo.call(model, "search", [own, ("state", "=", "sure")])
        odoo.call(model, "action_confirm", sure)
    income = [own, ("account_id.account_type", "=", "income"), ("state", "=", "unsure")]
    found = odoo.call(MAPS[0], "search", [*income, ("ledger_account_id", "!=", False)])
    if found:
        odoo.call(MAPS[0], "action_confirm", found)
    for name in (PLAIN, INCLUSIVE, EXPORT):
        domain = [own, ("tax_ids", "=", tax(odoo, name)), ("state", "=", "confirmed")]
        if not odoo.call(MAPS[1], "search_count", domain):
            raise Failure(f"The sales tax “{name}” of Odoo found no tax rate in Xero.")


def work(odoo: OdooWeb, xero: Xero, connection: int) -> None:
    """New customers, invoices of various kinds, a changed contact, attendances."""
    customers = [add_customer(odoo, values) for values in CUSTOMERS]
    below = {**PERSON, "parent_id": customers[0], "type": "contact"}
    names = {"xero_first_name": "Odile", "xero_last_name": "Farquharson"}
    odoo.create("res.partner", {**below, **names})
    for number, (name, lines) in enumerate(INVOICES):
        invoice(odoo, customers[number % len(customers)], tax(odoo, name), lines)
    invoice(odoo, abroad(odoo), tax(odoo, EXPORT), DOLLARS, dollars(odoo))
    known = linked(odoo, connection, "contact")
    values = {"phone": "02 7010 9911", "street": "7 Slipway Close"}
    odoo.call("res.partner", "write", [known[-1]["res_id"]], values)
    attendances(odoo, xero, connection)


def correct(odoo: OdooWeb, connection: int, disputed: str) -> None:
    """A longer shift, a reference added to an invoice, and an e-mail that Xero changed as well."""
    shift = odoo.read("hr.attendance", [], ["check_out"], order="id desc", limit=1)[0]
    out = datetime.datetime.fromisoformat(shift["check_out"]) + datetime.timedelta(minutes=45)
    odoo.call("hr.attendance", "write", [shift["id"]], {"check_out": f"{out:%Y-%m-%d %H:%M:%S}"})
    sent = odoo.read("account.move", [("move_type", "=", "out_invoice")], ["id"], order="id desc")
    odoo.call("account.move", "write", [sent[0]["id"]], {"ref": "PO 51877"})
    for row in linked(odoo, connection, "contact"):
        if row["xero_id"].lower() == disputed.lower():
            odoo.call("res.partner", "write", [row["res_id"]], {"email": IN_ODOO})


def add_customer(odoo: OdooWeb, values: dict[str, Any]) -> int:
    """A company that is a customer, in Australia."""
    country = one(odoo, "res.country", [("code", "=", "AU")])
    region = one(odoo, "res.country.state", [("country_id", "=", country), ("code", "=", "VIC")])
    place = {"country_id": country, "state_id": region}
    return odoo.create("res.partner", {**values, **place, "is_company": True, "customer_rank": 1})


def abroad(odoo: OdooWeb) -> int:
    """A customer that came from Xero and pays in dollars."""
    return one(odoo, "res.partner", [("xero_currency_id.name", "=", "USD")])


def dollars(odoo: OdooWeb) -> int:
    """US dollars, switched on with today's rate."""
    context = {"active_test": False}
    currency = one(odoo, "res.currency", [("name", "=", "USD")], context=context)
    odoo.call("res.currency", "write", [currency], {"active": True})
    rate = {"currency_id": currency, "name": today().isoformat(), "rate": DOLLAR_RATE}
    odoo.create("res.currency.rate", rate)
    return currency


def invoice(odoo: OdooWeb, partner: int, tax_id: int, lines: Lines, currency: int = 0) -> None:
    """A posted customer invoice."""
    commands = [
        (0, 0, {
            "name": name, "quantity": quantity, "price_unit": price, "discount": discount,
            "tax_ids": [(6, 0, [tax_id])],
        })
        for name, quantity, price, discount in lines
    ]  # fmt: skip
    values: dict[str, Any] = {"move_type": "out_invoice", "partner_id": partner}
    values |= {"invoice_line_ids": commands, "invoice_date": today().isoformat()}
    move = odoo.create("account.move", values | ({"currency_id": currency} if currency else {}))
    odoo.call("account.move", "action_post", [move])


def attendances(odoo: OdooWeb, xero: Xero, connection: int) -> None:
    """Closed attendances in the open pay period, of workers who have no timesheet in it yet.

    One shift has a pay item of its own, and one a tracking option.
    """
    ordinary, overtime = (
        one(odoo, "xero.pay.item", [("name", "=", name), ("is_hours", "=", True)])
        for name in ("Ordinary Hours", "Overtime Hours x1.5")
    )
    option = site(odoo, connection)
    workers = free_workers(odoo, xero, connection)
    odoo.call("hr.employee", "write", workers, {"xero_pay_item_id": ordinary})
    for place, worker in enumerate(workers):
        shift = {"employee_id": worker}
        for number, (check_in, check_out) in enumerate(shifts()):
            own = {"xero_option_id": option} if place == 1 and not number else {}
            own |= {"xero_pay_item_id": overtime} if place == 0 and not number else {}
            times = {"check_in": check_in, "check_out": check_out}
            odoo.create("hr.attendance", {**shift, **times, **own})


def site(odoo: OdooWeb, connection: int) -> int:
    """An option of the tracking category that Xero's payroll uses on timesheets."""
    rows = odoo.read("xero.connection", [("id", "=", connection)], ["timesheet_category_id"])
    category = rows[0]["timesheet_category_id"]
    domain = [("category_id", "=", category and category[0]), ("active", "=", True)]
    return one(odoo, "xero.tracking.option", domain)


def free_workers(odoo: OdooWeb, xero: Xero, connection: int) -> list[int]:
    """Employees on the weekly calendar for whom Xero has no timesheet of the open period.

    :raises Failure: there are too few
    """
    tables = next(iter(xero.ask("dump")["organisations"].values()))["tables"]
    weekly = {
        row["PayrollCalendarID"] for row in tables["PayrollCalendars"] if row["Name"] == "Weekly"
    }
    busy = {row["EmployeeID"] for row in tables["Timesheets"] if row["Status"] == "DRAFT"}
    free = {
        row["EmployeeID"].lower()
        for row in tables["Employees"]
        if row["PayrollCalendarID"] in weekly and row["EmployeeID"] not in busy
    }
    rows = linked(odoo, connection, "employee")
    found = [row["res_id"] for row in rows if row["xero_id"].lower() in free][:WORKERS]
    if len(found) < WORKERS:
        raise Failure("Too few employees came from Xero to record attendances for.")
    return found


def shifts() -> Iterator[tuple[str, str]]:
    """The last days of this week, which is the open pay period, each shift of another length.

    They begin at midnight UTC: morning in Australia, the same day in both.
    """
    for back in range(min(DAYS, today().weekday() + 1)):
        day = today() - datetime.timedelta(days=back)
        start = datetime.datetime.combine(day, datetime.time())
        end = start + datetime.timedelta(hours=7, minutes=6 + 7 * back)
        yield f"{start:%Y-%m-%d %H:%M:%S}", f"{end:%Y-%m-%d %H:%M:%S}"


def linked(odoo: OdooWeb, connection: int, entity: str) -> list[dict[str, Any]]:
    """Pairs of an entity, oldest first: res_id and xero_id."""
    domain = [
        ("connection_id", "=", connection), ("entity", "=", entity), ("part", "in", ("", False)),
        ("res_id", "!=", 0),
    ]  # fmt: skip
    return odoo.read("xero.link", domain, ["res_id", "xero_id"], order="id")


def tax(odoo: OdooWeb, kind: str) -> int:
    """A sales tax of the Australian chart."""
    return one(odoo, "account.tax", [SALES, *TAXES[kind]])


def one(odoo: OdooWeb, model: str, domain: list[Any], **named: Any) -> int:
    """The id of the first record that fits.

    :raises Failure: there is none
    """
    found: list[int] = odoo.call(model, "search", domain, limit=1, order="id", **named)
    if not found:
        raise Failure(f"Odoo has no {model} with {domain}.")
    return found[0]
