"""The arithmetic of timesheet lines: many attendances into one number per day, and what of it to
send.

Plain Python. A line is ``key -> numbers``: the key is ``<EarningsRateID>|<TrackingItemID or
empty>``, the numbers are texts, one per day of the pay period, so that they compare and store
exactly.
"""

from decimal import ROUND_HALF_UP, Decimal


def line_key(rate_id, option_id=""):
    """The identity of a line within a timesheet; Xero has one line for each (FACTS 6.5)."""
    return f"{rate_id}|{option_id or ''}".lower()


def lines_of(entries, days, places):
    """Sum attendances into lines.

    Each day's number is the rounded running total less what went before: a day differs from Odoo by
    less than one unit of the last place, and the period's total is Odoo's total, rounded once.

    :param entries: (key, date, hours as float) of each attendance
    :param list days: every day of the pay period, in order
    :param int places: decimal places, 2 to 4
    :rtype: dict[str, list[str]] -- lines that have hours
    """
    sums = {}
    for key, day, hours in entries:
        line = sums.setdefault(key, {})
        line[day] = line.get(day, Decimal(0)) + Decimal(repr(hours))
    step = Decimal(1).scaleb(-places)
    lines = {}
    for key, by_day in sums.items():
        exact = sent = Decimal(0)
        numbers = []
        for day in days:
            exact += by_day.get(day, Decimal(0))
            until = exact.quantize(step, ROUND_HALF_UP)
            numbers.append(number_text(until - sent))
            sent = until
        if any(number != "0" for number in numbers):
            lines[key] = numbers
    return lines


def number_text(value):
    """A number as text, one spelling for each value: ``7.6``, never ``7.60`` or ``7.6E0``."""
    normal = value.normalize()
    return format(normal, "f") if normal else "0"


def total(lines):
    """All hours of all lines.

    :rtype: Decimal
    """
    return sum((Decimal(number) for numbers in lines.values() for number in numbers), Decimal(0))


def plan(agreed, odoo, xero, insist=False):
    """Decide line by line what Xero is to hold.

    A line nobody sent from here stays as Xero has it. A line that only Odoo changed is sent. A line
    that was changed in Xero by hand stays too, and is named: whose hours hold is for a person.

    :param dict agreed: lines both sides last agreed on, or None
    :param bool insist: a person decided that Odoo's hours hold
    :rtype: tuple[dict, list[str]] -- the lines Xero is to hold, keys of lines changed by hand
    """
    wanted, by_hand = {}, []
    for key in sorted({*odoo, *xero}):
        ours, theirs, known = odoo.get(key), xero.get(key), (agreed or {}).get(key)
        not_ours = ours is None and known is None
        if ours != theirs and not not_ours and theirs != known and not insist:
            by_hand.append(key)
            kept = theirs
        else:
            kept = theirs if not_ours else ours
        if kept is not None:
            wanted[key] = kept
    return wanted, by_hand


def agreed_lines(agreed, odoo, xero):
    """What both sides agree on from now on: lines that are equal; of lines changed by hand, the old
    ones.

    :rtype: dict[str, list[str]]
    """
    _wanted, by_hand = plan(agreed, odoo, xero)
    before = agreed or {}
    kept = {key: before[key] for key in by_hand if key in before}
    return {**{key: numbers for key, numbers in odoo.items() if xero.get(key) == numbers}, **kept}
