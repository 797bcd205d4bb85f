"""Employees: both sides read into the same plain values."""

from odoo import models

from ..models.compat import EMPLOYEE_GENDER, employee_start
from ..xero.place_names import place_key
from ..xero.wire import WrongShape, clean, parse_date, record, text
from .contact_values import email_key, phone_key
from .employee_name import joined

STATUSES = ("ACTIVE", "TERMINATED")
STATES = ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")
# Xero's N is “not given”, I “indeterminate”.
GENDERS = {"male": "M", "female": "F", "other": "I"}
LONGEST = 300
# What Xero says about pay is reduced to whether it is there, before anything is kept (D42): wages,
# tax file numbers and bank accounts never reach Odoo's tables.
PAY = ("TaxDeclaration", "BankAccounts", "SuperMemberships", "PayTemplate")
DROPPED = (*PAY, "OpeningBalances", "LeaveBalances", "LeaveLines")
FLAGS = {
    "has_tax": "HasTax",
    "has_bank": "HasBank",
    "has_super": "HasSuper",
    "has_template": "HasPay",
}
ADDRESS = {
    "street": "AddressLine1",
    "street2": "AddressLine2",
    "city": "City",
    "region": "Region",
    "zip": "PostalCode",
}


class XeroSyncEmployee(models.AbstractModel):
    _inherit = "xero.sync.employee"

    def _fetch_one(self, client, xero_id):
        payload = super()._fetch_one(client, xero_id)
        return payload and without_pay(payload)

    def _unwrap(self, data):
        return [
            without_pay(element) if isinstance(element, dict) else element
            for element in super()._unwrap(data)
        ]

    def _read_xero(self, payload):
        """In a full record an absent field is empty; in a summary or an answer it says nothing."""
        full = payload.get("Detailed")
        first, last = _line(payload, "FirstName"), _line(payload, "LastName")
        if not first and not last:
            raise WrongShape("Xero's fields FirstName and LastName are empty.")
        values = {
            "name": joined(first, last),
            "first_name": first,
            "middle_names": _line(payload, "MiddleNames"),
            "last_name": last,
            "employment": _employment(payload),
        }
        readers = {
            "email": ("Email", lambda: email_key(_line(payload, "Email"))),
            "phone": ("Phone", lambda: phone_key(_line(payload, "Phone"))),
            "mobile": ("Mobile", lambda: phone_key(_line(payload, "Mobile"))),
            "birthday": ("DateOfBirth", lambda: _day(payload, "DateOfBirth")),
            "gender": ("Gender", lambda: _gender(payload)),
            "job_title": ("JobTitle", lambda: _line(payload, "JobTitle")),
            "start": ("StartDate", lambda: _day(payload, "StartDate")),
            "address": ("HomeAddress", lambda: _address(payload)),
            "calendar": ("PayrollCalendarID", lambda: _line(payload, "PayrollCalendarID").lower()),
            "ordinary": (
                "OrdinaryEarningsRateID",
                lambda: _line(payload, "OrdinaryEarningsRateID").lower(),
            ),
        }
        for name, (key, read) in readers.items():
            if full or key in payload:
                values[name] = read()
        if full:
            values.update({name: bool(payload.get(key)) for name, key in FLAGS.items()})
        setting = self._setting
        ways = ("email", "phone", "mobile")
        unused = [name for name in ways if not setting._employee_field(name)]
        return {name: value for name, value in values.items() if name not in unused}

    def _read_odoo(self, records):
        setting = self._setting
        ways = {"email": email_key, "phone": phone_key, "mobile": phone_key}
        fields = {name: setting._employee_field(name) for name in ways}
        plain = {}
        for employee in records:
            start = employee.xero_start_date or employee_start(employee)
            plain[employee.id] = {
                "name": clean(employee.name or ""),
                **{
                    name: key(employee[fields[name]] or "")
                    for name, key in ways.items()
                    if fields[name]
                },
                "birthday": _iso(employee.birthday),
                "gender": GENDERS.get(employee[EMPLOYEE_GENDER], ""),
                "job_title": clean(employee.job_title or ""),
                "start": _iso(start),
                "employment": self._employment_of(employee),
                "address": self._address_of(employee),
                "calendar": employee.xero_calendar_key or "",
                "ordinary": employee.xero_ordinary_key or "",
                **{name: employee[f"xero_{name}"] for name in FLAGS},
            }
        return plain

    def _employment_of(self, employee):
        if employee.active:
            return {"status": "ACTIVE"}
        reason = employee.departure_reason_id.xero_reason or ""
        day = _iso(employee.departure_date)
        return {"status": "TERMINATED", "date": day, "reason": reason}

    def _address_of(self, employee):
        """Xero takes Australian homes only; another country is kept, to be refused with a
        sentence."""
        country = employee.private_country_id.code or ""
        parts = {
            "street": clean(employee.private_street or ""),
            "street2": clean(employee.private_street2 or ""),
            "city": clean(employee.private_city or ""),
            "region": employee.private_state_id.code or "",
            "zip": clean(employee.private_zip or ""),
            "country": "" if country == "AU" else country,
        }
        return {key: value for key, value in parts.items() if value}


def without_pay(payload):
    """A copy of an employee of Xero's in which pay is reduced to whether it is there."""
    kept = {key: value for key, value in payload.items() if key not in DROPPED}
    if not payload.get("Detailed"):
        return kept
    tax, template = payload.get("TaxDeclaration"), payload.get("PayTemplate")
    tax = tax if isinstance(tax, dict) else {}
    template = template if isinstance(template, dict) else {}
    return {
        **kept,
        "HasTax": bool(tax.get("TaxFileNumber") or tax.get("TFNExemptionType")),
        "HasBank": bool(payload.get("BankAccounts")),
        "HasSuper": bool(payload.get("SuperMemberships")),
        "HasPay": bool(template.get("EarningsLines")),
    }


def _line(payload, name):
    value = text(payload.get(name), name)
    if len(value) > LONGEST:
        raise WrongShape(f"Xero's field {name} is {len(value)} characters long.")
    return clean(value)


def _day(payload, name):
    return _iso(parse_date(payload.get(name), name))


def _iso(day):
    return day.isoformat() if day else ""


def _gender(payload):
    letter = _line(payload, "Gender")
    if letter not in ("", "N", *GENDERS.values()):
        raise WrongShape(f"Xero's field Gender should be known but is {letter[:40]!r}.")
    return "" if letter == "N" else letter


def _employment(payload):
    status = _line(payload, "Status") or "ACTIVE"
    if status not in STATUSES:
        raise WrongShape(f"Xero's field Status should be known but is {status[:40]!r}.")
    if status == "ACTIVE":
        return {"status": status}
    day, reason = _day(payload, "TerminationDate"), _line(payload, "TerminationReason")
    return {"status": status, "date": day, "reason": reason}


def _address(payload):
    slot = record(payload.get("HomeAddress"), "HomeAddress")
    parts = {name: _line(slot, key) for name, key in ADDRESS.items()}
    country = _line(slot, "Country")
    parts["country"] = "" if place_key(country) in ("", "australia") else country
    return {key: value for key, value in parts.items() if value}
