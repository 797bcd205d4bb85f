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


class Ledgers:
    """Active Xero accounts as they are compared, each cut into words once: a chart may have
    thousands, and each of Odoo's is looked for among all of them.

    :param rows: objects with code, name, type, account_class, system_account
    """

    def __init__(self, rows):
        self._by_type, self._by_class = {}, {}
        for row in rows:
            if row.system_account in XERO_ONLY:
                continue
            one = Ledger(row, row.code, bool(row.system_account), tokens(row.name),
                         meaning(row.name))  # fmt: skip
            self._by_type.setdefault(row.type, []).append(one)
            self._by_class.setdefault(row.account_class, []).append(one)

    def fitting(self, account_type):
        """Those that mean the same as an Odoo account type, best first."""
        return [one for kind in TYPES.get(account_type, ()) for one in self._by_type.get(kind, ())]

    def of_class(self, account_type):
        """Those of its class."""
        return self._by_class.get(class_of(account_type), ())


@dataclass(frozen=True, eq=False)
class Ledger:
    """One of them.

    :param row: the record
    :param system: whether Xero fills it by itself
    """

    row: object
    code: str
    system: bool
    words: frozenset
    about: frozenset


def suggest_account(code, name, account_type, ledgers):
    """The Xero account an Odoo account most probably is; None when nothing speaks for any.

    :param Ledgers ledgers: among which it is looked for
    :rtype: Suggestion | None
    """
    fitting, own_class = ledgers.fitting(account_type), ledgers.of_class(account_type)
    words = tokens(name)
    named = [one for one in fitting if one.words == words]
    coded = [one for one in own_class if code and one.code == code]
    for one in coded:
        if one in named or one.words & words:
            return _suggestion(one, True, "code_name")
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
    parts = [one for one in fitting if not one.system and _within(one.words, words)]
    if not parts:
        return None
    longest = max(len(one.words) for one in parts)
    parts = [one for one in parts if len(one.words) == longest]
    rest = words - parts[0].words
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
    shares = [(_likeness(words, one.about), one) for one in fitting if not one.system]
    if words - GENERAL:
        held = set(map(id, fitting))
        others = (one for one in own_class if not one.system and id(one) not in held)
        shares += [(1, one) for one in others if _likeness(words, one.about) == 1]
    share, found = max(shares, key=lambda pair: pair[0], default=(0, None))
    return found if share >= 0.5 else None


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


def _suggestion(one, sure, why):
    # Accounts that Xero fills by itself are a bookkeeper's decision, never ours.
    return Suggestion(one.row, sure and not one.system, why)
