"""What one run holds while it lasts: its pairs, their outcomes, its calls. Plain Python."""

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

OUTCOMES = ("created", "updated", "unchanged", "skipped", "quarantined", "deferred")
# Priorities of the outbox: a person's wish, a change in Odoo, bulk work.
PERSON, AT_ONCE, BULK = -10, 0, 10
# How long claimed rows and exchanges belong to their worker: two calls and their waiting.
LEASE_SECONDS = 150


@dataclass
class Pair:
    """One Odoo and one Xero record on their way through the engine; either may not exist yet."""

    xero_id: str | None = None
    payload: dict | None = None
    xero_at: datetime | None = None
    res_id: int = 0
    link: object = None
    agreed: dict | None = None
    odoo: dict | None = None
    xero: dict | None = None
    # What Xero held when a write was planned: changed there since, it is not agreed on.
    seen: dict | None = None
    merged: object = None
    policy: str | None = None
    outbox_ids: list = field(default_factory=list)
    inbox_id: int = 0
    captured_at: datetime | None = None
    name: str = ""
    natural: str | None = None
    outcome: str | None = None
    refusal: dict | None = None
    wait: int = 0
    known: object = None
    # What an entity remembers about a pair from one of its hooks to the next.
    notes: dict = field(default_factory=dict)

    @property
    def key(self):
        """Identity within a run: a record is one pair, whichever side it was seen on."""
        return self.xero_id or f"odoo:{self.res_id}"

    def refuse(self, reason, sentence, **details):
        """Mark the pair for quarantine.

        :param str reason: from the closed list of xero.quarantine
        :param str sentence: for a bookkeeper, already translated
        :param details: ``suggestions``, ``payload``, ``fields_in_conflict``
        """
        self.refusal = {"reason": reason, "sentence": sentence, **details}


class Run:
    """Counts of one run. Collected pairs get exactly one outcome each (DESIGN 2, conservation)."""

    def __init__(self, setting_id, event_id, direction, deadline, meter):
        self.setting_id = setting_id
        self.event_id = event_id
        self.direction = direction
        self.deadline = deadline
        self.meter = meter
        self.outcomes = {}
        self.lines = []
        self.detail = ""
        self.state = None
        self.first = False
        self.asked = False
        self.imported = False
        self.finished = True
        # Whether it did what the schedule is for, and not only what somebody asked for in between.
        self.planned = False
        self.not_before = None

    @contextmanager
    def trial(self):
        """What a transaction collects and settles counts only when it is committed: one that lost a
        race is rolled back and repeated."""
        before, self.lines = dict(self.outcomes), []
        committed = False
        try:
            yield
            committed = True
        finally:
            if not committed:
                self.outcomes, self.lines = before, []

    def collect(self, pairs):
        """Count pairs not counted before; those without an outcome at the end are deferred."""
        for pair in pairs:
            self.outcomes.setdefault(pair.key, None)

    def settle(self, pair, outcome, note="", model="", line=True):
        """Give a pair its outcome.

        A pair that a run sees twice (changed while its pages were read) keeps the first outcome,
        unless the second is worse.

        :param bool line: whether it is worth a line of its own
        """
        before = self.outcomes.get(pair.key)
        if before in (None, "unchanged", "deferred") or outcome == "quarantined":
            self.outcomes[pair.key] = outcome
        pair.outcome = outcome
        if outcome == "unchanged" or not line:
            return
        self.lines.append(
            {
                "outcome": outcome,
                "model": model,
                "res_id": pair.res_id,
                "record_name": pair.name[:255],
                "xero_id": pair.xero_id or "",
                "note": note,
            }
        )

    def take_lines(self):
        """The lines to be stored now: records that changed or failed.

        :rtype: list[dict]
        """
        lines, self.lines = self.lines, []
        return lines

    def rename(self, before, pair):
        """A created pair got its Xero id: keep it one pair."""
        if before != pair.key and before in self.outcomes:
            outcome = self.outcomes.pop(before)
            self.outcomes.setdefault(pair.key, outcome)

    def counts(self):
        """Counts by outcome plus ``collected``; whatever has no outcome counts as deferred.

        :rtype: dict[str, int]
        """
        tally = Counter(outcome or "deferred" for outcome in self.outcomes.values())
        return {"collected": len(self.outcomes), **{name: tally[name] for name in OUTCOMES}}

    def superseded(self, bulk):
        """Whether "Import all" was pressed during this run: it begins at the start, wherever this
        run has come to."""
        return self.direction == "pull" and bulk == "import" and not self.imported

    def late(self):
        """Whether the slice of time is used up."""
        return time.monotonic() >= self.deadline
