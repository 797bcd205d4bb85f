"""Which tracking option an analytic account is. Plain rules on plain values."""

import unicodedata

from .mapping import Suggestion

# What Xero takes in a category (FACTS 5.17).
LONGEST_NAME, MOST_OPTIONS = 100, 100


def plain_name(name):
    """A name as far as it tells options apart: without case and blanks nobody sees (Pain 26).

    :rtype: str
    """
    return " ".join(unicodedata.normalize("NFKC", name or "").split()).casefold()


def suggest_option(name, options):
    """The tracking option an analytic account is; None when none has its name.

    :param options: active options of one category: name
    :rtype: Suggestion | None
    """
    same = [row for row in options if plain_name(row.name) == plain_name(name)]
    return Suggestion(same[0], len(same) == 1, "same") if same else None
