from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import XeroCase


class TestDashboard(XeroCase):
    """The dashboard page: figures, the records behind them, and the states with their one
    button."""

    def set_up_once(self):
        super().set_up_once()
        self.env["xero.sync.event"].sudo().search([]).with_context(xero_retention=True).unlink()
        self.env["xero.quarantine"].sudo().search([]).unlink()

    def event(self, state="ok", hours=1, connection=None, **values):
        """A closed event that began so many hours ago."""
        counts = {"collected": 1, "quarantined" if state == "attention" else "unchanged": 1}
        return self.env["xero.sync.event"].sudo().create(
            {
                "name": "Contacts",
                "connection_id": (connection or self.connection).id,
                "entity": "contact",
                "direction": "pull",
                "state": state,
                "started_at": fields.Datetime.now() - timedelta(hours=hours),
                **counts,
                **values,
            }
        )

    def dashboard(self, user=None):
        events = self.env["xero.sync.event"]
        return (events.with_user(user) if user else events).get_dashboard()

    def reader(self, login="reader", groups="xero_connector.group_user", companies=None):
        companies = companies or self.company
        return new_test_user(
            self.env,
            login,
            f"base.group_user,{groups}",
            company_id=companies[0].id,
            company_ids=[(6, 0, companies.ids)],
        )

    def test_events_of_24_hours(self):
        """Events of the last 24 hours are counted over every connection the reader may see. [D6]"""
        tenants = self.sim.reset("bare", count=2)
        other = self.other_company()
        second = self.connect(other, tenants[1]["tenant_id"])
        self.event(hours=1)
        self.event(hours=25)
        self.event(hours=2, connection=second)
        both = self.reader("both", companies=self.company | other)
        shown = (
            self.env["xero.sync.event"]
            .with_user(both)
            .with_context(allowed_company_ids=(self.company | other).ids)
            .get_dashboard()
        )
        self.assertEqual(shown["kpis"]["events"], 2)
        self.assertEqual(self.dashboard(self.reader())["kpis"]["events"], 1)

    def test_success_rate(self):
        """The success rate is a percentage with “n of n”, and never 100 while one event was not
        good. [D7]"""
        self.assertIsNone(self.dashboard()["kpis"]["percent"])
        for _each in range(2):
            self.event()
        self.event("attention")
        running = self.event("running", collected=0, unchanged=0)
        kpis = self.dashboard()["kpis"]
        running.write({"state": "ok"})
        self.assertEqual((kpis["good"], kpis["total"], kpis["percent"]), (2, 3, 66.6))

    def test_figures_lead_to_their_records(self):
        """Each figure's link opens exactly the records it was counted from. [D1, D10]"""
        self.event()
        self.event("failed")
        self.event(hours=30)
        self.quarantine()
        shown = self.dashboard()
        counts = {
            key: self.env[link["model"]].search_count(link["domain"])
            for key, link in shown["links"].items()
        }
        self.assertEqual(
            counts, {"events": 2, "total": 2, "bad": 1, "quarantined": 1, "waiting": 0}
        )
        self.assertEqual(shown["kpis"]["quarantined"], 1)
        self.assertEqual(shown["kpis"]["total"] - shown["kpis"]["good"], counts["bad"])

    def quarantine(self, **values):
        return self.env["xero.quarantine"].sudo().create(
            {
                "name": "Acacia Timber",
                "connection_id": self.connection.id,
                "entity": "contact",
                "direction": "pull",
                "reason": "ambiguous",
                "sentence": "Acacia Timber could be two partners.",
                "xero_id": "c1",
                **values,
            }
        )

    def test_table(self):
        """The table gives when, event with its direction, records, status and detail, newest
        first. [D18, D19]"""
        self.event(hours=3, name="Contacts", detail="1 unchanged")
        self.event("attention", hours=1, name="Customer invoices", direction="push")
        first, second = self.dashboard()["rows"]
        self.assertEqual(first["event"], "Customer invoices")
        self.assertEqual((first["direction"], first["direction_label"]), ("push", "Odoo → Xero"))
        self.assertEqual((first["state"], first["state_label"]), ("attention", "Questions"))
        self.assertEqual((second["records"], second["detail"]), (1, "1 unchanged"))
        self.assertLess(second["when"], first["when"])

    def test_clocks(self):
        """A live connection shows its Xero user, when its access is renewed and how long the
        consent lasts. [D8, D9, C14]"""
        consent = self.connection.sudo().authorisation_id
        now = fields.Datetime.now()
        consent.access_expires_at = now + timedelta(minutes=27, seconds=30)
        consent.refresh_expires_at = now + timedelta(days=10, seconds=30)
        row = self.dashboard()["connections"][0]
        self.assertEqual((row["state"], row["state_label"]), ("live", "Live"))
        self.assertEqual((row["refresh_minutes"], row["consent_days"]), (27, 10))
        self.assertTrue(row["consent_alarm"])
        self.assertEqual(row["user"], "Robin Taylor")
        self.assertEqual(row["email"], "robin.taylor@example.com")

    def banner(self):
        banners = self.dashboard()["banners"]
        self.assertEqual(len(banners), 1, banners)
        return banners[0]

    def press(self, banner):
        return getattr(self.env[banner["model"]].browse(banner["id"]), banner["method"])()

    def test_session_expired(self):
        """When the session has expired the page says so, with one button that reconnects. [C21]"""
        self.connection.sudo()._set_state("reconnect")
        banner = self.banner()
        self.assertEqual(banner["button"], "Reconnect")
        self.assertEqual(self.press(banner)["res_model"], "xero.connect.wizard")
        self.assertFalse(self.dashboard()["may"]["sync"])

    def test_mapping_missing(self):
        """When a mapping is missing the page says how many wait, with one button that opens it.
        [C22]"""
        self.quarantine(reason="mapping_missing", sentence="Map the account 200.", entity="invoice")
        banner = self.banner()
        self.assertEqual(banner["sentence"], "Map the account 200.")
        self.assertEqual(self.press(banner)["res_model"], "xero.journal.map")
        self.env["xero.quarantine"].sudo().search([]).entity = "contact"
        self.assertEqual(self.press(banner)["res_model"], "account.payment.term")

    def test_permission_missing(self):
        """A permission missing in Xero is named, with one button that asks for it. [C23]"""
        self.connection.sudo()._set_state("permission")
        self.connection.sudo().missing_scopes = "accounting.contacts"
        banner = self.banner()
        self.assertIn("accounting.contacts", banner["sentence"])
        self.assertIn("Contacts", banner["sentence"])
        self.assertEqual(banner["button"], "Update permissions")
        self.assertEqual(self.press(banner)["type"], "ir.actions.act_url")

    def test_limit_reached(self):
        """When a limit of Xero is reached the page says when the sync goes on by itself. [C24]"""
        self.sim.fault(
            "status",
            path="Contacts",
            status=429,
            headers={"X-Rate-Limit-Problem": "day", "Retry-After": "3600"},
        )
        self.run_pull("contact")
        banner = self.banner()
        self.assertEqual(banner["button"], "Run syncs less often")
        self.assertGreater(
            fields.Datetime.to_datetime(banner["at"]), fields.Datetime.now() + timedelta(minutes=50)
        )
        self.assertEqual(self.press(banner)["res_model"], "xero.sync.setting")

    def test_reader_without_rights(self):
        """Who may not reconnect is told whom to ask; who lacks the group sees nothing. [D1]"""
        self.connection.sudo()._set_state("reconnect")
        shown = self.dashboard(self.reader())
        self.assertFalse(shown["banners"][0]["allowed"])
        self.assertFalse(shown["may"]["connect"])
        outsider = self.reader("outsider", groups="account.group_account_manager")
        with self.assertRaises(AccessError):
            self.dashboard(outsider)

    def test_syncing(self):
        """Pressing Sync now shows the page as syncing until the run has ended. [D1]"""
        self.connection.setting_ids.asked_by_person = False
        self.assertFalse(self.dashboard()["syncing"])
        self.connection.action_sync_all()
        self.assertTrue(self.dashboard()["syncing"])
        self.connection.setting_ids.filtered(lambda row: row.entity != "contact").enabled = False
        self.run_pull("contact")
        self.assertFalse(self.dashboard()["syncing"])

    def test_cost(self):
        """A page that is read every few seconds asks the same few queries, however many events
        there are. [D18]"""
        self.event()
        self.dashboard()
        with self.assertQueryCount(45):
            self.dashboard()
        for hours in range(1, 21):
            self.event(hours=hours)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(45):
            self.dashboard()

    def test_payroll_is_for_hr(self):
        """Events and quarantines of payroll count only for those who may see employees. [D6]"""
        self.event(entity="employee", payroll=True, name="Employees")
        self.quarantine(entity="employee", payroll=True)
        shown = self.dashboard(self.reader())
        self.assertEqual((shown["kpis"]["events"], shown["kpis"]["quarantined"]), (0, 0))
        hr = self.reader("hr", groups="xero_connector.group_user,hr.group_hr_user")
        shown = self.dashboard(hr)
        self.assertEqual((shown["kpis"]["events"], shown["kpis"]["quarantined"]), (1, 1))
