"""The kinds of organisation without business data: "empty" and "bare"."""

from decimal import Decimal

from .accounts import class_of
from .chart_au import ACCOUNTS, BANK_ACCOUNTS, CURRENCIES, REGIONS, TAX_RATES
from .organisation import Organisation, kind

FACTS = {
    "PaysTax": True,
    "Version": "AU",
    "OrganisationType": "COMPANY",
    "OrganisationEntityType": "COMPANY",
    "BaseCurrency": "AUD",
    "CountryCode": "AU",
    "IsDemoCompany": False,
    "OrganisationStatus": "ACTIVE",
    "TaxNumber": "53004085616",
    "TaxNumberName": "ABN",
    "FinancialYearEndDay": 30,
    "FinancialYearEndMonth": 6,
    "SalesTaxBasis": "ACCRUALS",
    "SalesTaxPeriod": "QUARTERLY1",
    "DefaultSalesTax": "Tax Exclusive",
    "DefaultPurchasesTax": "Tax Exclusive",
    "CreatedDateUTC": "2020-07-01T00:00:00",
    "Timezone": "AUSEASTERNSTANDARDTIME",
    "ShortCode": "!sImu1",
    "Class": "PREMIUM",
    "Edition": "BUSINESS",
    "Addresses": [
        {
            "AddressType": "POBOX", "AddressLine1": "23 Harbour Street", "City": "Sydney",
            "Region": "NSW", "PostalCode": "2000", "Country": "Australia",
        }
    ],
    "Phones": [],
    "ExternalLinks": [],
    "PaymentTerms": {},
}  # fmt: skip
_APPLIES = {
    "A": "CanApplyToAssets",
    "E": "CanApplyToEquity",
    "X": "CanApplyToExpenses",
    "L": "CanApplyToLiabilities",
    "R": "CanApplyToRevenue",
}


@kind("empty")
def empty(org: Organisation) -> None:
    """Facts only: no chart, no rates; the base currency."""
    org.facts.update(FACTS)
    org.facts.setdefault("APIKey", "")
    org.save("Currencies", {"Code": "AUD", "Description": "Australian Dollar"})


@kind("bare")
def bare(org: Organisation) -> None:
    """An Australian company on its first day: chart of accounts, tax rates, currencies, a tracking
    category and branding themes; no contacts and no documents."""
    empty(org)
    for code, description in CURRENCIES:
        org.save("Currencies", {"Code": code, "Description": description})
    for tax_type, name, rate, applies, report in TAX_RATES:
        org.save("TaxRates", tax_rate(tax_type, name, rate, applies, report))
    for code, name, account_type, tax_type, system, payments in ACCOUNTS:
        org.save("Accounts", _account(org, code, name, account_type, tax_type, system, payments))
    for code, name, number in BANK_ACCOUNTS:
        account = _account(org, code, name, "BANK", "BASEXCLUDED", "", True)
        account |= {
            "BankAccountNumber": number, "BankAccountType": "BANK", "CurrencyCode": "AUD",
            "EnablePaymentsToAccount": False,
        }  # fmt: skip
        org.save("Accounts", account)
    options = [
        {"TrackingOptionID": org.new_id(), "Name": name, "Status": "ACTIVE"} for name in REGIONS
    ]
    category = {"Name": "Region", "Status": "ACTIVE", "Options": options}
    org.save("TrackingCategories", category)
    for order, name in enumerate(("Standard", "Very orange invoice!")):
        theme = {"Name": name, "SortOrder": order, "Type": "INVOICE"}
        org.save("BrandingThemes", theme)


def tax_rate(tax_type: str, name: str, rate: int, applies: str, report: str) -> dict:
    """A tax rate record; `applies`: letters of assets, equity, eXpenses, liabilities, revenue."""
    return {
        "Name": name,
        "TaxType": tax_type,
        "ReportTaxType": report,
        **{field: letter in applies for letter, field in _APPLIES.items()},
        "DisplayTaxRate": Decimal(rate),
        "EffectiveRate": Decimal(rate),
        "Status": "ACTIVE",
        "TaxComponents": [
            {"Name": "GST", "Rate": Decimal(rate), "IsCompound": False, "IsNonRecoverable": False}
        ],
    }


def _account(org, code, name, account_type, tax_type, system, payments) -> dict:
    account = {
        "AccountID": org.new_id(),
        "Name": name,
        "Status": "ACTIVE",
        "Type": account_type,
        "TaxType": tax_type,
        "Class": class_of(account_type),
        "EnablePaymentsToAccount": payments,
        "ShowInExpenseClaims": False,
        "ReportingCode": "",
    }
    if code:
        account["Code"] = code
    if system:
        account["SystemAccount"] = system
    return account
