"""The `where` filter language, as far as clients should use it (FACTS 3.3)."""

import operator
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

from .routing import Refused
from .wire import read_time

Test = Callable[[Any], Any]
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<sign>==|!=|<>|>=|<=|&&|\|\||[=<>(),!])|(?P<word>\.?[A-Za-z_][\w.]*))""",
    re.VERBOSE,
)
_COMPARE = {
    "==": operator.eq, "=": operator.eq, "!=": operator.ne, "<>": operator.ne,
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip
_TEXT_CALLS = {
    "contains": lambda text, part: part in text,
    "startswith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
    "equals": operator.eq,
}


def unreadable(detail: str) -> Refused:
    """The refusal of a filter or an order Xero cannot read."""
    return Refused(400, {"ErrorNumber": 16, "Type": "QueryParseException", "Message": detail})


def folded(value: Any) -> Any:
    """Text without case and accents: how Xero compares it."""
    if not isinstance(value, str):
        return value
    if value.isascii():
        return value.casefold()
    parts = unicodedata.normalize("NFKD", value)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


class _Parser:
    def __init__(self, text: str, lookup: Callable[[Any, list[str]], Any]):
        self._lookup = lookup
        self._tokens: list[tuple[str, str]] = []
        position = 0
        text = text.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if not match:
                raise unreadable(f"Cannot read the filter at '{text[position:]}'")
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            position = match.end()

    def _peek(self) -> tuple[str, str]:
        return self._tokens[0] if self._tokens else ("end", "")

    def _take(self, wanted: str = "") -> tuple[str, str]:
        kind, text = self._peek()
        if kind == "end" or (wanted and text != wanted):
            raise unreadable(f"'{wanted or 'a value'}' expected, '{text}' found")
        return self._tokens.pop(0)

    def whole(self) -> Test:
        test = self._either()
        if self._tokens:
            raise unreadable(f"'{self._peek()[1]}' was not expected")
        return test

    def _joined(self, signs: tuple[str, ...], inner: Callable[[], Test], combine) -> Test:
        tests = [inner()]
        while self._peek()[1].lower() in signs:
            self._take()
            tests.append(inner())
        return tests[0] if len(tests) == 1 else lambda row: combine(t(row) for t in tests)

    def _either(self) -> Test:
        return self._joined(("||", "or"), self._both, any)

    def _both(self) -> Test:
        return self._joined(("&&", "and"), self._single, all)

    def _single(self) -> Test:
        if self._peek()[1] == "!":
            self._take()
            test = self._single()
            return lambda row: not test(row)
        if self._peek()[1] == "(":
            self._take()
            test = self._either()
            self._take(")")
            return test
        left = self._value()
        if self._peek()[1] not in _COMPARE:
            return lambda row: bool(left(row))
        compare = _COMPARE[self._take()[1]]
        right = self._value()
        return lambda row: _compared(compare, left(row), right(row))

    def _value(self) -> Test:
        kind, text = self._take()
        if kind == "text":
            plain = re.sub(r"\\(.)", r"\1", text[1:-1])
            return lambda row: plain
        if kind == "number":
            number = Decimal(text)
            return lambda row: number
        if kind != "word":
            raise unreadable(f"'{text}' was not expected")
        if self._peek()[1] == "(":
            return self._call(text)
        named = {"true": True, "false": False, "null": None}
        if text.lower() in named:
            return lambda row: named[text.lower()]
        path = text.split(".")
        return lambda row: self._lookup(row, path)

    def _arguments(self) -> list[Test]:
        self._take("(")
        arguments = []
        while self._peek()[1] != ")":
            arguments.append(self._value())
            if self._peek()[1] == ",":
                self._take()
        self._take(")")
        return arguments

    def _call(self, name: str) -> Test:
        arguments = self._arguments()
        if name.lower() == "guid" and len(arguments) == 1:
            return arguments[0]
        if name.lower() == "datetime" and 3 <= len(arguments) <= 6:
            try:
                moment = datetime(*(int(one(None)) for one in arguments), tzinfo=timezone.utc)
            except (TypeError, ValueError) as error:
                raise unreadable("DateTime takes year, month, day") from error
            return lambda row: moment
        path, _, method = name.rpartition(".")
        if not path or (method.lower() not in _TEXT_CALLS and method.lower() != "tolower"):
            raise unreadable(f"No function '{name}' exists")
        return self._method(path.split("."), method.lower(), arguments)

    def _method(self, path: list[str], method: str, arguments: list[Test]) -> Test:
        if method == "tolower":
            if self._peek()[1].startswith("."):
                _kind, follow = self._take()
                return self._method(path, follow[1:].lower(), self._arguments())
            return lambda row: self._lookup(row, path)
        if method not in _TEXT_CALLS or len(arguments) != 1:
            raise unreadable(f"No function '{method}' exists")
        check, part = _TEXT_CALLS[method], arguments[0]
        return lambda row: check(folded(self._lookup(row, path) or ""), folded(part(row)))


def _compared(compare: Callable, left: Any, right: Any) -> bool:
    if isinstance(right, datetime) and isinstance(left, str):
        left = read_time(left)
    elif isinstance(left, datetime) and isinstance(right, str):
        right = read_time(right)
    try:
        return compare(folded(left), folded(right))
    except TypeError:
        return False


def where_test(text: str, lookup: Callable[[Any, list[str]], Any]) -> Test:
    """A function telling whether a record passes the filter `text`; `lookup(record, path)` reads a
    dotted field. Raises Refused (QueryParseException)."""
    return _Parser(text, lookup).whole()
