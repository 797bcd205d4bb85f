"""What Xero accepts of a contact, and what it makes of it (FACTS 5.5)."""

import re

from .organisation import Organisation
from .writing import Invalid

LENGTHS = {
    "Name": 255, "FirstName": 255, "LastName": 255, "EmailAddress": 255, "ContactNumber": 50,
    "AccountNumber": 50, "CompanyNumber": 50, "TaxNumber": 50, "BankAccountDetails": 255,
}  # fmt: skip
PLAIN = (
    *LENGTHS, "ContactStatus", "SalesDefaultAccountCode", "PurchasesDefaultAccountCode",
    "AccountsReceivableTaxType", "AccountsPayableTaxType", "PaymentTerms", "DefaultCurrency",
    "TrackingCategoryName", "TrackingCategoryOption", "ContactPersons", "TaxNumberType",
    "SalesDefaultLineAmountType", "PurchasesDefaultLineAmountType", "XeroNetworkKey",
    "BatchPayments", "SalesTrackingCategories", "PurchasesTrackingCategories",
)  # fmt: skip
PHONE_LENGTHS = {"PhoneNumber": 50, "PhoneAreaCode": 10, "PhoneCountryCode": 20}
PHONE_TYPES = ("DEFAULT", "DDI", "MOBILE", "FAX", "OFFICE")
ADDRESS_LENGTHS = {
    "AddressLine1": 500, "AddressLine2": 500, "AddressLine3": 500, "AddressLine4": 500,
    "City": 255, "Region": 255, "PostalCode": 50, "Country": 50, "AttentionTo": 255,
}  # fmt: skip
ADDRESS_TYPES = ("POBOX", "STREET", "DELIVERY")
TERMS = ("DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
COUNTRY = re.compile(r"[A-Za-z][A-Za-z ]*")
ARCHIVED = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)


def match(org: Organisation, sent: dict) -> dict | None:
    """The contact a POST element means: by ContactID, else ContactNumber, else name. Raises
    Invalid for an id that does not exist."""
    if sent.get("ContactID"):
        record = org.find("Contacts", sent["ContactID"])
        if record is None:
            raise Invalid("The contact with this ContactID could not be found.")
        return record
    for index in ("ContactNumber", "Name"):
        key = str(sent.get(index, "")).strip().casefold()
        records = org.lookup("Contacts", index, key) if key else []
        if records:
            return records[0]
    return None


def create(org: Organisation, sent: dict) -> tuple[dict, list[str]]:
    """Save a new contact. Raises Invalid."""
    if sent.get("ContactID"):
        raise Invalid("A ContactID cannot be given when a contact is created.")
    record = {"ContactID": org.new_id(), "ContactStatus": "ACTIVE"}
    changed = _merged(record, sent)
    _check(org, changed, sent)
    _store(org, record, changed)
    return record, []


def change(org: Organisation, record: dict, sent: dict) -> tuple[dict, list[str]]:
    """Save the sent fields over a contact. Raises Invalid; an archived contact takes nothing, not
    even a return to ACTIVE (unproven for that one, FACTS 10, 1)."""
    if record["ContactStatus"] == "ARCHIVED":
        raise Invalid(ARCHIVED)
    changed = _merged(record, sent)
    _check(org, changed, sent)
    _store(org, record, changed)
    return record, []


def _store(org: Organisation, record: dict, changed: dict) -> None:
    record.clear()
    record.update(changed)
    complete(org, record)
    org.save("Contacts", record)


def _merged(record: dict, sent: dict) -> dict:
    """The contact as it would be. Phones and addresses merge by type (FACTS 5.5)."""
    changed = dict(record)
    changed.update({name: sent[name] for name in PLAIN if name in sent})
    for name, private, type_name in (
        ("Phones", "_phones", "PhoneType"),
        ("Addresses", "_addresses", "AddressType"),
    ):
        if name in sent:
            slots = dict(record.get(private, {}))
            for slot in sent[name]:
                slots[slot.get(type_name, "")] = slot
            changed[private] = slots
    return changed


def complete(org: Organisation, record: dict) -> None:
    """Fill what every contact has; wire-form lists given by a person's edit become slots."""
    record.setdefault("Name", "")
    record.setdefault("ContactStatus", "ACTIVE")
    record.setdefault("IsCustomer", False)
    record.setdefault("IsSupplier", False)
    for name, private, type_name in (
        ("Phones", "_phones", "PhoneType"),
        ("Addresses", "_addresses", "AddressType"),
    ):
        if name in record:
            slots = record.setdefault(private, {})
            slots.update({slot.get(type_name, ""): slot for slot in record.pop(name)})
    for group in record.pop("ContactGroups", ()):
        record.setdefault("_groups", []).append(group["ContactGroupID"])
    record["Name"] = record["Name"].strip()


