"""What is done when Xero does not answer with success."""

import json
import unittest
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import urllib3
from hypothesis import given
from hypothesis import strategies as st

from xero import errors, oauth, refusals
from xero.errors import Action, XeroError, from_answer, from_exception
from xero.reasons import REASONS


def answered(status, body=b"", write=False, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return from_answer(status, named, content, write=write)


def refusal(*messages):
    element = {"ValidationErrors": [{"Message": message} for message in messages]}
    return {"ErrorNumber": 10, "Type": "ValidationException", "Elements": [element]}


class TestStatuses(unittest.TestCase):
    def test_each_status_says_what_to_do(self):
        """Every status of Xero leads to one action and reason, for reads and for writes. [B30]"""
        expected = {
            302: ("stop", "stop", "redirected"),
            400: ("quarantine", "quarantine", "refused"),
            401: ("refresh", "refresh", "token_expired"),
            403: ("stop", "stop", "not_allowed"),
            404: ("quarantine", "quarantine", "not_found"),
            408: ("retry", "unknown", "no_answer"),
            412: ("stop", "stop", "refused"),
            413: ("quarantine", "quarantine", "too_large"),
            418: ("quarantine", "quarantine", "refused"),
            429: ("wait", "wait", "rate_minute"),
            500: ("retry", "unknown", "server_error"),
            501: ("stop", "stop", "not_offered"),
            502: ("retry", "unknown", "server_error"),
            503: ("retry", "unknown", "offline"),
            504: ("retry", "unknown", "server_error"),
        }
        found = {}
        for status in expected:
            read, write = answered(status), answered(status, write=True)
            self.assertEqual(read.status, status)
            self.assertEqual(read.reason, write.reason)
            found[status] = (read.action.value, write.action.value, read.reason)
        self.assertEqual(found, expected)

    def test_every_reason_has_a_sentence(self):
        """No table can name a reason that has no sentence for a person. [D5, B30]"""
        used = {row[2] for row in (*errors.STATUSES.values(), *errors.EXCEPTIONS.values())}
        used |= {reason for _fragments, reason in refusals.MESSAGES}
        used |= {reason for _action, reason in oauth.OAUTH_ERRORS.values()}
        used |= set(errors.RATE_PROBLEMS.values()) | set(errors.FALLBACK_WAIT)
        self.assertEqual(used - set(REASONS), set())
        for reason, sentence in REASONS.items():
            self.assertRegex(sentence, r"^[A-Z].*\.$", reason)

    def test_missing_scope_is_not_an_expired_token(self):
        """A missing permission asks for consent again instead of refreshing for ever. [C23, B5]"""
        for spelling in ("insufficent_scope", "Bearer error=insufficient_scope"):
            error = answered(401, www_authenticate=spelling)
            self.assertEqual((error.action, error.reason), (Action.RECONSENT, "scope_missing"))

    def test_organisation_that_was_disconnected_asks_to_reconnect(self):
        """A 403 for the tenant says that the organisation must be connected again. [C21, D8]"""
        body = {"Type": None, "Title": "Forbidden", "Detail": "AuthenticationUnsuccessful"}
        error = answered(403, body)
        self.assertEqual((error.action, error.reason), (Action.RECONNECT, "not_connected"))

    def test_limits_are_told_apart_and_know_their_wait(self):
        """Minute, day, app and concurrency limits each keep Xero's own waiting time. [B29, C24]"""
        cases = [
            ({"x_rate_limit_problem": "minute", "retry_after": "26"}, "rate_minute", 26),
            ({"x_rate_limit_problem": "Day", "retry_after": "41000"}, "rate_day", 41000),
            ({"x_rate_limit_problem": "concurrent"}, "rate_concurrent", 2),
            ({"x_rate_limit_problem": "app-minute"}, "rate_app", 60),
            ({"x_rate_limit_problem": "appminute", "retry_after": "soon"}, "rate_app", 60),
            ({}, "rate_minute", 60),
        ]
        for headers, reason, seconds in cases:
            with self.subTest(headers=headers):
                error = answered(429, write=True, **headers)
                self.assertEqual(error.action, Action.WAIT)
                self.assertEqual((error.reason, error.retry_after), (reason, seconds))

    def test_retry_after_may_be_a_date(self):
        """A waiting time given as a date is understood. [B29]"""
        when = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=90), usegmt=True)
        self.assertAlmostEqual(answered(429, retry_after=when).retry_after, 90, delta=3)

    def test_call_id_and_answer_are_kept_for_support(self):
        """Xero's id of a call and its answer stay with the error. [B27]"""
        error = answered(400, refusal("Nope"), xero_correlation_id="abc")
        self.assertEqual(error.correlation_id, "abc")
        self.assertEqual(error.payload["ErrorNumber"], 10)
        self.assertIn("Nope", str(error))

    @given(st.integers(300, 599), st.binary(max_size=200), st.booleans())
    def test_no_answer_can_break_the_table(self, status, body, write):
        """Whatever body comes with whatever status, the outcome is one XeroError. [B30]"""
        error = answered(status, body, write=write)
        self.assertIn(error.reason, REASONS)
        self.assertIsInstance(error.action, Action)
        if write:
            self.assertIsNot(error.action, Action.RETRY)


