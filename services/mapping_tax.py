"""Which Xero tax rate a set of Odoo taxes probably is (FACTS 5.3)."""

import re
from dataclasses import dataclass, field

from .mapping import Suggestion

# What a tax is for beside its rate. The BAS labels of Odoo's Australian taxes say it exactly.
# Before 2013 Australian organisations had NONE for purchases without GST in the price.
BAS_LABELS = {
    "G2": ("EXEMPTEXPORT",),
    "G3": ("EXEMPTOUTPUT",),
    "G4": ("INPUTTAXED",),
    "G10": ("CAPEXINPUT",),
    "G13": ("INPUTTAXED",),
    "G14": ("EXEMPTEXPENSES", "NONE"),
}
SAID_BY_LABELS = {
    "G2": "export",
    "G3": "exempt",
    "G4": "taxed",
    "G7": "adjusted",
    "G10": "capital",
    "G13": "taxed",
    "G14": "exempt",
    "G15": "private",
    "G18": "adjusted",
}
FEATURES = {
    "export": ("export", "exports"),
    "exempt": ("exempt", "free"),
    "zero": ("zero", "zerorated"),
    "capital": ("capital", "capex"),
    "import": ("import", "imports"),
    "reverse": ("reverse", "drcharge"),
    "domestic": ("domestic", "drcharge"),
    "union": ("acquisition", "acquisitions", "ec", "eu"),
    "taxed": ("inputtaxed", "taxed"),
    "adjusted": ("adj", "adjustment", "adjustments"),
    "private": ("private",),
    "excluded": ("excluded",),
}
# What makes a tax another one than its label or its percentage says.
SPECIAL = {"adjusted", "domestic", "excluded", "import", "private", "reverse", "union"}
# A line without a tax is not on the BAS, and neither is BAS Excluded; elsewhere it is NONE. Any
# tax, a tax of 0% too, is reported, so it is neither.
NO_TAX = ("BASEXCLUDED", "NONE")
# Xero works these out from addresses and takes them on no line that comes over its API.
AUTOMATIC = ("AVALARA", "USSALESTAX")
# The buyer owes the tax and claims it back: what is called 20% adds nothing to a total. Xero has
# answered 0 as their rate, and 20.
BOTH_WAYS = ("ACQUISITIONS", "REVERSECHARGE", "DRCHARGE")


@dataclass(frozen=True)
class TaxFacts:
    """A set of Odoo taxes, as far as it matters here.

    :param float rate: percent that is added to a document in all; None when it is no percentage
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
                    sure = len(facts.parts) == 1 and kind not in NO_TAX and not _special(facts, row)
                    return Suggestion(row, sure, "label")
    return _by_use(facts, [row for row in fitting if row.tax_type not in NO_TAX])


def why_none(row, every):
    """Why no tax has this Xero rate as its suggestion.

    :param row: the Xero rate, as in :func:`suggest_tax`
    :param every: facts of all taxes
    :rtype: str -- ``automatic``, ``no_tax``, ``own_line``, ``percent`` or ``use``
    """
    if is_automatic(row):
        return "automatic"
    if row.tax_type in NO_TAX:
        return "no_tax"
    if "IMPORTS" in _kind_of(row):
        return "own_line"
    if not row._applies_to("REVENUE") and not row._applies_to("EXPENSE"):
        return "use" if row._applies_to("ASSET") else "own_line"
    return "use" if any(same_percent(facts, row) for facts in every) else "percent"


def _by_use(facts, fitting):
    """The rate for the same use; else, not sure, the one whose use is nearest."""
    said = features(facts.words)
    # Nothing but 0% is said of zero-rated sales; what is exempt or exported says so.
    wanted = said or ({"zero"} if facts.rate == 0 else said)
    same = [row for row in fitting if features(_words_of(row)) == wanted]
    if len(same) == 1:
        told = bool(said) or facts.rate != 0
        return Suggestion(same[0], told and _same_parts(facts, same[0]), "rate")
    near = sorted(same or fitting, key=lambda row: len(features(_words_of(row)) ^ wanted))
    return Suggestion(near[0], False, "rate") if near else None


def _special(facts, row):
    return features(facts.words) & SPECIAL - features(_words_of(row))


def _fits(facts, row):
    if is_automatic(row) or not same_percent(facts, row):
        return False
    if adds_nothing(row) and not _equal(sum(facts.parts), percent_both_ways(row)):
        return False
    if facts.use not in ("sale", "purchase"):
        return True
    account_class = "REVENUE" if facts.use == "sale" else "EXPENSE"
    return side_of(row) in ("", facts.use) and row._applies_to(account_class)


def is_automatic(row):
    """Whether Xero works the rate out itself and takes it on no line sent over its API."""
    return row.tax_type in AUTOMATIC or row.report_tax_type in AUTOMATIC


def adds_nothing(row):
    """Whether the buyer owes the tax and claims it back, so that no total has it.

    :rtype: bool
    """
    return any(mark in _kind_of(row) for mark in BOTH_WAYS)


def percent_both_ways(row):
    """Percent that is owed and claimed back; 0 when Xero does not say.

    :param row: a rate that :func:`adds_nothing`
    :rtype: float
    """
    parts = sum(part["rate"] for part in row.components or [])
    said = re.search(r"(\d+(?:\.\d+)?) ?%", row.name or "")
    return row.effective_rate or parts or (float(said[1]) if said else 0.0)


def same_percent(facts, row):
    """Whether both add the same to a document.

    :rtype: bool
    """
    if facts.rate is None:
        return False
    if not adds_nothing(row):
        return _equal(row.effective_rate, facts.rate)
    own, theirs = sum(facts.parts), percent_both_ways(row)
    return _equal(facts.rate, 0) and (not own or not theirs or _equal(own, theirs))


def _equal(one, other):
    return abs(one - other) < 0.00005


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


def meant(facts):
    """What a set of taxes is for beside its percentage, by its words and its lines of the return.

    :rtype: frozenset[str]
    """
    by_label = {SAID_BY_LABELS[label] for label in facts.labels & SAID_BY_LABELS.keys()}
    return (features(facts.words) | by_label) - {"zero"}


def _long(marks, plain):
    """Short marks must be words of their own: adjacent is no adjustment."""
    words = set(re.findall(r"[a-z]+", plain))
    return [mark for mark in marks if len(mark) > 4 or mark in words]


def _kind_of(rate):
    """The name of a system rate; what a custom one (TAX001) is reported as."""
    return rate.tax_type if not rate.tax_type.startswith("TAX") else rate.report_tax_type or ""


def side_of(rate):
    """Whether a Xero rate is for sales (``sale``), for purchases (``purchase``) or both ("").

    :rtype: str
    """
    kind = _kind_of(rate)
    if kind in ("INPUTTAXED", "NONE", "BASEXCLUDED", ""):
        return ""
    if "OUTPUT" in kind or "EXPORT" in kind:
        return "sale"
    if any(mark in kind for mark in ("INPUT", "EXPENSES", "CAPITAL", "IMPORTS", "ACQUISITIONS")):
        return "purchase"
    return ""
