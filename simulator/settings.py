"""Organisation, its permitted actions, currencies and branding themes (FACTS 5.1, 5.4)."""

from .listing import envelope, found, page, select, single
from .organisation import DATE_FIELDS, table
from .routing import Answer, Call, routes
from .wire import read_time, wire_time, with_wire_dates
from .writing import Invalid, one

BASE = "/api.xro/2.0/"
SCOPE = "accounting.settings"
# Those of the specification's example.
ACTIONS = (
    "AttachFilesIntoInvoice", "CreateApprovedBill", "CreateApprovedInvoice",
    "CreateApprovedPurchaseOrder", "CreateDraftBill", "CreateDraftInvoice",
    "CreateDraftPurchaseOrder", "CreateDraftQuote", "CreateInvoicePayment", "CreateRepeatingBill",
    "CreateRepeatingInvoice", "CreateSentQuote", "UseMulticurrency",
)  # fmt: skip
CURRENCY_NAMES = {
    "EUR": "Euro", "GBP": "British Pound", "SGD": "Singapore Dollar", "JPY": "Japanese Yen",
    "CAD": "Canadian Dollar", "AUD": "Australian Dollar", "USD": "United States Dollar",
    "NZD": "New Zealand Dollar", "CHF": "Swiss Franc", "HKD": "Hong Kong Dollar",
    "CNY": "Chinese Yuan", "INR": "Indian Rupee",
}  # fmt: skip

table("Currencies", "Code", stamped=False)


def _theme(org, record: dict) -> dict:
    wire = {key: value for key, value in record.items() if not key.startswith("_")}
    return {**wire, "CreatedDateUTC": wire_time(record["_updated"])}


table("BrandingThemes", "BrandingThemeID", stamped=False, render=_theme)


@routes.add("GET", BASE + "Organisation", scope=SCOPE)
def get_organisation(call: Call) -> Answer:
    """The organisation, in an array of one."""
    wire = with_wire_dates(call.org.facts, DATE_FIELDS)
    created = read_time(str(call.org.facts.get("CreatedDateUTC", "")))
    if created:
        wire["CreatedDateUTC"] = wire_time(created)
    return Answer(200, {**envelope(call), "Organisations": [wire]})


@routes.add("GET", BASE + "Organisation/Actions", scope=SCOPE)
def list_actions(call: Call) -> Answer:
    """What the user and the plan allow; `_not_allowed` of the facts takes some away."""
    refused = call.org.facts.get("_not_allowed", ())
    actions = [
        {"Name": name, "Status": "NOT-ALLOWED" if name in refused else "ALLOWED"}
        for name in ACTIONS
    ]
    return Answer(200, {**envelope(call), "Actions": actions})


@routes.add("GET", BASE + "Currencies", scope=SCOPE)
def list_currencies(call: Call) -> Answer:
    """The currencies the organisation uses."""
    return page(call, "Currencies", select(call, "Currencies"), paged=False)


@routes.add("PUT", BASE + "Currencies", scope=SCOPE)
def add_currency(call: Call) -> Answer:
    """Use another currency; the plan must allow it."""

    def handle(sent: dict) -> tuple[dict, list[str]]:
        code = str(sent.get("Code", ""))
        if "UseMulticurrency" in call.org.facts.get("_not_allowed", ()):
            raise Invalid("The plan of the organisation does not include multiple currencies.")
        if len(code) != 3 or not code.isupper():
            raise Invalid("The currency code is not valid.")
        record = {"Code": code, "Description": CURRENCY_NAMES.get(code, code)}
        return call.org.save("Currencies", record), []

    return one(call, "Currencies", handle)


@routes.add("GET", BASE + "BrandingThemes", scope=SCOPE)
def list_themes(call: Call) -> Answer:
    """The branding themes."""
    return page(call, "BrandingThemes", select(call, "BrandingThemes"), paged=False)


@routes.add("GET", BASE + "BrandingThemes/{id}", scope=SCOPE)
def get_theme(call: Call) -> Answer:
    """One branding theme."""
    return single(call, "BrandingThemes", found(call, "BrandingThemes"))
