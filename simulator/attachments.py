"""Files on contacts and documents, and notes in their history (FACTS 5.16 and 5.18)."""

import mimetypes

from .listing import envelope, found, not_found
from .organisation import TABLES, table
from .routing import Answer, Call, Refused, routes
from .wire import wire_time
from .writing import elements

BASE = "/api.xro/2.0/"
PARENTS = {
    "Contacts": "accounting.contacts",
    "Invoices": "accounting.invoices",
    "CreditNotes": "accounting.invoices",
}
MOST = 10
LARGEST = 10_000_000
LONGEST_NOTE = 250

table("Attachments", "AttachmentID", stamped=False, render=lambda org, record: _wire(record))
table("HistoryRecords", "HistoryRecordID", stamped=False)


def _wire(record: dict) -> dict:
    names = ("AttachmentID", "FileName", "Url", "MimeType", "ContentLength", "IncludeOnline")
    return {name: record[name] for name in names}


def _refused(message: str) -> Refused:
    return Refused(400, {"ErrorNumber": 10, "Type": "ValidationException", "Message": message})


def _mine(call: Call, parent: dict, kind: str) -> list[dict]:
    owner = parent[TABLES[kind].key]
    return [one for one in call.org.rows("Attachments").values() if one["_owner"] == owner]


def _listed(call: Call, records: list[dict]) -> Answer:
    return Answer(200, {**envelope(call), "Attachments": [_wire(one) for one in records]})


def _store(call: Call, kind: str) -> Answer:
    """Keep a file; one of the same name is replaced, by PUT as by POST."""
    parent, name = found(call, kind), call.params["name"]
    mine = _mine(call, parent, kind)
    record = next((one for one in mine if one["FileName"].lower() == name.lower()), None)
    if record is None and len(mine) >= MOST:
        raise _refused(f"A document can have at most {MOST} attachments.")
    # How large a file may be is an open question (FACTS 10, 8). The 3.5 MB of a request do not
    # bind attachments.
    if not call.body or len(call.body) > LARGEST:
        raise _refused("The attachment must have between 1 byte and 10 MB.")
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    owner, path = parent[TABLES[kind].key], call.path
    record = record or {"AttachmentID": call.org.new_id(), "_owner": owner}
    record |= {
        "FileName": name,
        "Url": f"https://api.xero.com{path}",
        "MimeType": call.headers.get("content-type") or guessed,
        "ContentLength": len(call.body),
        "IncludeOnline": call.flag("IncludeOnline"),
        "_content": call.body,
    }
    call.org.save("Attachments", record)
    parent["_attached"] = True
    call.org.save(kind, parent)
    return _listed(call, [record])


def _content(call: Call, kind: str) -> Answer:
    wanted = call.params["name"].lower()
    for one in _mine(call, found(call, kind), kind):
        if wanted in (one["FileName"].lower(), one["AttachmentID"]):
            return Answer(200, one["_content"], {"Content-Type": one["MimeType"]})
    raise not_found()


def _history(call: Call, kind: str) -> Answer:
    owner = found(call, kind)[TABLES[kind].key]
    records = [one for one in call.org.rows("HistoryRecords").values() if one["_owner"] == owner]
    return _notes(call, records)


def _notes(call: Call, records: list[dict]) -> Answer:
    wires = [
        {
            "Changes": "Note",
            "DateUTC": wire_time(one["_updated"]),
            "User": "System Generated",
            "Details": one["Details"],
        }
        for one in records
    ]
    return Answer(200, {**envelope(call), "HistoryRecords": wires})


def _add_note(call: Call, kind: str) -> Answer:
    owner, made = found(call, kind)[TABLES[kind].key], []
    for sent in elements(call, "HistoryRecords"):
        text = str(sent.get("Details", ""))
        if not 1 <= len(text) <= LONGEST_NOTE:
            raise _refused(f"Details must have 1 to {LONGEST_NOTE} characters.")
        note = {"Details": text, "_owner": owner}
        made.append(call.org.save("HistoryRecords", note))
    return _notes(call, made)


def _register(kind: str, scope: str) -> None:
    path, files = f"{BASE}{kind}/{{id}}", "accounting.attachments"
    for method, inner, wanted, handle in (
        (
            "GET", "/Attachments", files,
            lambda call: _listed(call, _mine(call, found(call, kind), kind)),
        ),
        ("GET", "/Attachments/{name}", files, lambda call: _content(call, kind)),
        ("PUT", "/Attachments/{name}", files, lambda call: _store(call, kind)),
        ("POST", "/Attachments/{name}", files, lambda call: _store(call, kind)),
        ("GET", "/History", scope, lambda call: _history(call, kind)),
        ("PUT", "/History", scope, lambda call: _add_note(call, kind)),
    ):  # fmt: skip
        routes.add(method, path + inner, scope=wanted)(handle)


for _kind, _scope in PARENTS.items():
    _register(_kind, _scope)
