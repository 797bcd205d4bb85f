"""Lines of Odoo's cut into lines of Xero's: they add up, and Xero's arithmetic arrives at each."""

import os
import random
import sys
import types
import unittest
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import xero_fractions

ROOT = Path(__file__).resolve().parents[2]
LINES = 5_000
REGIONS = {1: ("region", "n"), 2: ("region", "s"), 3: ("region", "e")}
PROJECTS = {11: ("project", "a"), 12: ("project", "b")}
PLACES = {**REGIONS, **PROJECTS}


def plain_module(name):
    """A plain file of services/ with its relative imports; the package itself needs Odoo."""
    for package, folder in (("split", ROOT), ("split.services", ROOT / "services")):
        module = sys.modules.setdefault(package, types.ModuleType(package))
        module.__path__ = [str(folder)]
    return __import__(f"split.services.{name}", fromlist=["*"])


split, amounts = plain_module("invoice_split"), plain_module("invoice_amounts")
shares, parts_of, TooMuch = split.shares, split.parts_of, split.TooMuch


class TestShares(unittest.TestCase):
    def test_one_account(self):
        """All of a line for one option is one line; other plans' accounts do not count. [E1]"""
        north = {"region": "n"}
        self.assertEqual(shares({"1": 100.0, "99": 100.0}, PLACES), [(100, north)])
        self.assertEqual(shares({"99": 100.0}, PLACES), [(100, {})])
        self.assertEqual(shares(None, PLACES), [(100, {})])

    def test_under_a_hundred_leaves_a_part_untracked(self):
        """What is not distributed is a part without an option, and comes last. [E1]"""
        self.assertEqual(
            shares({"1": 25.0, "2": 30.0}, PLACES),
            [(30, {"region": "s"}), (25, {"region": "n"}), (45, {})],
        )

    def test_accounts_named_together_stay_together(self):
        """A key of two accounts is one part with both; Odoo writes ids with a comma. [E1]"""
        self.assertEqual(
            shares({"1,11": 60.0, "2,12": 40.0}, PLACES),
            [(60, {"region": "n", "project": "a"}), (40, {"region": "s", "project": "b"})],
        )

    def test_plans_by_themselves_are_laid_over_each_other(self):
        """Two plans that are each distributed in full give as few parts as can be. [E1]"""
        self.assertEqual(
            shares({"1": 60.0, "2": 40.0, "11": 100.0}, PLACES),
            [(60, {"region": "n", "project": "a"}), (40, {"region": "s", "project": "a"})],
        )

    def test_more_than_all_is_refused(self):
        """More than 100 per cent of one plan, or less than nothing, cannot be said. [E1]"""
        for wrong in ({"1": 60.0, "2": 50.0}, {"1": -10.0}, {"1,11": 60.0, "11": 50.0},
                      {"1,2": 50.0}, {"1,11": 70.0, "2,12": 70.0}):  # fmt: skip
            with self.subTest(wrong), self.assertRaises(TooMuch):
                shares(wrong, PLACES)


