from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models import compat
from .common import XeroCase

GROUPS = (
    "base.group_user,base.group_partner_manager,account.group_account_manager,hr.group_hr_user,"
    "xero_connector.group_manager"
)


@tagged("post_install", "-at_install")
class TestTours(XeroCase, HttpCase):
    """What people do with a mouse, in a real browser."""

    def set_up_once(self):
        super().set_up_once()
        self.person = new_test_user(
            self.env,
            "bookkeeper",
            GROUPS,
            password="bookkeeper",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.connection.user_id = self.person

    def tour(self, name, path=None):
        self.env.flush_all()
        path = path or compat.list_url(self.env, "xero.dashboard")
        self.start_tour(path, name, login="bookkeeper", timeout=120)
        self.env.invalidate_all()

    def test_connect(self):
        """A bookkeeper connects a company from the empty dashboard and comes back to a live
        connection. [O11, C13]"""
        self.connection.sudo().write({"state": "disconnected", "tenant_id": False})
        self.connection.active = False
        elsewhere = self.other_company().id
        self.env["xero.app"].search([]).write({"client_id": "OTHER", "company_id": elsewhere})
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        self.tour("xero_connect")
        live = self.env["xero.connection"].search([("company_id", "=", self.company.id)])
        self.assertEqual(live.state, "live")
        self.assertEqual(live.tenant_id, self.sim.tenant)
        self.assertEqual(live.user_id, self.person)

    def test_first_sync_and_dashboard(self):
        """“Sync now” on the dashboard wakes every sync; the page then shows the run and leads to
        it. [D1, D18]"""
        for name in ("Acacia Timber", "Bottlebrush Cafe"):
            self.sim.create("Contacts", Name=name)
        self.connection.setting_ids.filtered(lambda row: row.entity != "contact").enabled = False
        self.tour("xero_first_sync")
        self.assertTrue(self.setting("contact").asked_by_person)
        event = self.run_pull("contact", trigger="person")
        self.assertEqual(event.created, 2)
        self.tour("xero_read_dashboard")

    def test_resolve(self):
        """Two partners may be the Xero contact: a person chooses one, and it becomes the pair.
        [D5, D10]"""
        partners = self.env["res.partner"].create(
            [{"name": "Acacia Timber", "is_company": True} for _ in range(2)]
        )
        contact = self.sim.create("Contacts", Name="Acacia Timber")
        self.run_pull("contact")
        self.assertEqual(self.quarantines("contact").reason, "ambiguous")
        self.tour("xero_resolve")
        self.assertFalse(self.quarantines("contact"))
        self.run_pull("contact", trigger="person")
        linked = self.link(partners[0], "contact") | self.link(partners[1], "contact")
        self.assertEqual(linked.xero_id, contact["ContactID"])

    @mute_logger("odoo.http")
    def test_dashboard_refused(self):
        """When the server answers with an error, the dashboard says it in words, with a button to
        try again. [D1]"""
        path = compat.list_url(self.env, "xero.dashboard")
        self.person.groups_id -= self.env.ref("xero_connector.group_manager")
        self.person.groups_id -= self.env.ref("xero_connector.group_accountant")
        self.person.groups_id -= self.env.ref("xero_connector.group_user")
        with self.assertRaises(AccessError):
            self.env["xero.sync.event"].with_user(self.person).get_dashboard()
        self.tour("xero_dashboard_refused", path)

    def test_press_banner(self):
        """The button of a dashboard's banner opens the page that helps, whatever page that is.
        [C22, D1]"""
        row = self.env["xero.quarantine"].sudo().create(
            {
                "name": "Hours of last week",
                "connection_id": self.connection.id,
                "entity": "timesheet",
                "direction": "push",
                "payroll": True,
                "reason": "mapping_missing",
                "sentence": "An attendance has no pay item.",
            }
        )
        self.person.groups_id += self.env.ref("hr_attendance.group_hr_attendance_manager")
        # A button of a view gets the list of views from the server; the dashboard calls plainly.
        self.assertNotIn("views", row.action_open_mapping())
        self.tour("xero_press_banner")

    def test_mapping_pages(self):
        """On both mapping pages a bookkeeper sees what only Xero has, and creates it with one yes.
        [D29, S17, S19]"""
        self.sim.create("Accounts", Code="255", Name="Tool hire", Type="SALES")
        part = {"Name": "Levy", "Rate": 3}
        self.sim.create("TaxRates", Name="Levy", TaxComponents=[part])
        for entity in ("ledger_account", "tax_rate"):
            self.run_pull(entity)
        self.tour("xero_map_accounts", compat.list_url(self.env, "xero.account.map"))
        account = self.env["account.account"].search([("name", "=", "Tool hire")])
        self.assertEqual((account.code, account.account_type), ("255", "income"))
        self.tour("xero_map_taxes", compat.list_url(self.env, "xero.tax.map"))
        taxes = self.env["account.tax"].search([("name", "=", "Levy")])
        self.assertEqual(taxes.mapped("amount"), [3.0, 3.0])

    def test_partner_sync_now(self):
        """After “Sync now” the page of a partner shows by itself that Xero has it. [D3]"""
        self.pair_all("contact")
        partner = self.env["res.partner"].create(
            {"name": "Wattle Books", "is_company": True, "customer_rank": 1}
        )
        self.waiting("contact").sudo().unlink()
        self.tour_as_cron("xero_partner_sync_now", partner)
        self.assertEqual([one["Name"] for one in self.xero("Contacts")], ["Wattle Books"])

    def test_partner_read_back(self):
        """After “Sync now” the page of a linked partner shows by itself what Xero has now. [D3]"""
        self.pair_all("contact")
        partner = self.env["res.partner"].create(
            {"name": "Wattle Books", "is_company": True, "customer_rank": 1}
        )
        self.run_push("contact")
        self.setting("contact").push = False
        self.sim.edit("Contacts", partner.xero_id, EmailAddress="books@example.com")
        self.tour_as_cron("xero_partner_read_back", partner)
        self.assertEqual(partner.email, "books@example.com")

    @mute_logger("odoo.http")
    def test_field_map(self):
        """A manager adds a computed value from the page of the sync: the wrong expression is
        refused with its place, five records are shown before it is used. [C3, C15, B61]"""
        self.sim.create("Contacts", Name="Acacia Timber")
        self.run_pull("contact")
        self.tour_as_cron("xero_field_map", self.setting("contact"))
        row = self.env["xero.field.map"].search([("builtin", "=", False)])
        self.assertEqual((row.state, row.expression), ("on", "concat(upper(name), '!')"))

    def tour_as_cron(self, name, record):
        """A tour on a record's page that runs a cron meanwhile, as a worker does."""
        self.person.groups_id += self.env.ref("base.group_system")
        self.tour_on(name, record)

    def tour_on(self, name, record):
        """A tour that begins on a record's page."""
        path = f"/web#model={record._name}&id={record.id}&view_type=form"
        later = f"/odoo/{record._name}/{record.id}"
        self.tour(name, later if compat.SERIES >= 18 else path)

    def test_next_step(self):
        """The page of a connection leads to the next step of the chain with one button. [O10]"""
        self.connection.setting_ids.asked_by_person = False
        self.tour_on("xero_next_step", self.connection)
        asked = self.connection.setting_ids.filtered("asked_by_person")
        self.assertEqual(asked.mapped("entity"), ["ledger_account"])

    def test_sync_now_waits(self):
        """After “Sync now” the button counts down the seconds until it may be pressed again; beside
        it stands what a run costs. [O27, O29]"""
        self.tour_on("xero_sync_now_waits", self.setting("contact"))
        self.assertTrue(self.setting("contact").asked_by_person)
        self.assertGreater(self.setting("contact").cooldown["pull"], 30)
