"""A small HTTP client of the simulator for its tests."""

import base64
import gzip
import http.client
import json
import socket
import threading
import unittest
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from simulator.server import Server

CLIENT, SECRET = "SIMULATED-APP", "simulated-secret"
REDIRECT = "http://localhost:8069/callback"
SCOPES = (
    "openid profile email offline_access accounting.contacts accounting.settings "
    "accounting.invoices accounting.payments payroll.employees payroll.timesheets payroll.settings"
)


@dataclass
class Reply:
    """An answer: status, headers (lower case) and body."""

    status: int
    headers: dict
    raw: bytes

    @property
    def json(self):
        """The body as JSON."""
        return json.loads(self.raw)


class SimulatorCase(unittest.TestCase):
    """A simulator on a free port for the class; every test begins with a fresh organisation."""

    kind = "bare"

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.thread = threading.Thread(target=cls.server.serve_forever, daemon=True)
        cls.thread.start()
        cls.addClassCleanup(cls._stop)

    @classmethod
    def _stop(cls):
        cls.server.shutdown()
        cls.server.server_close()
        cls.thread.join()

    def setUp(self):
        host, port = self.server.server_address
        self.line = http.client.HTTPConnection(host, port, timeout=20)
        self.addCleanup(self.line.close)
        self.tenant = self.control("reset", {"organisation": self.kind})["tenants"][0]["tenant_id"]
        self.control("limits", {"enforce": False})
        self.tokens = self.connect()

    def http(self, method, path, body=None, headers=None) -> Reply:
        """One request on the kept connection."""
        self.line.request(method, path, body, headers or {})
        self.line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answer = self.line.getresponse()
        raw = answer.read()
        lower = {key.lower(): value for key, value in answer.getheaders()}
        if lower.get("content-encoding") == "gzip":
            raw = gzip.decompress(raw)
        return Reply(answer.status, lower, raw)

    def control(self, what, body=None, method="POST"):
        """A call of the control side; its JSON."""
        text = None if body is None else json.dumps(body)
        return self.http(method, f"/_sim/{what}", text).json

    def authorize(self, scope=SCOPES, **more) -> dict:
        """The parameters a consent sends back to the app."""
        asked = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": REDIRECT,
            "scope": scope,
            "state": "abc",
            "_sim_auto": "1",
            **more,
        }
        reply = self.http("GET", "/identity/connect/authorize?" + urlencode(asked))
        self.assertEqual(reply.status, 302, reply.raw)
        query = parse_qs(urlsplit(reply.headers["location"]).query)
        return {name: values[0] for name, values in query.items()}

    def token(self, client=CLIENT, secret=SECRET, **form) -> Reply:
        """A call of the token endpoint."""
        basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
        headers = {
            "Authorization": f"Basic {basic}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self.http("POST", "/connect/token", urlencode(form), headers)

    def connect(self, scope=SCOPES, **more) -> dict:
        """A token set for every organisation."""
        code = self.authorize(scope, **more)["code"]
        reply = self.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
        self.assertEqual(reply.status, 200, reply.raw)
        return reply.json

    def api(self, method, path, body=None, headers=None, tenant=None, **query) -> Reply:
        """A call of the Accounting API (or of any path that begins with a slash)."""
        sent = {
            "Authorization": f"Bearer {self.tokens['access_token']}",
            "Xero-Tenant-Id": tenant or self.tenant,
            "Accept": "application/json",
            "Content-Type": "application/json",
            **(headers or {}),
        }
        where = path if path.startswith("/") else f"/api.xro/2.0/{path}"
        if query:
            where += "?" + urlencode(query, quote_via=quote)
        return self.http(method, where, None if body is None else json.dumps(body), sent)

    def good(self, method, path, body=None, **more):
        """As `api`, for a call that must succeed; its JSON."""
        reply = self.api(method, path, body, **more)
        self.assertEqual(reply.status, 200, reply.raw)
        return reply.json

    def refused(self, method, path, body, **more) -> str:
        """As `api`, for a call that must be refused with validation errors; their texts."""
        reply = self.api(method, path, body, **more)
        self.assertEqual(reply.status, 400, reply.raw)
        return json.dumps(reply.json["Elements"])

    def contact(self, name="Basket Case", **more) -> dict:
        """A new contact."""
        return self.good("PUT", "Contacts", {"Contacts": [{"Name": name, **more}]})["Contacts"][0]

    def invoice(self, **more) -> dict:
        """A new authorised sales invoice of 2 x 50 plus GST, 110 in all."""
        body = {
            "Type": "ACCREC",
            "Status": "AUTHORISED",
            "Date": "2026-11-02",
            "DueDate": "2026-11-30",
            "LineItems": [
                {
                    "Description": "Baskets",
                    "Quantity": 2,
                    "UnitAmount": 50,
                    "AccountCode": "200",
                    "TaxType": "OUTPUT",
                }
            ],
            **more,
        }
        if "Contact" not in body:
            body["Contact"] = {"ContactID": self.contact(f"Buyer {id(body)}")["ContactID"]}
        return self.good("PUT", "Invoices", {"Invoices": [body]})["Invoices"][0]

    def credit_note(self, invoice, unit=50) -> dict:
        """A new authorised credit note of `unit` plus GST for an invoice's contact."""
        body = {
            "Type": "ACCRECCREDIT", "Status": "AUTHORISED", "Date": "2026-11-03",
            "Contact": {"ContactID": invoice["Contact"]["ContactID"]},
            "LineItems": [{
                "Description": "Baskets back", "Quantity": 1, "UnitAmount": unit,
                "AccountCode": "200", "TaxType": "OUTPUT",
            }],
        }  # fmt: skip
        return self.good("PUT", "CreditNotes", {"CreditNotes": [body]})["CreditNotes"][0]
