"""Computed values of a field mapping: a language of seven functions, texts and the fields of one
record. Plain Python: no recordset.

There is nothing in it that reaches further: no attribute, no index, no operator, no loop, no
Python. What is read is bounded in length and depth, and so is what comes out.
"""

import re

FUNCTIONS = {
    "upper": (1, 1),
    "lower": (1, 1),
    "strip": (1, 1),
    "concat": (1, 20),
    "replace": (3, 3),
    "first": (1, 20),
    "if_empty": (2, 2),
}
# Fewest and most arguments.
LONGEST, DEEPEST = 500, 8
# Longer than any text that Xero takes, so that a longer value is refused and not cut.
LONGEST_VALUE = 4000
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?)"""
    r"""|(?P<text>'[^'\\]*'|"[^"\\]*")|(?P<sign>[(),]))"""
)


class WrongExpression(ValueError):
    """An expression that is not one.

    :param str why: ``long``, ``deep``, ``end``, ``piece``, ``function``, ``few``, ``many`` or
        ``more``
    :param int column: where, from 1
    :param str piece: what stands there
    """

    def __init__(self, why, column, piece=""):
        super().__init__(f"{why} in column {column}: {piece}")
        self.why, self.column, self.piece = why, column, piece


def parse(source):
    """Parse an expression.

    :param str source: for example ``concat(upper(name), ' ', if_empty(ref, 'none'))``
    :raises WrongExpression: it is not one; nothing was evaluated
    :rtype: tuple -- ``("text", value)``, ``("field", path, column)`` or ``(function, *arguments)``
    """
    if len(source) > LONGEST:
        raise WrongExpression("long", LONGEST + 1, source[LONGEST : LONGEST + 20])
    tokens = _tokens(source)
    tree, rest = _value(tokens, 1, len(source) + 1)
    if rest:
        raise WrongExpression("more", rest[0][2], rest[0][1])
    return tree


def _tokens(source):
    found, at = [], 0
    end = len(source.rstrip())
    while at < end:
        match = _TOKEN.match(source, at)
        if not match:
            start = len(source) - len(source[at:].lstrip())
            raise WrongExpression("piece", start + 1, source[start : start + 20])
        kind = match.lastgroup
        found.append((kind, match[kind], match.start(kind) + 1))
        at = match.end()
    return found


def _value(tokens, depth, end):
    if not tokens:
        raise WrongExpression("end", end)
    (kind, piece, column), rest = tokens[0], tokens[1:]
    if depth > DEEPEST:
        raise WrongExpression("deep", column, piece)
    if kind == "text":
        return ("text", piece[1:-1]), rest
    if kind == "sign":
        raise WrongExpression("piece", column, piece)
    if rest and rest[0][1] == "(" and rest[0][0] == "sign":
        return _call(piece, column, rest[1:], depth, end)
    return ("field", piece, column), rest


def _call(name, column, tokens, depth, end):
    if name not in FUNCTIONS:
        raise WrongExpression("function", column, name)
    arguments = []
    while True:
        value, tokens = _value(tokens, depth + 1, end)
        arguments.append(value)
        if not tokens:
            raise WrongExpression("end", end)
        (kind, piece, at), tokens = tokens[0], tokens[1:]
        if kind == "sign" and piece == ")":
            break
        if kind != "sign" or piece != ",":
            raise WrongExpression("piece", at, piece)
    fewest, most = FUNCTIONS[name]
    if not fewest <= len(arguments) <= most:
        raise WrongExpression("few" if len(arguments) < fewest else "many", column, name)
    return (name, *arguments), tokens


def fields_of(tree):
    """The fields an expression reads.

    :rtype: list[tuple[str, int]] -- path and column, in order
    """
    if tree[0] == "text":
        return []
    if tree[0] == "field":
        return [tree[1:]]
    return [found for argument in tree[1:] for found in fields_of(argument)]


def value_of(tree, values):
    """Evaluate a parsed expression.

    :param dict values: text of every field it reads, by path
    :rtype: str
    """
    kind = tree[0]
    if kind == "text":
        return tree[1]
    if kind == "field":
        return values[tree[1]]
    arguments = [value_of(argument, values) for argument in tree[1:]]
    return _APPLY[kind](*arguments)[:LONGEST_VALUE]


def _replace(text, old, new):
    most = LONGEST_VALUE // (len(new) or 1) + 1
    return text.replace(old, new, most if new else -1) if old else text


def _first(*texts):
    return next((text for text in texts if text), "")


_APPLY = {
    "upper": str.upper,
    "lower": str.lower,
    "strip": str.strip,
    "concat": lambda *texts: "".join(texts),
    "replace": _replace,
    "first": _first,
    "if_empty": _first,
}
