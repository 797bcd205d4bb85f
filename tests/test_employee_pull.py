from odoo.tests import tagged

from .employee_case import EmployeeCase


@tagged("post_install", "-at_install")
class TestEmployeePull(EmployeeCase):
    def test_create_in(self):
        """An employee of Xero's arrives with everything Odoo has a place for. [D31, C12]"""
        record = self.hire()
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.state, event.created), ("ok", 1))
        employee = self.employee_of(record)
        self.assertRecordValues(
            employee,
            [
                {
                    "name": "Alinta Nguyen",
                    "company_id": self.company.id,
                    "work_email": "alinta.nguyen@quay.example",
                    "mobile_phone": "0491 570 006",
                    "job_title": "Rigger",
                    "private_street": "7 Wattle St",
                    "private_street2": "Unit 2",
                    "private_city": "Newtown",
                    "private_zip": "2042",
                    "private_state_id": self.env.ref("base.state_au_2").id,
                    "private_country_id": self.env.ref("base.au").id,
                    "active": True,
                    "xero_has_tax": True,
                    "xero_has_bank": True,
                    "xero_has_super": True,
                    "xero_has_template": True,
                }
            ],
        )
        self.assertEqual(str(employee.birthday), "1990-02-28")
        self.assertEqual(str(employee.xero_start_date), "2024-03-04")
        self.assertEqual(employee.xero_calendar_id.name, "Weekly")
        self.assertEqual(employee.xero_ordinary_item_id.name, "Ordinary Hours")
        self.assertEqual(employee.xero_id, record["EmployeeID"])
        self.assertFalse(employee.xero_missing)

    def test_no_wage_reaches_odoo(self):
        """Of pay, tax and bank only that they are there is kept, never a figure. [D42]"""
        record = self.hire()
        self.run_pull("employee", trigger="first")
        link = self.link(self.employee_of(record), "employee")
        kept = repr(link.agreed)
        for secret in ("34.5", "123456782", "5550001", "PayTemplate", "EarningsRateID"):
            self.assertNotIn(secret, kept)

    def test_second_run_is_silent_and_costs_one_call(self):
        """Reading again changes nothing and costs one call, however many employees there
        are. [D31]"""
        for number in range(3):
            self.hire(last=f"Nguyen{chr(97 + number)}")
        self.run_pull("employee", trigger="first")
        event = self.run_pull("employee")
        self.assertEqual(event.calls, 1)
        self.assertEqual((event.updated, event.created, event.quarantined), (0, 0, 0))
        self.assertEqual(self.writes(), [])

    def test_list_of_summaries_does_not_empty_the_address(self):
        """A list leaves the address out; what is left out is not taken for deleted. [C12]"""
        record = self.hire()
        self.run_pull("employee", trigger="first")
        self.setting("employee").write({"watermark": False})
        self.run_pull("employee")
        self.assertEqual(self.employee_of(record).private_city, "Newtown")
        self.assertFalse(self.waiting("employee"))

    def test_more_than_a_page(self):
        """More employees than a page holds all come, each once. [C12]"""
        for number in range(104):
            self.hire(last=f"Worker {number:03}")
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.created, event.collected), (104, 104))
        self.assertEqual(len(self.employees()), 104)

    def test_limit_in_the_middle_goes_on_where_it_was(self):
        """The call limit reached in a page loses nothing that was read before it. [C12]"""
        for number in range(30):
            self.hire(last=f"Worker {number:03}")
        self.sim.fault(
            "status", path="Employees/", nth=25, status=429,
            headers={"X-Rate-Limit-Problem": "minute", "Retry-After": "26"},
        )  # fmt: skip
        event = self.run_pull("employee", trigger="first")
        self.assertEqual(event.created, 20)
        self.assertFalse(self.setting("employee").paired)
        self.env["xero.call.quota"].sudo().search([]).unlink()
        self.sim.forget_calls()
        self.run_pull("employee", trigger="first")
        self.assertEqual(len(self.employees()), 30)
        self.assertEqual(len(self.sim.calls("Employees/")), 10)

    def test_update_in(self):
        """What changes in Xero changes in Odoo, address and reading right included. [D31, C12]"""
        record = self.hire()
        self.run_pull("employee", trigger="first")
        employee = self.employee_of(record)
        self.sim.edit(
            "Employees", record["EmployeeID"], JobTitle="Foreman", LastName="Ng", Gender="N",
            HomeAddress={"AddressLine1": "9 New Rd", "City": "Perth", "Region": "WA",
                         "PostalCode": "6000", "Country": "AUSTRALIA"},
            PayrollCalendarID=self.calendars["Fortnightly"]["PayrollCalendarID"], BankAccounts=[],
        )  # fmt: skip
        event = self.run_pull("employee")
        self.assertEqual((event.updated, event.quarantined), (1, 0))
        self.assertEqual((employee.name, employee.job_title), ("Alinta Ng", "Foreman"))
        self.assertEqual((employee.private_street2, employee.private_state_id.code), (False, "WA"))
        self.assertEqual(employee.xero_calendar_id.name, "Fortnightly")
        self.assertFalse(employee.xero_has_bank)
        self.assertEqual(self.writes(), [])

    def test_terminate_in_and_back(self):
        """Who leaves in Xero is archived with day and reason, and comes back when
        reinstated. [C12]"""
        record = self.hire()
        self.run_pull("employee", trigger="first")
        employee = self.employee_of(record)
        self.sim.edit(
            "Employees", record["EmployeeID"], Status="TERMINATED", TerminationDate="2026-10-30",
            TerminationReason="R",
        )  # fmt: skip
        self.run_pull("employee")
        self.assertFalse(employee.active)
        self.assertEqual(str(employee.departure_date), "2026-10-30")
        self.assertEqual(employee.departure_reason_id.xero_reason, "R")
        self.assertFalse(self.waiting("employee"))
        self.sim.edit(
            "Employees", record["EmployeeID"], Status="ACTIVE", TerminationDate="",
            TerminationReason="",
        )  # fmt: skip
        self.run_pull("employee")
        self.assertTrue(employee.active)
        self.assertFalse(employee.departure_date)

    def test_gone_before_is_not_created(self):
        """Who had left before the first run is known and not created. [C12]"""
        self.hire(Status="TERMINATED", TerminationDate="2025-01-31", TerminationReason="V")
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.skipped, event.created), (1, 0))
        self.assertFalse(self.employees())

    def test_wrong_shapes(self):
        """A field in a wrong form puts that employee in front of a person and stops nobody else.
        [D25]"""
        shapes = [
            {"FirstName": {"a": 1}}, {"DateOfBirth": "soon"}, {"Gender": "X"}, {"Status": "ASLEEP"},
            {"HomeAddress": ["x"]}, {"Email": "x" * 4000}, {"FirstName": "", "LastName": ""},
            {"Phone": {"no": True}}, {"PayrollCalendarID": []},
        ]  # fmt: skip
        good = self.hire()
        broken = [self.hire(last=f"Broken {n}") for n in range(len(shapes))]
        for record, changes in zip(broken, shapes, strict=True):
            answer = {**self.in_xero(record["EmployeeID"]), **changes}
            self.sim.fault(
                "status", path=f"Employees/{record['EmployeeID']}", status=200,
                body={"Employees": [answer]}, headers={"Content-Type": "application/json"},
            )  # fmt: skip
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.created, event.quarantined), (1, len(shapes)))
        self.assertTrue(self.employee_of(good))
        self.assertEqual(set(self.quarantines("employee").mapped("reason")), {"wrong_shape"})

    def test_one_that_xero_cannot_show(self):
        """Xero fails for one employee each time: that one is asked about, the others come, and the
        next run does not begin again. [D25, D31]"""
        for status in (500, 400):
            bad = self.hire(last=f"Bad {status}")
            good = [self.hire(last=f"Good {status} {letter}") for letter in "ab"]
            path = f"Employees/{bad['EmployeeID']}"
            self.sim.fault("status", path=path, status=status, times=0)
            event = self.run_pull("employee")
            self.assertEqual((event.state, event.quarantined), ("attention", 1))
            self.assertEqual([self.employee_of(one).active for one in good], [True, True])
            question = self.quarantines("employee")
            self.assertEqual((question.reason, question.name), ("refused", f"Alinta Bad {status}"))
            self.assertTrue(self.setting("employee").paired)
            service = self.env["xero.sync"].sudo()._services()["employee"]
            service._resolve(question.sudo(), "retry")
            self.assertEqual(self.run_pull("employee").quarantined, 1)
            self.sim.clear_faults()
            service._resolve(self.quarantines("employee").sudo(), "retry")
            self.run_pull("employee")
            self.assertEqual(self.employee_of(bad).name, f"Alinta Bad {status}")
            self.assertFalse(self.quarantines("employee"))

    def test_nobody_can_be_shown(self):
        """Xero is down: no employee is asked about; all of them come when it is back. [D25, B25]"""
        for number in range(5):
            self.hire(last=f"Worker {number}")
        self.sim.fault("status", path="Employees/", status=500, times=0)
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.state, event.quarantined), ("failed", 0))
        self.sim.clear_faults()
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.created, event.quarantined), (5, 0))

    def test_other_company_is_untouched(self):
        """Employees of another company are never candidates, whatever their names. [B3]"""
        other = self.env["hr.employee"].create(
            {
                "name": "Alinta Nguyen",
                "birthday": "1990-02-28",
                "company_id": self.env["res.company"].create({"name": "Other"}).id,
            }
        )
        record = self.hire()
        self.run_pull("employee", trigger="first")
        self.assertNotEqual(self.employee_of(record), other)
        self.assertFalse(other.work_email)
        self.assertEqual(self.employee_of(record).company_id, self.company)
