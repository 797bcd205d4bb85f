"""The calls invoices and credit notes share: one by id or number, PUT, POST, POST by id."""

from .document_kind import Kind
from .document_rules import write
from .document_wire import one_in_full, shape
from .listing import envelope, found
from .routing import Answer, Call, routes
from .writing import batch

SCOPE = "accounting.invoices"


def add_document_routes(path: str, kind: Kind) -> None:
    """Register them under `path`."""

    def written(call: Call, named: dict | None = None) -> Answer:
        rounding = shape(call).get("shape")
        return batch(call, kind.table, lambda sent: write(call, kind, sent, named), rounding)

    @routes.add("GET", path + "/{id}", scope=SCOPE)
    def get_one(call: Call) -> Answer:
        """One document by its id or number, with its whole contact."""
        wire = one_in_full(call, kind.table, found(call, kind.table, "number"))
        return Answer(200, {**envelope(call), kind.table: [wire]})

    @routes.add("PUT", path, scope=SCOPE)
    def create(call: Call) -> Answer:
        """Create documents."""
        return written(call)

    @routes.add("POST", path, scope=SCOPE)
    def change(call: Call) -> Answer:
        """Create or change documents, matched by id, else sales documents by number."""
        return written(call)

    @routes.add("POST", path + "/{id}", scope=SCOPE)
    def change_one(call: Call) -> Answer:
        """Change one document."""
        return written(call, found(call, kind.table, "number"))


def without_lines(wire: dict) -> dict:
    """A list that is not paged has no lines (FACTS 3.1)."""
    return {**wire, "LineItems": []}
