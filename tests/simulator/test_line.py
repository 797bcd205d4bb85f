"""The server itself: limits, idempotency, faults, headers."""

import http.client
import json
import threading
import time

from sim_client import SimulatorCase


class TestLimits(SimulatorCase):
    def test_minute(self):
        """The sixty-first call of a minute is a 429 that says when to come back."""
        self.control("clock", {"set": "2026-11-21T00:00:00"})
        self.control("limits", {"enforce": True, "minute": 3, "day": 1000})
        replies = [self.api("GET", "Currencies") for _ in range(8)]
        last = replies[-1]
        self.assertEqual(last.status, 429)
        self.assertEqual(last.headers["x-rate-limit-problem"], "minute")
        self.assertTrue(1 <= int(last.headers["retry-after"]) <= 60)
        self.assertEqual((last.raw, last.headers["x-minlimit-remaining"]), (b"", "0"))
        self.control("clock", {"advance": int(last.headers["retry-after"])})
        self.assertEqual(self.api("GET", "Currencies").headers["x-minlimit-remaining"], "2")

    def test_day(self):
        """The day's limit has its own Retry-After, hours long."""
        self.control("limits", {"enforce": True, "day": 2})
        for _ in range(3):
            reply = self.api("GET", "Currencies")
        self.assertEqual(reply.headers["x-rate-limit-problem"], "day")
        self.assertIn("retry-after", reply.headers)
        self.assertEqual(self.control("limits", method="GET")["seen"]["refused"], 1)

    def test_concurrent(self):
        """A call too many at the same time is refused without a Retry-After."""
        self.control("limits", {"enforce": True, "concurrent": 1})
        self.control("faults", {"kind": "stall", "path": "Accounts", "delay": 1.5})
        host, port = self.server.server_address
        headers = {
            "Authorization": f"Bearer {self.tokens['access_token']}",
            "Xero-Tenant-Id": self.tenant,
        }
        slow = http.client.HTTPConnection(host, port, timeout=5)
        slow.request("GET", "/api.xro/2.0/Accounts", headers=headers)
        time.sleep(0.3)
        reply = self.api("GET", "Currencies")
        slow.close()
        self.assertEqual((reply.status, reply.headers["x-rate-limit-problem"]), (429, "concurrent"))
        self.assertNotIn("retry-after", reply.headers)


class TestIdempotency(SimulatorCase):
    def put(self, name, key):
        headers = {"Idempotency-Key": key}
        return self.api("PUT", "Contacts", {"Contacts": [{"Name": name}]}, headers=headers)

    def test_repeated(self):
        """The same request under the same key is answered from memory, refusals too."""
        first, second = self.put("A", "k1"), self.put("A", "k1")
        self.assertEqual(first.json["Contacts"], second.json["Contacts"])
        self.assertEqual(self.put("A", "k2").status, 400)
        made = self.good("GET", "Contacts", page=1)["Contacts"][0]
        self.control(
            "edit", {"table": "Contacts", "id": made["ContactID"], "changes": {"Name": "B"}}
        )
        self.assertEqual(self.put("A", "k2").status, 400)
        self.assertEqual(self.put("A", "k3").status, 200)

    def test_different_request(self):
        """A key stands for one request."""
        self.put("A", "k1")
        reply = self.put("B", "k1")
        self.assertEqual(reply.status, 400)
        self.assertIn("is used with a different request", reply.json["Message"])
        self.assertEqual(self.put("C", "k" * 129).status, 400)

    def test_six_minutes(self):
        """After six minutes the key is forgotten."""
        self.put("A", "k1")
        self.control("clock", {"advance": 361})
        self.assertEqual(self.put("B", "k1").status, 200)

    def test_cached_500(self):
        """A 500 is remembered under its key: only a new key helps."""
        self.control("faults", {"kind": "status", "status": 500, "method": "PUT"})
        self.assertEqual(self.put("A", "k1").status, 500)
        self.assertEqual(self.put("A", "k1").status, 500)
        self.assertEqual(self.put("A", "k2").status, 200)


