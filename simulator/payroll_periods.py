"""Pay periods of a payroll calendar, before and after its next unprocessed one (FACTS 6.4)."""

import calendar as months
from datetime import date, timedelta

from .payroll_wire import parse_day

DAYS = {"WEEKLY": 7, "FORTNIGHTLY": 14, "FOURWEEKLY": 28}
MONTHS = {"MONTHLY": 1, "QUARTERLY": 3}


def period_around(calendar, moment):
    """(first day, last day) of the pay period of a stored calendar that has the date `moment`."""
    anchor = parse_day(calendar["StartDate"])
    kind = calendar["CalendarType"]
    if kind in DAYS:
        start = anchor + timedelta(days=(moment - anchor).days // DAYS[kind] * DAYS[kind])
        return start, start + timedelta(days=DAYS[kind] - 1)
    if kind == "TWICEMONTHLY":
        return _half_month(anchor, calendar, moment)
    return _whole_months(anchor, MONTHS[kind], moment)


def _whole_months(anchor, step, moment):
    count = ((moment.year - anchor.year) * 12 + moment.month - anchor.month) // step
    while shifted(anchor, count * step) > moment:
        count -= 1
    while shifted(anchor, (count + 1) * step) <= moment:
        count += 1
    return shifted(anchor, count * step), shifted(anchor, (count + 1) * step) - timedelta(days=1)


def _half_month(anchor, calendar, moment):
    reference = parse_day(calendar.get("ReferenceDate") or anchor + timedelta(days=15))
    first, second = sorted((anchor.day, reference.day))
    starts = []
    for offset in (-1, 0, 1):
        base = shifted(date(moment.year, moment.month, 1), offset)
        last = months.monthrange(base.year, base.month)[1]
        starts += [base.replace(day=min(number, last)) for number in (first, second)]
    position = max(index for index, start in enumerate(starts) if start <= moment)
    return starts[position], starts[position + 1] - timedelta(days=1)


def shifted(start, count):
    """The date `count` months after `start`; the last day of a month when that month is shorter."""
    index = start.year * 12 + start.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))
