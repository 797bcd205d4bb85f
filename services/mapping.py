"""Which Xero account an Odoo account probably is.

Plain rules on plain values. A suggestion is sure only when a bookkeeper would not have to
think; all others wait for one.
"""

from dataclasses import dataclass

from .mapping_words import AGAINST, GENERAL, TURNING, meaning, tokens

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
# FACTS 5.2: Xero takes no document or journal line on them.
XERO_ONLY = ("DEBTORS", "CREDITORS")


@dataclass(frozen=True)
class Suggestion:
    """A target (a mirror record or an object like one), how sure it is and why.

    :param why: ``code_name``, ``name``, ``part_of_name``, ``code``, ``similar``, ``only``,
        ``rate``, ``label`` or ``same``
    """

    target: object
    sure: bool
    why: str


def class_of(account_type):
    """Xero's class of an Odoo account type; "" for off-balance.

    :rtype: str
    """
    return CLASSES.get(account_type.split("_")[0], "")


def suggest_account(code, name, account_type, ledgers):
    """The Xero account an Odoo account most probably is; None when nothing speaks for any.

    :param ledgers: active Xero accounts: code, name, type, account_class, system_account
    :rtype: Suggestion | None
    """
    ledgers = [row for row in ledgers if row.system_account not in XERO_ONLY]
    types = TYPES.get(account_type, ())
    fitting = [row for row in ledgers if row.type in types]
    fitting.sort(key=lambda row: types.index(row.type))
    words = tokens(name)
    named = [row for row in fitting if tokens(row.name) == words]
    own_class = [row for row in ledgers if row.account_class == class_of(account_type)]
    coded = [row for row in own_class if code and row.code == code]
    for row in coded:
        if row in named or tokens(row.name) & words:
            return _suggestion(row, True, "code_name")
    if named:
        return _suggestion(named[0], len(named) == 1, "name")
    found = _part_of_name(words, fitting, account_type)
    if found:
        return found
    if coded:
        return _suggestion(coded[0], False, "code")
    similar = _most_similar(meaning(name), fitting, own_class)
    return _suggestion(similar, False, "similar") if similar else None


def _part_of_name(words, fitting, account_type):
    """A name that is part of another: wholesale sales may go to Sales; the longest wins."""
    parts = [row for row in _open(fitting) if _within(tokens(row.name), words)]
    if not parts:
        return None
    longest = max(len(tokens(row.name)) for row in parts)
    parts = [row for row in parts if len(tokens(row.name)) == longest]
    rest = words - tokens(parts[0].name)
    # On the balance sheet a part of a name says little: a cost and its depreciation share it.
    profit = account_type.startswith(("income", "expense"))
    return _suggestion(parts[0], profit and len(parts) == 1 and not rest & TURNING, "part_of_name")


def _within(own, words):
    return own and own < words and ("accumulated" in own) == ("accumulated" in words)


def _most_similar(words, fitting, own_class):
    """The account that is about the same; None when none is.

    Of another type than Odoo's, an account has to be about exactly the same: commissions may be a
    direct cost in one chart and an overhead in the other.
    """
    shares = [(_likeness(words, meaning(row.name)), row) for row in _open(fitting)]
    # A chart may have thousands of accounts: each is looked for among all the others.
    held = set(map(id, fitting))
    others = [row for row in _open(own_class) if id(row) not in held]
    shares += [
        (1, row) for row in others if words - GENERAL and _likeness(words, meaning(row.name)) == 1
    ]
    share, row = max(shares, key=lambda pair: pair[0], default=(0, None))
    return row if share >= 0.5 else None


def _likeness(words, own):
    """How much of what two names are about is the same, when one is about nothing else; 0 to 1.

    :rtype: float
    """
    if words & AGAINST != own & AGAINST:
        return 0
    about, own_about = words - GENERAL, own - GENERAL
    if not about or not own_about:
        return 1 if words == own else 0
    if not (about <= own_about or own_about <= about):
        return 0
    return len(about & own_about) / len(about | own_about)


def _open(rows):
    """What Xero fills by itself is never found by a part of its name."""
    return [row for row in rows if not row.system_account]


def _suggestion(row, sure, why):
    # Accounts that Xero fills by itself are a bookkeeper's decision, never ours.
    return Suggestion(row, sure and not row.system_account, why)
