"""Names of countries and regions, as Xero writes them and as they are compared.

Xero keeps a country as a name in plain letters, not as an ISO code (FACTS 5.5).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_COUNTRY = 50
_LETTERS = re.compile(r"[A-Za-z]+")
_UNFOLDED = str.maketrans({"ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "Ae", "ı": "i"})

# What people type instead of the name; the keys are in the form of place_key().
ALIASES = {
    "usa": "US",
    "unitedstatesofamerica": "US",
    "america": "US",
    "uk": "GB",
    "greatbritain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northernireland": "GB",
    "aotearoa": "NZ",
    "aus": "AU",
    "holland": "NL",
    "thenetherlands": "NL",
    "uae": "AE",
    "korea": "KR",
    "southkorea": "KR",
    "republicofkorea": "KR",
    "russia": "RU",
    "vietnam": "VN",
    "czechia": "CZ",
    "hongkongsar": "HK",
}


def country_text(name: str) -> str:
    """Return a country's name as Xero accepts it: letters and blanks only, at most 50.

    ``Côte d'Ivoire`` becomes ``Cote d Ivoire``.
    """
    return " ".join(_LETTERS.findall(_folded(name)))[:LONGEST_COUNTRY].strip()


@lru_cache(maxsize=4096)
def place_key(name: str) -> str:
    """Return a country's or region's name as it is compared: letters only, no case, no accents."""
    return "".join(_LETTERS.findall(_folded(name))).casefold()[:LONGEST_COUNTRY]


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.translate(_UNFOLDED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
