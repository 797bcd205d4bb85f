"""The client and OAuth against the simulated Xero organisation, from consent to disconnecting."""

import pathlib
import subprocess
import sys
import unittest
from urllib.parse import parse_qs, urlsplit

import requests
import tenacity

from xero.client import Client
from xero.errors import Action, XeroError
from xero.oauth import OAuth, challenge, new_verifier
from xero.scopes import FEATURES, missing, scopes_for
from xero.servers import Servers

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
CONTACTS = "/api.xro/2.0/Contacts"
BACK = "http://127.0.0.1:1/callback"


class SimulatorCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        command = [sys.executable, "-m", "simulator", "--port", "0", "--quiet"]
        process = subprocess.Popen(
            command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
        )
        cls.addClassCleanup(process.stdout.close)
        cls.addClassCleanup(process.wait, 10)
        cls.addClassCleanup(process.terminate)
        address = process.stdout.readline().split()[-1]
        cls.servers = Servers(address, address, address)

    def setUp(self):
        super().setUp()
        self.control("reset", organisation="bare")
        self.oauth = OAuth(self.servers, "SIMULATED-APP", "simulated-secret")

    def control(self, what, **content):
        answer = requests.post(f"{self.servers.api}/_sim/{what}", json=content, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def consent(self, features=tuple(FEATURES)):
        verifier = new_verifier()
        page = self.oauth.authorize_url(BACK, scopes_for(features), "state-1", challenge(verifier))
        answer = requests.get(page + "&_sim_auto=1", allow_redirects=False, timeout=10)
        returned = parse_qs(urlsplit(answer.headers["location"]).query)
        self.assertEqual(returned["state"], ["state-1"])
        return self.oauth.exchange_code(returned["code"][0], BACK, verifier)

    def client(self, tokens):
        def of(tenant):
            wait = tenacity.wait_none()
            return Client(self.servers, tenant, lambda: tokens.access_token, retry_wait=wait)

        (row,) = of("").connections(tokens.auth_event_id)
        self.connection_id = row["id"]
        return of(row["tenantId"])


class TestJourney(SimulatorCase):
    def test_from_consent_to_disconnecting(self):
        """A consent gives tokens, an organisation and its data, until disconnected. [O11]"""
        tokens = self.consent()
        self.assertEqual(tokens.user_name, "Robin Taylor")
        self.assertEqual(missing(tokens.scopes, scopes_for(FEATURES)), ())
        tokens = self.oauth.refresh(tokens.refresh_token)
        client = self.client(tokens)
        (facts,) = client.get("/api.xro/2.0/Organisation").data["Organisations"]
        self.assertEqual(facts["BaseCurrency"], "AUD")
        client.delete_connection(self.connection_id)
        with self.assertRaises(XeroError) as caught:
            client.get("/api.xro/2.0/Organisation")
        self.assertEqual(caught.exception.action, Action.RECONNECT)

    def test_a_missing_permission_is_told_apart(self):
        """A call without its permission says that a permission is missing. [C23, B5]"""
        client = self.client(self.consent(["contacts"]))
        with self.assertRaises(XeroError) as caught:
            client.get("/payroll.xro/1.0/Employees")
        self.assertEqual(caught.exception.action, Action.RECONSENT)

    def test_an_ended_consent_asks_to_reconnect(self):
        """A revoked consent says reconnect at the next refresh. Pain 11 [C21]"""
        tokens = self.consent()
        self.oauth._post("/connect/revocation", {"token": tokens.refresh_token})
        with self.assertRaises(XeroError) as caught:
            self.oauth.refresh(tokens.refresh_token)
        self.assertEqual(caught.exception.action, Action.RECONNECT)


class TestWrites(SimulatorCase):
    def test_each_element_of_a_batch_has_its_own_outcome(self):
        """In a batch the good contacts are saved and the bad one has its reason. Pain 25 [B33]"""
        client = self.client(self.consent())
        body = {"Contacts": [{"Name": "Acme"}, {"Name": "ACME"}, {"Name": "Other"}]}
        answer = client.send("PUT", CONTACTS, body, "batch-1", summarizeErrors=False)
        failed = [bool(row.get("ValidationErrors")) for row in answer.data["Contacts"]]
        self.assertEqual(failed, [False, True, False])
        with self.assertRaises(XeroError) as caught:
            client.send("PUT", CONTACTS, {"Contacts": [{"Name": "acme"}]}, "single-1")
        self.assertEqual(caught.exception.reason, "duplicate_name")

    def test_a_lost_answer_repeated_under_its_key_creates_once(self):
        """A create whose answer was lost, sent again under its key, exists once. Pain 3 [E15]"""
        client = self.client(self.consent())
        self.control("faults", kind="reset_after", method="PUT", path="Contacts")
        body = {"Contacts": [{"Name": "Once"}]}
        with self.assertRaises(XeroError) as caught:
            client.send("PUT", CONTACTS, body, "key-1")
        self.assertEqual(caught.exception.action, Action.UNKNOWN)
        again = client.send("PUT", CONTACTS, body, "key-1").data["Contacts"][0]["ContactID"]
        found = [row["ContactID"] for page in client.pages(CONTACTS) for row in page.records]
        self.assertEqual(found, [again])

    def test_a_changed_body_under_an_old_key_is_looked_up(self):
        """Xero's memory of a key with another body leads to looking the record up. [E15]"""
        client = self.client(self.consent())
        client.send("PUT", CONTACTS, {"Contacts": [{"Name": "One"}]}, "key-1")
        with self.assertRaises(XeroError) as caught:
            client.send("PUT", CONTACTS, {"Contacts": [{"Name": "Two"}]}, "key-1")
        self.assertEqual(
            (caught.exception.reason, caught.exception.action), ("key_reused", Action.UNKNOWN)
        )