class TestConnections(unittest.TestCase):
    def test_lost_write_is_unknown_and_lost_read_is_repeated(self):
        """A write whose answer is lost is looked up, a read is repeated. Pain 3 [B25, E15]"""
        lost = [
            urllib3.exceptions.ProtocolError("Connection aborted."),
            urllib3.exceptions.ReadTimeoutError(None, "/", "Read timed out."),
            ConnectionResetError(104, "reset"),
            TimeoutError("timed out"),
        ]
        for failure in lost:
            with self.subTest(failure=failure):
                self.assertIs(from_exception(failure, write=True).action, Action.UNKNOWN)
                self.assertIs(from_exception(failure, write=False).action, Action.RETRY)
                self.assertEqual(from_exception(failure, write=True).reason, "no_answer")

    def test_connection_never_made_cannot_have_written(self):
        """A write that never reached Xero may be repeated without looking it up. [B25]"""
        for failure in (
            urllib3.exceptions.NewConnectionError(None, "refused"),
            urllib3.exceptions.ConnectTimeoutError(None, "timed out"),
        ):
            error = from_exception(failure, write=True)
            self.assertEqual((error.action, error.reason), (Action.RETRY, "unreachable"))

    def test_wrong_certificate_stops(self):
        """A server with a wrong certificate is not asked again. [S74]"""
        failure = urllib3.exceptions.SSLError(
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"
        )
        self.assertEqual(from_exception(failure, write=False).reason, "certificate")


class TestMessages(unittest.TestCase):
    def test_xeros_sentences_are_recognised(self):
        """Each refusal known from Xero gets its own reason. Pain 1 [D5, C26]"""
        for text, reason in KNOWN.items():
            with self.subTest(text=text):
                self.assertEqual(refusals.classify_message(text), reason)
                self.assertEqual(refusals.classify_message(text.upper()), reason)
                error = answered(400, refusal(text), write=True)
                expected = Action.UNKNOWN if reason == "key_reused" else Action.QUARANTINE
                self.assertEqual((error.reason, error.action), (reason, expected))

    def test_unknown_sentence_is_still_a_refusal(self):
        """A sentence nobody has seen yet is kept and called a refusal. [D5]"""
        error = answered(400, refusal("The moon is in the wrong house"))
        self.assertEqual(error.reason, "refused")
        self.assertIn("The moon is in the wrong house", error.message)

    def test_messages_are_found_at_any_depth(self):
        """Messages on lines, addresses and contacts are all collected, each once. Pain 25 [B30]"""
        element = {
            "ValidationErrors": [{"Message": "first"}],
            "LineItems": [{"ValidationErrors": [{"Message": "second"}, {"Message": "first"}]}],
            "Contact": {"Addresses": [{"ValidationErrors": [{"Message": " third\n"}]}]},
        }
        self.assertEqual(errors.element_errors(element), ["first", "second", "third"])
        problem = {"problem": {"invalidFields": [{"name": "startDate", "reason": "Bad date"}]}}
        self.assertEqual(errors.element_errors(problem), ["Bad date"])

    @given(
        st.recursive(
            st.none() | st.booleans() | st.text() | st.integers(),
            lambda inner: (
                st.lists(inner)
                | st.dictionaries(
                    st.sampled_from(["ValidationErrors", "Message", "Lines", "invalidFields"]),
                    inner,
                )
            ),
        )
    )
    def test_any_shape_is_walked(self, element):
        """No shape of answer breaks the collection of messages. [B30]"""
        for message in errors.element_errors(element):
            self.assertTrue(message.strip())


class TestError(unittest.TestCase):
    def test_plain_sentence_is_what_people_read(self):
        """An error reads as its sentence, with the way out. [D5]"""
        error = XeroError("locked_period", Action.QUARANTINE)
        self.assertEqual(str(error), REASONS["locked_period"])


KNOWN = {
    "The contact name ABC is already assigned to another contact. The contact name must be unique"
    " across all active contacts.": "duplicate_name",
    "The contact number C7 is already assigned to another contact": "duplicate_number",
    "The specified contact details matched an archived contact. Archived contacts cannot currently"
    " be edited via the API.": "archived",
    "Invoice not of valid status for modification": "wrong_status",
    "This document cannot be edited as it has a payment or credit note allocated"
    " to it.": "has_payments",
    "The status VOIDED cannot be applied to the invoice because it has payments or credit notes"
    " allocated to it.": "has_payments",
    "Invoice # must be unique.": "duplicate_number",
    "Price List Item with Code 'X' already exists": "duplicate_item",
    "Account code '999' is not a valid code for this document.": "account_invalid",
    "Account code '999' has been archived, or deleted": "account_invalid",
    "The TaxType code 'INPUT' cannot be used with account code '200'.": "tax_account_mismatch",
    "Payment amount exceeds the amount outstanding on this document": "overpaid",
    "Payments can only be made against Authorised documents": "wrong_status",
    "The document date cannot be before the end of year lock date": "locked_period",
    "The document date cannot be before the period lock date 30 June 2026": "locked_period",
    "Email address must be valid.": "email_invalid",
    "Deleted PurchaseOrders cannot be updated": "wrong_status",
    "Idempotency Key: abc is used with a different request.": "key_reused",
    "Earnings rate not found - 5ab3a3d6-1d2c-4d2b-9a8e-000000000000": "earnings_rate_invalid",
    "Organisation is not subscribed to currency EUR": "currency_missing",
    "Incorrect number of timesheet entries": "period_mismatch",
}
