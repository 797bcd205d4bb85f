"""One line of Odoo's in several of Xero's, because Xero knows no percentages (FACTS 5.17).

Plain Python on Decimals and whole numbers: the parts of a line add up to it in amount, tax and
quantity, and each is written so that Xero's own arithmetic arrives at its amount.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ..xero.amounts import rounded
from .invoice_amounts import PLACES, decimal

WHOLE = Fraction(100)
# For a quantity that Xero's four places do not hold: it goes into the description.
MORE_PLACES = 6


class TooMuch(ValueError):
    """More than all of a line, or less than nothing, is given to the options of one category."""


@dataclass(frozen=True)
class Part:
    """What one of Xero's lines has of a line of Odoo's.

    :param dict tracking: id of a category -> id of the option
    """

    tracking: dict
    amount: Decimal
    tax: Decimal
    quantity: Decimal


def accounts_in(distribution):
    """Ids of the analytic accounts in a distribution; each key holds one or several.

    :rtype: set[int]
    """
    return {i for key in distribution or {} for i in ids_of(key)}


def ids_of(key):
    """The accounts that a key of a distribution names together.

    :rtype: list[int]
    """
    return [int(part) for part in key.split(",") if part.strip().isdigit()]


def shares(distribution, places):
    """What an analytic distribution gives to which options, in per cent of the line.

    Accounts that Odoo names together stay together. Plans that are distributed each by itself are
    laid over each other: 60 and 40 of one, 100 of the other make two parts.

    :param dict distribution: Odoo's: ids of analytic accounts with commas -> per cent
    :param dict places: id of an analytic account -> (id of its category, id of its option);
        accounts that are not here do not concern Xero
    :return: list[tuple[Fraction, dict]] -- per cent and tracking, the largest first and what has
        no option last; [(100, {})] when nothing concerns Xero
    :raises TooMuch: the options of one category would get more than 100 per cent
    """
    joint, single = [], {}
    for key, percent in sorted((distribution or {}).items(), key=_order):
        share = Fraction(decimal(percent))
        placed = [places[i] for i in ids_of(key) if i in places]
        if len(dict(placed)) < len(placed) or (placed and share < 0):
            raise TooMuch
        if len(placed) == 1:
            single.setdefault(placed[0][0], []).append((share, placed[0][1]))
        elif placed:
            joint.append((share, dict(placed)))
    return _merged([*joint, *_laid_over(single, WHOLE - sum(share for share, _t in joint))])


def _order(item):
    key, percent = item
    return -percent, ids_of(key)


def _laid_over(single, room):
    """Shares of each category side by side, from the same beginning; the rest has no option."""
    ends = {}
    for category, found in single.items():
        end = Fraction(0)
        for share, option in found:
            ends.setdefault(category, []).append((end, end + share, option))
            end += share
        if end > room:
            raise TooMuch
    if room < 0:
        raise TooMuch
    cuts = sorted({Fraction(0), room, *(end for rows in ends.values() for _s, end, _o in rows)})
    for start, end in pairwise(cuts):
        yield end - start, {
            category: option
            for category, rows in ends.items()
            for begin, until, option in rows
            if begin <= start < until
        }


def _merged(found):
    """Shares of the same options together; nothing at all is one share without any."""
    total = {}
    for share, tracking in found:
        key = tuple(sorted(tracking.items()))
        total[key] = total.get(key, 0) + share
    rows = [(share, dict(key)) for key, share in total.items() if share]
    return sorted(rows, key=lambda row: (not row[1], -row[0])) or [(WHOLE, {})]


def cut(total, weights):
    """A whole number in parts as the weights say, by the largest remainder.

    :param int total: cents, or ten-thousandths of a quantity; may be negative
    :param list weights: not negative, not all zero
    :rtype: list[int] -- adds up to `total`; each is less than one away from its exact part
    """
    size, whole = abs(total), sum(weights, Fraction(0))
    exact = [Fraction(weight) * size / whole for weight in weights]
    parts = [int(part) for part in exact]
    left = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in left[: size - sum(parts)]:
        parts[index] += 1
    return [part if total >= 0 else -part for part in parts]


def parts_of(found, amount, tax, quantity):
    """A line in parts. One that would be worth nothing is left out, unless the line itself is.

    :param list found: as :func:`shares` returns it
    :param Decimal amount: without tax, two places
    :param Decimal tax: two places
    :param Decimal quantity: as Odoo has it
    :rtype: list[Part]
    """
    amounts = cut(_units(amount, 2), [share for share, _tracking in found])
    kept = [i for i, cents in enumerate(amounts) if cents] or [0]
    # By what the parts are worth, so that no part has more tax than amount.
    taxes = cut(_units(tax, 2), [abs(amounts[i]) for i in kept] if any(amounts) else [1])
    places = PLACES if quantity == rounded(quantity, PLACES) else MORE_PLACES
    quantities = cut(_units(quantity, places), [found[i][0] for i in kept])
    return [
        Part(
            found[i][1],
            _number(amounts[i], 2),
            _number(taxes[n], 2),
            _number(quantities[n], places),
        )
        for n, i in enumerate(kept)
    ]


def _units(value, places):
    return int(rounded(value, places).scaleb(places))


def _number(units, places):
    return Decimal(units).scaleb(-places)
