"""Walking Xero's lists to their end, and not past it (FACTS 3.1, 6.1; Pain 24)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .answer import Answer, Page
from .errors import Action, XeroError

PAYROLL_PAGE = 100
# Fixed by Xero where no page size can be asked for, as on quotes.
DEFAULT_PAGE = 100

Read = Callable[[int], Answer]


def accounting_pages(read: Read, key: str, page_size: int) -> Iterator[Page]:
    """Yield the pages of an accounting list; ends by Xero's page count, else by a short page.

    :param read: reads the page with a number from 1
    :param key: the name of the list in the answer
    :raises XeroError: a page came twice although more are due, or an answer has no list
    """
    number, before = 1, None
    while True:
        page = one_page(read(number), key, number)
        count = page.page_count
        if page.records and page.records == before:
            if count is None:
                return
            raise XeroError("repeated_page", Action.RETRY, status=page.answer.status)
        yield page
        short = len(page.records) < min(page_size, DEFAULT_PAGE)
        if not page.records or (number >= count if count is not None else short):
            return
        number, before = number + 1, page.records


def payroll_pages(read: Read, key: str) -> Iterator[Page]:
    """Yield the pages of a payroll list; ends by a short page.

    A full page that comes twice means that Xero does not page this list (PayItems ignores ``page``,
    Xero-OpenAPI issue 708): it was complete the first time and is not yielded again.

    :raises XeroError: an answer has no list
    """
    number, before = 1, None
    while True:
        page = one_page(read(number), key, number)
        if page.records and page.records == before:
            return
        yield page
        if len(page.records) < PAYROLL_PAGE:
            return
        number, before = number + 1, page.records


def one_page(answer: Answer, key: str, number: int) -> Page:
    """Return the page an answer holds; a 304 or an empty body is an empty page.

    :param key: the name of the list in the answer
    :raises XeroError: the answer has no such list
    """
    if answer.status == 304 or answer.data is None:
        return Page(number, [], number, None, answer)
    data = answer.data if isinstance(answer.data, dict) else {}
    records = data.get(key)
    if not isinstance(records, list) or not all(isinstance(row, dict) for row in records):
        raise XeroError("bad_answer", Action.RETRY, status=answer.status)
    counts = data.get("pagination")
    counts = counts if isinstance(counts, dict) else {}
    return Page(number, records, _count(counts, "pageCount"), _count(counts, "itemCount"), answer)


def _count(counts: dict[str, Any], key: str) -> int | None:
    value = counts.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
