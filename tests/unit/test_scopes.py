"""Permissions by feature."""

import unittest
from itertools import chain, combinations

from xero.scopes import ALWAYS, FEATURES, feature_of, missing, scopes_for

# Granular scopes of FACTS 1.5 this connector may need; one unknown scope fails a consent.
GRANULAR = {
    f"{group}.{name}{suffix}"
    for group, names in {
        "accounting": ("contacts", "settings", "invoices", "payments"),
        "payroll": ("employees", "settings", "timesheets"),
    }.items()
    for name in names
    for suffix in ("", ".read")
}


class TestScopes(unittest.TestCase):
    def test_only_granular_scopes_are_asked_for(self):
        """Every combination of features asks for known granular scopes only. [S71, B5]"""
        every = chain.from_iterable(
            combinations(FEATURES, size) for size in range(len(FEATURES) + 1)
        )
        for features in every:
            wanted = scopes_for(features)
            self.assertEqual(wanted[:4], ALWAYS)
            self.assertLessEqual(set(wanted[4:]), GRANULAR)
            self.assertEqual(len(wanted), len(set(wanted)))

    def test_a_feature_asks_for_nothing_it_does_not_use(self):
        """Contacts alone bring no invoice and no payroll permission. [B5, B56]"""
        self.assertEqual(
            scopes_for(["contacts"])[4:], ("accounting.contacts", "accounting.settings.read")
        )
        self.assertFalse(
            [scope for scope in scopes_for(["contacts", "invoices"]) if "payroll" in scope]
        )

    def test_writing_includes_reading(self):
        """A permission to write makes the one to read superfluous. [B5]"""
        wanted = scopes_for(["employees", "timesheets"])
        self.assertIn("payroll.employees", wanted)
        self.assertNotIn("payroll.employees.read", wanted)
        self.assertEqual(missing(["accounting.settings"], ["accounting.settings.read"]), ())

    def test_lists_are_only_read_until_one_is_exported(self):
        """Xero's own lists are read; writing them is asked for with the export alone. [B5, S2]"""
        read = [name for name in FEATURES if name != "settings_export"]
        self.assertIn("accounting.settings.read", scopes_for(read))
        self.assertNotIn("accounting.settings", scopes_for(read))
        written = scopes_for(["settings", "settings_export"])
        self.assertEqual(written[4:], ("accounting.settings",))
        lacking = missing(scopes_for(read), scopes_for(FEATURES))
        self.assertEqual(lacking, ("accounting.settings",))

    def test_what_is_missing_is_named(self):
        """A permission that was not granted is named, with its feature. [C23, B5]"""
        wanted = scopes_for(["contacts", "timesheets"])
        lacking = missing([scope for scope in wanted if scope != "payroll.timesheets"], wanted)
        self.assertEqual(lacking, ("payroll.timesheets",))
        self.assertEqual(feature_of(lacking[0]), "timesheets")
        self.assertEqual(missing(["payroll.timesheets.read"], ["payroll.timesheets"]), lacking)
        self.assertIsNone(feature_of("openid"))
        self.assertEqual(feature_of("accounting.settings.read"), "settings")
        self.assertEqual(feature_of("accounting.settings"), "settings_export")
        for scope in scopes_for(FEATURES)[4:]:
            self.assertIn(feature_of(scope), FEATURES)

    def test_no_permission_over_wages(self):
        """Pay runs and payslips are never asked for. [D42]"""
        self.assertFalse(
            [scope for scope in scopes_for(FEATURES) if "payrun" in scope or "payslip" in scope]
        )
