"""The chart of accounts (FACTS 5.2)."""

from .listing import found, page, select, single
from .organisation import Organisation, table
from .routing import Answer, Call, routes
from .wire import wire_time
from .writing import Invalid, echo, one, validation_exception

PATH = "/api.xro/2.0/Accounts"
SCOPE = "accounting.settings"
CLASSES = {
    "ASSET": ("BANK", "CURRENT", "FIXED", "INVENTORY", "NONCURRENT", "PREPAYMENT"),
    "EQUITY": ("EQUITY",),
    "EXPENSE": (
        "DEPRECIATN", "DIRECTCOSTS", "EXPENSE", "OVERHEADS", "WAGESEXPENSE",
        "SUPERANNUATIONEXPENSE",
    ),
    "LIABILITY": (
        "CURRLIAB", "LIABILITY", "TERMLIAB", "PAYG", "PAYGLIABILITY", "SUPERANNUATIONLIABILITY",
        "WAGESPAYABLELIABILITY",
    ),
    "REVENUE": ("OTHERINCOME", "REVENUE", "SALES"),
}  # fmt: skip
CREATABLE = {
    account_type
    for types in CLASSES.values()
    for account_type in types
    if account_type not in ("PAYG", "PAYGLIABILITY", "WAGESPAYABLELIABILITY")
}
BANK_TYPES = ("BANK", "CREDITCARD", "PAYPAL")
BANK_ONLY = ("BankAccountNumber", "BankAccountType", "CurrencyCode")
FIELDS = (
    "Code", "Name", "Type", "Description", "TaxType", "EnablePaymentsToAccount",
    "ShowInExpenseClaims", "BankAccountNumber", "BankAccountType", "CurrencyCode", "ReportingCode",
    "AddToWatchlist",
)  # fmt: skip


def class_of(account_type: str) -> str:
    """The class Xero derives from a type; raises StopIteration for an unknown type."""
    return next(name for name, types in CLASSES.items() if account_type in types)


def render(org: Organisation, record: dict) -> dict:
    """The wire form of an account."""
    wire = {key: value for key, value in record.items() if not key.startswith("_")}
    wire["HasAttachments"] = False
    wire["UpdatedDateUTC"] = wire_time(record["_updated"])
    return wire


def complete(org: Organisation, record: dict) -> None:
    """Defaults of an account made in the screens."""
    record.setdefault("Status", "ACTIVE")
    record.setdefault("Type", "EXPENSE")
    record.setdefault("TaxType", "BASEXCLUDED")
    record.setdefault("EnablePaymentsToAccount", False)
    record["Class"] = class_of(record["Type"])


def code_key(record: dict) -> str | None:
    """What an account is found by on lines; bank accounts may have none."""
    return (record.get("Code") or "").casefold() or None


table(
    "Accounts",
    "AccountID",
    render=render,
    complete=complete,
    indexes={"Code": code_key, "Name": lambda record: record.get("Name", "").casefold()},
)


@routes.add("GET", PATH, scope=SCOPE)
def list_accounts(call: Call) -> Answer:
    """The whole chart, archived accounts included: it is never paged."""
    return page(call, "Accounts", select(call, "Accounts"), paged=False)


@routes.add("GET", PATH + "/{id}", scope=SCOPE)
def get_account(call: Call) -> Answer:
    """One account."""
    return single(call, "Accounts", found(call, "Accounts"))


def _check(org: Organisation, record: dict) -> None:
    problems = []
    if not record.get("Name") or len(record["Name"]) > 150:
        problems.append("The account name must have 1 to 150 characters.")
    if record.get("Type") not in CREATABLE:
        problems.append("The account type is not valid.")
    code = record.get("Code", "")
    if len(code) > 10 or (not code and record.get("Type") != "BANK"):
        problems.append("The account code must have 1 to 10 characters.")
    for index, value in (("Code", code), ("Name", record.get("Name", ""))):
        others = org.lookup("Accounts", index, value.casefold()) if value else []
        if any(other["AccountID"] != record["AccountID"] for other in others):
            problems.append(f"Please enter a unique {index}.")
    tax = record.get("TaxType")
    if tax and tax not in org.rows("TaxRates"):
        problems.append(f"The TaxType code '{tax}' does not exist.")
    problems += _bank_problems(org, record)
    if problems:
        raise Invalid(*problems)


