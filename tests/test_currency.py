from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form

from .currency_case import CurrencyCase

CURRENCIES = "/Currencies"


class TestCurrency(CurrencyCase):
    """Currencies of both sides, and what happens to one that only Odoo uses."""

    def set_up_once(self):
        super().set_up_once()
        self.euro = self.foreign("EUR")
        self.odoo_rate(0.55, currency=self.euro)

    def banners(self):
        return [
            banner["sentence"]
            for banner in self.env["xero.sync.event"].get_dashboard()["banners"]
            if banner["method"] == "action_open_currencies"
        ]

    def test_told_before_an_invoice_fails(self):
        """A currency that Xero lacks is named on the draft invoice, on the dashboard and on the
        connection's page, before anything was sent or refused. Pain 18 [S2]"""
        self.assertFalse(self.banners())
        move = self.invoice(post=False, currency_id=self.euro.id)
        self.assertIn("does not use EUR", Form(move).xero_currency_note)
        self.run_pull("currency")
        self.assertEqual(len(self.banners()), 1)
        self.assertIn("EUR", self.banners()[0])
        self.assertIn("EUR", self.connection.currency_sentence)
        action = move.action_xero_currencies()
        row = self.env[action["res_model"]].search([*action["domain"], ("state", "=", "missing")])
        self.assertEqual((row.code, row.used_by), ("EUR", "Customer invoices: 1"))
        self.assertFalse(self.quarantines())
        self.assertFalse(self.writes())
        move.currency_id = self.dollar
        self.assertFalse(move.xero_currency_note)
        self.run_pull("currency")
        self.assertFalse(self.banners() or self.row("EUR"))

    def test_contacts_count_as_well(self):
        """A contact's currency is named before its first document. [S2]"""
        self.partner_a.xero_currency_id = self.euro
        self.run_pull("currency")
        self.assertEqual(self.row("EUR").used_by, "Contacts: 1")

    def test_added_to_xero_by_a_person(self):
        """“Add to Xero” queues one call; when the currency is there, the invoice that waited for
        it leaves by itself. [S2, S39]"""
        self.may_write()
        move = self.invoice(currency_id=self.euro.id)
        self.run_push("invoice")
        self.assertQuarantined(move, "currency", "EUR")
        row = self.row("EUR")
        self.assertEqual(row.state, "missing")
        self.run_push("currency")
        self.assertFalse(self.writes(), "nothing is added by itself")
        row.action_add_to_xero()
        self.assertEqual((row.state, self.writes()), ("asked", []))
        self.run_push("currency")
        self.assertEqual(len(self.writes(CURRENCIES)), 1)
        self.assertIn("EUR", {record["Code"] for record in self.xero("Currencies")})
        self.assertEqual((row.state, row.used_by), ("listed", False))
        self.run_push("invoice")
        self.assertEqual(self.in_xero(move)["CurrencyCode"], "EUR")
        self.assertFalse(self.quarantines() or self.banners())
        event = self.run_pull("currency")
        self.assertEqual(event.unchanged, event.collected)

    def test_added_by_hand_in_xero(self):
        """A currency that somebody adds in Xero is found by the daily reading, and the invoice
        that waited leaves. [S1]"""
        move = self.invoice(currency_id=self.euro.id)
        self.run_push("invoice")
        self.assertQuarantined(move, "currency", "EUR")
        self.sim.create("Currencies", Code="EUR", Description="Euro")
        self.run_pull("currency")
        self.assertEqual(self.row("EUR").state, "listed")
        self.run_push("invoice")
        self.assertEqual(move.xero_state, "agreed")

    def test_switch_and_permission_come_first(self):
        """Nothing is queued while the export is off or Xero does not allow it; the other syncs go
        on meanwhile. [S2, B5]"""
        self.invoice(currency_id=self.euro.id)
        self.run_pull("currency")
        row = self.row("EUR")
        with self.assertRaisesRegex(UserError, "switched off.*EUR in Xero"):
            row.action_add_to_xero()
        self.setting("currency", push=True)
        told = row.action_add_to_xero()["params"]
        self.assertIn("Update permissions", told["message"])
        self.assertEqual((row.state, self.connection.state), ("missing", "live"))
        self.assertEqual(self.connection.missing_scopes, "accounting.settings")
        self.assertFalse(self.waiting("currency"))
        for feature in ("settings", "invoices", "contacts"):
            self.assertTrue(self.connection._live(feature), feature)
        wizard = self.env["xero.connect.wizard"]._for_connection(self.connection)
        asked = parse_qs(urlsplit(wizard.action_authorise()["url"]).query)["scope"][0]
        self.assertIn("accounting.settings", asked.split())
        self.may_write()
        self.assertEqual(self.connection.state, "live")
        row.action_add_to_xero()
        self.assertEqual(row.state, "asked")

    def test_one_of_two_lacks_the_permission(self):
        """Of currencies of two connections, those whose connection has the permission are queued
        whatever the order, and the sentence names the other connection. [S2, S92]"""
        self.invoice(currency_id=self.euro.id)
        self.run_pull("currency")
        self.may_write()
        company = self.other_company()
        tenant = self.sim.ask("POST", "organisations", json={"organisation": "bare"})["tenant_id"]
        second = self.connect(company, tenant)
        second.name = "Second organisation"
        self.setting("currency", second, push=True)
        consent = second.sudo().authorisation_id
        consent.scopes = " ".join(set(consent.scopes.split()) - {"accounting.settings"})
        mine = self.row("EUR")
        values = {"code": "EUR", "name": "Euro", "state": "missing", "xero_id": "EUR"}
        theirs = mine.sudo().create({"connection_id": second.id, **values})
        told = (theirs | mine).with_user(self.env.user).action_add_to_xero()["params"]["message"]
        self.assertEqual((mine.state, theirs.state), ("asked", "missing"))
        self.assertEqual(self.waiting("currency").res_id, mine.id)
        for words in ("On their way to Xero: EUR", "Second organisation", "Update permissions"):
            self.assertIn(words, told)

    def test_plan_without_currencies(self):
        """What Xero refuses is a question with its reason, and may be tried again. [S2]"""
        self.may_write()
        self.sim.edit("Organisation", "", _not_allowed=["UseMulticurrency"])
        self.invoice(currency_id=self.euro.id)
        self.run_pull("currency")
        self.row("EUR").action_add_to_xero()
        self.run_push("currency")
        question = self.quarantines("currency")
        self.assertIn("does not include multiple currencies", question.sentence)
        self.assertEqual(self.row("EUR").state, "missing")
        self.sim.edit("Organisation", "", _not_allowed=[])
        question.action_retry()
        self.run_push("currency")
        self.assertEqual(self.row("EUR").state, "listed")
        self.assertFalse(self.quarantines("currency"))

    def test_lost_answer(self):
        """An answer that never came is looked up in Xero's list, and nothing is sent twice. Pain 3
        [E15]"""
        self.may_write()
        self.invoice(currency_id=self.euro.id)
        self.run_pull("currency")
        self.row("EUR").action_add_to_xero()
        self.sim.fault("reset_after", method="PUT", path=CURRENCIES)
        self.run_push("currency")
        self.assertEqual(self.row("EUR").state, "asked")
        long_ago = fields.Datetime.now() - timedelta(minutes=10)
        exchange = self.env["xero.exchange"].sudo().search([("entity", "=", "currency")])
        exchange.write({"lease_until": long_ago, "first_sent_at": long_ago})
        self.run_push("currency")
        self.assertEqual(self.row("EUR").state, "listed")
        self.assertEqual(len(self.writes(CURRENCIES)), 1)

    def test_switched_off_in_odoo(self):
        """A currency that Xero uses and Odoo has switched off is offered, or switched on by itself
        where the sync says so. [S1, S39]"""
        zealand = self.foreign("NZD")
        zealand.active = False
        row = self.row("NZD")
        self.run_pull("currency")
        self.assertEqual((row.odoo_state, zealand.active), ("off", False))
        row.action_use_in_odoo()
        self.assertEqual((row.odoo_state, zealand.active), ("on", True))
        zealand.active = False
        self.setting("currency", currency_activate=True)
        self.run_pull("currency")
        self.assertTrue(zealand.active)
