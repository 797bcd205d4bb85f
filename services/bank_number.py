"""Numbers of bank accounts in the form of their country (FACTS 9). Plain text, no recordset.

Australia: BSB of 6 digits and up to 9 of the account; without a blank or dash between the two it
takes ten digits to be sure that the BSB is there. New Zealand: bank 2, branch 4, account 7,
suffix 2 or 3. Elsewhere as the number is, IBAN included.
"""

import re

_NOT_WORD = re.compile(r"\W+")
_APART = re.compile(r"\s*(\d{3}[-\s]?\d{3})[-\s]+(\d[\d\s-]*)")
_PARTS = {
    "AU": re.compile(r"(\d{6})(\d{4,9})"),
    "NZ": re.compile(r"(\d{2})(\d{4})(\d{7})(\d{2,3})"),
}


def plain(number):
    """A number without blanks, dashes and lower case.

    :rtype: str
    """
    return _NOT_WORD.sub("", number or "").replace("_", "").upper()


def parts(number, country):
    """The parts of a number that has its country's form; None when it has not.

    :param str country: two letters
    :rtype: tuple[str, ...] | None
    """
    apart = country == "AU" and _APART.fullmatch(number or "")
    if apart and len(plain(apart[2])) <= 9:
        return plain(apart[1]), plain(apart[2])
    form = _PARTS.get(country)
    found = form and form.fullmatch(plain(number))
    return found.groups() if found else None


def key(number, country):
    """What two ways of writing one number have in common.

    Banks fill an account up with zeros on the left, and a suffix of two digits to three.

    :rtype: str
    """
    found = parts(number, country)
    if country == "AU" and found:
        return found[0] + found[1].lstrip("0")
    if country == "NZ" and found:
        return "".join(found[:3]) + found[3].zfill(3)
    return plain(number)


def shown(number, country):
    """The number as people of the country write it.

    :rtype: str
    """
    found = parts(number, country)
    if country == "AU" and found:
        return f"{found[0][:3]}-{found[0][3:]} {found[1]}"
    return "-".join(found) if found else (number or "").strip()


def sent(number, country):
    """The number as Xero keeps it: one run of digits where the country has a form.

    :rtype: str
    """
    return "".join(parts(number, country) or ()) or (number or "").strip()


def has_form(number, country):
    """Whether a number can be one of the country; where none is known, any is.

    :rtype: bool
    """
    return bool(parts(number, country)) if country in _PARTS else bool(plain(number))