def _bank_problems(org: Organisation, record: dict) -> list[str]:
    """What the specification says of bank accounts. Whether Xero refuses a number that another
    account has is not proven: strict here, so that nobody relies on it."""
    if record.get("Type") != "BANK":
        wrong = [name for name in BANK_ONLY if record.get(name)]
        return [f"{name} is for bank accounts only." for name in wrong]
    problems = []
    number = _digits(record)
    if not number:
        problems.append("A bank account needs a BankAccountNumber.")
    if any(
        _digits(other) == number
        for other in org.rows("Accounts").values()
        if number and other["AccountID"] != record["AccountID"]
    ):
        problems.append("The BankAccountNumber is used by another account.")
    if record.get("BankAccountType", "BANK") not in BANK_TYPES:
        problems.append("The BankAccountType is not valid.")
    if record.get("Description"):
        problems.append("A bank account takes no Description.")
    if record.get("CurrencyCode", "AUD") not in org.rows("Currencies"):
        problems.append(f"Organisation is not subscribed to currency {record['CurrencyCode']}.")
    return problems


def _digits(record: dict) -> str:
    return "".join(c for c in record.get("BankAccountNumber") or "" if c.isalnum()).casefold()


@routes.add("PUT", PATH, scope=SCOPE)
def create_account(call: Call) -> Answer:
    """Create one account."""

    def handle(sent: dict) -> tuple[dict, list[str]]:
        record = {"AccountID": call.org.new_id()}
        record.update({name: sent[name] for name in FIELDS if name in sent})
        if record.get("Type") == "BANK":
            record.setdefault("CurrencyCode", call.org.facts["BaseCurrency"])
            record.setdefault("BankAccountType", "BANK")
        _check(call.org, record)
        complete(call.org, record)
        return call.org.save("Accounts", record), []

    return one(call, "Accounts", handle)


@routes.add("POST", PATH + "/{id}", scope=SCOPE)
def change_account(call: Call) -> Answer:
    """Change one account, or archive it (Status sent alone)."""
    record = found(call, "Accounts")

    def handle(sent: dict) -> tuple[dict, list[str]]:
        if record.get("SystemAccount"):
            raise Invalid("System accounts cannot be changed or archived.")
        changes = {name: sent[name] for name in FIELDS if name in sent}
        status = sent.get("Status")
        if status and status != record["Status"]:
            if status not in ("ACTIVE", "ARCHIVED") or changes:
                raise Invalid("Send the Status alone, as ACTIVE or ARCHIVED.")
            changes = {"Status": status}
        changed = {**record, **changes}
        for name in ("CurrencyCode", "Type"):
            bank = "BANK" in (record["Type"], changed["Type"])
            if bank and changed.get(name) != record.get(name):
                raise Invalid(f"The {name} of a bank account cannot be changed.")
        _check(call.org, changed)
        record.update(changes)
        record["Class"] = class_of(record["Type"])
        return call.org.save("Accounts", record), []

    return one(call, "Accounts", handle)


@routes.add("DELETE", PATH + "/{id}", scope=SCOPE)
def delete_account(call: Call) -> Answer:
    """Delete an account that was never used."""
    org, record = call.org, found(call, "Accounts")
    if record.get("SystemAccount") or _used(org, record):
        problem = Invalid("The account is in use or a system account and cannot be deleted.")
        raise validation_exception([echo("Accounts", {}, problem, record["AccountID"])])
    answer = single(call, "Accounts", record)
    org.remove("Accounts", record["AccountID"])
    return answer


def _used(org: Organisation, account: dict) -> bool:
    if any(
        p["Account"]["AccountID"] == account["AccountID"] for p in org.rows("Payments").values()
    ):
        return True
    code = account.get("Code")
    return bool(code) and any(
        line.get("AccountCode") == code
        for invoice in org.rows("Invoices").values()
        for line in invoice["LineItems"]
    )


def account_of(org: Organisation, sent: dict) -> dict | None:
    """The account an `{AccountID}` or `{Code}` names; None when there is none."""
    if sent.get("AccountID"):
        return org.find("Accounts", sent["AccountID"])
    code = str(sent.get("Code", "")).casefold()
    return next(iter(org.lookup("Accounts", "Code", code)), None) if code else None
