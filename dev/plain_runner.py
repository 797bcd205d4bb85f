"""Run files of plain Python tests in this process; started several times by dev/plain_tests.py.

Usage: plain_runner.py ROOM FILE... [-- NAME...]. Prints a dot per test on standard error; the
results go as JSON to the file descriptor PLAIN_RESULTS, where no print of a test can disturb them.
"""

from __future__ import annotations

import json
import os
import sys
import unittest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    Raised = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class Dots(unittest.TestResult):
    """A sign per test as it ends, and the number of those that passed."""

    passed = 0

    def addSuccess(self, test: unittest.TestCase) -> None:
        """A passed test."""
        super().addSuccess(test)
        self.passed += 1
        self.sign(".")

    def addFailure(self, test: unittest.TestCase, err: Raised) -> None:
        """A failed assertion."""
        super().addFailure(test, err)
        self.sign("F")

    def addError(self, test: unittest.TestCase, err: Raised) -> None:
        """An exception."""
        super().addError(test, err)
        self.sign("E")

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        """A skipped test."""
        super().addSkip(test, reason)
        self.sign("s")

    def sign(self, letter: str) -> None:
        """Print one letter, past the buffer that holds back what tests print."""
        stream = sys.__stderr__
        if stream:
            stream.write(letter)
            stream.flush()


def load(room: str, files: list[str], wanted: list[str]) -> unittest.TestSuite:
    """The tests of the files, or only those whose Class or Class.test is wanted."""
    sys.path.insert(0, room)
    suite = unittest.TestSuite()
    for file in files:
        name = ".".join(Path(file).relative_to(room).with_suffix("").parts)
        for test in flat(unittest.defaultTestLoader.loadTestsFromName(name)):
            short = test.id().split(".")[-2:]
            known = short[0] in wanted or ".".join(short) in wanted
            if known or not wanted or "_FailedTest" in test.id():
                suite.addTest(test)
    return suite


def flat(suite: unittest.TestSuite) -> list[unittest.TestCase]:
    """The single tests of nested suites."""
    found: list[unittest.TestCase] = []
    for part in suite:
        found += flat(part) if isinstance(part, unittest.TestSuite) else [part]
    return found


def main(words: list[str]) -> None:
    """Run and report."""
    cut = words.index("--") if "--" in words else len(words)
    room, *files = words[:cut]
    result = Dots()
    result.buffer = True
    load(room, files, words[cut + 1 :]).run(result)
    broken = [(str(test), text) for test, text in [*result.failures, *result.errors]]
    skipped = [(str(test), reason) for test, reason in result.skipped]
    report = {"passed": result.passed, "broken": broken, "skipped": skipped}
    os.write(int(os.environ["PLAIN_RESULTS"]), json.dumps(report).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