def _check(org: Organisation, record: dict, sent: dict) -> None:
    problems = [
        *_texts(sent, LENGTHS, ()),
        *_uniqueness(org, record),
        *_parts(sent),
        *_references(org, sent),
    ]
    email = sent.get("EmailAddress")
    if email and not EMAIL.fullmatch(email):
        problems.append("Email address must be valid.")
    if record["ContactStatus"] not in ("ACTIVE", "ARCHIVED"):
        problems.append("The ContactStatus must be ACTIVE or ARCHIVED.")
    if problems:
        raise Invalid(*problems)


def _texts(sent: dict, lengths: dict[str, int], path: tuple) -> list:
    problems = []
    for name, most in lengths.items():
        value = sent.get(name, "")
        if not isinstance(value, str):
            problems.append((path, f"{name} must be a text."))
        elif len(value) > most:
            problems.append((path, f"The field {name} must not be longer than {most} characters."))
    return problems


def _uniqueness(org: Organisation, record: dict) -> list[str]:
    problems = []
    name = str(record.get("Name", "")).strip()
    if not name:
        problems.append("The contact name must be specified.")

    def taken(index: str, value: str) -> bool:
        key = str(value).strip().casefold()
        others = org.lookup("Contacts", index, key) if key else []
        return any(other["ContactID"] != record["ContactID"] for other in others)

    if record["ContactStatus"] == "ACTIVE" and taken("Name", name):
        problems.append(
            f"The contact name {name} is already assigned to another contact. "
            "The contact name must be unique across all active contacts."
        )
    number, account = record.get("ContactNumber", ""), record.get("AccountNumber", "")
    if taken("ContactNumber", number):
        problems.append(f"The contact number {number} is already assigned to another contact")
    if taken("AccountNumber", account):
        problems.append(f"The account number {account} is already assigned to another contact")
    return problems


def _parts(sent: dict) -> list:
    problems: list = []
    for number, phone in enumerate(sent.get("Phones", ())):
        path = ("Phones", number)
        problems += _texts(phone, PHONE_LENGTHS, path)
        if phone.get("PhoneType") not in PHONE_TYPES:
            problems.append((path, f"The PhoneType must be one of {', '.join(PHONE_TYPES)}."))
    for number, address in enumerate(sent.get("Addresses", ())):
        path = ("Addresses", number)
        problems += _texts(address, ADDRESS_LENGTHS, path)
        if address.get("AddressType") not in ADDRESS_TYPES:
            problems.append((path, f"The AddressType must be one of {', '.join(ADDRESS_TYPES)}."))
        if address.get("Country") and not COUNTRY.fullmatch(address["Country"]):
            problems.append((path, "The Country must be written in letters only."))
    persons = sent.get("ContactPersons", ())
    if len(persons) > 5:
        problems.append("A contact can have at most 5 additional people.")
    for number, person in enumerate(persons):
        path = ("ContactPersons", number)
        problems += _texts(person, {"FirstName": 255, "LastName": 255, "EmailAddress": 255}, path)
        if person.get("EmailAddress") and not EMAIL.fullmatch(person["EmailAddress"]):
            problems.append((path, "Email address must be valid."))
    return problems


def _references(org: Organisation, sent: dict) -> list[str]:
    problems = []
    for name in ("SalesDefaultAccountCode", "PurchasesDefaultAccountCode"):
        code = sent.get(name)
        if code and not org.lookup("Accounts", "Code", code.casefold()):
            problems.append(f"Account code '{code}' is not a valid code for this document.")
    for name in ("AccountsReceivableTaxType", "AccountsPayableTaxType"):
        tax = sent.get(name)
        if tax and tax not in org.rows("TaxRates"):
            problems.append(f"The TaxType code '{tax}' does not exist.")
    currency = sent.get("DefaultCurrency")
    if currency and currency not in org.rows("Currencies"):
        problems.append(f"Organisation is not subscribed to currency {currency}.")
    for side, terms in sent.get("PaymentTerms", {}).items():
        if side not in ("Bills", "Sales") or terms.get("Type") not in TERMS:
            problems.append(f"PaymentTerms take Bills and Sales with a Type of {', '.join(TERMS)}.")
        elif not 0 <= int(terms.get("Day", 0)) <= (31 if terms["Type"].startswith("OF") else 999):
            problems.append("The Day of the PaymentTerms is not possible.")
    return problems
