"""Which Xero account an Odoo account probably is, and which tax rate a set of Odoo taxes.

Plain rules on plain values. A suggestion is sure only when a bookkeeper would not have to
think; all others wait for one.
"""

import re
import unicodedata
from dataclasses import dataclass, field

# Odoo account type: the Xero types that mean the same, best first (FACTS 5.2).
TYPES = {
    "asset_cash": ("BANK",),
    "asset_current": ("CURRENT", "INVENTORY", "PREPAYMENT"),
    "asset_non_current": ("NONCURRENT", "FIXED"),
    "asset_prepayments": ("PREPAYMENT", "CURRENT"),
    "asset_fixed": ("FIXED", "NONCURRENT"),
    "liability_credit_card": ("BANK", "CURRLIAB", "LIABILITY"),
    "liability_current": ("CURRLIAB", "LIABILITY", "PAYGLIABILITY", "SUPERANNUATIONLIABILITY",
                          "WAGESPAYABLELIABILITY", "PAYG"),
    "liability_non_current": ("TERMLIAB", "LIABILITY"),
    "equity": ("EQUITY",),
    "equity_unaffected": ("EQUITY",),
    "income": ("SALES", "REVENUE"),
    "income_other": ("OTHERINCOME", "REVENUE"),
    "expense": ("EXPENSE", "OVERHEADS", "WAGESEXPENSE", "SUPERANNUATIONEXPENSE"),
    "expense_depreciation": ("DEPRECIATN", "EXPENSE", "OVERHEADS"),
    "expense_direct_cost": ("DIRECTCOSTS", "EXPENSE"),
}  # fmt: skip
CLASSES = {"asset": "ASSET", "liability": "LIABILITY", "equity": "EQUITY", "income": "REVENUE",
           "expense": "EXPENSE"}  # fmt: skip
# In what is left of a name, these turn its meaning around: returns are not sales.
TURNING = frozenset(
    (
        "less", "accum", "accumulated", "dep", "depreciation", "provision", "doubtful", "discount",
        "discounts", "returns", "refunds", "allowance", "allowances", "taken", "given",
    )
)  # fmt: skip
FILLING = frozenset(
    (
        "a", "an", "and", "the", "of", "for", "at", "to", "in", "by", "on", "product", "products",
        "account",
    )
)  # fmt: skip
# Words that half of all accounts have in their names.
GENERAL = frozenset(("expense", "income", "cost", "other", "payable", "current", "business"))

# What a tax is for beside its rate. The BAS labels of Odoo's Australian taxes say it exactly.
BAS_LABELS = {
    "G2": ("EXEMPTEXPORT",),
    "G3": ("EXEMPTOUTPUT",),
    "G4": ("INPUTTAXED",),
    "G10": ("CAPEXINPUT",),
    "G13": ("INPUTTAXED",),
    "G14": ("EXEMPTEXPENSES", "EXEMPTINPUT"),
}
FEATURES = {
    "export": ("export", "exports"),
    "exempt": ("exempt", "free"),
    "zero": ("zero", "zerorated"),
    "capital": ("capital", "capex"),
    "import": ("import", "imports"),
    "reverse": ("reverse",),
    "taxed": ("inputtaxed", "taxed"),
    "adjusted": ("adj", "adjustment", "adjustments"),
    "private": ("private",),
    "excluded": ("excluded",),
}
# A line without a tax is not on the BAS, and neither is BAS Excluded; elsewhere it is NONE.
NO_TAX = ("BASEXCLUDED", "NONE")


@dataclass(frozen=True)
class Suggestion:
    """A target (a mirror record or an object like one), how sure it is and why.

    :param why: ``code_name``, ``name``, ``part_of_name``, ``code``, ``similar``, ``only``, ``rate``
        or ``label``
    """

    target: object
    sure: bool
    why: str


@dataclass(frozen=True)
class TaxFacts:
    """A set of Odoo taxes, as far as it matters here.

    :param float rate: percent in all; None when it is no percentage
    :param str use: ``sale``, ``purchase`` or ``none``
    :param str words: names and descriptions
    :param frozenset labels: names of tax report lines
    :param tuple parts: percent of each tax
    """

    rate: float | None
    use: str
    words: str = ""
    labels: frozenset = field(default_factory=frozenset)
    parts: tuple = ()


def class_of(account_type):
    """Xero's class of an Odoo account type; "" for off-balance.

    :rtype: str
    """
    return CLASSES.get(account_type.split("_")[0], "")


def tokens(name):
    """The words of a name that mean something: lower case, without accents, plural s and numbers.

    :rtype: frozenset[str]
    """
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+", plain.replace("'", ""))
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in words
        if word not in FILLING
    )


