"""180 contacts: customers, suppliers and people, some archived, two merged into others."""

import json
import re
import unicodedata
from datetime import timedelta
from pathlib import Path

from ..organisation import TABLES, Organisation
from ..payroll_setup import fixed_id
from .numbers import abn, draw, pick

FOLDER = Path(__file__).parent
NAMES = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))
SPECIAL = json.loads((FOLDER / "special_contacts.json").read_text(encoding="utf-8"))
COMPANIES, PEOPLE, SUPPLIERS, ARCHIVED = 98, 30, 30, 8
GROUPS = ("Construction sites", "Hospitality", "Health & aged care", "Monthly statements")
# Terms that a fresh Odoo has as well.
DAYS_TO_PAY = (15, 21, 30)
# Area codes and numbers that the Australian regulator keeps free for fiction: 5550 and 7010.
AREA = {"NSW": "02", "ACT": "02", "VIC": "03", "TAS": "03", "QLD": "07"}


def add_contacts(org: Organisation) -> None:
    """Store the contacts and their groups, changed at different times of the last two years."""
    contacts = [*SPECIAL, *_companies(), *_people(), *_suppliers(), *_archived()]
    stored = [_store(org, number, contact) for number, contact in enumerate(contacts)]
    _merge(org, stored)
    _group(org, stored)


def _companies() -> list[dict]:
    return [
        {"Name": _company_name(number), **_person(f"company {number}"), "IsCustomer": True}
        for number in range(COMPANIES)
    ]


