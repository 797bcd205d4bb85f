"""Consent, tokens, connections."""

import base64
import hashlib
import json

from sim_client import CLIENT, REDIRECT, SECRET, SimulatorCase


def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class TestIdentity(SimulatorCase):
    def refresh(self, token):
        return self.token(grant_type="refresh_token", refresh_token=token)

    def test_consent_page(self):
        """A person sees who asks, which organisations there are and two buttons."""
        page = self.http(
            "GET",
            "/identity/connect/authorize?response_type=code&client_id=SIMULATED-APP"
            f"&redirect_uri={REDIRECT}&scope=accounting.contacts.read&state=s",
        )
        text = page.raw.decode()
        self.assertEqual(page.headers["content-type"], "text/html; charset=utf-8")
        self.assertIn("Contacts (view only)", text)
        self.assertIn(self.tenant, text)
        self.assertIn('value="cancel"', text)

    def test_cancel(self):
        """Cancel sends error=access_denied and the state back."""
        form = (
            "response_type=code&client_id=SIMULATED-APP&scope=accounting.contacts&state=s"
            f"&redirect_uri={REDIRECT}&decision=cancel"
        )
        reply = self.http("POST", "/identity/connect/authorize", form)
        self.assertEqual(reply.status, 302)
        self.assertIn("error=access_denied", reply.headers["location"])
        self.assertIn("state=s", reply.headers["location"])

    def test_broad_scope(self):
        """One scope a new app cannot have fails the whole consent."""
        back = self.authorize("accounting.contacts accounting.transactions")
        self.assertEqual(back["error"], "invalid_scope")

    def test_foreign_redirect(self):
        """A redirect address that is not registered is shown as an error, never followed."""
        reply = self.http(
            "GET",
            "/identity/connect/authorize?response_type=code&client_id=SIMULATED-APP&_sim_auto=1"
            "&redirect_uri=https://example.com/x&scope=accounting.contacts&state=s",
        )
        self.assertEqual(reply.status, 400)

    def test_claims(self):
        """The tokens carry the person, the consent and the scopes."""
        access = claims(self.tokens["access_token"])
        self.assertEqual(access["exp"] - access["iat"], 1800)
        self.assertIn("accounting.contacts", access["scope"])
        connection = self.api("GET", "/connections").json[0]
        self.assertEqual(access["authentication_event_id"], connection["authEventId"])
        self.assertEqual(claims(self.tokens["id_token"])["email"], "robin.taylor@example.com")

    def test_pkce(self):
        """A code asked for with a challenge needs the verifier."""
        verifier = "v" * 43
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        for given, status in (("w" * 43, 400), (verifier, 200)):
            back = self.authorize(code_challenge=challenge, code_challenge_method="S256")
            reply = self.token(
                grant_type="authorization_code",
                code=back["code"],
                redirect_uri=REDIRECT,
                code_verifier=given,
            )
            self.assertEqual(reply.status, status)

    def test_code_once(self):
        """A code works once."""
        code = self.authorize()["code"]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
        self.assertEqual(self.token(**form).status, 200)
        self.assertEqual(self.token(**form).json, {"error": "invalid_grant"})

    def test_expired_access(self):
        """After half an hour the access token is refused and a refresh helps."""
        self.control("clock", {"advance": 1801})
        reply = self.api("GET", "Organisation")
        self.assertEqual(reply.status, 401)
        self.assertIn("TokenExpired", reply.json["Detail"])
        self.tokens = self.refresh(self.tokens["refresh_token"]).json
        self.assertEqual(self.api("GET", "Organisation").status, 200)

    def test_rotation(self):
        """The old refresh token works again only while the new one was never used."""
        first = self.tokens["refresh_token"]
        lost = self.refresh(first).json["refresh_token"]
        self.assertNotEqual(first, lost)
        second = self.refresh(first).json["refresh_token"]
        self.assertEqual(self.refresh(lost).json, {"error": "invalid_grant"})
        self.assertEqual(self.refresh(second).status, 200)
        self.assertEqual(self.refresh(first).json, {"error": "invalid_grant"})

    def test_grace_ends(self):
        """Thirty-one minutes after a rotation the old refresh token is dead."""
        self.refresh(self.tokens["refresh_token"])
        self.control("clock", {"advance": 31 * 60})
        self.assertEqual(self.refresh(self.tokens["refresh_token"]).status, 400)

    def test_sixty_days(self):
        """A refresh token nobody used for sixty days is dead."""
        self.control("clock", {"advance": 61 * 86400})
        self.assertEqual(self.refresh(self.tokens["refresh_token"]).status, 400)

    def test_missing_scope(self):
        """A missing scope is a 401 with Xero's misspelt header; reading scopes do not write."""
        self.control("reset", {"tenant_id": self.tenant})
        self.tokens = self.connect("accounting.contacts.read")
        reply = self.api("GET", "Organisation")
        self.assertEqual(
            (reply.status, reply.headers["www-authenticate"]), (401, "insufficent_scope")
        )
        self.assertEqual(self.api("GET", "Contacts", page=1).status, 200)
        self.assertEqual(self.api("PUT", "Contacts", {"Name": "x"}).status, 401)

    def test_connections(self):
        """Disconnecting one organisation takes it from the list and answers 403 afterwards."""
        connection = self.api("GET", "/connections").json[0]
        self.assertEqual(connection["tenantId"], self.tenant)
        self.assertRegex(connection["createdDateUtc"], r"\.\d{7}$")
        event = connection["authEventId"]
        self.assertEqual(len(self.api("GET", "/connections", authEventId=event).json), 1)
        self.assertEqual(self.api("GET", "/connections", authEventId="0").json, [])
        self.assertEqual(self.api("DELETE", f"/connections/{connection['id']}").status, 204)
        self.assertEqual(self.api("DELETE", f"/connections/{connection['id']}").status, 404)
        self.assertEqual(self.api("GET", "Organisation").status, 403)

    def test_other_tenant(self):
        """A tenant this user never connected is refused."""
        other = self.control("organisations", {})["tenant_id"]
        self.assertEqual(self.api("GET", "Organisation", tenant=other).status, 403)

    def test_disconnected(self):
        """The user may disconnect the app in Xero."""
        self.control("disconnect", {"tenant": self.tenant})
        self.assertEqual(self.api("GET", "Organisation").status, 403)
        self.assertEqual(self.api("GET", "/connections").json, [])

    def test_revocation(self):
        """Revoking the refresh token ends every connection of the user to the app."""
        form = f"token={self.tokens['refresh_token']}&client_id={CLIENT}&client_secret={SECRET}"
        self.assertEqual(self.http("POST", "/connect/revocation", form).status, 200)
        self.assertEqual(self.api("GET", "/connections").status, 401)

    def test_custom_connection(self):
        """A custom connection has no refresh token and may leave the tenant header empty."""
        reply = self.token(
            "SIMULATED-CUSTOM", "simulated-custom-secret", grant_type="client_credentials"
        )
        self.assertNotIn("refresh_token", reply.json)
        self.tokens = reply.json
        self.assertEqual(self.api("GET", "/connections").json[0]["tenantId"], self.tenant)
        self.assertEqual(
            self.api("GET", "Organisation", headers={"Xero-Tenant-Id": ""}).status, 200
        )

    def test_wrong_secret(self):
        """A wrong secret is refused."""
        self.assertEqual(self.token(secret="no", grant_type="refresh_token").status, 400)
