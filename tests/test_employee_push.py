import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.compat import EMPLOYEE_GENDER
from ..services.employee_name import split
from .employee_case import EmployeeCase


@tagged("post_install", "-at_install")
class TestEmployeePush(EmployeeCase):
    def linked(self, **values):
        """An employee both sides agree on."""
        record = self.hire(**values)
        self.run_pull("employee", trigger="first")
        self.sim.forget_calls()
        return record["EmployeeID"], self.employee_of(record)

    def test_name_split(self):
        """The split of a name that both sides agreed on is kept; else the last word is the family
        name. [C12]"""
        cases = [
            (("Mary Ann Lee",), ("Mary Ann", "Lee")),
            (("Mary Ann Lee", "Mary", "Ann Lee"), ("Mary", "Ann Lee")),
            (("Mary Anne van der Berg", "Mary Ann", "van der Berg"), ("Mary Anne", "van der Berg")),
            (("Mary Ann Smith", "Mary Ann", "Lee"), ("Mary Ann", "Smith")),
            (("Jan van der Berg",), ("Jan", "van der Berg")),
            (("Van Nguyen",), ("Van", "Nguyen")),
            (("Suharto",), ("Suharto", "")),
        ]
        for given, expected in cases:
            self.assertEqual(split(*given), expected)

    def test_update_out(self):
        """A change in Odoo reaches Xero, and only what changed is in the request. [D31, C12]"""
        xero_id, employee = self.linked()
        employee.write({"job_title": "Foreman", "private_city": "Marrickville"})
        event = self.run_push("employee")
        self.assertEqual((event.state, event.updated), ("ok", 1))
        held = self.in_xero(xero_id)
        self.assertEqual(held["JobTitle"], "Foreman")
        self.assertEqual(held["HomeAddress"]["City"], "Marrickville")
        self.assertEqual(held["HomeAddress"]["AddressLine2"], "Unit 2")
        (call,) = self.writes()
        for key in ("Email", "Mobile", "StartDate", "TerminationDate"):
            self.assertNotIn(f'"{key}"', call["body"])

    def test_echo_is_silent(self):
        """Our own change coming back changes nothing and sends nothing. [C12]"""
        _xero_id, employee = self.linked()
        employee.job_title = "Foreman"
        self.run_push("employee")
        self.sim.forget_calls()
        event = self.run_pull("employee")
        self.assertEqual((event.updated, event.unchanged), (0, 1))
        self.assertFalse(self.waiting("employee"))
        event = self.run_push("employee")
        self.assertEqual((event.collected, self.writes()), (0, []))

    def test_rename_keeps_the_split(self):
        """A changed first name leaves a family name of two words whole. [C12]"""
        xero_id, employee = self.linked(first="Mary Ann", last="Lee Smith")
        employee.name = "Marie Lee Smith"
        self.run_push("employee")
        held = self.in_xero(xero_id)
        self.assertEqual((held["FirstName"], held["LastName"]), ("Marie", "Lee Smith"))

    def test_middle_name_stays_in_xero(self):
        """A middle name in Xero is neither deleted nor taken for a rename. [C12]"""
        self.new_employee(
            "Mary Jane Lee", birthday="1990-02-28", work_email="mary.lee@quay.example",
            private_street="7 Wattle St", private_street2="Unit 2",
        )  # fmt: skip
        record = self.hire("Mary", "Lee", MiddleNames="Jane")
        # The name with the middle name is another spelling: e-mail and birth date only ask.
        self.run_pull("employee", trigger="first")
        quarantine = self.quarantines("employee")
        service = self.env["xero.sync"].sudo()._services()["employee"]
        service._resolve(quarantine.sudo(), "link", res_id=self.employees().id)
        event = self.run_pull("employee")
        self.assertEqual(event.quarantined, 0)
        self.run_push("employee")
        self.assertEqual(self.in_xero(record["EmployeeID"])["MiddleNames"], "Jane")
        self.assertEqual(self.employees().name, "Mary Jane Lee")

    def test_creating_is_off_until_switched_on(self):
        """Employees of Odoo stay out of Xero until creating is switched on. [D31]"""
        self.run_pull("employee", trigger="first")
        employee = self.new_employee()
        self.assertFalse(self.waiting("employee"))
        employee.action_xero_sync_now()
        event = self.run_push("employee")
        self.assertEqual((event.skipped, self.xero("Employees")), (1, []))
        self.assertIn("Not linked", employee.xero_missing)

    def test_create_out(self):
        """Switched on, a complete employee is created once, with first day of work and address.
        [D31, C12]"""
        self.run_pull("employee", trigger="first")
        self.setting("employee").employee_create = True
        employee = self.new_employee(
            work_email="bea@quay.example",
            xero_start_date="2026-01-05",
            **{EMPLOYEE_GENDER: "other"},
        )
        event = self.run_push("employee")
        self.assertEqual((event.state, event.created), ("ok", 1))
        (held,) = self.xero("Employees")
        self.assertEqual((held["FirstName"], held["LastName"]), ("Bea", "Ward"))
        self.assertEqual((held["Gender"], held["Email"]), ("I", "bea@quay.example"))
        self.assertEqual(held["HomeAddress"]["Region"], "NSW")
        self.assertEqual(employee.xero_id, held["EmployeeID"])
        missing = employee.xero_missing
        for word in ("Payroll calendar", "Tax declaration", "Bank account", "Super"):
            self.assertIn(word, missing)
        self.assertNotIn("Date of birth", missing)

    def test_incomplete_is_listed_not_guessed(self):
        """What Xero needs and Odoo lacks is said before anything is sent. [D31]"""
        self.run_pull("employee", trigger="first")
        self.setting("employee").employee_create = True
        employee = self.new_employee("Bea", birthday=False, private_zip="20")
        self.run_push("employee")
        (quarantine,) = self.quarantines("employee")
        self.assertEqual(quarantine.reason, "incomplete")
        for part in ("first and a last name", "date of birth", "four digits"):
            self.assertIn(part, quarantine.sentence)
        self.assertEqual(self.writes(), [])
        employee.write({"name": "Bea Ward", "birthday": "1988-11-30", "private_zip": "2042"})
        event = self.run_push("employee")
        self.assertEqual(event.created, 1)
        self.assertEqual(quarantine.state, "resolved")

    def test_same_name_in_xero_is_asked_before_creating(self):
        """A namesake waiting in Xero is a question, not a second profile. Pain 28 [D31]"""
        self.hire("Bea", "Ward", DateOfBirth="1970-01-01", Status="TERMINATED",
                  TerminationDate="2020-01-01", TerminationReason="V")  # fmt: skip
        self.run_pull("employee", trigger="first")
        self.setting("employee").employee_create = True
        self.new_employee()
        self.run_push("employee")
        (quarantine,) = self.quarantines("employee")
        self.assertEqual(quarantine.reason, "ambiguous")
        self.assertEqual(len(self.xero("Employees")), 1)

    def test_terminate_out_and_back(self):
        """Archiving with day and reason ends the employment in Xero; un-archiving takes it back.
        [C12]"""
        xero_id, employee = self.linked()
        employee.write(
            {
                "active": False,
                "departure_date": "2026-11-13",
                "departure_reason_id": self.env.ref("hr.departure_retired").id,
            }
        )
        self.run_push("employee")
        held = self.in_xero(xero_id)
        self.assertEqual((held["Status"], held["TerminationReason"]), ("TERMINATED", "V"))
        employee.write({"active": True, "departure_date": False, "departure_reason_id": False})
        event = self.run_push("employee")
        self.assertEqual(event.quarantined, 0)
        self.assertEqual(self.in_xero(xero_id)["Status"], "ACTIVE")

    def test_archive_without_reason_is_asked_about(self):
        """Archived without a day and a reason: Xero is not guessed at. [D31]"""
        xero_id, employee = self.linked()
        employee.active = False
        self.run_push("employee")
        (quarantine,) = self.quarantines("employee")
        self.assertEqual(quarantine.reason, "incomplete")
        self.assertIn("departure reason", quarantine.sentence)
        self.assertEqual(self.in_xero(xero_id)["Status"], "ACTIVE")

    def test_both_sides_changed(self):
        """The same field changed on both sides follows the policy; different fields both arrive.
        [C12]"""
        xero_id, employee = self.linked()
        for policy, expected in (("odoo", "Ours"), ("xero", "Theirs"), ("ask", None)):
            self.setting("employee").policy = policy
            employee.write({"job_title": "Ours", "private_city": f"City {policy}"})
            self.sim.edit("Employees", xero_id, JobTitle="Theirs", Mobile=f"0491 {policy}")
            self.run_pull("employee")
            self.run_push("employee")
            held = self.in_xero(xero_id)
            if expected:
                self.assertEqual(employee.mobile_phone, f"0491 {policy}")
                self.assertEqual(held["HomeAddress"]["City"], f"City {policy}")
                self.assertEqual((employee.job_title, held["JobTitle"]), (expected, expected))
                employee.job_title = "Same"
                self.run_push("employee")
        self.assertEqual((employee.job_title, held["JobTitle"]), ("Ours", "Theirs"))
        self.assertEqual(self.quarantines("employee").reason, "conflict")

    def test_foreign_address_is_refused_with_a_sentence(self):
        """Xero takes Australian homes only; another country goes to a person. [D31]"""
        _xero_id, employee = self.linked()
        employee.private_country_id = self.env.ref("base.nz")
        self.run_push("employee")
        self.assertIn("Australia only", self.quarantines("employee").sentence)

    def test_timeout_after_success_does_not_duplicate(self):
        """Xero created the employee but the answer was lost: there is one, and it is
        linked. [C12]"""
        self.run_pull("employee", trigger="first")
        self.setting("employee").employee_create = True
        employee = self.new_employee(work_email="bea@quay.example")
        self.sim.fault("reset_after", method="POST", path="payroll.xro/1.0/Employees")
        self.run_push("employee")
        self.assertFalse(employee.xero_id)
        exchange = self.env["xero.exchange"].sudo().search([("state", "=", "unknown")])
        past = fields.Datetime.now() - timedelta(minutes=9)
        exchange.write({"lease_until": past, "first_sent_at": past})
        self.run_push("employee")
        self.assertEqual(len(self.xero("Employees")), 1)
        self.assertEqual(employee.xero_id, self.xero("Employees")[0]["EmployeeID"])

    def test_one_refused_does_not_stop_the_others(self):
        """Of three changed employees Xero refuses one; the other two arrive. Pain 25 [C12]"""
        pairs = [self.linked(last=f"Nguyen {letter}") for letter in "abc"]
        for number, (_xero_id, employee) in enumerate(pairs):
            employee.work_email = "no at sign" if number == 1 else f"ok{number}@quay.example"
        event = self.run_push("employee")
        self.assertEqual((event.updated, event.quarantined), (2, 1))
        self.assertEqual(self.quarantines("employee").res_id, pairs[1][1].id)
        self.assertEqual(self.in_xero(pairs[2][0])["Email"], "ok2@quay.example")

    def test_one_that_xero_cannot_show(self):
        """Of three changed employees Xero cannot show one; the two others leave in the same run.
        Pain 25 [C12, D25]"""
        pairs = [self.linked(last=f"Nguyen {letter}") for letter in "abc"]
        for _xero_id, employee in pairs:
            employee.job_title = "Foreman"
        self.sim.fault("status", path=f"Employees/{pairs[1][0]}", status=500, times=0)
        event = self.run_push("employee")
        self.assertEqual((event.updated, event.quarantined), (2, 1))
        question = self.quarantines("employee")
        self.assertEqual((question.reason, question.res_id), ("refused", pairs[1][1].id))
        for number in (0, 2):
            self.assertEqual(self.in_xero(pairs[number][0])["JobTitle"], "Foreman")
        self.sim.clear_faults()
        service = self.env["xero.sync"].sudo()._services()["employee"]
        service._resolve(question.sudo(), "retry")
        self.assertEqual(self.run_push("employee").updated, 1)

    def test_a_refused_call_holds_one_person_only(self):
        """Xero refuses a call and keeps what was in it: that employee is asked about, the other is
        created, and neither is there twice. Pain 29 [D31, C12]"""
        self.run_pull("employee", trigger="first")
        self.setting("employee").employee_create = True
        first, second = self.new_employee(), self.new_employee("Cal Ward")
        address = {"AddressLine1": "1 Quay Rd", "City": "Newtown", "Region": "NSW",
                   "PostalCode": "2042", "Country": "AUSTRALIA"}  # fmt: skip
        self.sim.create("Employees", FirstName="Bea", LastName="Ward", DateOfBirth="1988-11-30",
                        HomeAddress=address)  # fmt: skip
        self.sim.fault("status", method="POST", path="payroll.xro/1.0/Employees", status=400)
        event = self.run_push("employee")
        self.assertEqual((event.created, event.quarantined), (1, 1))
        self.assertEqual([len(json.loads(call["body"])) for call in self.writes()], [1, 1])
        names = sorted(row["FirstName"] for row in self.xero("Employees"))
        self.assertEqual(names, ["Bea", "Cal"])
        self.assertEqual(self.quarantines("employee").res_id, first.id)
        self.assertTrue(second.xero_id)

    def test_preview_counts_a_call_for_each(self):
        """“Export all” says beforehand that every employee is read and written alone. [D31]"""
        for letter in "abc":
            self.linked(last=f"Nguyen {letter}")
        setting = self.setting("employee", employee_create=True).sudo()
        self.assertEqual(setting._service()._export_preview(setting)["calls"], 6)
