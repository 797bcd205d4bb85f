"""What a bookkeeper hears in the name of an account or of a tax.

Words of English bookkeeping in general, not names of any chart's accounts.
"""

import re
import unicodedata
from functools import lru_cache

# Several words that mean one thing; the longer first.
PHRASES = {
    "cost of goods sold": "purchases",
    "cost of goods": "purchases",
    "cost of sales": "purchases",
    "income tax": "incometax",
    "company tax": "incometax",
    "corporation tax": "incometax",
    "paid in capital": "capital",
    "contributed capital": "capital",
    "capital contribution": "capital",
    "capital contributions": "capital",
    "capital introduced": "capital",
    "capital investment": "capital",
    "capital stock": "capital",
    "common stock": "capital",
    "share capital": "capital",
}
SHORT = {
    "accum": "accumulated", "admin": "administration", "amort": "amortisation",
    "cogs": "purchases", "dep": "depreciation", "deprec": "depreciation", "equip": "equipment",
    "exp": "expense", "ins": "insurance", "maint": "maintenance", "manufac": "manufacturing",
    "mfg": "manufacturing", "misc": "miscellaneous", "provn": "provision",
}  # fmt: skip
SAME = {
    "advertising": ("marketing", "promotion", "publicity"),
    "capital": ("contribution",),
    "commission": ("brokerage",),
    "depreciation": ("amortisation", "amortization"),
    "donation": ("charity", "charitable"),
    "energy": ("electric", "electricity", "gas", "heat", "heating", "light", "lighting", "power",
               "utility"),
    "entertainment": ("entertaining", "hospitality", "meal"),
    "employee": ("personnel", "staff"),
    "freight": ("carriage", "cartage", "courier", "delivery", "postage", "shipping"),
    "internet": ("broadband",),
    "inventory": ("stock",),
    "legal": ("attorney", "lawyer", "solicitor"),
    "loan": ("borrowing",),
    "other": ("miscellaneous", "sundry"),
    "professional": ("accountancy", "accountant", "accounting", "advisory", "audit", "bookkeeping",
                     "consultancy", "consultant", "consulting"),
    "rent": ("lease", "leasing", "rental"),
    "repair": ("maintenance",),
    "revenue": ("income",),
    "stationery": ("printing",),
    "subscription": ("membership",),
    "superannuation": ("pension", "retirement", "super"),
    "telephone": ("cellphone", "mobile", "phone", "telecommunication"),
    "training": ("education",),
    "travel": ("accommodation", "airfare", "hotel", "travelling"),
    "vehicle": ("auto", "automobile", "car", "fleet", "motor", "truck", "van"),
    "wage": ("payroll", "salary"),
}  # fmt: skip
MEANING = {word: meaning for meaning, words in SAME.items() for word in words}
FILLING = frozenset(
    (
        "a", "an", "and", "the", "of", "for", "at", "to", "in", "by", "less", "on", "product",
        "products", "account",
    )
)  # fmt: skip
# Words that half of all accounts have in their names: what kind of account, not what about.
GENERAL = frozenset(
    (
        "accrual", "accrued", "asset", "business", "charge", "collected", "cost", "current",
        "equity", "expense", "fee", "general", "income", "liability", "other", "owner", "owing",
        "paid", "payable", "receivable", "received", "revenue", "service",
    )
)  # fmt: skip
# In what is left of a name, these turn its meaning around: returns are not sales.
TURNING = frozenset(
    (
        "accumulated", "depreciation", "provision", "doubtful", "discount", "return", "refund",
        "allowance", "taken", "given",
    )
)  # fmt: skip
# An account with such a word stands against another account, so the two are never the same.
AGAINST = frozenset(
    (
        "accumulated", "allowance", "discount", "distribution", "doubtful", "drawing", "dividend",
        "provision", "refund", "return", "withdrawal",
    )
)  # fmt: skip


@lru_cache(maxsize=10_000)
def tokens(name):
    """The words of a name that say something, in full and in the singular.

    :rtype: frozenset[str]
    """
    words = (_singular(word) for word in re.findall(r"[a-z]+", _plain(name)))
    return frozenset(SHORT.get(word, word) for word in words) - FILLING


@lru_cache(maxsize=10_000)
def meaning(name):
    """What a name says, whichever words it says it with.

    :rtype: frozenset[str]
    """
    plain = " ".join(re.findall(r"[a-z]+", _plain(name)))
    for phrase, word in PHRASES.items():
        plain = re.sub(rf"\b{phrase}\b", word, plain)
    return frozenset(MEANING.get(word, word) for word in tokens(plain))


def _plain(name):
    ascii_name = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode()
    return ascii_name.lower().replace("'", "")


def _singular(word):
    if len(word) < 4 or not word.endswith("s") or word.endswith(("is", "ss", "us")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]
