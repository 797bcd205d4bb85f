"""Names and business numbers, brought to one form so that two spellings can be compared (Pain 1).

The forms are for comparing only; nobody ever reads or stores them as a name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words at the end of a name that say what kind of company it is, not which one.
_LEGAL_FORM = re.compile(
    r"ab|ag|aktiebolag|aps|as|asa|bhd|bv|cc|co|company|corp|corporation|cv|doo|gmbh|inc"
    r"|incorporated|kft|kg|lda|limited|llc|llp|lp|ltd|ltda|nl|nv|oy|oyj|plc|proprietary"
    r"|pte|pty|pvt|sa|sarl|sas|sdn|se|sl|spa|srl|sro"
)

# What NFKD leaves whole although people type it otherwise.
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "þ": "th",
        "ð": "d",
        "\u0131": "i",
    }
)
_ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
_DIGITS = re.compile(r"[0-9A-Z]+")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_INNER_MARKS = re.compile("['`.\u2019\u00b4]")


# A page of contacts asks for each name when it is matched and again when it is stored.
@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """Return a company's name without case, accents, punctuation, blanks and legal form.

    ``The Smith & Sons Pty. Ltd.`` and ``smith and sons`` have the same key. A name that is nothing
    but legal forms keeps its first word. An empty key means: nothing to compare.
    """
    words = _words(name.replace("&", " and ").replace("+", " and "))
    kept = list(words)
    while len(kept) > 1 and (kept[-1] == "and" or _LEGAL_FORM.fullmatch(kept[-1])):
        kept.pop()
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return "".join(kept)


def person_key(name: str) -> str:
    """Return a person's name without case, accents, punctuation and order of its words.

    ``Müller, Jörg`` and ``Jorg Muller`` have the same key.
    """
    return " ".join(sorted(_words(name)))


def email_key(address: str) -> str:
    """Return an e-mail address as it is compared: without case and blanks around it."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def number_key(value: str) -> str:
    """Return a tax or company number as its letters and digits, letters in capitals."""
    return "".join(_DIGITS.findall(unicodedata.normalize("NFKC", value).upper())) if value else ""


def abn_key(value: str) -> str:
    """Return an Australian Business Number as its 11 digits, "" when it is not a valid one."""
    digits = number_key(value).removeprefix("ABN")
    return digits if is_abn(digits) else ""


def is_abn(digits: str) -> bool:
    """Return whether 11 digits pass the ABN's check (Australian Business Register, "Format of the
    ABN": the first digit less one, weighted sum, divisible by 89)."""
    if not re.fullmatch(r"[1-9][0-9]{10}", digits):
        return False
    values = [int(digit) for digit in digits]
    values[0] -= 1
    return sum(w * v for w, v in zip(_ABN_WEIGHTS, values, strict=True)) % 89 == 0


def _words(name: str) -> list[str]:
    letters = name.casefold()
    if not letters.isascii():
        # Some capitals, such as 𝘈, are told from small letters only after they are taken apart.
        plain = unicodedata.normalize("NFKD", letters).casefold().translate(_LETTERS)
        folded = unicodedata.normalize("NFKD", plain)
        letters = "".join(char for char in folded if not unicodedata.combining(char))
    # Marks inside a word close up: O'Brien is obrien, S.A.R.L. is sarl.
    return _NOT_WORD.sub(" ", _INNER_MARKS.sub("", letters)).split()
