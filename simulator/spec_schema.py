"""Comparing a JSON value with a schema of an OpenAPI 3.0 document."""

import re
from decimal import Decimal
from typing import Any

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MOST_ELEMENTS = 25
# What Xero answers (FACTS 3.4, 4.2, 5.1, 5.2) though the specification does not have it.
BESIDE_NAMES = frozenset(
    {
        "Id", "Status", "ProviderName", "DateTimeUTC", "DateString", "DueDateString",
        "TaxNumberName", "HasValidationErrors", "StatusAttributeString", "Warnings",
    }
)  # fmt: skip
BESIDE_VALUES = frozenset(
    {
        "WAGESEXPENSE", "SUPERANNUATIONEXPENSE", "PAYGLIABILITY", "SUPERANNUATIONLIABILITY",
        "WAGESPAYABLELIABILITY",
    }
)  # fmt: skip
_TYPES = {
    "string": str,
    "boolean": bool,
    "object": dict,
    "array": list,
    "number": (int, float, Decimal),
    "integer": int,
}


class Schemas:
    """The schemas of one document, looked up by reference."""

    def __init__(self, document: dict):
        self._document = document

    def resolved(self, part: dict) -> dict:
        """A part of the document with its reference followed and its `allOf` put together."""
        while "$ref" in part:
            target = self._document
            for step in part["$ref"].lstrip("#/").split("/"):
                target = target[step]
            part = target
        if "allOf" in part:
            whole: dict[str, Any] = {k: v for k, v in part.items() if k != "allOf"}
            for one in part["allOf"]:
                one = self.resolved(one)
                properties = {**whole.get("properties", {}), **one.get("properties", {})}
                whole = {**one, **whole, "properties": properties}
            return whole
        return part

    def problems(self, schema: dict, value: Any, where: str) -> list[str]:
        """Sentences on what of `value` is not as `schema` says; of long arrays the first
        MOST_ELEMENTS elements are looked at."""
        schema = self.resolved(schema)
        kind = schema.get("type") or ("object" if "properties" in schema else None)
        if value is None:
            return [] if schema.get("nullable") else [f"{where} is null"]
        if kind and not self._is(kind, value):
            return [f"{where} is {type(value).__name__} where the specification has {kind}"]
        if isinstance(value, dict):
            return self._object(schema, value, where)
        if isinstance(value, list):
            items = schema.get("items", {})
            return [
                problem
                for one in value[:MOST_ELEMENTS]
                for problem in self.problems(items, one, f"{where}[]")
            ]
        return self._scalar(schema, value, where)

    @staticmethod
    def _is(kind: str, value: Any) -> bool:
        if isinstance(value, bool):
            return kind == "boolean"
        return isinstance(value, _TYPES.get(kind, object))

    def _object(self, schema: dict, value: dict, where: str) -> list[str]:
        properties = schema.get("properties")
        if properties is None:
            return []
        problems = [f"{where} lacks {n}" for n in schema.get("required", ()) if n not in value]
        for name, item in value.items():
            if name in properties:
                problems += self.problems(properties[name], item, f"{where}.{name}")
            elif where.startswith("answer") and name in BESIDE_NAMES:
                continue
            elif not schema.get("additionalProperties"):
                problems.append(f"{where}.{name} is not in the specification")
        return problems

    @staticmethod
    def _scalar(schema: dict, value: Any, where: str) -> list[str]:
        problems = []
        # An empty text clears a field, whatever its list of values.
        beside = where.startswith("answer") and value in BESIDE_VALUES
        if "enum" in schema and value not in schema["enum"] and value != "" and not beside:
            problems.append(f"{where} is {value!r}, which is not in the specification's list")
        if schema.get("format") == "uuid" and value and not UUID.fullmatch(str(value)):
            problems.append(f"{where} is {value!r} and no UUID")
        most = schema.get("maxLength")
        if most is not None and len(str(value)) > most:
            problems.append(f"{where} is longer than {most} characters")
        return problems