class TestParts(unittest.TestCase):
    def test_sixty_forty(self):
        """A line of 10 x 100.01 for 60 and 40 per cent goes as 6 and 4 at the same price. [E1]"""
        found = shares({"1": 60.0, "2": 40.0}, PLACES)
        parts = parts_of(found, Decimal("1000.10"), Decimal("100.01"), Decimal(10))
        self.assertEqual(
            [(p.tracking["region"], p.quantity, p.amount, p.tax) for p in parts],
            [
                ("n", Decimal(6), Decimal("600.06"), Decimal("60.01")),
                ("s", Decimal(4), Decimal("400.04"), Decimal("40.00")),
            ],
        )

    def test_nothing_to_divide(self):
        """A line of nothing stays one line, and a part of no cent is left out. [E1]"""
        found = shares({"1": 99.9, "2": 0.1}, PLACES)
        self.assertEqual(len(parts_of(found, Decimal(0), Decimal(0), Decimal(3))), 1)
        only = parts_of(found, Decimal("0.30"), Decimal("0.03"), Decimal(3))
        self.assertEqual([(p.quantity, p.amount) for p in only], [(3, Decimal("0.30"))])

    def test_parts_add_up_whatever_the_line(self):
        """Random lines and distributions: amounts, taxes and quantities add up to the line, each
        amount is within a cent of its share, each tax within its amount, each plan gets what Odoo
        says, and Xero multiplies each part out to its cent. Pain 5, Pain 7 [E1]"""
        seed = int(os.environ.get("XERO_TEST_SEED", random.randrange(10**6)))
        dice = random.Random(seed)
        for number in range(LINES):
            with self.subTest(f"seed {seed}, line {number}"):
                self.check_line(dice)

    def check_line(self, dice):
        distribution = random_distribution(dice)
        quantity, price, discount = random_figures(dice)
        exact = Fraction(quantity) * Fraction(price) * (100 - Fraction(discount)) / 100
        cents = xero_fractions.whole(exact * 100)
        tax = xero_fractions.whole(Fraction(cents * dice.choice([0, 5, 10, 15, 20]), 100))
        found = shares(distribution, PLACES)
        parts = parts_of(found, Decimal(cents).scaleb(-2), Decimal(tax).scaleb(-2), quantity)
        self.check_shares(distribution, found)
        self.assertEqual(sum(Fraction(p.amount) for p in parts) * 100, cents)
        self.assertEqual(sum(Fraction(p.tax) for p in parts) * 100, tax)
        self.assertEqual(sum(Fraction(p.quantity) for p in parts), Fraction(quantity))
        share_of = {tuple(sorted(tracking.items())): share for share, tracking in found}
        for part in parts:
            share = share_of[tuple(sorted(part.tracking.items()))]
            if cents:
                self.assertLess(abs(Fraction(part.amount) * 100 - cents * share / 100), 1)
                self.assertGreater(abs(part.amount), 0)
            self.assertLessEqual(abs(part.tax), abs(part.amount))
            self.check_xero(part, price, discount)

    def check_shares(self, distribution, found):
        self.assertEqual(sum(share for share, _tracking in found), 100)
        wanted, given = {}, {}
        for key, percent in distribution.items():
            for place in {PLACES[int(i)] for i in key.split(",") if int(i) in PLACES}:
                wanted[place] = wanted.get(place, 0) + Fraction(repr(percent))
        for share, tracking in found:
            for place in tracking.items():
                given[place] = given.get(place, 0) + share
        self.assertEqual(given, {place: share for place, share in wanted.items() if share})

    def check_xero(self, part, price, discount):
        words = amounts.worded(part.quantity, price, discount, part.amount)
        line = {
            "quantity": str(words.quantity),
            "unit_amount": str(words.price),
            "discount_rate": str(words.discount),
        }
        self.assertEqual(xero_fractions.line_cents(line, 4), Fraction(part.amount) * 100)


def random_figures(dice):
    """Quantity, price and discount with up to four places, as Odoo may hold them."""
    places = dice.choice([0, 0, 1, 2, 3, 4, 5, 6])
    quantity = Decimal(dice.randrange(-50, 2000)).scaleb(-places)
    price = Decimal(dice.randrange(1, 500000)).scaleb(-dice.choice([0, 2, 2, 3, 4, 5]))
    return quantity, price, Decimal(dice.choice(["0", "0", "10", "33.33", "100"]))


def random_distribution(dice):
    """Two plans, together or each by itself, and one that does not count."""
    if dice.random() < 0.4:
        keys = dice.sample(["1,11", "2,11", "3,12", "1", "2,99", "12"], dice.randrange(1, 5))
        return dict(zip(keys, random_percents(dice, len(keys)), strict=True))
    found = {"99": 100.0}
    for accounts in (REGIONS, PROJECTS):
        keys = dice.sample(sorted(accounts), dice.randrange(0, len(accounts) + 1))
        found |= {
            str(key): percent
            for key, percent in zip(keys, random_percents(dice, len(keys)), strict=True)
        }
    return found


def random_percents(dice, count):
    """Percentages of two places that give at most all, often exactly all."""
    cuts = sorted(dice.randrange(0, 10001) for _ in range(count))
    if count and dice.random() < 0.6:
        cuts[-1] = 10000
    return [(end - start) / 100 for start, end in zip([0, *cuts], cuts, strict=False)]