class TestFaults(SimulatorCase):
    def broken(self, kind, **more):
        self.control("faults", {"kind": kind, "path": "Contacts", **more})
        with self.assertRaises((ConnectionError, http.client.HTTPException)):
            self.api("PUT", "Contacts", {"Contacts": [{"Name": "A"}]})
        self.line.close()
        return len(self.good("GET", "Contacts", page=1)["Contacts"])

    def test_reset_before(self):
        """A reset before the work leaves nothing behind."""
        self.assertEqual(self.broken("reset_before"), 0)

    def test_reset_after(self):
        """A reset after the work leaves the record behind."""
        self.assertEqual(self.broken("reset_after"), 1)

    def test_timeout_and_stall(self):
        """A timeout has done the work, a stall has not."""
        self.assertEqual(self.broken("stall", delay=0.2), 0)
        self.assertEqual(self.broken("timeout", delay=0.2), 1)

    def test_late(self):
        """Late work is done after the client was cut off, by the clock or by real time."""
        self.assertEqual(self.broken("late", delay=60), 0)
        self.control("clock", {"advance": 61})
        for _ in range(40):
            if self.good("GET", "Contacts", page=1)["Contacts"]:
                return
            time.sleep(0.05)
        self.fail("the late work was never done")

    def test_truncate(self):
        """A truncated answer ends in the middle."""
        self.control("faults", {"kind": "truncate"})
        with self.assertRaises(http.client.IncompleteRead):
            self.api("GET", "Accounts")

    def test_answers(self):
        """Ready-made answers: nth and times choose the calls."""
        self.control("faults", {"kind": "status", "status": 503, "nth": 2, "times": 2})
        statuses = [self.api("GET", "Currencies").status for _ in range(4)]
        self.assertEqual(statuses, [200, 503, 503, 200])
        self.control("faults", method="DELETE")
        for kind, status in (
            ("expired_token", 401),
            ("insufficient_scope", 401),
            ("forbidden", 403),
            ("html", 200),
        ):
            self.control("faults", {"kind": kind})
            self.assertEqual(self.api("GET", "Currencies").status, status)
        self.control("faults", {"kind": "invalid_grant"})
        self.assertEqual(self.api("GET", "Currencies").status, 200)
        self.assertEqual(self.token(grant_type="x").json, {"error": "invalid_grant"})


class TestServer(SimulatorCase):
    def test_headers(self):
        """Answers carry a correlation id, the limits and the simulated date."""
        self.control("clock", {"set": "2030-01-02T03:04:05"})
        self.tokens = self.connect()
        reply = self.api("GET", "Accounts", headers={"Accept-Encoding": "gzip"})
        self.assertEqual(reply.headers["content-encoding"], "gzip")
        self.assertIn("xero-correlation-id", reply.headers)
        self.assertIn("x-daylimit-remaining", reply.headers)
        self.assertTrue(reply.headers["date"].startswith("Wed, 02 Jan 2030"))
        self.assertEqual(self.api("GET", "Nothing").status, 404)
        self.assertEqual(self.api("DELETE", "Contacts").status, 405)

    def test_calls(self):
        """The log has what was sent and what came back."""
        self.api("GET", "Currencies")
        call = self.control("calls?path=Currencies$", method="GET")[-1]
        self.assertEqual(
            (call["method"], call["status"], call["tenant"]), ("GET", 200, self.tenant)
        )

    def test_webhooks(self):
        """A change queues a signed delivery."""
        made = self.contact()
        waiting = self.control("webhooks", method="GET")
        event = json.loads(waiting[0]["body"])["events"][0]
        self.assertEqual(
            (event["resourceId"], event["eventCategory"], event["eventType"]),
            (made["ContactID"], "CONTACT", "CREATE"),
        )

    def test_unreadable_body(self):
        """A body that is not JSON is refused as Xero does."""
        self.line.request(
            "PUT",
            "/api.xro/2.0/Contacts",
            "{",
            {
                "Authorization": f"Bearer {self.tokens['access_token']}",
                "Xero-Tenant-Id": self.tenant,
                "Content-Type": "application/json",
            },
        )
        reply = self.line.getresponse()
        self.assertIn(b"PostDataInvalidException", reply.read())
        self.assertEqual(self.api("PUT", "Contacts", {}).json["Type"], "NoDataProcessedException")

    def test_parallel(self):
        """Many clients at once get their own answers."""
        replies = []

        def walk():
            line = http.client.HTTPConnection(*self.server.server_address, timeout=10)
            line.request("GET", "/_sim/clock")
            replies.append(line.getresponse().status)
            line.close()

        threads = [threading.Thread(target=walk) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(replies, [200] * 20)
