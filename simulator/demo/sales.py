"""150 sales invoices in every status and 40 bills, some in US dollars, with their payments.

They are sent through the same door as a client's, so that nothing in them could not exist.
"""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from ..organisation import Organisation
from ..payroll_employee_rules import tracking_options
from .contacts import NAMES
from .door import stamped, through_the_door
from .numbers import draw, pick

DATA = json.loads(Path(__file__).with_name("sales.json").read_text(encoding="utf-8"))
BILLS = 40
PAID_SHARE = {"PAID": 1, "PART PAID": Decimal("0.4")}
FINAL = {"VOIDED": "AUTHORISED", "DELETED": "DRAFT"}
TAX_MODES = ("Exclusive", "Exclusive", "Exclusive", "Inclusive")


def add_documents(org: Organisation) -> None:
    """Store invoices, bills and payments, the oldest ten months before today."""
    contacts = [c for c in org.rows("Contacts").values() if c["ContactStatus"] == "ACTIVE"]
    customers = [contact for contact in contacts if contact.get("IsCustomer")]
    suppliers = [contact for contact in contacts if contact.get("IsSupplier")]
    abroad = [contact for contact in customers if contact.get("DefaultCurrency")]
    plans = [
        _plan(org, number, status, pick(f"customer {number}", customers if number % 11 else abroad))
        for number, status in enumerate(_statuses())
    ]
    plans += [_bill(org, number, pick(f"supplier {number}", suppliers)) for number in range(BILLS)]
    bodies = [plan["body"] for plan in plans]
    made = through_the_door(org, "PUT", "Invoices", bodies)
    for plan, invoice in zip(plans, made, strict=True):
        plan["id"], plan["total"] = invoice["InvoiceID"], Decimal(str(invoice["Total"]))
        stamped(org, "Invoices", plan["id"], plan["date"], plan["number"])
    _pay(org, plans)
    _end(org, plans)


def _statuses() -> list[str]:
    """Old invoices are mostly paid, new ones mostly open, the last are drafts."""
    counts = dict(DATA["statuses"])
    young = [name for name in ("SUBMITTED", "DRAFT") for _one in range(counts.pop(name))]
    lean = {"PAID": 0, "VOIDED": 200, "DELETED": 250, "PART PAID": 350, "OPEN": 450}
    aged = [
        (lean[name] + draw(f"age {name} {number}", 550), name)
        for name, count in counts.items()
        for number in range(count)
    ]
    return [name for _age, name in sorted(aged)] + young


def _plan(org: Organisation, number: int, status: str, contact: dict) -> dict:
    day = org.now().date() - timedelta(days=2 * (150 - number))
    lines = 1 + draw(f"lines {number}", 3)
    body = {
        "Type": "ACCREC",
        "Contact": {"ContactID": contact["ContactID"]},
        "InvoiceNumber": f"CQ-{1001 + number:05}",
        "Reference": f"PO {40000 + draw(f'order {number}', 9999)}" if number % 4 else "",
        "Date": day.isoformat(),
        "DueDate": (day + timedelta(days=14 if number % 3 else 30)).isoformat(),
        "LineAmountTypes": pick(f"mode {number}", list(TAX_MODES)),
        "Status": FINAL.get(status, "AUTHORISED" if "P" in status else status),
        "LineItems": [_line(f"{number} {place}", day, DATA["work"]) for place in range(lines)],
    }
    if number % 3 == 0:
        regions = [option["Name"] for option in tracking_options(org, "EmployeeGroups")]
        for place, line in enumerate(body["LineItems"]):
            option = pick(f"region {number} {place}", regions)
            line["Tracking"] = [{"Name": "Region", "Option": option}]
    if number % 11 == 5:
        body["LineItems"][0]["DiscountRate"] = Decimal("7.5")
    if contact.get("DefaultCurrency") == "USD":
        _in_dollars(body, number)
    return {"body": body, "date": day, "status": status, "number": number}


def _line(what: str, day: date, choices: list) -> dict:
    text, account, tax, cents = pick(f"line {what}", choices)
    sunday = day - timedelta(days=day.weekday() + 1)
    description = text.format(job=pick(f"job {what}", NAMES["jobs"]), sunday=sunday)
    return {
        "Description": description,
        "Quantity": Decimal(draw(f"hours {what}", 152) + 8) / 4 if cents < 10000 else Decimal(1),
        "UnitAmount": Decimal(cents + draw(f"price {what}", 400)) / 100,
        "AccountCode": account,
        "TaxType": tax,
    }


def _in_dollars(body: dict, number: int) -> None:
    body["CurrencyCode"] = "USD"
    body["CurrencyRate"] = Decimal(6400 + draw(f"rate {number}", 300)) / 10000
    body["LineAmountTypes"] = "Exclusive"
    for line in body["LineItems"]:
        line.update(AccountCode="206", TaxType="EXEMPTEXPORT")


def _bill(org: Organisation, number: int, contact: dict) -> dict:
    day = org.now().date() - timedelta(days=7 * (BILLS - number))
    status = "PAID" if number < 24 else "OPEN" if number < 36 else "DRAFT"
    body = {
        "Type": "ACCPAY",
        "Contact": {"ContactID": contact["ContactID"]},
        "InvoiceNumber": f"{draw(f'their number {number}', 90000) + 10000}",
        "Date": day.isoformat(),
        "DueDate": (day + timedelta(days=21)).isoformat(),
        "LineAmountTypes": "Inclusive" if number % 2 else "Exclusive",
        "Status": "DRAFT" if status == "DRAFT" else "AUTHORISED",
        "LineItems": [_line(f"bill {number}", day, DATA["bills"])],
    }
    return {"body": body, "date": day, "status": status, "number": 500 + number}


def _pay(org: Organisation, plans: list[dict]) -> None:
    today = org.now().date()
    payments = []
    for plan in plans:
        share = PAID_SHARE.get(plan["status"])
        if not share:
            continue
        day = min(today, plan["date"] + timedelta(days=3 + draw(f"paid {plan['number']}", 35)))
        amount = (plan["total"] * share).quantize(Decimal("0.01"))
        parts = [amount]
        if plan["number"] % 7 == 0:
            parts = [amount - (amount / 3).quantize(Decimal("0.01"))]
            parts.append(amount - parts[0])
        payments += [(plan, day, part) for part in parts]
    made = through_the_door(org, "PUT", "Payments", [_payment(*one) for one in payments])
    for (plan, day, _part), payment in zip(payments, made, strict=True):
        stamped(org, "Payments", payment["PaymentID"], day, plan["number"])
        stamped(org, "Invoices", plan["id"], day, plan["number"])


def _payment(plan: dict, day: date, amount: Decimal) -> dict:
    payment = {
        "Invoice": {"InvoiceID": plan["id"]},
        "Account": {"Code": "090"},
        "Date": day.isoformat(),
        "Amount": amount,
        "Reference": f"Bank transfer {plan['number']}",
    }
    if "CurrencyRate" in plan["body"]:
        payment["CurrencyRate"] = plan["body"]["CurrencyRate"]
    return payment


def _end(org: Organisation, plans: list[dict]) -> None:
    ended = [plan for plan in plans if plan["status"] in FINAL]
    bodies = [{"InvoiceID": plan["id"], "Status": plan["status"]} for plan in ended]
    through_the_door(org, "POST", "Invoices", bodies)
    for plan in ended:
        day = plan["date"] + timedelta(days=1)
        stamped(org, "Invoices", plan["id"], day, plan["number"])
