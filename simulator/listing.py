"""Lists: filters, order, If-Modified-Since and pages (FACTS 3.1 to 3.3)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from .organisation import TABLES, Organisation
from .routing import Answer, Call, Refused
from .where import folded, unreadable, where_test
from .wire import read_time, to_json, wire_time

HIGH_VOLUME = 100_000
HTML = {"Content-Type": "text/html; charset=utf-8"}
_REFERENCES = {
    "contact": ("Contacts", "ContactID"),
    "invoice": ("Invoices", "InvoiceID"),
    "creditnote": ("CreditNotes", "CreditNoteID"),
    "account": ("Accounts", "AccountID"),
}


def not_found() -> Refused:
    """The 404 of a record: an empty HTML page (FACTS 2)."""
    return Refused(404, "", HTML)


def lookup_in(org: Organisation) -> Callable[[dict, list[str]], Any]:
    """A function reading a dotted field of a record, through to the contact, invoice or account
    it names."""

    def lookup(record: Any, path: list[str]) -> Any:
        for position, name in enumerate(path):
            if not isinstance(record, dict):
                return None
            if position == 0 and name.lower() == "updateddateutc":
                return record["_updated"]
            reference = _REFERENCES.get(name.lower())
            key = name if name in record else _same_letters(record, name)
            record = record.get(key)
            if reference and isinstance(record, dict):
                table, id_field = reference
                record = org.find(table, record.get(id_field)) or record
        return record

    return lookup


def _same_letters(record: dict, name: str) -> str:
    return next((key for key in record if key.lower() == name.lower()), name)


def changed_since(call: Call) -> datetime | None:
    """If-Modified-Since, to the second; None when not sent. Raises Refused when unreadable."""
    text = call.headers.get("if-modified-since")
    if not text:
        return None
    moment = read_time(text)
    if moment is None:
        raise unreadable(f"If-Modified-Since '{text}' is not yyyy-mm-ddThh:mm:ss")
    return moment


def id_set(call: Call, name: str) -> set[str]:
    """A comma-separated query parameter as a set of lower-case texts."""
    return {part.strip().lower() for part in call.query.get(name, "").split(",") if part.strip()}


def _sorted(org: Organisation, records: list[dict], order: str) -> list[dict]:
    lookup = lookup_in(org)
    for part in reversed(order.split(",")):
        words = part.split()
        if not words or (len(words) > 1 and words[1].upper() not in ("ASC", "DESC")):
            raise unreadable(f"Cannot read the order '{order}'")
        path = words[0].split(".")

        def key(record, path=path):
            value = folded(lookup(record, path))
            return (value is not None, str(value) if isinstance(value, bool) else value)

        descending = len(words) > 1 and words[1].upper() == "DESC"
        try:
            records = sorted(records, key=lambda r, key=key: _safe(key(r)), reverse=descending)
        except TypeError as error:
            raise unreadable(f"Cannot order by '{words[0]}'") from error
    return records


def _safe(key: tuple) -> tuple:
    return key if key[0] else (False,)


def select(
    call: Call, table: str, keep: Callable[[dict], bool] | None = None, mark: Any = None
) -> list[dict]:
    """The records a list call asks for, in order, before paging.

    `keep` is the endpoint's own filter; `mark` names it, so that the pages of one walk share the
    work. Without a mark nothing is remembered.
    """
    org, since = call.org, changed_since(call)
    where, order = call.query.get("where", ""), call.query.get("order", "")

    def make() -> list[dict]:
        records = org.by_change(table, since)
        if keep:
            records = [record for record in records if keep(record)]
        if where:
            test = where_test(where, lookup_in(org))
            records = [record for record in records if test(record)]
        return _sorted(org, records, order) if order else records

    if keep and mark is None:
        return make()
    return org.listed(table, (since, where, order, mark), make)


def _number(call: Call, name: str, default: int, most: int) -> int:
    text = call.query.get(name) or str(default)
    try:
        return max(1, min(most, int(text)))
    except ValueError as error:
        raise unreadable(f"{name} is a number") from error


def envelope(call: Call) -> dict:
    """What surrounds every answer of the Accounting API."""
    return {
        "Id": call.org.new_id(),
        "Status": "OK",
        "ProviderName": call.grant.app.client_id,
        "DateTimeUTC": wire_time(call.now),
    }


def page(
    call: Call, table: str, records: list[dict],
    paged: bool | None = None, variant: str = "", shape: Callable[[dict], dict] | None = None,
) -> Answer:  # fmt: skip
    """The answer of a list: one page with its `pagination` block when `page` was sent (or `paged`
    is true), everything otherwise. `variant` and `shape` trim the records, see Organisation.json.
    """
    head = envelope(call)
    paged = "page" in call.query if paged is None else paged
    if paged:
        number = _number(call, "page", 1, 10**9)
        size = _number(call, "pageSize", 100, 1000)
        head["pagination"] = {
            "page": number,
            "pageSize": size,
            "pageCount": -(-len(records) // size),
            "itemCount": len(records),
        }
        records = records[(number - 1) * size : number * size]
    elif len(records) > HIGH_VOLUME:
        raise Refused(
            400,
            {
                "ErrorNumber": 10,
                "Type": "ValidationException",
                "Message": "The request would return too many records: use paging.",
            },
        )
    texts = ",".join([call.org.json(table, record, variant, shape) for record in records])
    return Answer(200, f'{to_json(head)[:-1]},"{table}":[{texts}]}}')


def single(call: Call, table: str, record: dict, variant: str = "", shape=None) -> Answer:
    """The answer of a GET by id: the same envelope around one record."""
    text = call.org.json(table, record, variant, shape)
    return Answer(200, f'{to_json(envelope(call))[:-1]},"{table}":[{text}]}}')


def found(call: Call, table: str, index: str = "", name: str = "id") -> dict:
    """The record a path names by id, or by the natural key of `index`. Raises Refused (404)."""
    text = call.params[name]
    record = call.org.find(table, text)
    if record is None and index:
        record = next(iter(call.org.lookup(table, index, text.strip().casefold())), None)
    if record is None:
        raise not_found()
    return record


def key_field(table: str) -> str:
    """The id field of a table."""
    return TABLES[table].key
