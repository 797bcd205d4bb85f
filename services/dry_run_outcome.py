"""What a dry run found, in one direction of one sync. Plain Python."""

from dataclasses import dataclass, field

# In the order in which a person wants to read them.
OUTCOMES = ("ask", "create", "link", "update", "later", "leave", "same")


# Records of each sync and direction that are shown.
SHOWN = 20


@dataclass
class Direction:
    """Counts and records of one direction, as far as was looked.

    :param int total: records there are
    :param bool whole: whether all of them were looked at
    :param int calls: calls that the whole run would take
    :param int bytes: of bodies, both ways, that the whole run would move
    :param list rows: the first records
    :param dict counts: by outcome
    """

    total: int = 0
    whole: bool = True
    calls: int = 0
    bytes: int = 0
    rows: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)

    def add(self, name, outcome, note=""):
        """One record more."""
        self.counts[outcome] = self.counts.get(outcome, 0) + 1
        if len(self.rows) < SHOWN:
            self.rows.append({"name": name or "", "outcome": outcome, "note": note or ""})

    def shown(self):
        """What the page shows.

        :rtype: dict -- total, looked, whole, counts by outcome, rows, calls, bytes
        """
        return {
            "total": self.total,
            "looked": sum(self.counts.values()),
            "whole": self.whole,
            "counts": {name: self.counts[name] for name in OUTCOMES if self.counts.get(name)},
            "rows": self.rows,
            "calls": self.calls,
            "bytes": self.bytes,
        }


def pulled(pair, labels, differ):
    """What an import would do with a pair that was merged.

    :param dict labels: of fields, by name
    :param Callable differ: the sentence that names fields as different on both sides
    :rtype: tuple[str, str] -- one of :data:`OUTCOMES`, and why
    """
    outcome, note = _pulled(pair)
    if outcome == "ask" and not note:
        note = differ(", ".join(str(labels.get(name, name)) for name in pair.merged.conflicts))
    return outcome, note


def _pulled(pair):
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
