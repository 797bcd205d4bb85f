"""Writes to Xero, against a server on this machine."""

import json
from datetime import datetime, timezone
from decimal import Decimal

from client_case import CONTACTS, EMPLOYEES, SOME_ID, ClientCase
from loopback import DROP, Reply

from xero.allowed import NotAllowed
from xero.body import encoded
from xero.errors import Action


class TestWriting(ClientCase):
    def test_the_exact_body_is_sent(self):
        """What leaves is the body to the byte, under its own key, once. [E15, B27]"""
        body = {
            "Contacts": [
                {"Name": "Ünï & Co", "Discount": Decimal("12.50"), "Tags": [], "No": False}
            ]
        }
        client = self.client(Reply(body={"Contacts": []}))
        client.send("PUT", CONTACTS, body, "key-1", summarizeErrors=False, unitdp=4)
        (request,) = self.server.requests
        self.assertEqual(request.method, "PUT")
        self.assertEqual(request.path, f"{CONTACTS}?summarizeErrors=false&unitdp=4")
        self.assertEqual(request.body.decode(), encoded(body))
        self.assertEqual(request.headers["idempotency-key"], "key-1")
        self.assertEqual(request.headers["content-type"], "application/json")
        self.assertEqual(client.meter.bytes_out, len(request.body))

    def test_a_stored_body_is_sent_again_byte_for_byte(self):
        """A body read back from storage leaves as the same bytes. Pain 3 [E15]"""
        body = [
            {
                "EmployeeID": SOME_ID,
                "TimesheetLines": [{"NumberOfUnits": [Decimal("7.60"), 0, 8.0]}],
            }
        ]
        client = self.client(Reply(body={}))
        path = "/payroll.xro/1.0/Timesheets"
        client.send("POST", path, body, "k")
        client.send("POST", path, json.loads(encoded(body)), "k")
        first, second = self.server.requests
        self.assertEqual(first.body, second.body)

    def test_a_deletion_has_neither_body_nor_key(self):
        """What is taken out is named by its path alone, and an empty answer is one. [E15, S13]"""
        client = self.client(Reply(status=204, body=b""))
        path = f"/api.xro/2.0/ContactGroups/{SOME_ID}/Contacts/{SOME_ID}"
        self.assertIsNone(client.send("DELETE", path, {}, "key-1").data)
        (request,) = self.server.requests
        self.assertEqual((request.method, request.path, request.body), ("DELETE", path, b""))
        self.assertNotIn("idempotency-key", request.headers)

    def test_a_write_without_an_answer_is_unknown(self):
        """A write that is dropped, failed or cut short is sent once and unknown. Pain 3 [E15]"""
        cases = [
            (DROP, "no_answer"), (Reply(500), "server_error"), (Reply(503, b"offline"), "offline"),
            (Reply(body=b'{"Contacts": [{"Na'), "bad_answer"),
            (Reply(body=b"<html>"), "bad_answer"),
            (Reply(body=b"{}", length=99), "no_answer"),
        ]  # fmt: skip
        for reply, reason in cases:
            error = self.failure(self.client(reply).send, "POST", CONTACTS, {"Contacts": []}, "key")
            self.assertEqual((error.action, error.reason), (Action.UNKNOWN, reason))
            self.assertEqual(len(self.server.requests), 1)

    def test_refused_elements_keep_xeros_sentence(self):
        """A refused record comes back with Xero's sentence and a reason. Pain 1 [C26, B30]"""
        message = "The contact name A is already assigned to another contact."
        body = {"Elements": [{"ValidationErrors": [{"Message": message}]}]}
        error = self.failure(
            self.client(Reply(400, body)).send, "PUT", CONTACTS, {"Contacts": []}, "k"
        )
        self.assertEqual((error.action, error.reason), (Action.QUARANTINE, "duplicate_name"))
        self.assertIn(message, error.message)
        self.assertEqual(error.payload, body)

    def test_what_is_not_allowed_never_leaves(self):
        """A call or an employee's field that is not on the list causes no request at all. [D42]"""
        client = self.client(Reply(body={}))
        attempts = [
            ("POST", "/payroll.xro/1.0/PayItems", {}),
            ("POST", "/payroll.xro/1.0/PayRuns", []),
            ("POST", EMPLOYEES, [{"FirstName": "A", "PayTemplate": {"EarningsLines": []}}]),
            ("POST", f"{EMPLOYEES}/{SOME_ID}", [{"OrdinaryEarningsRateID": SOME_ID}]),
            ("DELETE", CONTACTS, {}),
            ("PATCH", CONTACTS, {}),
        ]
        for method, path, body in attempts:
            with self.subTest(path=path), self.assertRaises(NotAllowed):
                client.send(method, path, body, "k")
        with self.assertRaises(NotAllowed):
            client.delete(f"{EMPLOYEES}/{SOME_ID}")
        self.assertEqual((self.server.requests, client.meter.calls), ([], 0))

    def test_too_large_never_leaves(self):
        """A request over Xero's 3.5 MB is refused before it is sent. [S94]"""
        client = self.client(Reply(body={}))
        error = self.failure(
            client.send, "PUT", CONTACTS, {"Contacts": [{"Name": "x" * 3_500_000}]}, "k"
        )
        self.assertEqual((error.reason, error.action), ("too_large", Action.QUARANTINE))
        self.assertEqual(self.server.requests, [])

    def test_what_cannot_be_sent_is_named(self):
        """A value that JSON or Xero cannot hold is refused with its place. [D5]"""
        client = self.client(Reply(body={}))
        hostile = (None, datetime.now(timezone.utc), Decimal("NaN"), float("inf"), object(), b"x",
                   Decimal("0.12345678901234567890"), {1: 2}, {"deep": [None]})  # fmt: skip
        for value in hostile:
            with self.subTest(value=value):
                error = self.failure(
                    client.send, "PUT", CONTACTS, {"Contacts": [{"Name": value}]}, "k"
                )
                self.assertEqual(error.reason, "not_sendable")
                self.assertIn("Contacts[0].Name", error.message)
        self.assertEqual(self.server.requests, [])

    def test_a_write_needs_its_key(self):
        """A write without a key, or with one Xero would refuse, is not sent. [E15]"""
        client = self.client(Reply(body={}))
        for key in ("", "k" * 129):
            with self.assertRaises(ValueError):
                client.send("PUT", CONTACTS, {}, key)
        client.send("PUT", CONTACTS, {}, "k" * 128)
        self.assertEqual(len(self.server.requests), 1)

    def test_deleting_is_sent_once(self):
        """A deletion is sent once and is unknown when the answer is lost. [E17]"""
        path = f"/payroll.xro/2.0/Timesheets/{SOME_ID}"
        self.assertEqual(self.client(Reply(200, b"")).delete(path).data, None)
        error = self.failure(self.client(DROP).delete, path)
        self.assertEqual((error.action, len(self.server.requests)), (Action.UNKNOWN, 1))
