"""Webhooks: the signature and the events."""

import json
import unittest

from hypothesis import given
from hypothesis import strategies as st

from xero.webhook import is_check, parse_delivery, parse_events, signature, verified
from xero.wire import WrongShape

# Published in XeroAPI/XeroWebhooksReceiver issue 1: an intent-to-receive body with the key of a
# test app. Xero had sent the wrong signature on purpose.
BODY = (
    b'{"events":[],"firstEventSequence": 0,"lastEventSequence": 0,'
    b' "entropy": "LUWDSUDGSWNZVALZXBEV"}'
)
KEY = "LR+QgKlbRciIPYpi65tTKLaZ3FzLLofCNEQWrRXqWXJeDFrfexzfVI9SmnVuCWDJ4jnjHB9ECtOyxZSofRxwWw=="
RIGHT = "BjzNbYUfrzg4g8wxm+dKHaZVrKxr2m75E296fUbD1E4="
WRONG = "/jzNbYUfrzg4g8wxm+dKHaZVrKxr2m75E296fUbD1E4="

EVENT = {
    "resourceUrl": "https://api.xero.com/api.xro/2.0/Contacts/717f2bfc-c6d4-41fd-b238-3f2f0c0cf777",
    "resourceId": "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777",
    "tenantId": "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f",
    "tenantType": "ORGANISATION",
    "eventCategory": "CONTACT",
    "eventType": "UPDATE",
    "eventDateUtc": "2017-06-21T01:15:39.902",
}


def body_of(*events, **more):
    return json.dumps(
        {"events": list(events), "firstEventSequence": 1, "lastEventSequence": 1, **more}
    ).encode()


class TestSignature(unittest.TestCase):
    def test_check_has_no_events(self):
        """Xero's own check is told from a delivery by having no events; what is no delivery of
        Xero's is no check either."""
        self.assertTrue(is_check(BODY))
        self.assertFalse(is_check(body_of(EVENT)))
        for body in (b"", b"[]", b'{"events": 1}', b"\xff"):
            self.assertFalse(is_check(body), body)

    def test_published_body_and_key(self):
        """A published body, key and pair of signatures is judged as Xero does. Pain 27 [B19]"""
        self.assertEqual(signature(BODY, KEY), RIGHT)
        self.assertTrue(verified(BODY, RIGHT, KEY))
        self.assertFalse(verified(BODY, WRONG, KEY))

    def test_the_exact_bytes_count(self):
        """The same JSON with other blanks is not what was signed. Pain 27 [B19]"""
        self.assertFalse(verified(json.dumps(json.loads(BODY)).encode(), RIGHT, KEY))

    def test_no_key_opens_nothing(self):
        """Without a key or a header nothing is accepted. Pain 27 [B19]"""
        for header, key in ((signature(BODY, ""), ""), ("", KEY), (None, KEY)):
            self.assertFalse(verified(BODY, header, key))

    @given(st.binary(max_size=50), st.text(max_size=20), st.text(min_size=1, max_size=20))
    def test_forged_headers_are_refused(self, body, header, key):
        """No invented header passes, whatever letters it has. Pain 27 [B19]"""
        self.assertFalse(verified(body, header, key))
        self.assertTrue(verified(body, signature(body, key), key))


class TestEvents(unittest.TestCase):
    def test_an_event_names_record_and_organisation(self):
        """An event says which record of which organisation changed, and when. [B19]"""
        (event,) = parse_events(body_of(EVENT))
        self.assertEqual(
            (event.tenant_id, event.resource_id), (EVENT["tenantId"], EVENT["resourceId"])
        )
        self.assertEqual((event.category, event.kind), ("CONTACT", "UPDATE"))
        self.assertEqual(event.date.isoformat(), "2017-06-21T01:15:39.902000+00:00")

    def test_intent_to_receive_has_no_events(self):
        """Xero's check with no events and sequence 0 is read. Pain 27 [B19]"""
        delivery = parse_delivery(BODY)
        self.assertEqual(
            (delivery.events, delivery.first_sequence, delivery.last_sequence), ((), 0, 0)
        )

    def test_new_categories_are_kept(self):
        """A category that did not exist when this was written is kept as it is. [B19]"""
        new = {
            **EVENT,
            "eventCategory": "Payment",
            "eventType": "Merge",
            "data": {"Status": "X"},
            "extra": [],
        }
        (event,) = parse_events(body_of(new))
        self.assertEqual((event.category, event.kind), ("PAYMENT", "MERGE"))

    def test_wrong_shapes_are_refused(self):
        """A body of another shape is refused with a sentence. [B19, D5]"""
        hostile = [
            b"",
            b"[" * 100_000,
            b"\xff",
            b"[]",
            b"null",
            b"{}",
            b'{"events": {}}',
            b'{"events": [1]}',
            b'{"events": [{}]}',
            body_of({**EVENT, "resourceId": None}),
            body_of({**EVENT, "tenantId": ["x"]}),
            body_of({**EVENT, "eventDateUtc": "soon"}),
            body_of(EVENT, firstEventSequence="x"),
        ]
        for body in hostile:
            with self.subTest(body=body), self.assertRaises(WrongShape):
                parse_events(body)

    @given(
        st.binary(max_size=200)
        | st.recursive(
            st.none() | st.text() | st.floats(),
            lambda inner: (
                st.lists(inner) | st.dictionaries(st.sampled_from([*EVENT, "events"]), inner)
            ),
        ).map(lambda value: json.dumps(value).encode())
    )
    def test_any_body_is_read_or_refused(self, body):
        """No body causes anything but events or a refusal. [B19, D5]"""
        try:
            self.assertIsInstance(parse_events(body), list)
        except WrongShape as error:
            self.assertTrue(str(error).endswith("."))
