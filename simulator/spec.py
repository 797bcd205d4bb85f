"""Checking every request and answer against Xero's OpenAPI specification (--spec)."""

import json
import re
import threading
from pathlib import Path
from urllib.parse import urlsplit

from .routing import Answer, Call, Route
from .spec_schema import Schemas
from .wire import to_json

FILES = (
    "xero_accounting.yaml", "xero-payroll-au.yaml", "xero-payroll-au-v2.yaml", "xero-identity.yaml",
)  # fmt: skip
METHODS = ("get", "put", "post", "delete", "patch")


class _Operation:
    """One method of one path of a document."""

    def __init__(self, schemas: Schemas, method: str, path: str, operation: dict, shared: list):
        self.schemas = schemas
        self.method = method.upper()
        self.variables = path.count("{")
        self.pattern = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path), re.IGNORECASE)
        self.responses = operation.get("responses", {})
        self.body = schemas.resolved(operation.get("requestBody", {}))
        every = [schemas.resolved(one) for one in (*shared, *operation.get("parameters", ()))]
        self.query = {one["name"].lower(): one for one in every if one["in"] == "query"}

    def schema_of(self, part: dict) -> dict | None:
        """The JSON schema of a body, if the document has one."""
        content = self.schemas.resolved(part).get("content", {})
        return content.get("application/json", {}).get("schema")


class Specification:
    """The specification's operations and the violations found so far (sentences, each once)."""

    def __init__(self, folder: Path):
        """Raises ImportError without PyYAML, OSError when `folder` has none of the files."""
        try:
            import yaml
        except ImportError as error:
            raise ImportError("--spec needs PyYAML: pip install pyyaml") from error
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.violations: list[str] = []
        self._lock = threading.Lock()
        self._operations: list[_Operation] = []
        for name in FILES:
            path = folder / name
            if path.exists():
                # A safe loader in both cases: S506 only knows the slower one by name.
                document = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506
                self._read(document)
        if not self._operations:
            raise OSError(f"{folder} has none of {', '.join(FILES)}")
        self._operations.sort(key=lambda operation: operation.variables)

    def _read(self, document: dict) -> None:
        base = urlsplit(document["servers"][0]["url"]).path.rstrip("/")
        schemas = Schemas(document)
        for path, item in document["paths"].items():
            for method in METHODS:
                if method in item:
                    self._operations.append(
                        _Operation(
                            schemas, method, base + path, item[method], item.get("parameters", [])
                        )
                    )

    def _find(self, method: str, path: str) -> _Operation | None:
        for operation in self._operations:
            if operation.method == method and operation.pattern.fullmatch(path):
                return operation
        return None

    def check(self, call: Call, route: Route, answer: Answer) -> None:
        """Look at one call and its answer; note what is not as specified."""
        if not route.scopes:
            return
        operation = self._find(call.method, call.path)
        where = f"{route.method} {route.template}"
        if operation is None:
            self._note([f"{where}: not an operation of the specification"])
            return
        problems = self._query(operation, call) + self._request(operation, call)
        problems += self._response(operation, answer)
        self._note([f"{where}: {problem}" for problem in problems])

    def _note(self, problems: list[str]) -> None:
        with self._lock:
            self.violations += [one for one in problems if one not in self.violations]

    @staticmethod
    def _query(operation: _Operation, call: Call) -> list[str]:
        problems = []
        for name, text in call.query.items():
            known = operation.query.get(name.lower())
            if known is None:
                problems.append(f"query parameter {name} is not in the specification")
                continue
            schema = operation.schemas.resolved(known.get("schema", {}))
            kind = schema.get("type")
            if kind == "integer" and not text.isdigit():
                problems.append(f"query parameter {name} is {text!r} and no whole number")
            if kind == "boolean" and text.lower() not in ("true", "false"):
                problems.append(f"query parameter {name} is {text!r}, not true or false")
        return problems

    @staticmethod
    def _request(operation: _Operation, call: Call) -> list[str]:
        schema = operation.schema_of(operation.body)
        if not call.body:
            needed = schema and operation.body.get("required") and call.method != "DELETE"
            return ["the request has no body"] if needed else []
        if schema is None:
            return []
        try:
            value = json.loads(call.body)
        except ValueError:
            return ["the request's body is not JSON"]
        return operation.schemas.problems(schema, value, "request")

    @staticmethod
    def _response(operation: _Operation, answer: Answer) -> list[str]:
        part = operation.responses.get(str(answer.status))
        schema = operation.schema_of(part) if part else None
        body = answer.body
        if schema is None or not body:
            return []
        if isinstance(body, (str, bytes)):
            try:
                body = json.loads(body)
            except ValueError:
                return ["the answer's body is not JSON"]
        else:
            body = json.loads(to_json(body))
        return operation.schemas.problems(schema, body, "answer")
