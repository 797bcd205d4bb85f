import uuid

from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import XeroCase


@tagged("post_install", "-at_install")
class TestReferencePayroll(XeroCase):
    def item(self, name):
        return (
            self.env["xero.pay.item"]
            .with_context(active_test=False)
            .search([("connection_id", "=", self.connection.id), ("name", "=", name)])
        )

    def test_pay_items_of_every_kind(self):
        """Earnings, leave, deductions and reimbursements have rate and units. [D22, D32]"""
        event = self.run_pull("pay_item", trigger="first")
        tables = ("EarningsRates", "LeaveTypes", "DeductionTypes", "ReimbursementTypes")
        self.assertEqual(event.created, sum(len(self.xero(table)) for table in tables))
        names = ("Ordinary Hours", "Overtime Hours x1.5", "Site Allowance", "Tool Allowance")
        self.assertRecordValues(
            self.env["xero.pay.item"].concat(*map(self.item, names)),
            [
                {"kind": "earnings", "category": "ORDINARYTIMEEARNINGS", "rate_type": "RATEPERUNIT",
                 "units": "Hours", "multiplier": 0, "rate": 0, "is_hours": True},
                {"kind": "earnings", "category": "OVERTIMEEARNINGS", "rate_type": "MULTIPLE",
                 "units": "Hours", "multiplier": 1.5, "rate": 0, "is_hours": True},
                {"kind": "earnings", "category": "ALLOWANCE", "rate_type": "RATEPERUNIT",
                 "units": "Hours", "multiplier": 0, "rate": 1.85, "is_hours": True},
                {"kind": "earnings", "category": "ALLOWANCE", "rate_type": "FIXEDAMOUNT",
                 "units": "", "multiplier": 0, "rate": 32.5, "is_hours": False},
            ],
        )  # fmt: skip
        self.assertEqual(self.item("Annual Leave").kind, "leave")
        self.assertFalse(self.item("Annual Leave").is_hours)
        self.assertFalse(self.item("Night Shift (old agreement)").active)

    def test_pay_items_are_asked_for_once_and_without_a_page(self):
        """Xero ignores the page of PayItems; its list is taken once, in one call. Pain 24 [D22]"""
        for number in range(120):
            self.sim.create("EarningsRates", Name=f"Rate {number}", EarningsType="ALLOWANCE",
                            RateType="FIXEDAMOUNT", CurrentRecord=True)  # fmt: skip
        self.sim.forget_calls()
        event = self.run_pull("pay_item", trigger="first")
        calls = self.sim.calls("PayItems")
        self.assertEqual(len(calls), 1)
        self.assertNotIn("page", calls[0]["query"])
        self.assertGreater(event.created, 120)
        self.assertEqual(event.created, event.collected)

    def test_changed_rate_is_seen_on_the_day(self):
        """A rate changed in Xero is an update here, on schedule or on demand. [D32, D33]"""
        self.run_pull("pay_item", trigger="first")
        item = self.item("Site Allowance")
        self.sim.edit("EarningsRates", item.xero_id, RatePerUnit="2.10")
        setting = self.setting("pay_item")
        with self.capture(setting) as triggers:
            setting.action_sync_now()
        self.assertTrue(triggers.records)
        self.assertTrue(setting._service()._due_pull(setting))
        event = self.run_pull("pay_item", trigger="person")
        self.assertEqual((event.updated, event.trigger), (1, "person"))
        self.assertEqual(item.rate, 2.1)

    def capture(self, setting):
        return CronMixinCase.capture_triggers(self, f"xero_connector.cron_{setting.entity}_pull")

    def test_vanished_and_inactive_items_are_kept_archived(self):
        """An item Xero marks as not current, or drops, is archived and keeps its name. [D22]"""
        self.run_pull("pay_item", trigger="first")
        overtime, tool = self.item("Overtime Hours x2"), self.item("Tool Allowance")
        self.sim.edit("EarningsRates", overtime.xero_id, CurrentRecord=False)
        body = {"tenant": self.sim.tenant, "table": "EarningsRates", "id": tool.xero_id}
        self.sim.ask("POST", "edit", json={**body, "changes": None})
        event = self.run_pull("pay_item")
        self.assertEqual(event.updated, 2)
        self.assertFalse(overtime.active or tool.active)

    def test_a_list_left_out_says_nothing_about_its_items(self):
        """When an answer lacks a whole list, none of its items is taken for gone. Pain 30 [D22]"""
        self.run_pull("pay_item", trigger="first")
        items = self.xero("EarningsRates")
        self.sim.fault(
            "status", path="PayItems", status=200, headers={"Content-Type": "application/json"},
            body={"PayItems": {"EarningsRates": items, "LeaveTypes": None}},
        )  # fmt: skip
        event = self.run_pull("pay_item")
        self.assertEqual((event.collected, event.unchanged), (len(items), len(items)))
        self.assertTrue(self.item("Annual Leave").active)
        self.assertTrue(self.item("Travel Costs").active)

    def test_pay_items_cannot_be_sent(self):
        """No setting, method or path can send a pay item or a wage to Xero. Pain 30 [D42]"""
        self.run_pull("pay_item", trigger="first")
        with self.assertRaises(ValidationError):
            self.setting("pay_item").push = True
        client = self.connection._xero_client(payroll=True)
        for path in ("PayItems", f"PayItems/{uuid.uuid4()}", "PayRuns", f"Payslip/{uuid.uuid4()}"):
            for method in ("POST", "PUT", "DELETE"):
                with self.assertRaisesRegex(Exception, "Not sent"):
                    if method == "DELETE":
                        client.delete(f"/payroll.xro/1.0/{path}")
                    else:
                        client.send(method, f"/payroll.xro/1.0/{path}", {}, str(uuid.uuid4()))
        self.assertEqual({call["method"] for call in self.sim.calls("payroll")}, {"GET"})

    def test_calendars_and_the_timesheet_category(self):
        """Calendars have their next period; settings name what timesheets use. [D22]"""
        self.run_pull("tracking_category", trigger="first")
        category = self.env["xero.tracking.category"].search(
            [("connection_id", "=", self.connection.id)], limit=1
        )
        chosen = {"TrackingCategoryID": category.xero_id, "TrackingCategoryName": category.name}
        self.sim.edit(
            "PayrollSettings", "payroll", TrackingCategories={"TimesheetCategories": chosen}
        )
        self.run_pull("payroll_calendar", trigger="first")
        weekly = self.env["xero.payroll.calendar"].search([("calendar_type", "=", "WEEKLY")])
        known = next(c for c in self.xero("PayrollCalendars") if c["CalendarType"] == "WEEKLY")
        self.assertEqual(weekly.xero_id, known["PayrollCalendarID"])
        self.assertEqual(weekly.start_date.weekday(), 0)
        self.assertEqual((weekly.payment_date - weekly.start_date).days, 9)
        self.assertEqual(self.connection.timesheet_category_id, category)
        self.assertTrue(category.for_timesheets)
        self.sim.forget_calls()
        self.run_pull("payroll_calendar")
        self.assertFalse(self.sim.calls("payroll.xro/1.0/Settings"), "read once a day")
        self.sim.edit("PayrollSettings", "payroll", TrackingCategories={"TimesheetCategories": {}})
        self.setting("payroll_calendar").asked_by_person = True
        self.run_pull("payroll_calendar", trigger="person")
        self.assertFalse(category.for_timesheets)

    def test_payroll_lists_need_the_right_to_see_employees(self):
        """Pay items and calendars show only to those who may see employees in Odoo. [B3]"""
        for entity in ("pay_item", "payroll_calendar"):
            self.run_pull(entity, trigger="first")
        manager = self.person("xero_connector.group_manager")
        officer = self.person("hr.group_hr_user")
        for model in ("xero.pay.item", "xero.payroll.calendar"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(manager).search([])
            rows = self.env[model].with_user(officer).search([])
            self.assertTrue(rows)
            with self.assertRaises(AccessError):
                rows[0].write({"name": "Mine"})
        settings = self.env["xero.sync.setting"].with_user(manager).search([])
        self.assertFalse(settings.filtered("payroll"))
        self.assertFalse(
            self.env["xero.sync.event"].with_user(manager).search([("payroll", "=", True)])
        )

    def person(self, groups):
        return new_test_user(
            self.env, f"payroll {groups}", groups=groups, company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip

    def test_without_payroll_nothing_asks_for_it(self):
        """An organisation without the payroll features reads no payroll list. [B12]"""
        tenant = self.sim.reset()[0]["tenant_id"]
        company = self.other_company()
        connection = self.connect(company, tenant, features=("contacts", "invoices"))
        payroll = connection.setting_ids.filtered("payroll")
        self.assertTrue(payroll)
        self.assertFalse(any(payroll.mapped("enabled")))
        self.assertNotIn("payroll", " ".join(connection.authorisation_id.scopes.split()))
