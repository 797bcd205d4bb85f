"""Calls to Xero's API, against a server on this machine."""

import contextlib
import gzip
import json
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

from client_case import CONTACTS, SOME_ID, ClientCase
from loopback import DROP, Reply

from xero.client import Meter
from xero.errors import Action, XeroError


class TestReading(ClientCase):
    def test_a_read_carries_who_asks_and_for_whom(self):
        """A read carries token and organisation, asks for JSON, compressed. [S71, S35]"""
        client = self.client(Reply(body={"Organisations": []}))
        answer = client.get("/api.xro/2.0/Organisation")
        (request,) = self.server.requests
        self.assertEqual(request.headers["authorization"], "Bearer token-1")
        self.assertEqual(request.headers["xero-tenant-id"], "tenant-1")
        self.assertEqual(request.headers["accept"], "application/json")
        self.assertEqual(request.headers["accept-encoding"], "gzip")
        self.assertEqual(answer.data, {"Organisations": []})
        self.assertLess(abs(datetime.now(timezone.utc) - answer.date), timedelta(seconds=5))

    def test_parameters_are_written_as_xero_reads_them(self):
        """Lists, truth values, filters and moments are written as Xero reads them. [B32]"""
        client = self.client(Reply(body={}))
        moment = datetime(2026, 11, 20, 9, 30, 15, 999, tzinfo=timezone(timedelta(hours=11)))
        client.get(
            CONTACTS,
            moment,
            IDs=["a", "b"],
            includeArchived=True,
            where='Name=="A & B"',
            order=None,
        )
        (request,) = self.server.requests
        query = parse_qs(urlsplit(request.path).query)
        self.assertEqual(
            query, {"IDs": ["a,b"], "includeArchived": ["true"], "where": ['Name=="A & B"']}
        )
        self.assertEqual(request.headers["if-modified-since"], "2026-11-19T22:30:15")

    def test_money_keeps_its_digits(self):
        """An amount in the answer is a decimal with exactly the digits Xero sent. [D5]"""
        client = self.client(Reply(body=b'{"Total": 12345678901.10, "n": 5}'))
        data = client.get(CONTACTS).data
        self.assertEqual(str(data["Total"]), "12345678901.10")
        self.assertEqual(data["n"], 5)

    def test_compressed_answers_count_as_they_travelled(self):
        """A compressed answer is read, and counted with the bytes on the wire. [B27]"""
        packed = gzip.compress(json.dumps({"Contacts": [{"Name": "A" * 5000}]}).encode())
        client = self.client(
            Reply(body=packed, headers={"Content-Encoding": "gzip", "Xero-Correlation-Id": "c-1"})
        )
        answer = client.get(CONTACTS)
        self.assertEqual(len(answer.data["Contacts"][0]["Name"]), 5000)
        self.assertEqual((answer.bytes_in, answer.correlation_id), (len(packed), "c-1"))
        self.assertEqual((client.meter.calls, client.meter.bytes_in), (1, len(packed)))
        self.assertEqual(client.meter.correlation_ids, ["c-1"])

    def test_not_modified_is_an_empty_answer(self):
        """An answer "not modified" has no data and is no error. [B32]"""
        answer = self.client(Reply(304)).get(CONTACTS, datetime(2026, 1, 1, tzinfo=timezone.utc))
        self.assertEqual((answer.status, answer.data), (304, None))

    def test_passing_errors_of_reads_are_tried_again(self):
        """A read is tried three times when Xero fails, drops the line or answers nonsense. [B25]"""
        for bad in (
            Reply(500),
            Reply(503, b"offline"),
            DROP,
            Reply(body=b"<html>"),
            Reply(body=b"[" * 100_000),
            Reply(body=b'{"a": [1,'),
        ):
            client = self.client(bad, bad, Reply(body={"ok": 1}))
            self.assertEqual(client.get(CONTACTS).data, {"ok": 1})
            self.assertEqual((client.meter.calls, len(self.server.requests)), (3, 3))

    def test_three_attempts_are_enough(self):
        """After three attempts the read ends with what went wrong. [B25]"""
        for bad, reason in (
            (Reply(500), "server_error"),
            (DROP, "no_answer"),
            (Reply(body=b"x"), "bad_answer"),
        ):
            error = self.failure(self.client(bad).get, CONTACTS)
            self.assertEqual((error.reason, len(self.server.requests)), (reason, 3))

    def test_attempts_are_further_apart_each_time(self):
        """The pause between attempts grows, and stays below three seconds. [B25]"""
        self.failure(self.client(Reply(500), retry_wait=None).get, CONTACTS)
        first, second, third = (request.at for request in self.server.requests)
        self.assertGreater(third - second, second - first)
        self.assertLess(third - first, 5)

    def test_answers_cut_short_are_noticed(self):
        """An answer that ends before its announced length is no answer. [B25]"""
        client = self.client(Reply(body=b'{"Contacts": []}', length=400))
        error = self.failure(client.get, CONTACTS)
        self.assertEqual((error.action, error.reason), (Action.RETRY, "no_answer"))

    def test_limits_and_permissions_are_left_to_the_caller(self):
        """A limit or a missing permission is reported at once. [B29]"""
        cases = [
            (
                Reply(429, headers={"Retry-After": "26", "X-Rate-Limit-Problem": "minute"}),
                Action.WAIT,
            ),
            (Reply(401, headers={"WWW-Authenticate": "insufficent_scope"}), Action.RECONSENT),
            (Reply(403, {"Detail": "AuthenticationUnsuccessful"}), Action.RECONNECT),
            (Reply(404, headers={"Content-Type": "text/html"}), Action.QUARANTINE),
            (Reply(302, headers={"Location": "/elsewhere"}), Action.STOP),
        ]
        for reply, action in cases:
            error = self.failure(self.client(reply).get, CONTACTS)
            self.assertEqual((error.action, len(self.server.requests)), (action, 1))

    def test_an_expired_token_is_renewed_once(self):
        """A call refused for an expired token is made once more, with the renewed token. [B4]"""
        tokens = []

        def token():
            tokens.append(f"token-{len(tokens) + 1}")
            return tokens[-1]

        for method, *arguments in (("get", CONTACTS), ("send", "PUT", CONTACTS, {}, "key")):
            tokens.clear()
            client = self.client(Reply(401), Reply(body={"Contacts": []}), token=token)
            self.assertEqual(getattr(client, method)(*arguments).status, 200)
            asked = [request.headers["authorization"] for request in self.server.requests]
            self.assertEqual(asked, ["Bearer token-1", "Bearer token-2"])
            refused = self.client(Reply(401), token=token)
            error = self.failure(getattr(refused, method), *arguments)
            self.assertEqual((error.action, len(self.server.requests)), (Action.REFRESH, 2))


