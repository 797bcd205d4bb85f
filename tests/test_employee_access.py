from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .employee_case import EmployeeCase


@tagged("post_install", "-at_install")
class TestEmployeeAccess(EmployeeCase):
    def set_up_once(self):
        super().set_up_once()
        self.record = self.hire()
        self.run_pull("employee", trigger="first")
        self.employee = self.employee_of(self.record)

    def member(self, groups):
        return new_test_user(
            self.env, f"user {groups}", groups, company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip

    def test_plain_user_reads_employees_as_before(self):
        """A plain user still reads names, opens and searches employees, and sees nothing of Xero.
        [B3]"""
        plain = self.member("base.group_user")
        employee = self.employee.with_user(plain)
        self.assertEqual(employee.name, "Alinta Nguyen")
        self.assertEqual(employee.display_name, "Alinta Nguyen")
        found = self.env["hr.employee"].with_user(plain).search([("name", "ilike", "alinta")])
        self.assertEqual(found, employee)
        self.assertEqual(employee.read(["name", "work_email"])[0]["name"], "Alinta Nguyen")
        for name in ("xero_id", "xero_missing", "xero_pay_item_id", "xero_agreed"):
            with self.assertRaises(AccessError):
                employee.read([name])
        public = self.env["hr.employee.public"]
        self.assertFalse([name for name in public._fields if name.startswith("xero_")])

    def test_every_field_of_ours_needs_the_right(self):
        """Every field we add to employees is for those who may see employees. [B3]"""
        fields = self.env["hr.employee"]._fields
        ours = [name for name in fields if name.startswith("xero_")]
        self.assertGreater(len(ours), 12)
        for name in ours:
            self.assertEqual(fields[name].groups, "hr.group_hr_user", name)

    def test_xero_user_without_payroll_sees_no_payroll(self):
        """Who reads the sync but not employees sees no employee's link, event or
        quarantine. [B3]"""
        reader = self.member("xero_connector.group_user")
        for model in ("xero.link", "xero.sync.event", "xero.sync.setting", "xero.quarantine"):
            rows = self.env[model].with_user(reader).search([("entity", "=", "employee")])
            self.assertFalse(rows, model)
        officer = self.member("hr.group_hr_user,xero_connector.group_user")
        links = self.env["xero.link"].with_user(officer)
        self.assertTrue(links.search([("entity", "=", "employee")]))

    def test_officer_opens_the_form_and_the_list_of_the_missing(self):
        """An employee officer opens the form, and lists who cannot be paid and why. [D31]"""
        officer = self.member("hr.group_hr_user")
        employee = self.employee.with_user(officer)
        with Form(employee) as form:
            form.job_title = "Foreman"
        self.assertFalse(employee.xero_missing)
        missing = self.new_employee("Cy Low", birthday=False)
        found = self.env["hr.employee"].with_user(officer).with_company(self.company).search(
            [("xero_payable", "=", False), ("company_id", "=", self.company.id)]
        )
        self.assertIn(missing, found)
        self.assertNotIn(employee, found)
        self.assertIn("Date of birth", missing.xero_missing)
        self.assertIn("Not linked", missing.xero_missing)

    def test_plain_user_cannot_start_a_sync(self):
        """The button refuses who lacks the right, by JSON-RPC as well. [B3]"""
        plain = self.member("base.group_user")
        with self.assertRaises(AccessError):
            self.employee.with_user(plain).action_xero_sync_now()
