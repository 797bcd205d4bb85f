"""Batches: reading the elements sent, answering each with what became of it (FACTS 4.2, 4.3)."""

import copy
from collections.abc import Callable
from typing import Any

from .listing import envelope
from .organisation import TABLES
from .routing import NOT_JSON, Answer, Call, Refused
from .wire import to_json

ZERO = "00000000-0000-0000-0000-000000000000"
SUMMARY = "A validation exception occurred"


class Invalid(Exception):
    """An element Xero refuses. `problems`: sentences, or (path, sentence) with a path such as
    ("LineItems", 0) for a problem of a child, which Xero reports in the child."""

    def __init__(self, *problems):
        super().__init__(str(problems))
        self.problems = [
            problem if isinstance(problem, tuple) else ((), problem) for problem in problems
        ]


def elements(call: Call, name: str) -> list[dict]:
    """The elements of a body: `{name: [...]}`, `{name: {...}}`, an array or one object; JSON nulls
    dropped, as if not sent. Raises Refused (400)."""
    kind = call.headers.get("content-type") or "application/json"
    if "json" not in kind.lower():
        raise Refused(400, NOT_JSON)
    body = call.json()
    if isinstance(body, dict):
        body = body.get(name, body)
    if isinstance(body, dict):
        body = [body] if body else []
    if not isinstance(body, list) or not all(isinstance(one, dict) for one in body):
        raise Refused(400, NOT_JSON)
    if not body:
        raise Refused(
            400,
            {
                "ErrorNumber": 17,
                "Type": "NoDataProcessedException",
                "Message": "No data has been processed for this endpoint. "
                f"This endpoint is expecting {name} data to be specified in the request body.",
            },
        )
    return [_without_nulls(one) for one in body]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value


def echo(table: str, sent: dict, error: Invalid, record_id: str = ZERO) -> dict:
    """A refused element as Xero sends it back."""
    back = copy.deepcopy(sent)
    back[TABLES[table].key] = record_id
    back["HasValidationErrors"] = True
    if table == "Invoices":
        back["HasErrors"] = True
    back["ValidationErrors"] = []
    for path, message in error.problems:
        place = back
        for step in path:
            known = step in place if isinstance(place, dict) else step < len(place)
            place = place[step] if known else back
        place.setdefault("ValidationErrors", []).append({"Message": message})
    return back


Handle = Callable[[dict], tuple[dict, list[str]]]
Shape = Callable[[dict], dict]


def batch(call: Call, table: str, handle: Handle, shape: Shape | None = None) -> Answer:
    """Give every element to `handle` (which answers the saved record and warnings, or raises
    Invalid) and make the answer; `shape` trims a record's full wire form.

    In the default mode one bad element makes the whole answer a 400. Whether the good ones are
    saved all the same is an open question (FACTS 10, 9); here they are.
    """
    apart = not call.flag("summarizeErrors", True)
    done, refused = [], []
    for sent in elements(call, table):
        try:
            record, warnings = handle(sent)
        except Invalid as error:
            back = echo(table, sent, error, sent.get(TABLES[table].key) or ZERO)
            refused.append(back)
            done.append(to_json({**back, "StatusAttributeString": "ERROR"}))
        else:
            wire = call.org.render(table, record)
            done.append(_saved(shape(wire) if shape else wire, warnings, apart))
    if refused and not apart:
        raise validation_exception(refused)
    head = to_json(envelope(call))[:-1]
    return Answer(200, f'{head},"{table}":[{",".join(done)}]}}')


def _saved(wire: dict, warnings: list[str], apart: bool) -> str:
    extra: dict[str, Any] = {"HasValidationErrors": False}
    if apart:
        extra["StatusAttributeString"] = "WARNING" if warnings else "OK"
    if warnings:
        extra["Warnings"] = [{"Message": message} for message in warnings]
    return to_json({**wire, **extra})


def validation_exception(refused: list[dict]) -> Refused:
    """The 400 with its refused elements."""
    return Refused(
        400,
        {
            "ErrorNumber": 10,
            "Type": "ValidationException",
            "Message": SUMMARY,
            "Elements": refused,
        },
    )


def one(call: Call, table: str, handle: Handle) -> Answer:
    """As `batch`, for an endpoint that takes one element at a time."""
    if len(elements(call, table)) > 1:
        raise Refused(
            400,
            {
                "ErrorNumber": 10,
                "Type": "ValidationException",
                "Message": f"Only one of {table} can be sent at a time.",
            },
        )
    return batch(call, table, handle)