class TestConnections(ClientCase):
    def test_organisations_of_one_consent(self):
        """The organisations of one consent are asked for without naming one. [S73, B20]"""
        client = self.client(Reply(body=[{"id": SOME_ID, "tenantId": "t"}]))
        self.assertEqual(client.connections("event-1")[0]["tenantId"], "t")
        client.connections()
        first, second = self.server.requests
        self.assertEqual(first.path, "/connections?authEventId=event-1")
        self.assertEqual(second.path, "/connections")
        self.assertNotIn("xero-tenant-id", first.headers)

    def test_disconnecting_names_the_connection(self):
        """Disconnecting deletes one connection by its own id. [O13]"""
        client = self.client(Reply(204))
        client.delete_connection(SOME_ID)
        (request,) = self.server.requests
        self.assertEqual((request.method, request.path), ("DELETE", f"/connections/{SOME_ID}"))

    def test_another_shape_is_an_error(self):
        """A list of organisations of another shape is refused. [D5]"""
        for body in ({}, [1], b"null"):
            self.assertEqual(
                self.failure(self.client(Reply(body=body)).connections).reason, "bad_answer"
            )


class TestAroundACall(ClientCase):
    def setUp(self):
        super().setUp()
        self.seen = []

    @contextlib.contextmanager
    def gate(self, kind):
        self.seen.append(f"enter {kind}")
        try:
            yield
        finally:
            self.seen.append("leave")

    def feedback(self, headers, status):
        self.seen.append((status, headers.get("x-minlimit-remaining")))

    def test_gate_and_feedback_surround_each_attempt(self):
        """Each attempt passes the limiter and reports Xero's counters to it. [B29, B33]"""
        limits = {"X-MinLimit-Remaining": "59"}
        client = self.client(
            Reply(500), Reply(429, headers=limits), gate=self.gate, feedback=self.feedback
        )
        self.failure(client.get, CONTACTS)
        self.failure(client.send, "PUT", CONTACTS, {}, "k")
        self.assertEqual(
            self.seen,
            ["enter read", (500, None), "leave", "enter read", (429, "59"), "leave",
             "enter write", (429, "59"), "leave"],
        )  # fmt: skip

    def test_a_lost_call_leaves_the_gate_and_is_counted(self):
        """A call without an answer frees its place and counts as a call. [B29, E15]"""
        client = self.client(DROP, gate=self.gate, feedback=self.feedback)
        self.failure(client.send, "PUT", CONTACTS, {"Contacts": []}, "k")
        self.assertEqual(self.seen, ["enter write", "leave"])
        self.assertEqual((client.meter.calls, client.meter.bytes_out), (1, len('{"Contacts": []}')))

    def test_a_closed_gate_stops_the_call(self):
        """When the limiter says no, nothing is sent. [B29]"""

        @contextlib.contextmanager
        def closed(kind):
            raise XeroError("rate_day", Action.WAIT, retry_after=9)
            yield

        client = self.client(Reply(), gate=closed)
        self.assertEqual(self.failure(client.get, CONTACTS).retry_after, 9)
        self.assertEqual(self.server.requests, [])

    def test_a_shared_meter_adds_up(self):
        """Two clients of one run count into one meter. [B27]"""
        meter = Meter()
        for _ in range(2):
            self.client(Reply(body={}), meter=meter).get(CONTACTS)
        self.assertEqual((meter.calls, meter.bytes_in), (2, 4))

    def test_the_token_is_asked_for_before_each_call(self):
        """Each call uses the token of that moment, so that a renewed one is used at once. [B4]"""
        tokens = iter(["one", "two"])
        client = self.client(Reply(body={}), token=lambda: next(tokens))
        client.get(CONTACTS)
        client.get(CONTACTS)
        self.assertEqual(
            [request.headers["authorization"] for request in self.server.requests],
            ["Bearer one", "Bearer two"],
        )
