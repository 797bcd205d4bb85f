"""Reading the log of an Odoo test run: which tests ran, failed, were skipped, and what else was
complained about."""

import re
from collections import Counter
from dataclasses import dataclass, field

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>[A-Z]+) \S+ (?P<logger>\S+): (?P<message>.*)$"
)
STARTING = re.compile(r"^Starting (?P<test>\S+\.test_\w+) \.\.\.")
SKIPPED = re.compile(r"^skipped (?P<test>\S+)(?: \([^)]*\))? : (?P<reason>.*)$")
BROKEN = re.compile(r"^(?:FAIL|ERROR): (?:Subtest )?(?P<test>\S+)(?P<rest>.*)$")
TOTAL = re.compile(r"^(?P<failed>\d+) failed, (?P<errors>\d+) error\(s\) of (?P<run>\d+) tests")
LOUD = ("WARNING", "ERROR", "CRITICAL")
EXPECTED = (
    # Odoo sums up what its test runner found; the tests themselves are counted already.
    re.compile(r"^\d+ failed, \d+ error\(s\) of \d+ tests"),
    re.compile(r"^Module \S+: \d+ failures?, \d+ errors?"),
    # Said by Odoo when the machine has no wkhtmltopdf; nothing here prints.
    re.compile(r"wkhtmltopdf", re.IGNORECASE),
    # Said by Odoo about its own optional address database.
    re.compile(r"geoip", re.IGNORECASE),
)


@dataclass
class Findings:
    """What a log says."""

    started: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, str] = field(default_factory=dict)
    broken: dict[str, list[str]] = field(default_factory=dict)
    complaints: list[list[str]] = field(default_factory=list)
    total: tuple[int, int, int] | None = None

    @property
    def ran(self) -> int:
        """Tests that were started and not skipped."""
        return sum(self.started.values()) - len(self.skipped)

    @property
    def failed(self) -> int:
        """Broken tests; a log that was not clean counts as one more."""
        return len(self.broken) + bool(self.complaints)

    @property
    def passed(self) -> int:
        """Tests that ran and are not broken."""
        return self.ran - sum(1 for test in self.broken if test in self.started)


class LogReader:
    """Takes the lines of a log one by one. The text after a FAIL or a complaint belongs to it
    until the next dated line."""

    def __init__(self) -> None:
        self.findings = Findings()
        self._open: list[str] | None = None

    def take(self, line: str) -> None:
        """One line as Odoo printed it."""
        found = LINE.match(line)
        if not found:
            if self._open is not None:
                self._open.append(line.rstrip("\n"))
            return
        self._open = None
        self.take_dated(found["level"], found["logger"], found["message"])

    def take_dated(self, level: str, logger: str, message: str) -> None:
        """A line with its date, process and logger taken off."""
        findings = self.findings
        if total := TOTAL.match(message):
            findings.total = int(total["failed"]), int(total["errors"]), int(total["run"])
        elif level == "INFO" and (starting := STARTING.match(message)):
            findings.started[starting["test"]] += 1
        elif level == "INFO" and (skipped := SKIPPED.match(message)):
            findings.skipped[skipped["test"]] = skipped["reason"]
        elif level == "ERROR" and (broken := BROKEN.match(message)):
            name = (
                broken["test"]
                if "." in broken["test"]
                else (broken["test"] + broken["rest"]).strip()
            )
            self._open = findings.broken.setdefault(name, [])
            self._open.append(message)
        elif level in LOUD and not any(known.search(message) for known in EXPECTED):
            self._open = [f"{level} {logger}: {message}"]
            findings.complaints.append(self._open)
