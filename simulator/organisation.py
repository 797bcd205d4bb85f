"""One Xero organisation: its facts and its tables of records."""

import uuid
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .wire import to_json, wire_time, with_wire_dates

DATE_FIELDS = frozenset(
    {
        "Date", "DueDate", "ExpectedPaymentDate", "PlannedPaymentDate", "FullyPaidOnDate",
        "PeriodLockDate", "EndOfYearLockDate", "StartDate", "EndDate", "PaymentDate",
        "ReferenceDate", "DateOfBirth", "TerminationDate", "PayRunPeriodStartDate",
        "PayRunPeriodEndDate", "PayPeriodStartDate", "PayPeriodEndDate",
    }
)  # fmt: skip

MOST_LISTS = 30


@dataclass(frozen=True)
class Table:
    """What the simulator knows of one kind of record.

    `key` is the id's field. `render(org, record)` gives the full wire form of a stored record (a
    copy); the default drops keys that begin with `_`, turns DATE_FIELDS into `/Date()/` and adds
    UpdatedDateUTC. `complete(org, record)` fills ids, defaults and totals after a change made "in
    Xero's screens" (control side). `event`: the webhook category, if it has one. `shows`: tables
    of which the wire form shows something. `indexes`: name -> function giving the key a record is
    looked up by (None: not in that index).
    """

    name: str
    key: str
    render: Callable[["Organisation", dict], dict] | None = None
    complete: Callable[["Organisation", dict], None] | None = None
    event: str = ""
    stamped: bool = True
    shows: tuple[str, ...] = ()
    indexes: dict[str, Callable[[dict], Any]] = field(default_factory=dict)


TABLES: dict[str, Table] = {}
KINDS: dict[str, Callable[["Organisation"], None]] = {}
FURNISHERS: list[Callable[["Organisation"], None]] = []


def table(name: str, key: str, **details: Any) -> Table:
    """Declare a kind of record; modules do it when they are imported."""
    TABLES[name] = Table(name, key, **details)
    return TABLES[name]


def kind(name: str):
    """Decorator: the function fills an empty organisation when a reset asks for kind `name`."""

    def register(build):
        KINDS[name] = build
        return build

    return register


def furnish(build: Callable[["Organisation"], None]):
    """Decorator: the function adds its part (payroll settings...) to every "bare" organisation."""
    FURNISHERS.append(build)
    return build


