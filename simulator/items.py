"""Items: products and services, tracked as inventory or not (FACTS 5.6). Stock is not counted: a
tracked item has none."""

from .arithmetic import FOUR, number, rounded
from .listing import found, not_found, page, select, single
from .organisation import Organisation, table
from .routing import Answer, Call, routes
from .wire import wire_time
from .writing import Invalid, batch

PATH = "/api.xro/2.0/Items"
SCOPE = "accounting.settings"
READ = ("accounting.invoices", "accounting.invoices.read")
LENGTHS = {"Code": 30, "Name": 50, "Description": 4000, "PurchaseDescription": 4000}
SIDES = ("SalesDetails", "PurchaseDetails")


def _render(org: Organisation, record: dict) -> dict:
    wire = {key: value for key, value in record.items() if not key.startswith("_")}
    for side in SIDES:
        if side in wire:
            wire[side] = dict(wire[side])
    return {**wire, "UpdatedDateUTC": wire_time(record["_updated"])}


def complete(org: Organisation, record: dict) -> None:
    """Defaults of an item; what is not sold or not bought has no such details."""
    record.setdefault("Code", "")
    cogs = record.get("PurchaseDetails", {}).get("COGSAccountCode")
    tracked = bool(record.get("InventoryAssetAccountCode") and cogs)
    record["IsTrackedAsInventory"] = tracked
    if tracked:
        record.setdefault("QuantityOnHand", 0)
        record.setdefault("TotalCostPool", 0)
    record.setdefault("IsSold", "SalesDetails" in record)
    record.setdefault("IsPurchased", "PurchaseDetails" in record)
    if not record["IsSold"]:
        record.pop("Description", None)
        record.pop("SalesDetails", None)
    if not record["IsPurchased"]:
        record.pop("PurchaseDescription", None)
        record.pop("PurchaseDetails", None)
    for side in SIDES:
        details = record.get(side, {})
        if "UnitPrice" in details:
            details["UnitPrice"] = number(details["UnitPrice"])


table(
    "Items",
    "ItemID",
    render=_render,
    complete=complete,
    indexes={"Code": lambda record: record["Code"].casefold() or None},
)


def _two_places(wire: dict) -> dict:
    for side in SIDES:
        if "UnitPrice" in wire.get(side, {}):
            wire[side]["UnitPrice"] = rounded(wire[side]["UnitPrice"])
    return wire


def _shape(call: Call) -> dict:
    return {} if call.query.get("unitdp") == "4" else {"variant": "2", "shape": _two_places}


@routes.add("GET", PATH, scope=SCOPE, read_scope=READ)
def list_items(call: Call) -> Answer:
    """Every item: the list is never paged."""
    return page(call, "Items", select(call, "Items"), paged=False, **_shape(call))


@routes.add("GET", PATH + "/{id}", scope=SCOPE, read_scope=READ)
def get_item(call: Call) -> Answer:
    """One item by ItemID or Code."""
    return single(call, "Items", found(call, "Items", "Code"), **_shape(call))


def _write(call: Call, record: dict, sent: dict) -> tuple[dict, list[str]]:
    org, changed, problems = call.org, dict(record), []
    fields = (*LENGTHS, *SIDES, "IsSold", "IsPurchased", "InventoryAssetAccountCode")
    changed.update({name: sent[name] for name in fields if name in sent})
    for name, most in LENGTHS.items():
        if len(str(changed.get(name, ""))) > most:
            problems.append(f"The field {name} must not be longer than {most} characters.")
    code = str(changed.get("Code", "")).strip()
    others = org.lookup("Items", "Code", code.casefold()) if code else []
    if not code:
        problems.append("Price List Item Code must be supplied")
    if any(other["ItemID"] != record["ItemID"] for other in others):
        problems.append(f"Price List Item with Code '{code}' already exists")
    step = FOUR if call.query.get("unitdp") == "4" else rounded(FOUR * 100)
    for side in SIDES:
        details = dict(changed.get(side, {}))
        problems += _details(org, details, step)
        if details:
            changed[side] = details
    problems += _tracking(org, changed)
    if problems:
        raise Invalid(*problems)
    for side, flag in (("SalesDetails", "IsSold"), ("PurchaseDetails", "IsPurchased")):
        if flag not in sent and (side in sent or flag not in record):
            # The specification: both default to true.
            changed[flag] = True
    record.clear()
    record.update(changed)
    complete(org, record)
    return org.save("Items", record), []


def _details(org: Organisation, details: dict, step) -> list[str]:
    problems = []
    if "UnitPrice" in details:
        price = number(details["UnitPrice"])
        if price is None:
            problems.append("UnitPrice must be a number.")
        else:
            details["UnitPrice"] = rounded(price, step)
    code, tax = details.get("AccountCode"), details.get("TaxType")
    if code and not org.lookup("Accounts", "Code", code.casefold()):
        problems.append(f"Account code '{code}' is not a valid code.")
    if tax and not org.find("TaxRates", tax):
        problems.append(f"The TaxType code '{tax}' does not exist.")
    return problems


def _tracking(org: Organisation, record: dict) -> list[str]:
    """What is wrong with the inventory accounts; whether an item that was used may become tracked
    is an open question, and nothing here is used."""
    asset, purchase = record.get("InventoryAssetAccountCode"), record.get("PurchaseDetails", {})
    cogs = purchase.get("COGSAccountCode")
    if not asset and not cogs:
        return []
    if not asset or not cogs:
        return ["A tracked item needs InventoryAssetAccountCode and COGSAccountCode together."]
    problems = []
    accounts = org.lookup("Accounts", "Code", str(asset).casefold())
    if not accounts or accounts[0]["Type"] != "INVENTORY":
        problems.append(f"The inventory asset account '{asset}' must be of type INVENTORY.")
    if not org.lookup("Accounts", "Code", str(cogs).casefold()):
        problems.append(f"Account code '{cogs}' is not a valid code.")
    if purchase.get("AccountCode"):
        problems.append("AccountCode does not apply to the purchases of a tracked item.")
    return problems


def _handled(call: Call, named: dict | None, creating: bool) -> Answer:
    def handle(sent: dict) -> tuple[dict, list[str]]:
        record = named
        if record is None and sent.get("ItemID"):
            record = call.org.find("Items", sent["ItemID"])
            if record is None or creating:
                raise Invalid("The item with this ItemID could not be found.")
        if record is None and not creating:
            code = str(sent.get("Code", "")).casefold()
            record = next(iter(call.org.lookup("Items", "Code", code)), None)
        return _write(call, record or {"ItemID": call.org.new_id()}, sent)

    return batch(call, "Items", handle, _shape(call).get("shape"))


@routes.add("PUT", PATH, scope=SCOPE)
def create_items(call: Call) -> Answer:
    """Create items."""
    return _handled(call, None, creating=True)


@routes.add("POST", PATH, scope=SCOPE)
def change_items(call: Call) -> Answer:
    """Create or change items, matched by id, else by code."""
    return _handled(call, None, creating=False)


@routes.add("POST", PATH + "/{id}", scope=SCOPE)
def change_item(call: Call) -> Answer:
    """Change one item."""
    return _handled(call, found(call, "Items", "Code"), creating=False)


@routes.add("DELETE", PATH + "/{id}", scope=SCOPE)
def delete_item(call: Call) -> Answer:
    """Delete an item; lines keep its code."""
    record = call.org.find("Items", call.params["id"])
    if record is None:
        raise not_found()
    call.org.remove("Items", record["ItemID"])
    return Answer(204)
