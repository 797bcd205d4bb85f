"""Dates, numbers and text as Xero writes them."""

import json
import unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xero import wire
from xero.wire import WrongShape

UTC = timezone.utc
moments = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


class TestDates(unittest.TestCase):
    def test_every_form_xero_writes(self):
        """Every form of a moment is understood: negative, zero, without offset. Pain 23 [B32]"""
        cases = {
            "/Date(0)/": datetime(1970, 1, 1),
            "/Date(0+0000)/": datetime(1970, 1, 1),
            "/Date(-1)/": datetime(1969, 12, 31, 23, 59, 59, 999000),
            "/Date(-62135596800000)/": datetime(1, 1, 1),
            "/Date(-1000+0000)/": datetime(1969, 12, 31, 23, 59, 59),
            "/Date(1439434356790)/": datetime(2015, 8, 13, 2, 52, 36, 790000),
            "/Date(1419937200000+0000)/": datetime(2014, 12, 30, 11),
            "/Date(1419937200000+1300)/": datetime(2014, 12, 30, 11),
            "/Date(1419937200000-0500)/": datetime(2014, 12, 30, 11),
            "\\/Date(1573171200000+0000)\\/": datetime(2019, 11, 8),
            "2019-03-12 23:10:38+00:00": datetime(2019, 3, 12, 23, 10, 38),
            "2025-10-21T01:15:39Z": datetime(2025, 10, 21, 1, 15, 39),
            "2017-06-21T13:15:39.902": datetime(2017, 6, 21, 13, 15, 39, 902000),
            "2020-02-02T19:17:58.1117990": datetime(2020, 2, 2, 19, 17, 58, 111799),
            "2020-02-02T19:17:58.1": datetime(2020, 2, 2, 19, 17, 58, 100000),
            "2026-11-20T09:00:00+11:00": datetime(2026, 11, 19, 22),
            "2026-11-20T09:00:00-0330": datetime(2026, 11, 20, 12, 30),
            "2026-11-20": datetime(2026, 11, 20),
            "2026-11-20T09:30": datetime(2026, 11, 20, 9, 30),
        }
        for text, expected in cases.items():
            with self.subTest(text=text):
                self.assertEqual(wire.parse_datetime(text), expected.replace(tzinfo=UTC))
        self.assertIsNone(wire.parse_datetime(None))
        self.assertIsNone(wire.parse_date(""))

    def test_what_is_no_date_names_its_field(self):
        """Something that is no date is refused with the name of its field. [D5]"""
        for value in (
            "soon",
            5,
            1.5,
            True,
            [],
            {},
            "/Date()/",
            "/Date(x)/",
            "2026-13-01",
            "2026-02-30",
            "0000-01-01",
            "2026-01-01T25:00:00",
            "2026-01-01T10:00:61",
            "/Date(99999999999999999)/",
            "2026-1-1",
            "٢٠٢٦-٠١-٠١x",
        ):
            with self.subTest(value=value), self.assertRaisesRegex(WrongShape, "DueDate"):
                wire.parse_date(value, "DueDate")

    @given(moments)
    def test_milliseconds_round_trip(self, moment):
        """A moment survives Xero's notation to the millisecond, before 1970 too. Pain 23 [B32]"""
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        ms = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
        for text in (f"/Date({ms})/", f"/Date({ms}+0000)/", f"/Date({ms}-0800)/"):
            self.assertEqual(wire.parse_datetime(text), moment)

    @given(moments, st.integers(-14 * 60, 14 * 60))
    def test_iso_round_trip_in_every_zone(self, moment, minutes):
        """A moment written in any zone is the same moment in UTC. Pain 22 [B32]"""
        local = moment.astimezone(timezone(timedelta(minutes=minutes)))
        self.assertEqual(wire.parse_datetime(local.isoformat()), moment)
        self.assertEqual(wire.parse_datetime(local.isoformat(" ")), moment)

    @given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
    def test_a_day_never_moves(self, day):
        """A calendar day comes back as the same day in every notation. Pain 22 [B32]"""
        ms = (day - date(1970, 1, 1)).days * 86_400_000
        for text in (
            f"{day}",
            f"/Date({ms})/",
            f"/Date({ms}+1300)/",
            f"{day}T00:00:00",
            f"{day}T00:00:00+11:00",
            f"{day}T00:00:00.0000000",
        ):
            self.assertEqual(wire.parse_date(text), day)

    @given(moments)
    def test_modified_since_is_utc_to_the_second(self, moment):
        """If-Modified-Since is UTC, cut to the second, so that nothing is missed. [B32]"""
        text = wire.if_modified_since(moment.astimezone(timezone(timedelta(hours=10))))
        back = wire.parse_datetime(text)
        self.assertEqual(back, moment.replace(microsecond=0))
        with self.assertRaises(TypeError):
            wire.if_modified_since(moment.replace(tzinfo=None))

    @given(anything)
    def test_any_value_is_a_date_or_refused(self, value):
        """No value in a date field causes anything but a date, nothing, or a refusal. [D5]"""
        try:
            found = wire.parse_datetime(value)
        except WrongShape as error:
            self.assertIn("date", str(error))
        else:
            self.assertTrue(found is None or found.tzinfo is UTC)


