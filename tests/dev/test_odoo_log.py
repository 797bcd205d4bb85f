import unittest

from dev.odoo_log import LogReader

TEST = "odoo.addons.xero_connector.tests.test_a"


def line(level, logger, message):
    """One line as Odoo writes it, and whatever follows it."""
    return f"2026-11-21 05:52:51,001 77 {level} db {logger}: {message}\n"


LOG = "".join(
    (
        line("INFO", "odoo.modules.loading", "Module xero_connector loaded in 0.20s"),
        line("INFO", TEST, "Starting TestA.test_ok ..."),
        line("INFO", TEST, "Starting TestA.test_bad ..."),
        line("INFO", TEST, "=" * 70),
        line("ERROR", TEST, "FAIL: TestA.test_bad\nTraceback\nAssertionError: 1 != 2"),
        line("INFO", TEST, "Starting TestA.test_skip ..."),
        line("INFO", TEST, "skipped TestA.test_skip : because"),
        line("INFO", "odoo.tests.result", "1 failed, 0 error(s) of 3 tests when loading database"),
    )
)
SUBTESTS = "".join(
    (
        line("INFO", TEST, "Starting TestA.test_sub ..."),
        line("ERROR", TEST, "FAIL: Subtest TestA.test_sub (i=1)\nAssertionError: 1 == 1"),
        line("ERROR", TEST, "FAIL: Subtest TestA.test_sub (i=2)\nAssertionError: 2 == 2"),
    )
)
SETUP = line("ERROR", TEST, f"ERROR: setUpClass ({TEST}.TestSetup)\nValueError: no")
WARNING = "".join(
    (
        line("INFO", TEST, "Starting TestA.test_ok ..."),
        line("WARNING", "odoo.addons.xero_connector.models.x", "Careful\nmore of it"),
        line("INFO", "odoo.tests.result", "0 failed, 0 error(s) of 1 tests when loading database"),
    )
)


def read(log):
    reader = LogReader()
    for one in log.splitlines(keepends=True):
        reader.take(one)
    return reader.findings


class TestOdooLog(unittest.TestCase):
    def test_counts(self):
        """Passed, failed, skipped tests are told apart; the traceback is kept with its test."""
        found = read(LOG)
        self.assertEqual((found.passed, found.failed, len(found.skipped)), (1, 1, 1))
        self.assertEqual(found.skipped, {"TestA.test_skip": "because"})
        self.assertIn("AssertionError: 1 != 2", found.broken["TestA.test_bad"])
        self.assertEqual(found.total, (1, 0, 3))

    def test_subtests_count_once(self):
        """A test with two broken subtests is one failed test."""
        found = read(SUBTESTS)
        self.assertEqual((found.passed, found.failed), (0, 1))
        self.assertIn("AssertionError: 2 == 2", found.broken["TestA.test_sub"])

    def test_class_that_cannot_start(self):
        """A broken setUpClass is a failure although none of its tests started."""
        found = read(SETUP)
        self.assertEqual((found.passed, found.failed), (0, 1))

    def test_warning_fails_the_run(self):
        """A warning in the log is a failure even when every test passed, and is shown whole."""
        found = read(WARNING)
        self.assertEqual((found.passed, found.failed), (1, 1))
        self.assertIn("more of it", found.complaints[0])

    def test_summary_is_no_complaint(self):
        """The line in which Odoo sums up failures is not counted a second time."""
        found = read(line("ERROR", "odoo.tests.result", "1 failed, 0 error(s) of 3 tests"))
        self.assertEqual(found.failed, 0)
