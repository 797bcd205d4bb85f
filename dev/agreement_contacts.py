"""Contacts: what must be equal in Odoo and Xero, with the settings a connection starts with."""

from .agreement_sides import (
    Kind,
    Row,
    Values,
    World,
    by_parent,
    cents,
    digits,
    name_of,
    phone,
    words,
)

ADDRESS = ("street", "street2", "city", "zip", "state_id", "country_id")
NAMED = ("FirstName", "LastName", "EmailAddress")
PERSON = ("parent_id", "type", "name", "xero_first_name", "xero_last_name", "email")
PLAIN = (
    "name", "email", "vat", "ref", "phone", "active", "xero_first_name", "xero_last_name",
    "property_payment_term_id", "xero_currency_id",
)  # fmt: skip


def from_odoo(world: World, ids: list[int]) -> dict[int, Values]:
    """Partners with their persons, delivery address, bank account and payment term."""
    mobile = ("mobile",) if world.has("res.partner", "mobile") else ()
    partners = world.rows("res.partner", [("id", "in", ids)], (*PLAIN, *ADDRESS, *mobile))
    below = [("parent_id", "in", ids), ("active", "=", True)]
    children = by_parent(world.rows("res.partner", below, (*PERSON, *ADDRESS)), "parent_id")
    mine = [("partner_id", "in", ids), ("active", "=", True)]
    accounts = world.rows("res.partner.bank", mine, ("partner_id", "acc_number"))
    banks = by_parent(accounts, "partner_id")
    terms = term_days(world)
    found: dict[int, Values] = {}
    for row in partners:
        persons = [child for child in children.get(row["id"], []) if child["type"] == "contact"]
        delivery = [child for child in children.get(row["id"], []) if child["type"] == "delivery"]
        bank = [digits(bank["acc_number"]) for bank in banks.get(row["id"], [])]
        place = place_in_odoo(world, row)
        term = row["property_payment_term_id"]
        found[row["id"]] = {
            "name": words(row["name"]),
            "first name": words(row["xero_first_name"]),
            "last name": words(row["xero_last_name"]),
            "e-mail": words(row["email"]).lower(),
            "ABN": digits(row["vat"]),
            "account number": words(row["ref"]),
            "phone": phone(row["phone"]),
            **({"mobile": phone(row["mobile"])} if mobile else {}),
            "active": row["active"],
            "address": place,
            "delivery address": elsewhere(place_in_odoo(world, delivery[0]), place)
            if delivery
            else "",
            "persons": sorted(person_in_odoo(child) for child in persons),
            "bank account": bank[0] if bank else "",
            "days to pay": terms.get(term[0], "another term") if term else "",
            "currency": name_of(row["xero_currency_id"]).replace("AUD", ""),
        }
    return found


def from_xero(world: World, row: Row) -> Values:
    """A contact of Xero's in the same words."""
    phones = {one["PhoneType"]: one for one in row.get("Phones") or []}
    places = {one["AddressType"]: one for one in row.get("Addresses") or []}
    address = place_in_xero(places.get("POBOX", {}))
    terms = ((row.get("PaymentTerms") or {}).get("Sales")) or {}
    mobile = world.has("res.partner", "mobile")
    return {
        "name": words(row.get("Name")),
        "first name": words(row.get("FirstName")),
        "last name": words(row.get("LastName")),
        "e-mail": words(row.get("EmailAddress")).lower(),
        "ABN": digits(row.get("TaxNumber")),
        "account number": words(row.get("AccountNumber")),
        "phone": dialled(phones.get("DEFAULT", {})),
        **({"mobile": dialled(phones.get("MOBILE", {}))} if mobile else {}),
        "active": row.get("ContactStatus", "ACTIVE") == "ACTIVE",
        "address": address,
        "delivery address": elsewhere(place_in_xero(places.get("STREET", {})), address),
        "persons": sorted(
            "/".join(words(one.get(key)).lower() for key in NAMED)
            for one in row.get("ContactPersons") or []
        ),
        "bank account": digits(row.get("BankAccountDetails")),
        "days to pay": cents(terms["Day"]) if terms.get("Day") else "",
        "currency": (row.get("DefaultCurrency") or "").replace("AUD", ""),
    }


def dialled(slot: Row) -> str:
    """A phone of Xero's as digits."""
    parts = (slot.get(f"Phone{part}") for part in ("CountryCode", "AreaCode", "Number"))
    return phone(*parts) if slot.get("PhoneNumber") else ""


def place_in_odoo(world: World, row: Row) -> str:
    """An address in one line."""
    region = world.regions[row["state_id"][0]] if row["state_id"] else ""
    parts = (row["street"], row["street2"], row["city"], region, row["zip"])
    return "|".join(words(part) for part in (*parts, name_of(row["country_id"]))).strip("|")


def place_in_xero(slot: Row) -> str:
    """The same of an address of Xero's."""
    more = ", ".join(slot[f"AddressLine{n}"] for n in (2, 3, 4) if slot.get(f"AddressLine{n}"))
    parts = (slot.get("AddressLine1"), more, slot.get("City"), slot.get("Region"))
    end = (slot.get("PostalCode"), slot.get("Country"))
    return "|".join(words(part) for part in (*parts, *end)).strip("|")


def elsewhere(delivery: str, address: str) -> str:
    """A delivery address that repeats the address is none."""
    return "" if delivery == address else delivery


def person_in_odoo(row: Row) -> str:
    """First name, last name and e-mail."""
    parts = (row["xero_first_name"], row["xero_last_name"], row["email"])
    return "/".join(words(part).lower() for part in parts)


def term_days(world: World) -> dict[int, str]:
    """Days of the payment terms that are one sum some days after the invoice's date."""
    fields = ("payment_id", "value", "nb_days", "delay_type")
    lines = by_parent(world.rows("account.payment.term.line", [], fields), "payment_id")
    return {
        term: cents(rows[0]["nb_days"])
        for term, rows in lines.items()
        if len(rows) == 1 and rows[0]["delay_type"] == "days_after"
    }


CONTACTS = Kind(
    "contact",
    "Contacts",
    "ContactID",
    "res.partner",
    from_odoo,
    from_xero,
    wanted_in_odoo=[
        ("parent_id", "=", False), "|", ("customer_rank", ">", 0), ("supplier_rank", ">", 0),
    ],
    wanted_in_xero=lambda row: row.get("ContactStatus") == "ACTIVE",
)  # fmt: skip
