"""Pay periods of Xero's payroll calendars.

Xero gives a calendar's type and the start of its next unprocessed period (FACTS 6.4); every earlier
and later period follows from the two. Timesheets must have exactly these dates (FACTS 6.5).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

DAYS = {"WEEKLY": 7, "FORTNIGHTLY": 14, "FOURWEEKLY": 28}
MONTHS = {"MONTHLY": 1, "QUARTERLY": 3}
TWICE_MONTHLY = "TWICEMONTHLY"
CALENDAR_TYPES = (*DAYS, *MONTHS, TWICE_MONTHLY)


def period_for(
    calendar_type: str, start_date: date, day: date, reference_date: date | None = None
) -> tuple[date, date]:
    """Return the first and last day of the pay period a day lies in, both inclusive.

    :param calendar_type: Xero's CalendarType
    :param start_date: start of any one period of the calendar, Xero's StartDate
    :param day: the day asked about, before or after ``start_date``
    :param reference_date: Xero's ReferenceDate; only twice-monthly calendars use it
    :raises ValueError: the type is not one of Xero's
    """
    if calendar_type in DAYS:
        length = DAYS[calendar_type]
        start = start_date + timedelta(days=(day - start_date).days // length * length)
        return start, start + timedelta(days=length - 1)
    if calendar_type in MONTHS:
        return _monthly(MONTHS[calendar_type], start_date, day)
    if calendar_type == TWICE_MONTHLY:
        return _twice_monthly(start_date, day, reference_date)
    raise ValueError(f"Xero has no payroll calendar of the type {calendar_type!r}.")


def days(period: tuple[date, date]) -> list[date]:
    """Return every day of a period in order; a timesheet line has one number for each."""
    first, last = period
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _monthly(step: int, anchor: date, day: date) -> tuple[date, date]:
    # Always counted from the anchor, so that a start on the 31st is the 31st again after February.
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    count = months // step
    if _in_month(anchor, count * step) > day:
        count -= 1
    start = _in_month(anchor, count * step)
    return start, _in_month(anchor, (count + 1) * step) - timedelta(days=1)


def _twice_monthly(start: date, day: date, reference: date | None) -> tuple[date, date]:
    pair = _pair(start)
    if reference:
        # Xero's ReferenceDate "assists with calculating the period dates" of these calendars
        # (specification release 2.13.4): it is a start as well. When both fall on the same half,
        # or February cut one short, the other half is 15 days away.
        same = _is_start(start, _pair(reference))
        low, high = sorted((start.day, reference.day))
        pair = _pair(reference) if same else (low, high)
    starts = sorted(
        _on(day.year * 12 + day.month - 1 + offset, wanted)
        for offset in (-1, 0, 1)
        for wanted in pair
    )
    first = max(found for found in starts if found <= day)
    following = min(found for found in starts if found > day)
    return first, following - timedelta(days=1)


def _pair(anchor: date) -> tuple[int, int]:
    # Two starts a month: 1 and 16, or 5 and 20.
    return (anchor.day, anchor.day + 15) if anchor.day <= 15 else (anchor.day - 15, anchor.day)


def _is_start(day: date, pair: tuple[int, int]) -> bool:
    return day in {_on(day.year * 12 + day.month - 1, wanted) for wanted in pair}


def _in_month(anchor: date, months: int) -> date:
    return _on(anchor.year * 12 + anchor.month - 1 + months, anchor.day)


def _on(month_count: int, wanted: int) -> date:
    year, month = divmod(month_count, 12)
    return date(year, month + 1, min(wanted, calendar.monthrange(year, month + 1)[1]))
