"""Contacts: reading and the wire form (FACTS 5.5)."""

from . import contact_rules
from .listing import found, id_set, page, select, single
from .organisation import Organisation, table
from .routing import Answer, Call, routes
from .where import folded
from .wire import wire_time
from .writing import Invalid, batch

PATH = "/api.xro/2.0/Contacts"
SCOPE = "accounting.contacts"
PHONES = ("DDI", "DEFAULT", "FAX", "MOBILE")
ADDRESSES = ("STREET", "POBOX")
TEXTS = ("FirstName", "LastName", "EmailAddress", "BankAccountDetails")
# Left out of a list that is not paged (FACTS 3.1), and of a summary (FACTS 3.3).
NOT_UNPAGED = frozenset(
    {
        "MergedToContactID", "Website", "Balances", "Discount", "BatchPayments", "PaymentTerms",
        "SalesDefaultAccountCode", "PurchasesDefaultAccountCode", "TrackingCategoryName",
        "TrackingCategoryOption", "SalesDefaultLineAmountType", "PurchasesDefaultLineAmountType",
        "XeroNetworkKey", "SalesTrackingCategories", "PurchasesTrackingCategories",
    }
)  # fmt: skip
NOT_SUMMARY = NOT_UNPAGED | {
    "IsCustomer", "IsSupplier", "Addresses", "Phones", "ContactPersons", "ContactGroups",
    "BankAccountDetails", "AccountsReceivableTaxType", "AccountsPayableTaxType",
    "HasAttachments", "DefaultCurrency",
}  # fmt: skip
SEARCHED = ("Name", "FirstName", "LastName", "ContactNumber", "CompanyNumber", "EmailAddress")


def render(org: Organisation, record: dict) -> dict:
    """The full wire form: all phone and address slots, empty ones included."""
    wire = {key: value for key, value in record.items() if not key.startswith("_")}
    for name in TEXTS:
        wire.setdefault(name, "")
    addresses = record.get("_addresses", {})
    wire["Addresses"] = [_address(kind, addresses.get(kind, {})) for kind in ADDRESSES]
    wire["Addresses"] += [_address(k, v) for k, v in addresses.items() if k not in ADDRESSES]
    phones = record.get("_phones", {})
    wire["Phones"] = [_phone(kind, phones.get(kind, {})) for kind in PHONES]
    wire["Phones"] += [_phone(kind, v) for kind, v in phones.items() if kind not in PHONES]
    wire.setdefault("ContactPersons", [])
    wire["ContactGroups"] = [
        {"ContactGroupID": group["ContactGroupID"], "Name": group["Name"], "Status": "ACTIVE"}
        for group in map(lambda one: org.find("ContactGroups", one), record.get("_groups", ()))
        if group
    ]
    if "_balances" in record:
        wire["Balances"] = {
            side: {"Outstanding": amounts[0], "Overdue": amounts[1]}
            for side, amounts in record["_balances"].items()
        }
    wire["HasAttachments"] = record.get("_attached", False)
    wire["HasValidationErrors"] = False
    wire["UpdatedDateUTC"] = wire_time(record["_updated"])
    return wire


def _address(kind: str, address: dict) -> dict:
    blank = {"AddressType": kind, "City": "", "Region": "", "PostalCode": "", "Country": ""}
    return {**blank, **address}


def _phone(kind: str, phone: dict) -> dict:
    blank = {"PhoneType": kind, "PhoneNumber": "", "PhoneAreaCode": "", "PhoneCountryCode": ""}
    return {**blank, **phone}


def _unpaged(wire: dict) -> dict:
    wire = {key: value for key, value in wire.items() if key not in NOT_UNPAGED}
    return {**wire, "ContactPersons": [], "ContactGroups": []}


def _summary(wire: dict) -> dict:
    return {key: value for key, value in wire.items() if key not in NOT_SUMMARY}


def name_key(record: dict) -> str | None:
    """What a name is unique by, among active contacts: the text whatever its case."""
    name = record.get("Name", "").strip().casefold()
    return name if record.get("ContactStatus") == "ACTIVE" else None


def text_key(name: str):
    """An index function for a field whose text, whatever its case, is unique."""
    return lambda record: (record.get(name) or "").strip().casefold() or None


table(
    "Contacts",
    "ContactID",
    render=render,
    complete=contact_rules.complete,
    event="CONTACT",
    shows=("ContactGroups",),
    indexes={
        "Name": name_key,
        "ContactNumber": text_key("ContactNumber"),
        "AccountNumber": text_key("AccountNumber"),
    },
)


@routes.add("GET", PATH, scope=SCOPE)
def list_contacts(call: Call) -> Answer:
    """Contacts, archived ones only when asked for (FACTS 3.3)."""
    archived = call.flag("includeArchived")
    ids, term = id_set(call, "IDs"), folded(call.query.get("searchTerm", ""))

    def keep(record: dict) -> bool:
        return (
            (archived or record["ContactStatus"] != "ARCHIVED")
            and (not ids or record["ContactID"] in ids)
            and (not term or any(term in folded(record.get(name, "")) for name in SEARCHED))
        )

    records = select(call, "Contacts", keep, (archived, frozenset(ids), term))
    if call.flag("summaryOnly"):
        return page(call, "Contacts", records, variant="summary", shape=_summary)
    if "page" not in call.query:
        return page(call, "Contacts", records, variant="unpaged", shape=_unpaged)
    return page(call, "Contacts", records)


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_contact(call: Call) -> Answer:
    """One contact by ContactID or ContactNumber."""
    return single(call, "Contacts", found(call, "Contacts", "ContactNumber"))


@routes.add("PUT", PATH, scope=SCOPE)
def create_contacts(call: Call) -> Answer:
    """Create contacts; one that exists is refused (FACTS 4.1)."""
    return batch(call, "Contacts", lambda sent: contact_rules.create(call.org, sent))


@routes.add("POST", PATH, scope=SCOPE)
def change_contacts(call: Call) -> Answer:
    """Create or change contacts, matched by id, else by number, else by name: the danger of
    POST (FACTS 4.1)."""

    def handle(sent: dict) -> tuple[dict, list[str]]:
        record = contact_rules.match(call.org, sent)
        if record is None:
            return contact_rules.create(call.org, sent)
        return contact_rules.change(call.org, record, sent)

    return batch(call, "Contacts", handle)


@routes.add("POST", PATH + "/{id}", scope=SCOPE)
def change_contact(call: Call) -> Answer:
    """Change one contact."""
    record = found(call, "Contacts", "ContactNumber")

    def handle(sent: dict) -> tuple[dict, list[str]]:
        sent_id = str(sent.setdefault("ContactID", record["ContactID"])).lower()
        if sent_id != record["ContactID"]:
            raise Invalid("The ContactID of the path and of the body are not the same.")
        return contact_rules.change(call.org, record, sent)

    return batch(call, "Contacts", handle)
