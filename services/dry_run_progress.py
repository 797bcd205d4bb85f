"""How far a dry run has come: kept as JSON from one slice to the next. Plain Python."""

from dataclasses import asdict, dataclass, field

from .dry_run_outcome import Direction


@dataclass
class Look:
    """How far one sync has been looked at.

    :param int pages: of Xero's list that were read
    :param dict walk: where the list is read on, as the sync's setting keeps it
    :param bool read: whether no more of the list is read
    :param int records: of the list that were read
    :param int calls: that reading the pages took, and
    :param int bytes: that they brought
    :param list close: calls, bytes and records of those that cost a call of their own; empty when
        the list is enough
    :param Direction pull: what an import would do with what was looked at
    :param int counted: Odoo's records that were counted by their keys, of
    :param int odoo: records
    :param dict counts: what an export would do with them
    """

    setting_id: int
    pages: int = 0
    walk: dict = field(default_factory=dict)
    read: bool = False
    records: int = 0
    calls: int = 0
    bytes: int = 0
    close: list = field(default_factory=list)
    pull: Direction = field(default_factory=Direction)
    counted: int = 0
    odoo: int | None = None
    counts: dict = field(default_factory=dict)

    def spend(self, calls, size):
        """Note what a page cost; a list without pages is read whole each time, and costs once."""
        if self.pages and not self.walk.get("page"):
            return
        self.calls, self.bytes = self.calls + calls, self.bytes + size

    def told(self):
        """Whole figures of the import, from those of what was read.

        :rtype: Direction
        """
        seen, paged = self.pull, bool(self.walk.get("page"))
        seen.total = max(seen.total, self.records)
        share = seen.total / self.records if paged and self.records else 1
        calls, size = part(self.calls * share), part(self.bytes * share)
        # A walk of several pages reads once more what changed while it was under way.
        calls += 1 if paged and calls > 1 else 0
        if self.close:
            more, carried, records = self.close
            calls += part(more * seen.total / records)
            size += part(carried * seen.total / records)
            seen.whole = seen.total == records
        seen.calls, seen.bytes = calls, size
        return seen


@dataclass
class Progress:
    """How far all has been looked at.

    :param str token: of the wish that it answers; asked for anew, what is under way is dropped
    :param list left: ids of the settings still to be looked at
    :param dict found: by entity, as the page shows it
    :param list kept: by sync, what later looks find as it will be after the import: ``service``,
        ``setting_id``, ``links`` and ``refused``
    :param Look look: the sync that was begun; None between two
    :param int all: syncs in all
    """

    token: str
    left: list
    found: dict = field(default_factory=dict)
    kept: list = field(default_factory=list)
    look: Look | None = None
    all: int = 0

    def plain(self):
        """As JSON.

        :rtype: dict
        """
        return asdict(self)

    @classmethod
    def of(cls, plain):
        """The progress that was kept.

        :param dict plain: as :meth:`plain`
        """
        look = plain["look"]
        if look:
            look = Look(**{**look, "pull": Direction(**look["pull"])})
        return cls(**{**plain, "look": look})


def part(number):
    """Upwards to a whole number.

    :rtype: int
    """
    return int(-(-number // 1))