class Organisation:
    """Facts (`facts`: the Organisation resource, dates as ISO text) and tables of records.

    A record is a dict of plain JSON values (Decimal allowed; dates as `YYYY-MM-DD` text), with
    its UTC time of change under `_updated`. Change a record in place, then `save` it.
    """

    def __init__(self, tenant_id: str, name: str, now: Callable[[], datetime]):
        self.tenant_id = tenant_id
        self.now = now
        self.facts: dict[str, Any] = {"OrganisationID": tenant_id, "Name": name, "LegalName": name}
        self.tables: dict[str, dict[str, dict]] = {}
        self.counters: dict[str, int] = {}
        self.listeners: list[Callable[[Organisation, str, dict, bool], None]] = []
        self._wire: dict[tuple[str, str], dict[str, str]] = {}
        self._lists: dict[str, dict[Any, list[dict]]] = {}
        self._indexes: dict[tuple[str, str], dict[Any, dict[str, dict]]] = {}

    @property
    def name(self) -> str:
        """The name a user sees."""
        return self.facts["Name"]

    @staticmethod
    def new_id() -> str:
        """A fresh record id."""
        return str(uuid.uuid4())

    def count(self, counter: str, start: int = 1) -> int:
        """The next number of a counter of this organisation, `start` first."""
        self.counters[counter] = self.counters.get(counter, start - 1) + 1
        return self.counters[counter]

    def rows(self, table_name: str) -> dict[str, dict]:
        """The records of a table by id (the live dict)."""
        return self.tables.setdefault(table_name, {})

    def find(self, table_name: str, record_id: Any) -> dict | None:
        """The record with an id, in either case of letters; None when there is none."""
        rows = self.rows(table_name)
        return rows.get(str(record_id).lower()) or rows.get(str(record_id))

    def save(self, table_name: str, record: dict, stamp: bool = True) -> dict:
        """Store a new or changed record. `stamp=False` keeps UpdatedDateUTC, for the changes Xero
        does not stamp (FACTS 3.2), and announces nothing."""
        key = TABLES[table_name].key
        record_id = record.setdefault(key, self.new_id())
        rows = self.rows(table_name)
        created = record_id not in rows
        rows[record_id] = record
        if stamp or "_updated" not in record:
            record["_updated"] = self.now()
        self._index(table_name, record_id, record)
        self._forget(table_name, record_id, cascade=stamp and not created)
        if stamp:
            for listener in self.listeners:
                listener(self, table_name, record, created)
        return record

    def remove(self, table_name: str, record_id: str) -> None:
        """Take a record out; unknown ids are ignored."""
        record = self.rows(table_name).pop(record_id, None)
        if record is not None:
            self._index(table_name, record_id, None, record)
            self._forget(table_name, record_id, cascade=True)

    def lookup(self, table_name: str, index: str, key: Any) -> list[dict]:
        """The records an index of the table holds under `key`."""
        return list(self._indexes.get((table_name, index), {}).get(key, {}).values())

    def _index(self, table_name: str, record_id: str, record: dict | None, old=None) -> None:
        kept = (record if old is None else old).setdefault("_keys", {})
        for name, key_of in TABLES[table_name].indexes.items():
            index = self._indexes.setdefault((table_name, name), {})
            key = key_of(record) if record is not None else None
            if name in kept and kept[name] != key:
                index.get(kept[name], {}).pop(record_id, None)
                del kept[name]
            if key is not None:
                index.setdefault(key, {})[record_id] = record
                kept[name] = key

    def _forget(self, table_name: str, record_id: str, cascade: bool) -> None:
        """Drop the remembered wire forms and lists a change makes wrong; with `cascade` those of
        other tables too that show something of this one."""
        self._lists.pop(table_name, None)
        for (name, _variant), cache in self._wire.items():
            if name == table_name:
                cache.pop(record_id, None)
            elif cascade and table_name in TABLES[name].shows:
                cache.clear()
        if cascade:
            for name in list(self._lists):
                if table_name in TABLES[name].shows:
                    del self._lists[name]

    def listed(self, table_name: str, name: Any, make: Callable[[], list[dict]]) -> list[dict]:
        """The list `make` gives, remembered under `name` until the table changes."""
        lists = self._lists.setdefault(table_name, {})
        if name not in lists:
            if len(lists) > MOST_LISTS:
                # Polling with ever new If-Modified-Since must not fill the memory.
                lists.clear()
            lists[name] = make()
        return lists[name]

    def by_change(self, table_name: str, since: datetime | None = None) -> list[dict]:
        """The records by UpdatedDateUTC, then id (Xero's default order, FACTS 3.1).

        With `since`, those changed in that second or later. Whether Xero includes the second
        itself is an open question (FACTS 3.2); more is returned rather than less.
        """
        id_field = TABLES[table_name].key
        rows = self.rows(table_name)
        records = self.listed(
            table_name,
            "",
            lambda: sorted(rows.values(), key=lambda r: (r["_updated"], r[id_field])),
        )
        if since is None:
            return records
        since = since.replace(microsecond=0)
        return records[bisect_left(records, since, key=lambda r: r["_updated"]) :]

    def render(self, table_name: str, record: dict) -> dict:
        """The full wire form of a record, as a fresh dict."""
        kind_of = TABLES[table_name]
        if kind_of.render:
            return kind_of.render(self, record)
        wire = with_wire_dates(record, DATE_FIELDS)
        if kind_of.stamped:
            wire["UpdatedDateUTC"] = wire_time(record["_updated"])
        return wire

    def json(self, table_name: str, record: dict, variant: str = "", shape=None) -> str:
        """The JSON text of a record's wire form, remembered until the record changes. `shape(wire)`
        trims the dict for a named `variant` (a list's summary, say)."""
        cache = self._wire.setdefault((table_name, variant), {})
        record_id = record[TABLES[table_name].key]
        text = cache.get(record_id)
        if text is None:
            wire = self.render(table_name, record)
            text = cache[record_id] = to_json(shape(wire) if shape else wire)
        return text
