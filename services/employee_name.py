"""One name in Odoo, a first and a last name in Xero: how the one becomes the two. Plain Python."""

# Words that belong to the family name that follows them.
PARTICLES = frozenset(
    {
        "al", "bin", "binte", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos",
        "du", "el", "la", "le", "mac", "o'", "san", "st", "st.", "te", "ter", "van", "von",
    }
)  # fmt: skip


def joined(first, last):
    """The name as Odoo has it; a middle name stays in Xero."""
    return " ".join(part for part in (first, last) if part)


def split(name, first="", last=""):
    """First and last name of a full name.

    Where Xero's present split still fits one end of the name, it is kept: “Mary Ann” stays a first
    name although “Ann Lee” could be a family name. Otherwise the last word is the family name, with
    the particles before it.

    :param str name: the full name, cleaned
    :param str first: first name both sides last agreed on, or ""
    :param str last: last name likewise
    :rtype: tuple[str, str] -- the last name is "" when there is only one word
    """
    if last and name.casefold().endswith(f" {last.casefold()}"):
        return name[: -len(last)].strip(), name[-len(last) :]
    if first and name.casefold().startswith(f"{first.casefold()} "):
        return name[: len(first)], name[len(first) :].strip()
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return (" ".join(words[:start]), " ".join(words[start:])) if start > 0 else (name, "")