class TestShapes(unittest.TestCase):
    def test_wrong_types_that_are_harmless_are_read(self):
        """A number as text, a truth value as a word and null are read as what they mean. [D5]"""
        self.assertEqual(wire.number("12.50"), Decimal("12.50"))
        self.assertEqual(wire.number(0.1), Decimal("0.1"))
        self.assertEqual(wire.number(Decimal("-0.10")), Decimal("-0.10"))
        self.assertIsNone(wire.number(None))
        self.assertEqual(wire.text(None), "")
        self.assertEqual(wire.text(200), "200")
        self.assertIs(wire.flag("False"), False)
        self.assertIs(wire.flag(None), False)
        self.assertIs(wire.flag(True), True)
        self.assertEqual(wire.record(None), {})
        self.assertEqual(wire.records({"a": 1}), [{"a": 1}])
        self.assertEqual(wire.records([None, {"a": 1}]), [{"a": 1}])

    def test_wrong_types_are_refused_with_the_field(self):
        """A wrong type is refused with a sentence that names the field. [D5]"""
        cases = [
            (wire.number, (True, "abc", "NaN", "Infinity", "1_000", "1e999999", [], {}, "１２")),
            (wire.text, (True, [], {}, ["a"])),
            (wire.flag, (1, "yes", 0, [], {})),
            (wire.record, (1, "x", [])),
            (wire.records, (1, "x", [1], ["x"])),
        ]
        for reader, values in cases:
            for value in values:
                with (
                    self.subTest(reader=reader.__name__, value=value),
                    self.assertRaisesRegex(WrongShape, r"^Xero's field Total .*\.$"),
                ):
                    reader(value, "Total")

    @given(anything)
    def test_any_value_is_read_or_refused(self, value):
        """No value in any field raises anything but the refusal that names it. [D5]"""
        for reader in (wire.number, wire.text, wire.flag, wire.record, wire.records):
            try:
                reader(value, "Field")
            except WrongShape as error:
                self.assertIn("Field", str(error))

    @given(
        st.decimals(
            allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
        )
    )
    def test_numbers_keep_every_digit(self, value):
        """An amount read from JSON has exactly the digits that stand there. [D5]"""
        self.assertEqual(wire.number(json.loads(str(value), parse_float=Decimal)), value)


class TestText(unittest.TestCase):
    @given(st.text())
    def test_clean_text_stays_clean(self, value):
        """Cleaned text has no stray blanks or control characters and stays so. Pain 26 [C6]"""
        cleaned = wire.clean(value)
        self.assertEqual(wire.clean(cleaned), cleaned)
        self.assertEqual(cleaned, cleaned.strip())
        self.assertNotRegex(cleaned, r"[\x00-\x1f\x7f]|  ")

    def test_letters_are_kept(self):
        """Cleaning touches blanks only, no letter of any script. [C6]"""
        self.assertEqual(wire.clean("  Müller \t& Söhne\r\n 日本\u00a0"), "Müller & Söhne 日本")

    @given(st.text())
    def test_filter_text_cannot_leave_its_quotes(self, value):
        """A name with quotes in it cannot change the filter it is part of. [S38]"""
        inner = wire.quoted(value)[1:-1]
        self.assertNotIn('"', inner.replace("\\\\", "").replace('\\"', ""))
        self.assertEqual(json.loads(wire.quoted(value)), wire.clean(value))
