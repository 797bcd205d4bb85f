"""Lists of Payroll AU 1.0: 100 a page, no pageSize, no pagination block (FACTS 6.1)."""

from .listing import select
from .routing import Call, Refused

PAGE = 100


def page(call: Call, table: str) -> list[dict]:
    """The stored records of the page a list call asks for (the first when it names none), after
    its `where`, `order` and If-Modified-Since. Raises Refused (400)."""
    text = call.query.get("page", "1")
    if not text.isdigit() or int(text) < 1:
        raise refused("QueryParseException", 16, f"'{text}' is not a page number.")
    start = (int(text) - 1) * PAGE
    return select(call, table)[start : start + PAGE]


def refused(kind: str, number: int, message: str, **more) -> Refused:
    """A 400 in the envelope of Payroll AU 1.0 [OAS APIException]."""
    return Refused(400, {"ErrorNumber": number, "Type": kind, "Message": message, **more})


def sent_elements(call: Call) -> list[dict]:
    """The array of objects of a POST (FACTS 6.1: always an array). Raises Refused (400)."""
    body = call.json()
    if not isinstance(body, list) or not all(isinstance(element, dict) for element in body):
        raise refused("PostDataInvalidException", 14, "The body must be an array of objects.")
    if not body:
        raise refused("NoDataProcessedException", 17, "No data has been processed for this call.")
    return body


def answered(elements: list[dict]) -> list[dict]:
    """The elements of a POST for its 200. Some refused: each carries its ValidationErrors, so a
    200 may hide failures. Raises Refused (400) when none was accepted.

    Open question: when exactly Xero chooses 200 or 400 is documented nowhere (FACTS 6.1).
    """
    if all(element.get("ValidationErrors") for element in elements):
        raise refused(
            "ValidationException", 10, "A validation exception occurred", Elements=elements
        )
    return elements


def with_errors(sent: dict, sentences: list[str]) -> dict:
    """The echo of a refused element."""
    return {**sent, "ValidationErrors": [{"Message": sentence} for sentence in sentences]}
