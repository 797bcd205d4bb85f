"""Consent and tokens, against an identity server on this machine."""

import base64
import hashlib
import json
import unittest
from urllib.parse import parse_qs, parse_qsl, urlsplit

from loopback import DROP, Reply, served

from xero.errors import Action, XeroError
from xero.oauth import OAuth, challenge, claims, new_verifier
from xero.servers import Servers


def jwt(**content):
    body = base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
    return f"e30.{body}.c2ln"


TOKENS = {
    "access_token": jwt(authentication_event_id="event-1", xero_userid="user-1", scope=["a", "b"]),
    "refresh_token": "next-refresh",
    "id_token": jwt(xero_userid="user-1", name="Robin Taylor", email="robin.taylor@example.com"),
    "expires_in": 1800,
    "token_type": "Bearer",
    "scope": "openid accounting.contacts",
}


class IdentityCase(unittest.TestCase):
    def oauth(self, *replies, secret="secret-1", timeout=5):
        self.server = served(self, *replies)
        address = self.server.address
        return OAuth(Servers(address, address, address), "app-1", secret, timeout)

    def sent(self):
        (request,) = self.server.requests
        return request, dict(parse_qsl(request.body.decode()))


class TestConsent(unittest.TestCase):
    def test_consent_page_gets_everything_it_needs(self):
        """The address of the consent page carries scopes, state and PKCE challenge. [S71, S72]"""
        url = OAuth(Servers(), "app-1", "secret").authorize_url(
            "https://odoo.example/xero?a=b", ["openid", "accounting.contacts"], "s&t", "c-1"
        )
        self.assertTrue(url.startswith("https://login.xero.com/identity/connect/authorize?"))
        self.assertEqual(
            {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()},
            {
                "response_type": "code",
                "client_id": "app-1",
                "redirect_uri": "https://odoo.example/xero?a=b",
                "scope": "openid accounting.contacts",
                "state": "s&t",
                "code_challenge": "c-1",
                "code_challenge_method": "S256",
            },
        )
        self.assertNotIn("secret", url)

    def test_pkce_follows_the_published_example(self):
        """The challenge is RFC 7636's, and verifiers are long and never equal. [S72]"""
        self.assertEqual(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        )
        verifiers = {new_verifier() for _ in range(200)}
        self.assertEqual(len(verifiers), 200)
        for verifier in verifiers:
            self.assertRegex(verifier, r"^[A-Za-z0-9\-._~]{43,128}$")
            digest = base64.urlsafe_b64decode(challenge(verifier) + "=")
            self.assertEqual(digest, hashlib.sha256(verifier.encode()).digest())

    def test_claims_need_a_token(self):
        """Text that is no token has no claims. [S71]"""
        self.assertEqual(claims(jwt(sub="x")), {"sub": "x"})
        for text in ("", "a.b", "a.!!.c", "a.W10.c", "a.e30.c.d"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                claims(text)


class TestTokens(IdentityCase):
    def test_code_becomes_tokens(self):
        """The code of the consent becomes tokens that know the user and the consent. [S72, O11]"""
        tokens = self.oauth(Reply(body=TOKENS)).exchange_code(
            "c-1", "https://odoo.example/x", "v-1"
        )
        request, form = self.sent()
        self.assertEqual((request.method, request.path), ("POST", "/connect/token"))
        self.assertEqual(
            form,
            {
                "grant_type": "authorization_code",
                "code": "c-1",
                "redirect_uri": "https://odoo.example/x",
                "code_verifier": "v-1",
            },
        )
        expected = base64.b64encode(b"app-1:secret-1").decode()
        self.assertEqual(request.headers["authorization"], f"Basic {expected}")
        self.assertEqual(tokens.scopes, ("openid", "accounting.contacts"))
        self.assertEqual((tokens.expires_in, tokens.refresh_token), (1800, "next-refresh"))
        self.assertEqual((tokens.auth_event_id, tokens.user_id), ("event-1", "user-1"))
        self.assertEqual(tokens.user_name, "Robin Taylor")
        self.assertEqual(tokens.user_email, "robin.taylor@example.com")

    def test_tokens_do_not_show_in_a_log(self):
        """A token set that is printed shows no token. [B6]"""
        tokens = self.oauth(Reply(body=TOKENS)).refresh("old-refresh")
        for secret in (tokens.access_token, "next-refresh", tokens.id_token):
            self.assertNotIn(secret, repr(tokens))

    def test_refresh_returns_the_rotated_token(self):
        """A refresh sends the old token once and returns the new one. [B4]"""
        tokens = self.oauth(Reply(body=TOKENS)).refresh("old-refresh")
        _request, form = self.sent()
        self.assertEqual(form, {"grant_type": "refresh_token", "refresh_token": "old-refresh"})
        self.assertEqual(tokens.refresh_token, "next-refresh")

    def test_app_without_secret_names_itself_in_the_form(self):
        """An app without a secret is named in the form, with no empty password. [S72]"""
        self.oauth(Reply(body=TOKENS), secret="").exchange_code(
            "c-1", "https://odoo.example/x", "v-1"
        )
        request, form = self.sent()
        self.assertEqual(form["client_id"], "app-1")
        self.assertNotIn("authorization", request.headers)

    def test_custom_connection_has_no_refresh_token(self):
        """A custom connection asks for no user scopes and gets no refresh token. [S71]"""
        body = {"access_token": TOKENS["access_token"], "expires_in": 1800, "token_type": "Bearer"}
        tokens = self.oauth(Reply(body=body)).client_credentials(
            ["offline_access", "openid", "accounting.contacts"]
        )
        _request, form = self.sent()
        self.assertEqual(form, {"grant_type": "client_credentials", "scope": "accounting.contacts"})
        self.assertIsNone(tokens.refresh_token)
        self.assertEqual(tokens.scopes, ("a", "b"))
        self.assertEqual(tokens.user_name, "")


class TestFailures(IdentityCase):
    def failing(self, *replies, **options):
        with self.assertRaises(XeroError) as caught:
            self.oauth(*replies, **options).refresh("old-refresh")
        self.assertEqual(len(self.server.requests), 1)
        return caught.exception.action, caught.exception.reason

    def test_each_refusal_has_its_way_out(self):
        """An ended consent, a wrong secret, a refused scope say what to do. Pain 11 [C21, C23]"""
        cases = [
            (
                400,
                {"error": "invalid_grant", "error_description": "x"},
                Action.RECONNECT,
                "reconnect",
            ),
            (400, {"error": "invalid_client"}, Action.STOP, "app_refused"),
            (401, {"error": "invalid_client"}, Action.STOP, "app_refused"),
            (401, b"", Action.STOP, "app_refused"),
            (400, {"error": "unauthorized_client"}, Action.RECONSENT, "scope_refused"),
            (400, {"error": "invalid_scope"}, Action.RECONSENT, "scope_refused"),
            (400, b"<html>", Action.STOP, "app_refused"),
            (400, {"error": ["invalid_grant"]}, Action.STOP, "app_refused"),
            (429, b"", Action.WAIT, "rate_minute"),
            (500, b"", Action.RETRY, "server_error"),
            (503, b"offline", Action.RETRY, "offline"),
            (302, b"", Action.STOP, "redirected"),
        ]
        for status, body, action, reason in cases:
            with self.subTest(status=status, body=body):
                reply = Reply(status, body, {"Location": "http://127.0.0.1:9/"})
                self.assertEqual(self.failing(reply), (action, reason))

    def test_lost_answers_are_worth_another_try(self):
        """A refresh without an answer may be repeated by the caller. Pain 11 [B4]"""
        self.assertEqual(self.failing(DROP), (Action.RETRY, "no_answer"))
        self.assertEqual(
            self.failing(Reply(body=TOKENS, delay=5), timeout=0.2), (Action.RETRY, "no_answer")
        )

    def test_unreadable_answers_are_refused(self):
        """A token answer of another shape is an error, never a half token. [B4, D5]"""
        bodies = [
            b"<html>", b"null", [], {},
            {**TOKENS, "access_token": None}, {**TOKENS, "access_token": ["x"]},
            {**TOKENS, "expires_in": "soon"}, {**TOKENS, "expires_in": True},
            {**TOKENS, "expires_in": None}, {**TOKENS, "expires_in": -5},
        ]  # fmt: skip
        for body in bodies:
            with self.subTest(body=body):
                self.assertEqual(self.failing(Reply(body=body)), (Action.RETRY, "bad_answer"))

    def test_nobody_listening(self):
        """A server that cannot be reached is told apart from one that does not answer. [B25]"""
        server = served(self)
        server.close()
        oauth = OAuth(Servers(server.address, server.address, server.address), "a", "b", (2, 2))
        with self.assertRaises(XeroError) as caught:
            oauth.refresh("x")
        self.assertEqual(caught.exception.action, Action.RETRY)
        self.assertEqual(caught.exception.reason, "unreachable")
