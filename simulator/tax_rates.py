"""Tax rates (FACTS 5.3)."""

from decimal import Decimal

from .listing import page, select
from .organisation import Organisation, table
from .routing import Answer, Call, routes
from .writing import Invalid, one

PATH = "/api.xro/2.0/TaxRates"
SCOPE = "accounting.settings"
CLASSES = {
    "ASSET": "CanApplyToAssets",
    "EQUITY": "CanApplyToEquity",
    "EXPENSE": "CanApplyToExpenses",
    "LIABILITY": "CanApplyToLiabilities",
    "REVENUE": "CanApplyToRevenue",
}


def complete(org: Organisation, record: dict) -> None:
    """Defaults, rates from the components, and the TaxType of a custom rate (TAX001...)."""
    if not record.get("TaxType"):
        record["TaxType"] = f"TAX{org.count('tax rate'):03d}"
    record.setdefault("Status", "ACTIVE")
    for name in CLASSES.values():
        record.setdefault(name, True)
    parts = record.setdefault("TaxComponents", [])
    simple = sum((Decimal(str(p["Rate"])) for p in parts if not p.get("IsCompound")), Decimal(0))
    compound = sum((Decimal(str(p["Rate"])) for p in parts if p.get("IsCompound")), Decimal(0))
    record["DisplayTaxRate"] = simple + compound
    record["EffectiveRate"] = simple + compound + simple * compound / 100


table(
    "TaxRates",
    "TaxType",
    complete=complete,
    stamped=False,
    indexes={"Name": lambda record: record["Name"].casefold()},
)


def applies(rate: dict, account: dict) -> bool:
    """Whether a tax rate may be used with an account's class."""
    return bool(rate.get(CLASSES[account["Class"]], True))


@routes.add("GET", PATH, scope=SCOPE)
def list_tax_rates(call: Call) -> Answer:
    """Every tax rate; `TaxType` filters."""
    wanted = call.query.get("TaxType", "")
    return page(
        call, "TaxRates", select(call, "TaxRates", lambda r: not wanted or r["TaxType"] == wanted),
        paged=False,
    )  # fmt: skip


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_tax_rate(call: Call) -> Answer:
    """One tax rate by its TaxType."""
    wanted = call.params["id"].upper()
    rates = select(call, "TaxRates", lambda r: r["TaxType"] == wanted)
    return page(call, "TaxRates", rates, paged=False)


def _components(sent: dict) -> list[dict]:
    parts = sent.get("TaxComponents") or []
    if not parts or not all(part.get("Name") and "Rate" in part for part in parts):
        raise Invalid("A tax rate needs TaxComponents with a Name and a Rate.")
    if sum(1 for part in parts if part.get("IsCompound")) > 1:
        raise Invalid("At most one tax component can be compound.")
    return [
        {"Name": p["Name"], "Rate": p["Rate"], "IsCompound": p.get("IsCompound", False),
         "IsNonRecoverable": p.get("IsNonRecoverable", False)}
        for p in parts
    ]  # fmt: skip


@routes.add("PUT", PATH, scope=SCOPE)
def create_tax_rate(call: Call) -> Answer:
    """Create a rate; its TaxType is Xero's choice."""

    def handle(sent: dict) -> tuple[dict, list[str]]:
        name = str(sent.get("Name", "")).strip()
        if not name or call.org.lookup("TaxRates", "Name", name.casefold()):
            raise Invalid("The tax rate needs a name no other tax rate has.")
        if not sent.get("ReportTaxType"):
            raise Invalid("The ReportTaxType is required.")
        record = {
            "Name": name,
            "ReportTaxType": sent["ReportTaxType"],
            "TaxComponents": _components(sent),
        }
        complete(call.org, record)
        return call.org.save("TaxRates", record), []

    return one(call, "TaxRates", handle)


@routes.add("POST", PATH, scope=SCOPE)
def change_tax_rate(call: Call) -> Answer:
    """Change the rate that has the name sent."""

    def handle(sent: dict) -> tuple[dict, list[str]]:
        name = str(sent.get("Name", "")).casefold()
        records = call.org.lookup("TaxRates", "Name", name)
        if not records:
            raise Invalid("No tax rate has this name.")
        record = records[0]
        if "TaxComponents" in sent:
            record["TaxComponents"] = _components(sent)
        if sent.get("Status", "ACTIVE") not in ("ACTIVE", "DELETED", "ARCHIVED"):
            raise Invalid("The Status must be ACTIVE, DELETED or ARCHIVED.")
        record["Status"] = sent.get("Status", record["Status"])
        complete(call.org, record)
        return call.org.save("TaxRates", record), []

    return one(call, "TaxRates", handle)
