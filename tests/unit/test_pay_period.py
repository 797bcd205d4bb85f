"""Pay periods of payroll calendars."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xero.pay_period import CALENDAR_TYPES, days, period_for

some_day = st.dates(date(1990, 1, 1), date(2060, 12, 31))


class TestPeriods(unittest.TestCase):
    def test_known_periods(self):
        """Each calendar gives the period of a day, before and after its start. Pain 29 [D20]"""
        monday = date(2026, 11, 16)
        cases = [
            ("WEEKLY", monday, None, date(2026, 11, 18), (date(2026, 11, 16), date(2026, 11, 22))),
            ("WEEKLY", monday, None, date(2026, 11, 15), (date(2026, 11, 9), date(2026, 11, 15))),
            (
                "FORTNIGHTLY",
                monday,
                None,
                date(2026, 11, 1),
                (date(2026, 10, 19), date(2026, 11, 1)),
            ),
            (
                "FOURWEEKLY",
                monday,
                None,
                date(2026, 12, 14),
                (date(2026, 12, 14), date(2027, 1, 10)),
            ),
            (
                "MONTHLY",
                date(2026, 11, 1),
                None,
                date(2024, 2, 29),
                (date(2024, 2, 1), date(2024, 2, 29)),
            ),
            (
                "MONTHLY",
                date(2026, 1, 31),
                None,
                date(2026, 3, 1),
                (date(2026, 2, 28), date(2026, 3, 30)),
            ),
            (
                "MONTHLY",
                date(2026, 1, 31),
                None,
                date(2026, 3, 31),
                (date(2026, 3, 31), date(2026, 4, 29)),
            ),
            (
                "MONTHLY",
                date(2026, 11, 15),
                None,
                date(2026, 11, 14),
                (date(2026, 10, 15), date(2026, 11, 14)),
            ),
            (
                "QUARTERLY",
                date(2026, 10, 1),
                None,
                date(2026, 9, 30),
                (date(2026, 7, 1), date(2026, 9, 30)),
            ),
            (
                "TWICEMONTHLY",
                date(2026, 11, 1),
                None,
                date(2026, 2, 20),
                (date(2026, 2, 16), date(2026, 2, 28)),
            ),
            (
                "TWICEMONTHLY",
                date(2026, 11, 16),
                date(2026, 1, 1),
                date(2026, 12, 15),
                (date(2026, 12, 1), date(2026, 12, 15)),
            ),
            (
                "TWICEMONTHLY",
                date(2026, 2, 28),
                date(2026, 1, 15),
                date(2026, 3, 30),
                (date(2026, 3, 30), date(2026, 4, 14)),
            ),
            (
                "TWICEMONTHLY",
                date(2026, 11, 1),
                date(2026, 1, 15),
                date(2026, 11, 15),
                (date(2026, 11, 15), date(2026, 11, 30)),
            ),
        ]
        for kind, start, reference, day, expected in cases:
            with self.subTest(kind=kind, start=start, day=day):
                self.assertEqual(period_for(kind, start, day, reference), expected)

    @given(st.sampled_from(CALENDAR_TYPES), some_day, some_day, st.none() | some_day)
    def test_periods_cover_every_day_once(self, kind, start, day, reference):
        """Periods touch without gap or overlap, whichever day is asked about. Pain 29 [D20]"""
        first, last = period_for(kind, start, day, reference)
        self.assertLessEqual(first, day)
        self.assertLessEqual(day, last)
        self.assertEqual(period_for(kind, start, first, reference), (first, last))
        self.assertEqual(period_for(kind, start, last, reference), (first, last))
        following = period_for(kind, start, last + timedelta(days=1), reference)
        self.assertEqual(following[0], last + timedelta(days=1))
        self.assertEqual(
            period_for(kind, start, first - timedelta(days=1), reference)[1],
            first - timedelta(days=1),
        )

    @given(st.sampled_from(CALENDAR_TYPES), some_day)
    def test_the_calendars_start_is_a_start(self, kind, start):
        """The start date Xero gives is itself the first day of a period. Pain 29 [D20]"""
        self.assertEqual(period_for(kind, start, start)[0], start)

    def test_one_number_for_each_day(self):
        """A period lists each of its days once, in order. Pain 29 [D20]"""
        period = period_for("FORTNIGHTLY", date(2026, 11, 16), date(2026, 11, 20))
        listed = days(period)
        self.assertEqual((len(listed), listed[0], listed[-1]), (14, *period))
        self.assertEqual(listed, sorted(set(listed)))

    def test_unknown_calendar_is_refused(self):
        """A kind of calendar Xero does not have is refused. [D20]"""
        with self.assertRaisesRegex(ValueError, "'DAILY'"):
            period_for("DAILY", date(2026, 1, 1), date(2026, 1, 1))
