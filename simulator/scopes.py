"""The scopes Xero knows for apps made since March 2026 (FACTS 1.5)."""

_PLAIN = {"openid", "profile", "email", "offline_access", "paymentservices", "files", "assets"}
_READ_AND_WRITE = {
    "accounting.invoices", "accounting.payments", "accounting.banktransactions",
    "accounting.manualjournals", "accounting.settings", "accounting.contacts",
    "accounting.attachments", "files", "assets", "projects",
    "payroll.employees", "payroll.payruns", "payroll.payslip", "payroll.settings",
    "payroll.timesheets",
}  # fmt: skip
_REPORTS = {
    f"accounting.reports.{name}.read"
    for name in (
        "aged", "balancesheet", "banksummary", "budgetsummary", "executivesummary",
        "profitandloss", "trialbalance", "taxreports", "tenninetynine",
    )
}  # fmt: skip

# The broad scopes (accounting.transactions...) and accounting.journals.read are not given to new
# apps, so they are as unknown as a misspelt one.
KNOWN = frozenset(
    _PLAIN
    | _READ_AND_WRITE
    | {f"{scope}.read" for scope in _READ_AND_WRITE}
    | _REPORTS
    | {"accounting.budgets.read"}
)


def unknown(asked: set[str]) -> set[str]:
    """Which of the scopes a new app cannot ask for."""
    return asked - KNOWN
