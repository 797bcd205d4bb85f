import base64
import hashlib
import hmac
import json

from odoo.tests import HttpCase, tagged

from ..models.xero_app import WEBHOOK_PATH
from .common import XeroCase

KEY = "simulated-webhook-key"


@tagged("post_install", "-at_install")
class TestHttpWebhook(XeroCase, HttpCase):
    """The webhook route: signed deliveries fill the inbox, all others meet a closed door."""

    def setUp(self):
        super().setUp()
        self.app = self.connection.authorisation_id.app_id
        self.app.webhook_key = KEY

    def deliver(self, body, key=KEY, signature=None, token=None):
        """Deliver as Xero does; returns the answer."""
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        digest = hmac.new(key.encode(), body, hashlib.sha256).digest()
        return self.opener.post(
            f"{self.base_url()}{WEBHOOK_PATH}/{token or self.app.webhook_token}",
            data=body,
            timeout=30,
            headers={
                "Content-Type": "application/json",
                "x-xero-signature": signature or base64.b64encode(digest).decode(),
            },
        )

    def event(self, **changes):
        return {
            "resourceUrl": "https://evil.example.com/",
            "resourceId": "3f4c7a1e-0000-4000-8000-000000000001",
            "tenantId": self.sim.tenant,
            "tenantType": "ORGANISATION",
            "eventCategory": "CONTACT",
            "eventType": "UPDATE",
            "eventDateUtc": "2026-11-21T01:02:03.456",
            **changes,
        }

    def body(self, *events):
        return {
            "events": list(events),
            "firstEventSequence": 1,
            "lastEventSequence": len(events),
            "entropy": "ABCDEFGHIJ",
        }

    def inbox(self):
        return self.env["xero.inbox"].search([("connection_id", "=", self.connection.id)])

    def test_right_signature(self):
        """A signed delivery is answered with 200, no body and no cookie, and fills the inbox.
        Pain 27 [B19]"""
        answer = self.deliver(self.body(self.event()))
        self.assertEqual((answer.status_code, answer.content), (200, b""))
        self.assertNotIn("Set-Cookie", answer.headers)
        row = self.inbox()
        self.assertEqual(row.entity, "contact")
        self.assertEqual(row.xero_id, "3f4c7a1e-0000-4000-8000-000000000001")
        self.assertEqual(str(row.event_at), "2026-11-21 01:02:03")

    def test_again(self):
        """The same delivery again changes nothing. Pain 27"""
        for _time in range(2):
            self.assertEqual(self.deliver(self.body(self.event())).status_code, 200)
        self.assertEqual(len(self.inbox()), 1)

    def test_wrong_signatures(self):
        """A wrong, missing or foreign signature is answered with 401 and no body; nothing is
        stored. Pain 27 [B19]"""
        body = self.body(self.event())
        for answer in (
            self.deliver(body, key="another key"),
            self.deliver(body, signature="bm90IGEgc2lnbmF0dXJl"),
            self.deliver(body, signature="é"),
            self.deliver(body, token="not-an-app"),
            self.url_open(f"{WEBHOOK_PATH}/{self.app.webhook_token}", data=b"{}"),
        ):
            self.assertEqual((answer.status_code, answer.content), (401, b""))
            self.assertNotIn("Set-Cookie", answer.headers)
        self.assertFalse(self.inbox())

    def test_no_key(self):
        """Without a signing key in Odoo even a rightly signed delivery is refused. Pain 27"""
        self.app.sudo().webhook_key_cipher = False
        answer = self.deliver(self.body(self.event()))
        self.assertEqual((answer.status_code, answer.content), (401, b""))
        empty = self.deliver(self.body(self.event()), key="")
        self.assertEqual(empty.status_code, 401)

    def test_intent_to_receive(self):
        """Xero's check with no events and sequence 0 is answered rightly: 200 signed, 401 not.
        Pain 27"""
        body = {"events": [], "firstEventSequence": 0, "lastEventSequence": 0, "entropy": "X"}
        self.assertEqual(self.deliver(body).status_code, 200)
        self.assertEqual(self.deliver(body, key="wrong").status_code, 401)

    def test_raw_bytes_are_signed(self):
        """The signature covers the bytes as they came, not JSON written again. Pain 27"""
        body = b'{ "events" : [ ],\r\n "firstEventSequence":0, "entropy":"\xc3\xa9"}'
        self.assertEqual(self.deliver(body).status_code, 200)
        self.assertEqual(self.deliver(body, signature="x").status_code, 401)

    def test_unknown_organisation(self):
        """A change in an organisation nobody connected goes to quarantine, once. [D5]"""
        tenant = "00000000-0000-4000-8000-00000000dead"
        for _time in range(2):
            self.deliver(self.body(self.event(tenantId=tenant)))
        rows = self.env["xero.quarantine"].sudo().search([("reason", "=", "unknown_tenant")])
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows.payload["tenant"], tenant)
        self.assertFalse(self.inbox())

    def test_wrong_shapes(self):
        """Signed JSON of the wrong shape is kept in quarantine with a sentence, never a traceback.
        [D5]"""
        for body in (
            b"",
            b"[]",
            b"null",
            b"{",
            b"\xff\xfe",
            b'{"events": null}',
            b'{"events": [1]}',
            json.dumps(self.body(self.event(resourceId=None))).encode(),
            json.dumps(self.body(self.event(tenantId=["x"]))).encode(),
            json.dumps(self.body(self.event(eventDateUtc=12))).encode(),
        ):
            answer = self.deliver(body)
            self.assertEqual((answer.status_code, answer.content), (200, b""), body)
        rows = self.env["xero.quarantine"].sudo().search([("reason", "=", "wrong_shape")])
        self.assertTrue(rows)
        self.assertTrue(all(row.sentence for row in rows))
        self.assertFalse(self.inbox())

    def test_unknown_category(self):
        """Categories nobody knows yet are no error and store nothing."""
        for category in ("PAYMENT", "BRANDNEW", ""):
            answer = self.deliver(self.body(self.event(eventCategory=category)))
            self.assertEqual(answer.status_code, 200)
        self.assertFalse(self.inbox())

    def test_too_large(self):
        """A delivery of 10 MB is not read. Pain 27"""
        answer = self.deliver(b"x" * (10 * 1024 * 1024))
        self.assertEqual(answer.status_code, 401)