def _company_name(number: int) -> str:
    places, trades = NAMES["places"], NAMES["trades"]
    place = places[number % len(places)]
    trade = trades[(number * 7 + number // len(places)) % len(trades)]
    return f"{place} {trade} {pick(f'form {number}', NAMES['forms'])}"


def _person(what: str) -> dict:
    return {
        "FirstName": pick(f"given {what}", NAMES["given"]),
        "LastName": pick(f"family {what}", NAMES["family"]),
    }


def _people() -> list[dict]:
    people = []
    for number in range(PEOPLE):
        given = NAMES["given"][number]
        family = NAMES["family"][(number * 11 + 3) % len(NAMES["family"])]
        person = {"Name": f"{given} {family}", "FirstName": given, "LastName": family}
        people.append({**person, "IsCustomer": number % 3 == 0, "_person": True})
    return people


def _suppliers() -> list[dict]:
    suppliers = []
    for number in range(SUPPLIERS):
        place = NAMES["places"][(number * 5 + 2) % len(NAMES["places"])]
        trade = NAMES["suppliers"][(number + number // 10) % len(NAMES["suppliers"])]
        name = f"{place} {trade}" if number % 3 else f"{place} {trade} Pty Ltd"
        suppliers.append({"Name": name, **_person(f"supplier {number}"), "IsSupplier": True})
    return suppliers


def _archived() -> list[dict]:
    closed = [
        {
            "Name": f"{NAMES['places'][number]} {NAMES['trades'][-1 - number]} (closed)",
            "IsCustomer": True,
            "ContactStatus": "ARCHIVED",
        }
        for number in range(ARCHIVED)
    ]
    # Entered twice; Xero's merge archives the loser and points it to the winner (FACTS 5.5).
    losers = [
        {"Name": f"{_company_name(number)} (duplicate)", "_merged": number} for number in (4, 9)
    ]
    return closed + [{**loser, "ContactStatus": "ARCHIVED"} for loser in losers]


def _store(org: Organisation, number: int, plain: dict) -> dict:
    name = plain["Name"]
    record = {
        "ContactID": fixed_id(org, "Contact", name),
        "AccountNumber": f"C{1000 + number}",
        "EmailAddress": _email(number, plain),
        **{key: value for key, value in plain.items() if value != ""},
        "Phones": _phones(number),
        "Addresses": _addresses(number),
    }
    if not plain.get("_person"):
        record["TaxNumber"] = abn(name)
        record["ContactPersons"] = _contact_persons(number)
    if plain.get("IsSupplier"):
        record["BankAccountDetails"] = (
            f"{draw(f'bsb {name}', 900) + 100}-{number:03} 5550{number:04}"
        )
    if number % 4 == 1:
        record["PaymentTerms"] = {
            "Sales": {"Day": DAYS_TO_PAY[number % 3], "Type": "DAYSAFTERBILLDATE"}
        }
    record.pop("_person", None)
    TABLES["Contacts"].complete(org, record)
    record["_updated"] = org.now() - timedelta(hours=17 * (400 - number), seconds=number * 37)
    return org.save("Contacts", record, stamp=False)


def _email(number: int, plain: dict) -> str:
    """Under `.example`, a domain nobody can own; some contacts have none."""
    if number % 9 == 7:
        return ""
    ascii_name = unicodedata.normalize("NFKD", plain["Name"]).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:40].strip("-")
    return f"{'mail' if plain.get('_person') else 'accounts'}@{slug}.example"


def _phones(number: int) -> list[dict]:
    state = NAMES["suburbs"][number % len(NAMES["suburbs"])][1]
    line = f"5550 {number:04}" if number % 2 else f"7010 {number:04}"
    area = AREA.get(state, "08")
    phones = [{"PhoneType": "DEFAULT", "PhoneAreaCode": area, "PhoneNumber": line}]
    if number % 5 == 2:
        phones = [
            {
                "PhoneType": "DEFAULT",
                "PhoneCountryCode": "61",
                "PhoneAreaCode": area[1],
                "PhoneNumber": line.replace(" ", ""),
            }
        ]
    if number % 3 == 0:
        phones.append(
            {"PhoneType": "MOBILE", "PhoneNumber": NAMES["mobiles"][number % len(NAMES["mobiles"])]}
        )
    if number % 7 == 0:
        phones.append(
            {"PhoneType": "FAX", "PhoneAreaCode": area, "PhoneNumber": f"5550 {9000 + number}"}
        )
    if number % 6 == 4:
        phones.append(
            {
                "PhoneType": "DDI",
                "PhoneCountryCode": "+61",
                "PhoneNumber": f"{area[1]} 7010 {5000 + number} ext. {number}",
            }
        )
    return [] if number % 29 == 28 else phones


def _addresses(number: int) -> list[dict]:
    suburb, state, postcode = NAMES["suburbs"][number % len(NAMES["suburbs"])]
    place = {"City": suburb, "Region": state, "PostalCode": postcode, "Country": "Australia"}
    street = f"{1 + draw(f'street {number}', 240)} {pick(f'road {number}', NAMES['streets'])}"
    addresses = [{"AddressType": "STREET", "AddressLine1": street, **place}]
    if number % 4 == 3:
        addresses[0] = {
            "AddressType": "STREET",
            "AttentionTo": "Site office",
            "AddressLine1": f"Unit {number % 12 + 1}",
            "AddressLine2": street,
            **place,
        }
    if number % 3 != 1:
        addresses.append(
            {"AddressType": "POBOX", "AddressLine1": f"PO Box {100 + number}", **place}
        )
    return addresses


def _contact_persons(number: int) -> list[dict]:
    return [
        {
            **_person(f"contact person {number} {place}"),
            "EmailAddress": f"person{place}.{number}@site.example",
            "IncludeInEmails": place == 0,
        }
        for place in range(number % 4 if number % 17 else 5)
    ]


def _merge(org: Organisation, stored: list[dict]) -> None:
    for record in stored:
        if "_merged" in record:
            winner = fixed_id(org, "Contact", _company_name(record.pop("_merged")))
            record["MergedToContactID"] = winner
            org.save("Contacts", record, stamp=False)


def _group(org: Organisation, stored: list[dict]) -> None:
    active = [record for record in stored if record["ContactStatus"] == "ACTIVE"]
    for place, name in enumerate(GROUPS):
        members = active[place :: 6 + place]
        group = {"ContactGroupID": fixed_id(org, "ContactGroup", name), "Name": name}
        TABLES["ContactGroups"].complete(org, group)
        group["_members"] = [record["ContactID"] for record in members]
        org.save("ContactGroups", group, stamp=False)
        for record in members:
            record.setdefault("_groups", []).append(group["ContactGroupID"])
            org.save("Contacts", record, stamp=False)
