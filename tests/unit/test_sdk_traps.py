"""What Xero's SDK would do by itself, and does not do here (FACTS 8)."""

import threading
import time
import unittest

import tenacity
from loopback import DROP, Reply, served
from xero_python.api_client import ApiClient, Configuration
from xero_python.api_client.oauth2 import OAuth2Token

from xero.client import Client
from xero.errors import Action, XeroError
from xero.servers import Servers

CONTACTS = "/api.xro/2.0/Contacts"


def client_of(server, tenant="tenant-1", token="token-1", **options):
    address = server.address
    options.setdefault("retry_wait", tenacity.wait_none())
    return Client(Servers(address, address, address), tenant, lambda: token, **options)


class TestHiddenRetries(unittest.TestCase):
    def test_a_dropped_create_is_sent_once(self):
        """A dropped create is sent once; the bare SDK sends it four times. Pain 3 [E15]"""
        bare, ours = served(self, DROP), served(self, DROP)
        with self.assertRaisesRegex(Exception, "Max retries exceeded"):
            ApiClient(Configuration()).call_api(
                bare.address + CONTACTS, "PUT", body={"Name": "A"}, _request_timeout=(5, 5)
            )
        with self.assertRaises(XeroError):
            client_of(ours).send("PUT", CONTACTS, {"Name": "A"}, "k")
        self.assertEqual((len(bare.requests), len(ours.requests)), (4, 1))

    def test_a_silent_server_is_asked_once_to_write(self):
        """A create that is not answered in time is sent once and is unknown. Pain 3 [E15]"""
        server = served(self, Reply(delay=20))
        with self.assertRaises(XeroError) as caught:
            client_of(server, timeout=(1, 1)).send("PUT", CONTACTS, {"Name": "A"}, "k")
        self.assertEqual((caught.exception.action, len(server.requests)), (Action.UNKNOWN, 1))

    def test_a_limit_is_reported_and_not_slept_through(self):
        """A limit of hours is reported at once, for reads, writes and deletions. Pain 20 [B29]"""
        headers = {"Retry-After": "40000", "X-Rate-Limit-Problem": "day"}
        path = "/payroll.xro/2.0/Timesheets/fb4ebd68-6568-41eb-96ab-628a0f54b4b8"
        for status in (429, 503):
            server = served(self, Reply(status, headers=headers))
            client = client_of(server)
            calls = (
                lambda client=client: client.get(CONTACTS),
                lambda client=client: client.send("PUT", CONTACTS, {}, "k"),
                lambda client=client: client.delete(path),
            )
            for call in calls:
                started = time.monotonic()
                with self.assertRaises(XeroError) as caught:
                    call()
                self.assertEqual(caught.exception.retry_after, 40000)
                self.assertLess(time.monotonic() - started, 2)

    def test_a_read_does_not_wait_for_ever(self):
        """A server that accepts and stays silent costs the timeout, not the worker. [B25]"""
        server = served(self, Reply(delay=20))
        started = time.monotonic()
        with self.assertRaises(XeroError) as caught:
            client_of(server, timeout=(1, 1)).get(CONTACTS)
        self.assertEqual((caught.exception.reason, len(server.requests)), ("no_answer", 3))
        self.assertLess(time.monotonic() - started, 8)

    def test_a_redirect_does_not_carry_the_token_away(self):
        """A redirect is not followed, so no other server sees the token. [B6]"""
        elsewhere = served(self, Reply(body={}))
        for status in (301, 302, 303, 307, 308):
            server = served(self, Reply(status, headers={"Location": elsewhere.address + "/x"}))
            for call in (
                lambda server=server: client_of(server).get(CONTACTS),
                lambda server=server: client_of(server).send("PUT", CONTACTS, {}, "k"),
            ):
                with self.assertRaises(XeroError) as caught:
                    call()
                self.assertEqual(caught.exception.reason, "redirected")
        self.assertEqual(elsewhere.requests, [])


class TestTokens(unittest.TestCase):
    def test_a_token_never_reaches_another_organisation(self):
        """Parallel jobs never send one organisation's token with another's name. [S35, B56]"""
        # What another user of the SDK in the same process may have left behind.
        Configuration(oauth2_token=OAuth2Token(client_id="foreign", client_secret="foreign"))
        server = served(self, Reply(body={}))

        def job(number):
            client = client_of(server, f"tenant-{number}", f"token-{number}")
            for _ in range(40):
                client.get(CONTACTS)

        threads = [threading.Thread(target=job, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        pairs = {
            (request.headers["xero-tenant-id"], request.headers["authorization"])
            for request in server.requests
        }
        self.assertEqual(len(server.requests), 240)
        self.assertEqual(
            pairs, {(f"tenant-{number}", f"Bearer token-{number}") for number in range(6)}
        )


class TestRawAnswers(unittest.TestCase):
    def test_unknown_values_do_not_lose_the_page(self):
        """A plan, currency or status nobody knows yet, or null, leaves the page readable. [D5]"""
        rows = [{"Class": "ULTRA", "BaseCurrency": "XYZ", "IsDemoCompany": None, "Name": None}]
        server = served(self, Reply(body={"Organisations": rows}))
        answer = client_of(server).get("/api.xro/2.0/Organisation")
        self.assertEqual(answer.data["Organisations"], rows)
