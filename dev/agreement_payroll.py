"""Employees and timesheets: what must be equal in Odoo and Xero."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from .agreement_sides import Kind, Row, Values, World, cents, day, name_of, phone, words

WORKER = (
    "name", "work_email", "mobile_phone", "private_phone", "job_title", "birthday", "active",
    "private_street", "private_street2", "private_city", "private_zip", "private_state_id",
)  # fmt: skip
GENDERS = {"male": "M", "female": "F", "other": "I"}
WORKED = ("check_in", "worked_hours", "xero_pay_item_id", "xero_option_id", "employee_id")
Hours = dict[tuple[str, str, str], Decimal]


def workers_in_odoo(world: World, ids: list[int]) -> dict[int, Values]:
    """Employees as Odoo has them."""
    gender = "gender" if world.has("hr.employee", "gender") else "sex"
    rows = world.rows("hr.employee", [("id", "in", ids)], (*WORKER, gender))
    return {
        row["id"]: {
            "name": words(row["name"]),
            "e-mail": words(row["work_email"]).lower(),
            "mobile": phone(row["mobile_phone"]),
            "phone": phone(row["private_phone"]),
            "job title": words(row["job_title"]),
            "born": day(row["birthday"]),
            "gender": GENDERS.get(row[gender], ""),
            "active": row["active"],
            "home": "|".join((
                words(row["private_street"]), words(row["private_street2"]),
                words(row["private_city"]), words(row["private_zip"]),
                world.regions[row["private_state_id"][0]] if row["private_state_id"] else "",
            )),
        }
        for row in rows
    }  # fmt: skip


def worker_in_xero(_world: World, row: Row) -> Values:
    """An employee of Xero's in the same words."""
    home = row.get("HomeAddress") or {}
    lines = ("AddressLine1", "AddressLine2", "City", "PostalCode", "Region")
    return {
        "name": words(f"{row.get('FirstName')} {row.get('LastName')}"),
        "e-mail": words(row.get("Email")).lower(),
        "mobile": phone(row.get("Mobile")),
        "phone": phone(row.get("Phone")),
        "job title": words(row.get("JobTitle")),
        "born": day(row.get("DateOfBirth")),
        "gender": str(row.get("Gender") or "").replace("N", ""),
        "active": row.get("Status") == "ACTIVE",
        "home": "|".join(words(home.get(name)) for name in lines),
    }


def hours_in_odoo(world: World, ids: list[int]) -> dict[int, Values]:
    """Hours of each period, added up from the attendances themselves."""
    fields = ("employee_id", "period_start", "period_end")
    items = ids_of(world, "xero.pay.item")
    options = ids_of(world, "xero.tracking.option")
    own = {
        row["id"]: row["xero_pay_item_id"]
        for row in world.rows("hr.employee", [], ("xero_pay_item_id",))
    }
    found: dict[int, Values] = {}
    for sheet in world.rows("xero.timesheet", [("id", "in", ids)], fields):
        until = date.fromisoformat(sheet["period_end"]) + timedelta(days=1)
        period = [
            ("employee_id", "=", sheet["employee_id"][0]), ("check_out", "!=", False),
            ("check_in", ">=", sheet["period_start"]), ("check_in", "<", until.isoformat()),
        ]  # fmt: skip
        hours: Hours = {}
        for row in world.rows("hr.attendance", period, WORKED):
            item = row["xero_pay_item_id"] or own[row["employee_id"][0]]
            option = row["xero_option_id"]
            place = items[item[0]], options[option[0]] if option else "", day(row["check_in"])
            hours[place] = hours.get(place, Decimal()) + Decimal(str(row["worked_hours"]))
        found[sheet["id"]] = {
            "name": f"{name_of(sheet['employee_id'])} {sheet['period_start']}",
            "employee": sheet["employee_id"][0],
            "from": sheet["period_start"],
            "to": sheet["period_end"],
            "hours": {"|".join(place): shown(amount) for place, amount in sorted(hours.items())},
        }
    return found


def hours_in_xero(world: World, row: Row) -> Values:
    """A timesheet of Xero's in the same words."""
    employees = world.pairs("employee")
    employee = employees.get(str(row["EmployeeID"]).lower(), 0)
    names = world.rows("hr.employee", [("id", "=", employee)], ("name",))
    start = day(row["StartDate"])
    return {
        "name": f"{names[0]['name'] if names else '?'} {start}",
        "employee": employee,
        "from": start,
        "to": day(row["EndDate"]),
        "hours": dict(sorted(cells(row, date.fromisoformat(start)))),
    }


def cells(row: Row, start: date) -> Iterator[tuple[str, str]]:
    """Pay item, option and day of every number that is not zero."""
    for line in row.get("TimesheetLines") or []:
        item = str(line["EarningsRateID"]).lower()
        option = str(line.get("TrackingItemID") or "").lower()
        for number, amount in enumerate(line["NumberOfUnits"]):
            if Decimal(str(amount)):
                moment = (start + timedelta(days=number)).isoformat()
                yield f"{item}|{option}|{moment}", shown(Decimal(str(amount)))


def unplaced(world: World) -> list[str]:
    """Closed attendances with a pay item that belong to no timesheet."""
    domain = [
        ("check_out", "!=", False), ("xero_timesheet_id", "=", False),
        "|", ("xero_pay_item_id", "!=", False), ("employee_id.xero_pay_item_id", "!=", False),
    ]  # fmt: skip
    rows = world.rows("hr.attendance", domain, ("employee_id", "check_in"))
    return [
        f"in no timesheet: the attendance of {name_of(row['employee_id'])}, {row['check_in']}"
        for row in rows
    ]


def shown(hours: Decimal) -> str:
    """Hours to the hundredth."""
    return cents(hours.quantize(Decimal("0.01")))


def ids_of(world: World, model: str) -> dict[int, str]:
    """Xero's ids by Odoo's."""
    return {row["id"]: row["xero_id"].lower() for row in world.rows(model, [], ("xero_id",))}


EMPLOYEES = Kind(
    "employee",
    "Employees",
    "EmployeeID",
    "hr.employee",
    workers_in_odoo,
    worker_in_xero,
    wanted_in_xero=lambda row: row.get("Status") == "ACTIVE",
)
TIMESHEETS = Kind(
    "timesheet",
    "Timesheets",
    "TimesheetID",
    "xero.timesheet",
    hours_in_odoo,
    hours_in_xero,
    wanted_in_odoo=[("attendance_ids", "!=", False)],
)
