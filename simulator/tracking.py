"""Tracking categories and their options (FACTS 5.17)."""

from .listing import envelope, found, not_found, page, select, single
from .organisation import Organisation, table
from .routing import Answer, Call, routes
from .writing import Invalid, echo, elements, one, validation_exception

PATH = "/api.xro/2.0/TrackingCategories"
SCOPE = "accounting.settings"
MOST_ACTIVE = 2
MOST_OPTIONS = 100


def complete(org: Organisation, record: dict) -> None:
    """Defaults of a category and its options."""
    record.setdefault("Status", "ACTIVE")
    for option in record.setdefault("Options", []):
        option.setdefault("TrackingOptionID", org.new_id())
        option.setdefault("Status", "ACTIVE")


def _render(org: Organisation, record: dict) -> dict:
    options = [{**option, "HasValidationErrors": False} for option in record["Options"]]
    wire = {key: value for key, value in record.items() if not key.startswith("_")}
    return {**wire, "Options": options}


table(
    "TrackingCategories",
    "TrackingCategoryID",
    render=_render,
    complete=complete,
    stamped=False,
    indexes={"Name": lambda record: record["Name"].casefold()},
)


def _active_only(wire: dict) -> dict:
    options = [option for option in wire["Options"] if option["Status"] == "ACTIVE"]
    return {**wire, "Options": options}


@routes.add("GET", PATH, scope=SCOPE)
def list_categories(call: Call) -> Answer:
    """The categories with their options, archived ones only when asked for."""
    if call.flag("includeArchived"):
        return page(call, "TrackingCategories", select(call, "TrackingCategories"), paged=False)
    records = select(call, "TrackingCategories", lambda record: record["Status"] == "ACTIVE")
    return page(
        call, "TrackingCategories", records, paged=False, variant="active", shape=_active_only
    )


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_category(call: Call) -> Answer:
    """One category with all its options."""
    return single(call, "TrackingCategories", found(call, "TrackingCategories"))


def _name(org: Organisation, sent: dict, own: dict | None = None) -> str:
    name = str(sent.get("Name", own["Name"] if own else "")).strip()
    if not 1 <= len(name) <= 100:
        raise Invalid("The name must have 1 to 100 characters.")
    if any(other is not own for other in org.lookup("TrackingCategories", "Name", name.casefold())):
        raise Invalid(f"A tracking category named {name} exists.")
    return name


@routes.add("PUT", PATH, scope=SCOPE)
def create_category(call: Call) -> Answer:
    """Create a category; two may be active."""

    def handle(sent: dict) -> tuple[dict, list[str]]:
        categories = call.org.rows("TrackingCategories").values()
        if sum(1 for one_of in categories if one_of["Status"] == "ACTIVE") >= MOST_ACTIVE:
            raise Invalid("An organisation can have at most two active tracking categories.")
        record = {"Name": _name(call.org, sent)}
        complete(call.org, record)
        return call.org.save("TrackingCategories", record), []

    return one(call, "TrackingCategories", handle)


@routes.add("POST", PATH + "/{id}", scope=SCOPE)
def change_category(call: Call) -> Answer:
    """Rename or archive a category."""
    record = found(call, "TrackingCategories")

    def handle(sent: dict) -> tuple[dict, list[str]]:
        record["Name"] = _name(call.org, sent, record)
        if sent.get("Status", "ACTIVE") not in ("ACTIVE", "ARCHIVED"):
            raise Invalid("The Status must be ACTIVE or ARCHIVED.")
        record["Status"] = sent.get("Status", record["Status"])
        return call.org.save("TrackingCategories", record), []

    return one(call, "TrackingCategories", handle)


@routes.add("DELETE", PATH + "/{id}", scope=SCOPE)
def delete_category(call: Call) -> Answer:
    """Delete a category no line uses."""
    record = found(call, "TrackingCategories")
    _refuse_used(call, record, lambda used: used.get("Name") == record["Name"])
    answer = single(call, "TrackingCategories", record)
    call.org.remove("TrackingCategories", record["TrackingCategoryID"])
    return answer


def _refuse_used(call: Call, record: dict, uses) -> None:
    for invoice in call.org.rows("Invoices").values():
        for line in invoice["LineItems"]:
            if any(uses(used) for used in line.get("Tracking", ())):
                problem = Invalid("The tracking category is in use: archive it instead.")
                raise validation_exception(
                    [echo("TrackingCategories", {}, problem, record["TrackingCategoryID"])]
                )


def _options(call: Call, options: list[dict]) -> Answer:
    return Answer(200, {**envelope(call), "Options": options})


@routes.add("PUT", PATH + "/{id}/Options", scope=SCOPE)
def create_options(call: Call) -> Answer:
    """Add options to a category."""
    record, added = found(call, "TrackingCategories"), []
    for sent in elements(call, "Options"):
        name = str(sent.get("Name", "")).strip()
        taken = {option["Name"].casefold() for option in record["Options"]}
        active = sum(1 for option in record["Options"] if option["Status"] == "ACTIVE")
        if not 1 <= len(name) <= 100 or name.casefold() in taken or active >= MOST_OPTIONS:
            problem = Invalid("An option needs a new name; a category takes 100 active options.")
            raise validation_exception([echo("TrackingCategories", sent, problem)])
        option = {"TrackingOptionID": call.org.new_id(), "Name": name, "Status": "ACTIVE"}
        record["Options"].append(option)
        added.append(option)
    call.org.save("TrackingCategories", record)
    return _options(call, added)


def _option(call: Call, record: dict) -> dict:
    for option in record["Options"]:
        if option["TrackingOptionID"] == call.params["option"].lower():
            return option
    raise not_found()


@routes.add("POST", PATH + "/{id}/Options/{option}", scope=SCOPE)
def change_option(call: Call) -> Answer:
    """Rename or archive an option."""
    record = found(call, "TrackingCategories")
    option, sent = _option(call, record), elements(call, "Options")[0]
    option["Name"] = str(sent.get("Name", option["Name"])).strip()
    option["Status"] = sent.get("Status", option["Status"])
    call.org.save("TrackingCategories", record)
    return _options(call, [option])


@routes.add("DELETE", PATH + "/{id}/Options/{option}", scope=SCOPE)
def delete_option(call: Call) -> Answer:
    """Delete an option no line uses."""
    record = found(call, "TrackingCategories")
    option = _option(call, record)
    _refuse_used(call, record, lambda used: used.get("Option") == option["Name"])
    record["Options"].remove(option)
    call.org.save("TrackingCategories", record)
    return _options(call, [{**option, "Status": "DELETED"}])
