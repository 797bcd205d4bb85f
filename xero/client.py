"""The only file that speaks to Xero's API.

It decides what may be sent, how often, with which token, and what an answer means; transport.py
carries it.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import tenacity

from .allowed import check_body, check_call
from .answer import Answer, Meter, Page, parse_http_date, parse_json
from .body import LARGEST, encoded
from .errors import Action, XeroError, from_answer, from_exception
from .paging import accounting_pages, one_page, payroll_pages
from .servers import Servers
from .transport import LOST, Transport
from .wire import if_modified_since

__all__ = ["Answer", "Client", "Meter", "Page"]

READ, WRITE = "read", "write"
LONGEST_KEY = 128

Gate = Callable[[str], AbstractContextManager[None]]
Feedback = Callable[[Mapping[str, str], int], None]


class Client:
    """Calls to one organisation, for one job; make a new one for each, never share it.

    :param servers: where Xero is
    :param tenant_id: the organisation; empty before one is chosen
    :param token: returns the access token; asked before each call
    :param meter: counts what the job costs
    :param gate: entered around each call with "read" or "write"; the limiter waits or raises there
    :param feedback: given the answer's headers and status after each answer, inside the gate
    :param timeout: whole seconds to connect, whole seconds between two bytes of the answer
    :param retry_wait: tenacity's pause between the three attempts of a read

    Every method raises XeroError. Reads are tried three times where the error table says RETRY;
    writes are sent once. After a 401 for an expired token a call is made once more, with the token
    that `token` then returns. Waiting for a limit, renewing the token and looking up a write
    without an answer are the caller's, who holds the transaction.
    """

    def __init__(
        self,
        servers: Servers,
        tenant_id: str,
        token: Callable[[], str],
        meter: Meter | None = None,
        gate: Gate | None = None,
        feedback: Feedback | None = None,
        timeout: tuple[int, int] = (10, 60),
        retry_wait: Any = None,
    ) -> None:
        self.meter = meter if meter is not None else Meter()
        self._tenant_id = tenant_id
        self._token = token
        self._gate: Gate = gate or (lambda kind: contextlib.nullcontext())
        self._feedback: Feedback = feedback or (lambda headers, status: None)
        # T18 of the transaction rules: never more than two seconds asleep with a connection open.
        self._wait = retry_wait or (
            tenacity.wait_exponential(multiplier=0.4, max=1.5) + tenacity.wait_random(0, 0.3)
        )
        self._transport = Transport(servers.api, timeout)
        # Connections close with the client, not when the garbage collector comes by.
        weakref.finalize(self, self._transport.close)

    def get(self, path: str, modified_since: datetime | None = None, **query: Any) -> Answer:
        """Read one path; 304 is an answer without data.

        :param path: such as ``/api.xro/2.0/Organisation``
        :param modified_since: aware datetime; only records changed since, to the second
        :param query: Xero's parameters; a list becomes comma-separated, None is left out
        """
        headers = {}
        if modified_since is not None:
            headers["If-Modified-Since"] = if_modified_since(modified_since)
        retrying = tenacity.Retrying(
            retry=tenacity.retry_any(tenacity.retry_if_exception(_is_retry), _once_renewed),
            stop=tenacity.stop_after_attempt(3),
            wait=self._wait,
            reraise=True,
        )
        answer: Answer = retrying(self._call, "GET", path, headers, query)
        return answer

    def page(
        self,
        path: str,
        number: int,
        modified_since: datetime | None = None,
        order: str | None = None,
        page_size: int = 1000,
        **query: Any,
    ) -> Page:
        """Read one page of a paged accounting list; for a walk that remembers where it is.

        :param number: from 1
        :raises XeroError: also when the answer has no list
        """
        answer = self.get(
            path, modified_since, page=number, pageSize=page_size, order=order, **query
        )
        return one_page(answer, path.rsplit("/", 1)[-1], number)

    def pages(
        self,
        path: str,
        modified_since: datetime | None = None,
        order: str | None = None,
        page_size: int = 1000,
        **query: Any,
    ) -> Iterator[Page]:
        """Read a paged accounting list page by page (FACTS 3.1); a 304 is one empty page.

        :param order: an immutable key such as ``ContactID``, so that no record is lost when another
            changes during the walk; Xero's default order can lose rows
        """

        def read(number: int) -> Answer:
            return self.get(
                path, modified_since, page=number, pageSize=page_size, order=order, **query
            )

        return accounting_pages(read, path.rsplit("/", 1)[-1], page_size)

    def payroll_pages(
        self, path: str, key: str, modified_since: datetime | None = None, **query: Any
    ) -> Iterator[Page]:
        """Read a payroll 1.0 list, 100 a page without counts, until a page is short (FACTS 6.1).

        :param key: the name of the list in the answer, such as ``Employees``
        """
        return payroll_pages(
            lambda number: self.get(path, modified_since, page=number, **query), key
        )

    def send(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | list[Any],
        idempotency_key: str,
        **query: Any,
    ) -> Answer:
        """Write once: PUT or POST the body exactly as ``encoded(body)`` shows it, or DELETE what
        the path names, which takes neither body nor key (FACTS 4.4).

        :param idempotency_key: fresh for each write, at most 128 characters (FACTS 4.4)
        :raises ValueError: the key is missing or too long
        """
        if not 0 < len(idempotency_key) <= LONGEST_KEY:
            raise ValueError("A write needs an idempotency key of 1 to 128 characters.")
        check_call(method, path)
        check_body(path, body)
        deletes = method == "DELETE"
        headers = {} if deletes else {"Idempotency-Key": idempotency_key}
        sent = None if deletes else body
        try:
            return self._call(method, path, headers, query, sent)
        except XeroError as error:
            if error.action is not Action.REFRESH:
                raise
        # A 401 did nothing, and the token callable has heard of it: it brings a renewed token.
        return self._call(method, path, headers, query, sent)

    def delete(self, path: str) -> Answer:
        """Delete what the path names, once; Xero takes no idempotency key here (FACTS 4.4)."""
        return self._call("DELETE", path, {}, {})

    def connections(self, auth_event_id: str = "") -> list[dict[str, Any]]:
        """Return the organisations this token reaches, of one consent when its id is given.

        Without the id they are all organisations the user ever connected to this app (FACTS 1.3).
        """
        data = self.get("/connections", authEventId=auth_event_id or None).data
        if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
            raise XeroError("bad_answer", Action.RETRY, status=200)
        return data

    def delete_connection(self, connection_id: str) -> None:
        """Disconnect one organisation; the id is the connection's, not the tenant's (FACTS 1.1)."""
        self.delete(f"/connections/{connection_id}")

    def _call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        query: Mapping[str, Any],
        body: dict[str, Any] | list[Any] | None = None,
    ) -> Answer:
        check_call(method, path)
        sent = 0 if body is None else len(encoded(body))
        if sent > LARGEST:
            raise XeroError("too_large", Action.QUARANTINE)
        all_headers = {"Authorization": f"Bearer {self._token()}", **headers}
        if self._tenant_id and not path.startswith("/connections"):
            all_headers["xero-tenant-id"] = self._tenant_id
        if body is not None:
            all_headers["Content-Type"] = "application/json"
        write = method != "GET"
        with self._gate(WRITE if write else READ):
            response, content = self._exchange(method, path, all_headers, query, body, sent)
            answer_headers = {name.lower(): value for name, value in response.headers.items()}
            self._feedback(answer_headers, response.status)
        return _answer(response, answer_headers, content, sent, write)

    def _exchange(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        query: Mapping[str, Any],
        body: dict[str, Any] | list[Any] | None,
        sent: int,
    ) -> tuple[Any, bytes]:
        """Send once and read the whole answer, whatever its status; count it in any case."""
        received, correlation_id = 0, ""
        try:
            response = self._transport.call(method, path, headers, query, body)
            content = response.data
            received = response.tell()
            correlation_id = response.headers.get("xero-correlation-id", "")
        except LOST as error:
            raise from_exception(error, write=method != "GET") from error
        finally:
            self.meter.count(received, sent, correlation_id)
        return response, content


def _answer(
    response: Any, headers: dict[str, str], content: bytes, sent: int, write: bool
) -> Answer:
    if response.status != 304 and not 200 <= response.status <= 299:
        raise from_answer(response.status, headers, content, write=write)
    correlation_id = headers.get("xero-correlation-id", "")
    try:
        data = parse_json(content)
    except ValueError as error:
        raise XeroError(
            "bad_answer",
            Action.UNKNOWN if write else Action.RETRY,
            status=response.status,
            correlation_id=correlation_id,
        ) from error
    return Answer(
        status=response.status,
        data=data,
        headers=headers,
        correlation_id=correlation_id,
        bytes_in=response.tell(),
        bytes_out=sent,
        date=parse_http_date(headers.get("date", "")),
    )


def _is_retry(error: BaseException) -> bool:
    return isinstance(error, XeroError) and error.action is Action.RETRY


def _once_renewed(state: tenacity.RetryCallState) -> bool:
    error = state.outcome.exception() if state.outcome else None
    expired = isinstance(error, XeroError) and error.action is Action.REFRESH
    return expired and state.attempt_number == 1
