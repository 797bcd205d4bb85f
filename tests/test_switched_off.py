from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.exceptions import UserError

from .chain_case import ChainCase

MENU = "xero_connector.menu_xero_"


class TestSwitchedOff(CronMixinCase, ChainCase):
    """What is off is not there: no menu, no work, no permission."""

    def menus(self):
        """External ids of the menu entries the user sees."""
        self.env.flush_all()
        return {menu["xmlid"] for menu in self.env["ir.ui.menu"].load_menus(False).values()
                if menu.get("xmlid", "").startswith(MENU)}  # fmt: skip

    def test_no_menu(self):
        """The records of a sync that is off have no menu entry, and a folder without entries goes;
        switched on again, both are there. [B1]"""
        payroll = {f"{MENU}{name}" for name in ("payroll", "timesheets", "pay_items")}
        lists = {f"{MENU}{name}" for name in ("tax_rates", "ledger_accounts", "account_map")}
        tracking = {f"{MENU}tracking_map"}
        self.assertLessEqual(payroll | lists | tracking, self.menus())
        self.on("invoice")
        self.assertFalse(self.menus() & payroll)
        self.assertLessEqual(lists, self.menus())
        self.on("contact")
        self.assertFalse(self.menus() & (payroll | lists | tracking | {f"{MENU}reference"}))
        self.assertIn(f"{MENU}settings", self.menus())
        self.on("timesheet")
        self.assertLessEqual(payroll, self.menus())

    def test_another_company_keeps_its_menus(self):
        """What one of a user's companies has on keeps its entry. [B1]"""
        tenant = self.sim.reset()[0]["tenant_id"]
        other = self.connect(self.other_company(), tenant)
        self.env.user.company_ids |= self.other_company()
        self.on()
        self.assertIn(f"{MENU}tax_rates", self.menus())
        other.setting_ids.enabled = False
        self.assertNotIn(f"{MENU}tax_rates", self.menus())

    def test_no_work(self):
        """Off, nothing is noted, woken, read, sent or compared. [B1]"""
        for setting in self.connection.setting_ids:
            setting.paired = True
        self.on()
        names = [f"xero_connector.cron_contact_{way}" for way in ("pull", "push")]
        with self.capture_triggers(names[1]) as woken:
            self.env["res.partner"].create({"name": "Wattle", "customer_rank": 1})
            self.assertFalse(self.waiting())
        self.assertFalse(woken.records)
        self.sim.forget_calls()
        for service in self.env["xero.sync"].sudo()._services().values():
            service._cron_pull()
            service._cron_push()
        self.env["xero.sync"].sudo()._cron_sweep()
        self.assertFalse(self.sim.calls(r"\.xro/"))
        self.assertFalse(self.events())

    def test_no_permission(self):
        """Reconnecting asks Xero for what is on; what was missing is not missed once it is off.
        [B1]"""
        self.on("contact")
        wizard = self.env["xero.connect.wizard"]._for_connection(self.connection)
        self.assertEqual(wizard._features(), {"contacts", "settings"})
        self.on("invoice")
        self.setting("invoice").invoice_payments = False
        self.assertNotIn("payments", self.connection._needed_features())
        self.setting("invoice").invoice_payments = True
        self.assertIn("payments", self.connection._needed_features())

    def test_a_missing_permission_is_said_at_once(self):
        """Switching on what the consent does not cover says which permission is missing and for
        what, before any call; the connection stays live, and only what needs it waits. Switching it
        off again mends that. [B1, B5, C23]"""
        tenant = self.sim.reset()[0]["tenant_id"]
        other = self.connect(self.other_company(), tenant, features=("contacts",))
        on = other.setting_ids.filtered("enabled").mapped("entity")
        self.assertNotIn("invoice", on)
        row = other.setting_ids.filtered(lambda setting: setting.entity == "employee")
        row.enabled = True
        self.assertEqual(other.state, "live")
        self.assertIn("payroll.employees", other.missing_scopes)
        (words,) = [banner for banner in other._dashboard_banners() if banner["level"] == "warning"]
        self.assertIn("needs one more permission for: Employees", words["title"])
        self.assertEqual(words["method"], "action_update_permissions")
        self.assertEqual([row._live(), other._live("contacts"), other._live()], [False, True, True])
        with self.assertRaisesRegex(UserError, "needs one more permission.*payroll.employees"):
            row._check_ready()
        other.setting_ids.filtered(lambda setting: setting.entity == "contact")._check_ready()
        needed = other.setting_ids.filtered(lambda setting: setting.payroll)
        needed.enabled = False
        self.assertEqual((other.state, other.missing_scopes), ("live", False))

    def test_connecting_brings_what_is_needed(self):
        """Who ticks invoices or timesheets alone gets what they need with them, with the permission
        for it. [O22, B1]"""
        tenant = self.sim.reset()[0]["tenant_id"]
        wizard = self.env["xero.connect.wizard"].new(
            {f"feature_{name}": name == "timesheets" for name in ("contacts", "invoices",
             "payments", "employees", "timesheets")}
        )  # fmt: skip
        told = wizard._onchange_features()
        self.assertTrue(wizard.feature_employees)
        self.assertFalse(wizard.feature_contacts)
        self.assertEqual(
            told["warning"]["message"],
            "Employees is needed by Timesheets. To leave it out, untick Timesheets first.",
        )
        self.assertIn("employees", wizard._features())
        other = self.connect(self.other_company(), tenant, features=("invoices",))
        on = set(other.setting_ids.filtered("enabled").mapped("entity"))
        self.assertLessEqual({"invoice", "contact", "ledger_account", "tax_rate"}, on)
        self.assertEqual(other.state, "live")
