"""What an account or a tax becomes on the other side when it is created there (FACTS 5.2, 5.3)."""

from .mapping_tax import adds_nothing, meant

# Xero account type: the Odoo type of an account that is made for it.
ODOO_TYPE = {
    "CURRENT": "asset_current",
    "CURRLIAB": "liability_current",
    "DEPRECIATN": "expense_depreciation",
    "DIRECTCOSTS": "expense_direct_cost",
    "EQUITY": "equity",
    "EXPENSE": "expense",
    "FIXED": "asset_fixed",
    "INVENTORY": "asset_current",
    "LIABILITY": "liability_current",
    "NONCURRENT": "asset_non_current",
    "OTHERINCOME": "income_other",
    "OVERHEADS": "expense",
    "PAYG": "liability_current",
    "PAYGLIABILITY": "liability_current",
    "PREPAYMENT": "asset_prepayments",
    "REVENUE": "income",
    "SALES": "income",
    "SUPERANNUATIONEXPENSE": "expense",
    "SUPERANNUATIONLIABILITY": "liability_current",
    "TERMLIAB": "liability_non_current",
    "WAGESEXPENSE": "expense",
    "WAGESPAYABLELIABILITY": "liability_current",
}
# The other way round; bank and card accounts go with their journal, this year's profit is Xero's.
XERO_TYPE = {
    "asset_current": "CURRENT",
    "asset_fixed": "FIXED",
    "asset_non_current": "NONCURRENT",
    "asset_prepayments": "PREPAYMENT",
    "equity": "EQUITY",
    "expense": "EXPENSE",
    "expense_depreciation": "DEPRECIATN",
    "expense_direct_cost": "DIRECTCOSTS",
    "income": "REVENUE",
    "income_other": "OTHERINCOME",
    "liability_current": "CURRLIAB",
    "liability_non_current": "TERMLIAB",
}
LONGEST_CODE, LONGEST_NAME = 10, 150
# The line of the tax return a new rate stands on in Xero (ReportTaxType), by what its taxes are for
# beside their percentage. It cannot be changed there, so what is not in here is a person's to say.
REPORTED = {
    ("AU", "sale", True): {(): "OUTPUT"},
    ("AU", "sale", False): {
        ("exempt",): "EXEMPTOUTPUT",
        ("exempt", "export"): "EXEMPTEXPORT",
        ("export",): "EXEMPTEXPORT",
        ("taxed",): "INPUTTAXED",
    },
    ("AU", "purchase", True): {(): "INPUT", ("capital",): "CAPITALEXINPUT"},
    ("AU", "purchase", False): {
        (): "EXEMPTEXPENSES",
        ("capital",): "EXEMPTCAPITAL",
        ("capital", "exempt"): "EXEMPTCAPITAL",
        ("exempt",): "EXEMPTEXPENSES",
        ("taxed",): "INPUTTAXED",
    },
    ("GB", "sale", True): {(): "OUTPUT", ("capital",): "CAPITALSALESOUTPUT"},
    ("GB", "sale", False): {
        (): "ZERORATEDOUTPUT",
        ("exempt",): "EXEMPTOUTPUT",
        ("export",): "ZERORATEDOUTPUT",
    },
    ("GB", "purchase", True): {(): "INPUT", ("capital",): "CAPITALEXPENSESINPUT"},
    ("GB", "purchase", False): {(): "ZERORATEDINPUT", ("exempt",): "EXEMPTINPUT"},
    ("NZ", "sale", True): {(): "OUTPUT"},
    ("NZ", "purchase", True): {(): "INPUT"},
}


def why_no_account(ledger):
    """Why no account is made in Odoo for a Xero account; "" when one can be.

    :param ledger: type, system_account
    :rtype: str -- ``bank``, ``system``, ``type`` or ""
    """
    if ledger.type == "BANK":
        return "bank"
    if ledger.system_account:
        return "system"
    return "" if ledger.type in ODOO_TYPE else "type"


def why_no_ledger(account_type):
    """Why no account is made in Xero for an Odoo account of a type; "" when one can be.

    :rtype: str -- ``bank``, ``profit`` or ""
    """
    if account_type in ("asset_cash", "liability_credit_card"):
        return "bank"
    return "" if account_type in XERO_TYPE else "profit"


def why_no_tax(rate):
    """Why no tax is made in Odoo for a rate that documents may have; "" when one can be.

    :param rate: effective_rate, components, tax_type and report_tax_type
    :rtype: str -- ``parts_both_ways``, ``parts_differ`` or ""
    """
    parts = rate.components or []
    if adds_nothing(rate):
        return "parts_both_ways" if len(parts) > 1 else ""
    simple = sum(part["rate"] for part in parts if not part.get("compound"))
    compound = sum(part["rate"] for part in parts if part.get("compound"))
    added = simple + compound + simple * compound / 100
    return "parts_differ" if parts and abs(added - rate.effective_rate) > 0.0001 else ""


def free(wanted, taken, join=" "):
    """A name or code nobody has: the one wanted, else with a number behind it.

    :param taken: names in use, in lower case
    :rtype: str
    """
    number, found = 1, wanted
    while found.lower() in taken:
        number += 1
        found = f"{wanted}{join}{number}"
    return found


def report_type(facts, country):
    """What a new tax rate is reported as in Xero.

    :param services.mapping_tax.TaxFacts facts: of the taxes
    :param str country: of the organisation, two letters
    :rtype: str | None -- "" where Xero asks for nothing, None when a person has to say
    """
    if country not in ("AU", "NZ", "GB"):
        return ""
    lines = REPORTED.get((country, facts.use, bool(facts.rate)), {})
    return lines.get(tuple(sorted(meant(facts))))
