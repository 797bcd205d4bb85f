"""How sure it is that two records are the same person. Plain Python, so that every case can be
tested."""

from dataclasses import dataclass, field

SURE, LIKELY, DOUBTFUL = 3, 2, 1


@dataclass(frozen=True)
class Person:
    """What is known of a person on one side.

    :param name: comparing form of the full name
    :param birthday: ISO date or ""
    :param emails: comparing forms
    :param phones: comparing forms
    """

    name: str
    birthday: str = ""
    emails: frozenset = field(default_factory=frozenset)
    phones: frozenset = field(default_factory=frozenset)


def weigh(one, other):
    """Grade the evidence that two persons are one.

    Two of three agree (name, birth date, a way to reach them) is sure as long as the name is among
    them: twins share birth date and family e-mail. The name alone is likely while nothing speaks
    against it. Whatever else agrees is worth a question, never a link.

    :rtype: tuple[int, list[str]] -- SURE, LIKELY, DOUBTFUL or 0, and what agrees: ``name``,
        ``birthday``, ``email``, ``phone``
    """
    same = {
        "name": bool(one.name) and one.name == other.name,
        "birthday": bool(one.birthday) and one.birthday == other.birthday,
        "email": bool(one.emails & other.emails),
        "phone": bool(one.phones & other.phones),
    }
    agree = [name for name, equal in same.items() if equal]
    born_apart = bool(one.birthday and other.birthday) and not same["birthday"]
    reached = same["email"] or same["phone"]
    if not same["name"]:
        return (DOUBTFUL if same["email"] or (same["phone"] and same["birthday"]) else 0), agree
    if born_apart:
        return (DOUBTFUL if reached else 0), agree
    if same["birthday"] or reached:
        return SURE, agree
    other_email = bool(one.emails and other.emails)
    return (DOUBTFUL if other_email else LIKELY), agree