def suggest_account(code, name, account_type, ledgers):
    """The Xero account an Odoo account most probably is; None when nothing speaks for any.

    :param ledgers: active Xero accounts: code, name, type, account_class, system_account
    :rtype: Suggestion | None
    """
    types = TYPES.get(account_type, ())
    fitting = [row for row in ledgers if row.type in types]
    fitting.sort(key=lambda row: types.index(row.type))
    words = tokens(name)
    named = [row for row in fitting if tokens(row.name) == words]
    coded = [row for row in ledgers if code and row.code == code]
    same_class = [row for row in coded if row.account_class == class_of(account_type)]
    for row in same_class:
        if row in named or tokens(row.name) & words:
            return _suggestion(row, True, "code_name")
    if named:
        return _suggestion(named[0], len(named) == 1, "name")
    found = _part_of_name(words, fitting, account_type)
    if found:
        return found
    if same_class:
        return _suggestion(same_class[0], False, "code")
    similar = _most_similar(words - GENERAL, fitting)
    if similar:
        return _suggestion(similar, False, "similar")
    return _suggestion(fitting[0], False, "only") if len(fitting) == 1 else None


def _most_similar(words, fitting):
    """The account whose name shares the largest part of its words; None when none shares any."""
    shares = [
        (len(words & own) / len(words | own), row) for row in fitting if (own := tokens(row.name))
    ]
    share, row = max(shares, key=lambda pair: pair[0], default=(0, None))
    return row if share else None


def _part_of_name(words, fitting, account_type):
    """A name that is part of another: wholesale sales may go to Sales; the longest wins."""
    parts = [row for row in fitting if tokens(row.name) and tokens(row.name) < words]
    if not parts:
        return None
    longest = max(len(tokens(row.name)) for row in parts)
    parts = [row for row in parts if len(tokens(row.name)) == longest]
    rest = words - tokens(parts[0].name)
    # On the balance sheet a part of a name says little: a cost and its depreciation share it.
    profit = account_type.startswith(("income", "expense"))
    sure = profit and len(parts) == 1 and not rest & {_bare(word) for word in TURNING}
    return _suggestion(parts[0], sure, "part_of_name")


def _bare(word):
    return next(iter(tokens(word)), word)


def _suggestion(row, sure, why):
    # Accounts that Xero fills by itself are a bookkeeper's decision, never ours.
    return Suggestion(row, sure and not row.system_account, why)


def suggest_tax(facts, rates):
    """The Xero tax rate a set of Odoo taxes most probably is; None when no rate fits.

    :param TaxFacts facts: the set
    :param rates: active Xero rates: tax_type, name, effective_rate, report_tax_type, components,
        and ``_applies_to(account_class)``
    :rtype: Suggestion | None
    """
    if not facts.parts and facts.use == "none":
        found = [row for kind in NO_TAX for row in rates if row.tax_type == kind]
        return Suggestion(found[0], True, "only") if found else None
    fitting = [row for row in rates if _fits(facts, row)]
    for label in sorted(facts.labels & BAS_LABELS.keys()):
        for kind in BAS_LABELS[label]:
            for row in fitting:
                if row.tax_type == kind:
                    return Suggestion(row, len(facts.parts) == 1, "label")
    wanted = features(facts.words)
    same = [row for row in fitting if features(_words_of(row)) == wanted]
    if len(same) == 1:
        told = bool(wanted) or facts.rate != 0
        return Suggestion(same[0], told and _same_parts(facts, same[0]), "rate")
    near = sorted(same or fitting, key=lambda row: len(features(_words_of(row)) ^ wanted))
    return Suggestion(near[0], False, "rate") if near else None


def _fits(facts, row):
    if facts.rate is None or abs(row.effective_rate - facts.rate) > 0.00005:
        return False
    if facts.use not in ("sale", "purchase"):
        return True
    account_class = "REVENUE" if facts.use == "sale" else "EXPENSE"
    return side_of(row) in ("", facts.use) and row._applies_to(account_class)


def _same_parts(facts, row):
    """One rate is one rate; several must be the components Xero knows the rate by."""
    if len(facts.parts) == 1:
        return True
    return sorted(facts.parts) == sorted(part["rate"] for part in row.components or [])


def _words_of(row):
    # System rates carry their meaning in the type, custom ones (TAX001) in name and report type.
    return f"{row.name} {row.tax_type} {row.report_tax_type or ''}"


def features(words):
    """What a tax is for beside its rate, read from words.

    :rtype: frozenset[str]
    """
    plain = words.lower().replace("input taxed", "inputtaxed")
    return frozenset(
        name
        for name, marks in FEATURES.items()
        if any(mark in plain for mark in _long(marks, plain))
    )


def _long(marks, plain):
    """Short marks must be words of their own: adjacent is no adjustment."""
    words = set(re.findall(r"[a-z]+", plain))
    return [mark for mark in marks if len(mark) > 4 or mark in words]


def side_of(rate):
    """Whether a Xero rate is for sales (``sale``), for purchases (``purchase``) or both ("").

    :rtype: str
    """
    kind = rate.tax_type if not rate.tax_type.startswith("TAX") else rate.report_tax_type or ""
    if kind in ("INPUTTAXED", "NONE", "BASEXCLUDED", ""):
        return ""
    if "OUTPUT" in kind or "EXPORT" in kind:
        return "sale"
    if any(mark in kind for mark in ("INPUT", "EXPENSES", "CAPITAL", "IMPORTS", "ACQUISITIONS")):
        return "purchase"
    return ""
