from odoo.tests import HttpCase, new_test_user, tagged

from ..models import compat
from ..services.run import PERSON
from .common import XeroCase

GROUPS = (
    "base.group_user,base.group_partner_manager,account.group_account_manager,hr.group_hr_user,"
    "xero_connector.group_manager"
)


@tagged("post_install", "-at_install")
class TestTours(XeroCase, HttpCase):
    """What people do with a mouse, in a real browser."""

    def setUp(self):
        super().setUp()
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

    def test_partner_sync_now(self):
        """“Sync now” on a partner puts it first in the queue, and the next run takes it to Xero.
        [D3]"""
        self.pair_all("contact")
        partner = self.env["res.partner"].create(
            {"name": "Wattle Books", "is_company": True, "customer_rank": 1}
        )
        self.waiting("contact").sudo().unlink()
        path = f"/web#model=res.partner&id={partner.id}&view_type=form"
        self.tour("xero_partner_sync_now", self.partner_path(partner) or path)
        row = self.waiting("contact")
        self.assertEqual((row.res_id, row.priority), (partner.id, PERSON))
        self.run_push("contact", trigger="person")
        self.assertEqual([one["Name"] for one in self.xero("Contacts")], ["Wattle Books"])

    def partner_path(self, partner):
        return compat.SERIES >= 18 and f"/odoo/res.partner/{partner.id}"
