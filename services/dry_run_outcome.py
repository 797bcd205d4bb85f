"""What a dry run found, in one direction of one sync. Plain Python."""

from collections import Counter
from dataclasses import dataclass, field

# In the order in which a person wants to read them.
OUTCOMES = ("ask", "create", "link", "update", "later", "leave", "same")


@dataclass
class Direction:
    """Counts and records of one direction.

    :param int total: records there are
    :param bool whole: whether all of them were looked at
    :param int calls: calls that the whole run would take
    :param int bytes: of bodies, both ways, that the whole run would move
    """

    total: int = 0
    whole: bool = True
    calls: int = 0
    bytes: int = 0
    rows: list = field(default_factory=list)
    counts: dict | None = None

    def take_pulled(self, pairs, labels):
        """
        :param dict labels: of fields, by name
        """
        for pair in pairs:
            outcome, note = pulled(pair)
            conflicts = pair.merged.conflicts if pair.merged else []
            if outcome == "ask" and not note:
                note = ", ".join(str(labels.get(name, name)) for name in conflicts)
            self.add(pair, outcome, note)

    def add(self, pair, outcome, note=""):
        """One record more."""
        self.rows.append({"name": pair.name or "", "outcome": outcome, "note": note or ""})

    def shown(self, most):
        """What the page shows.

        :param int most: records
        :rtype: dict -- total, looked, whole, counts by outcome, rows, calls, bytes
        """
        counts = self.counts or Counter(row["outcome"] for row in self.rows)
        return {
            "total": self.total,
            "looked": sum(counts.values()),
            "whole": self.whole,
            "counts": {name: counts[name] for name in OUTCOMES if counts.get(name)},
            "rows": self.rows[:most],
            "calls": self.calls,
            "bytes": self.bytes,
        }


def pulled(pair):
    """What an import would do with a pair that was merged.

    :rtype: tuple[str, str] -- one of :data:`OUTCOMES`, and why
    """
    if pair.refusal:
        return "ask", pair.refusal["sentence"]
    if pair.outcome == "skipped":
        return "leave", pair.notes.get("why", "")
    if not pair.merged:
        return "same", ""
    if pair.merged.conflicts:
        return "ask", ""
    if not pair.res_id:
        return "create", ""
    if not pair.link:
        return "link", ""
    return ("update" if pair.merged.to_odoo or pair.merged.to_xero else "same"), ""


def pushed(pair):
    """What an export would do with a record that has no pair.

    :rtype: tuple[str, str] -- one of :data:`OUTCOMES`, and why
    """
    if pair.refusal:
        return "ask", pair.refusal["sentence"]
    if pair.outcome == "skipped":
        return "leave", pair.notes.get("why", "")
    if pair.outcome == "deferred":
        return ("later" if pair.merged else "link"), ""
    return ("create" if pair.merged and pair.merged.to_xero else "same"), ""
