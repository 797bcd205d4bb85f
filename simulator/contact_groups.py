"""Contact groups (FACTS 5.5). Groups do not move the contacts' timestamps."""

from .listing import envelope, found, not_found, page, select
from .organisation import Organisation, table
from .routing import Answer, Call, routes
from .writing import Invalid, echo, elements, one, validation_exception

PATH = "/api.xro/2.0/ContactGroups"
SCOPE = "accounting.contacts"
# In Xero's words: the specification has them as the example of a refusal.
MOST_GROUPS = 100


def render(org: Organisation, record: dict) -> dict:
    """A group with its contacts."""
    members = (org.find("Contacts", contact_id) for contact_id in record.get("_members", ()))
    return {
        "ContactGroupID": record["ContactGroupID"],
        "Name": record["Name"],
        "Status": record.get("Status", "ACTIVE"),
        "Contacts": [{"ContactID": c["ContactID"], "Name": c["Name"]} for c in members if c],
    }


def complete(org: Organisation, record: dict) -> None:
    """Defaults of a group. A person's list of `Contacts` becomes its members, and each contact
    knows its groups."""
    record.setdefault("Status", "ACTIVE")
    record.setdefault("_members", [])
    if "Contacts" in record:
        record["_members"] = [one["ContactID"] for one in record.pop("Contacts")]
        for contact in org.rows("Contacts").values():
            _note(org, record, contact)


def _note(org: Organisation, group: dict, contact: dict) -> None:
    groups = contact.setdefault("_groups", [])
    inside = contact["ContactID"] in group["_members"]
    if inside != (group["ContactGroupID"] in groups):
        (groups.append if inside else groups.remove)(group["ContactGroupID"])
        # Groups do not move the contacts' timestamps (FACTS 5.5).
        org.save("Contacts", contact, stamp=False)


table(
    "ContactGroups",
    "ContactGroupID",
    render=render,
    complete=complete,
    stamped=False,
    shows=("Contacts",),
    indexes={"Name": lambda record: record["Name"].casefold()},
)


def _without_contacts(wire: dict) -> dict:
    return {**wire, "Contacts": []}


@routes.add("GET", PATH, scope=SCOPE)
def list_groups(call: Call) -> Answer:
    """All groups; their contacts only come with a single one."""
    records = select(call, "ContactGroups")
    return page(
        call, "ContactGroups", records, paged=False, variant="list", shape=_without_contacts
    )


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_group(call: Call) -> Answer:
    """One group with its contacts."""
    wire = call.org.render("ContactGroups", found(call, "ContactGroups"))
    return Answer(200, {**envelope(call), "ContactGroups": [wire]})


@routes.add("PUT", PATH, scope=SCOPE)
def create_group(call: Call) -> Answer:
    """Create a group."""

    def handle(sent: dict) -> tuple[dict, list[str]]:
        name = str(sent.get("Name", "")).strip()
        _check_name(call.org, name)
        if len(call.org.rows("ContactGroups")) >= MOST_GROUPS:
            raise Invalid("You’ve reached the limit of 100 contact groups.")
        record = {"ContactGroupID": call.org.new_id(), "Name": name}
        complete(call.org, record)
        return call.org.save("ContactGroups", record), []

    return one(call, "ContactGroups", handle)


@routes.add("POST", PATH + "/{id}", scope=SCOPE)
def change_group(call: Call) -> Answer:
    """Rename a group, or remove it by Status DELETED."""
    record = found(call, "ContactGroups")

    def handle(sent: dict) -> tuple[dict, list[str]]:
        if sent.get("Status") == "DELETED":
            gone = {**record, "Status": "DELETED"}
            _remove(call.org, record, list(record["_members"]))
            call.org.remove("ContactGroups", record["ContactGroupID"])
            return gone, []
        name = str(sent.get("Name", record["Name"])).strip()
        if name.casefold() != record["Name"].casefold():
            _check_name(call.org, name)
        record["Name"] = name
        return call.org.save("ContactGroups", record), []

    return one(call, "ContactGroups", handle)


def _check_name(org: Organisation, name: str) -> None:
    if not name:
        raise Invalid("The contact group name must be specified.")
    if org.lookup("ContactGroups", "Name", name.casefold()):
        raise Invalid(f"The contact group name {name} is already in use.")


def _remove(org: Organisation, group: dict, contact_ids: list[str]) -> None:
    for contact_id in contact_ids:
        group["_members"].remove(contact_id)
        contact = org.find("Contacts", contact_id)
        if contact:
            contact["_groups"].remove(group["ContactGroupID"])
            org.save("Contacts", contact, stamp=False)
    org.save("ContactGroups", group)


@routes.add("PUT", PATH + "/{id}/Contacts", scope=SCOPE)
def add_members(call: Call) -> Answer:
    """Put contacts into a group: all of them, or none when one is archived. That Xero takes none
    is an open question (FACTS 4.2); that it refuses is known."""
    group, org = found(call, "ContactGroups"), call.org
    asked, added = elements(call, "Contacts"), []
    for sent in asked:
        contact = org.find("Contacts", sent.get("ContactID"))
        if contact is None or contact["ContactStatus"] != "ACTIVE":
            problem = Invalid("Only active contacts can be added to a contact group.")
            raise validation_exception([echo("Contacts", sent, problem, sent.get("ContactID"))])
    for contact in (org.find("Contacts", sent["ContactID"]) for sent in asked):
        if contact["ContactID"] not in group["_members"]:
            group["_members"].append(contact["ContactID"])
            contact.setdefault("_groups", []).append(group["ContactGroupID"])
            org.save("Contacts", contact, stamp=False)
        added.append({"ContactID": contact["ContactID"], "Name": contact["Name"]})
    org.save("ContactGroups", group)
    return Answer(200, {**envelope(call), "Contacts": added})


@routes.add("DELETE", PATH + "/{id}/Contacts", scope=SCOPE)
def remove_all_members(call: Call) -> Answer:
    """Empty a group."""
    group = found(call, "ContactGroups")
    _remove(call.org, group, list(group["_members"]))
    return Answer(204)


@routes.add("DELETE", PATH + "/{id}/Contacts/{contact}", scope=SCOPE)
def remove_member(call: Call) -> Answer:
    """Take one contact out of a group."""
    group, contact_id = found(call, "ContactGroups"), call.params["contact"].lower()
    if contact_id not in group["_members"]:
        raise not_found()
    _remove(call.org, group, [contact_id])
    return Answer(204)
