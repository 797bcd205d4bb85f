from odoo.tests import tagged

from ..services.employee_evidence import DOUBTFUL, LIKELY, SURE, Person, weigh
from .employee_case import EmployeeCase


@tagged("post_install", "-at_install")
class TestEmployeeMatching(EmployeeCase):
    def test_evidence(self):
        """Name and one more is sure, the name alone likely, anything else at most a question. Pain
        28 [D31]"""

        def person(name="alex chen", birthday="", email="", phone=""):
            ways = [frozenset(filter(None, [way])) for way in (email, phone)]
            return Person(name, birthday, *ways)

        born = "1990-01-01"
        cases = [
            (person(birthday=born), person(birthday=born), SURE),
            (person(email="a@b"), person(email="a@b"), SURE),
            (person(phone="1"), person(phone="1"), SURE),
            (person(birthday=born), person(), LIKELY),
            (person(email="a@b"), person(email="c@d"), DOUBTFUL),
            (person(birthday=born), person(birthday="1991-01-01"), 0),
            (person(birthday=born, email="a@b"), person(birthday="1991-01-01", email="a@b"),
            DOUBTFUL), (person(email="a@b"), person(name="bo li", email="a@b"), DOUBTFUL),
            (person(birthday=born, email="a@b"), person("bo li", born, "a@b"), DOUBTFUL),
            (person(birthday=born), person("bo li", born), 0),
            (person(""), person(""), 0),
        ]
        for one, other, grade in cases:
            self.assertEqual(weigh(one, other)[0], grade, (one, other))
            self.assertEqual(weigh(other, one)[0], grade, (other, one))

    def test_linked_once_by_evidence_then_by_id(self):
        """Matched by name and birth date, then followed by id through any rename. Pain 28 [D31]"""
        employee = self.new_employee("NGUYEN, Alinta", birthday="1990-02-28")
        record = self.hire()
        event = self.run_pull("employee", trigger="first")
        self.assertEqual(event.created, 0)
        self.assertEqual(self.quarantines("employee").reason, "conflict", "two spellings")
        self.assertEqual(self.employee_of(record), employee)
        self.setting("employee").policy = "xero"
        changes = {"FirstName": "Bindi", "LastName": "Oz", "Email": "b@oz.example"}
        self.sim.edit("Employees", record["EmployeeID"], **changes)
        self.run_pull("employee")
        self.assertEqual(employee.name, "Bindi Oz")
        self.assertEqual(len(self.employees()), 1)

    def test_two_candidates_are_a_question(self):
        """Two Odoo employees of one name are shown, neither is chosen. Pain 28 [D31]"""
        ids = {self.new_employee("Alex Chen", birthday=False).id for _number in range(2)}
        record = self.hire("Alex", "Chen")
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.quarantined, event.created), (1, 0))
        quarantine = self.quarantines("employee")
        self.assertEqual(quarantine.reason, "ambiguous")
        self.assertEqual({row["id"] for row in quarantine.suggestions}, ids)
        self.assertFalse(self.employee_of(record))
        service = self.env["xero.sync"].sudo()._services()["employee"]
        service._resolve(quarantine.sudo(), "link", res_id=min(ids))
        self.run_pull("employee")
        self.assertEqual(self.employee_of(record).id, min(ids))

    def test_namesakes_in_xero_are_a_question(self):
        """Two namesakes in Xero and one in Odoo: both are shown, nobody is linked. Pain 28 [D31]"""
        self.new_employee("Alex Chen", birthday=False)
        self.hire("Alex", "Chen", DateOfBirth="1990-01-01")
        self.hire("Alex", "Chen", DateOfBirth="1991-01-01", Email="other@quay.example")
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.quarantined, event.created), (2, 0))
        for quarantine in self.quarantines("employee"):
            self.assertIn("1990-01-01", quarantine.sentence)
            self.assertIn("1991-01-01", quarantine.sentence)

    def test_namesake_with_another_birth_date_is_somebody_else(self):
        """A namesake born on another day is a new employee. Pain 28 [D31]"""
        other = self.new_employee("Alinta Nguyen", birthday="1961-05-05")
        record = self.hire()
        event = self.run_pull("employee", trigger="first")
        self.assertEqual((event.created, event.quarantined), (1, 0))
        self.assertNotEqual(self.employee_of(record), other)

    def test_shared_e_mail_is_not_a_match(self):
        """The same e-mail under another name renames nobody; it is asked about. Pain 2 [D31]"""
        employee = self.new_employee("Bo Li", work_email="family@quay.example")
        self.hire(Email="family@quay.example")
        event = self.run_pull("employee", trigger="first")
        self.assertEqual(event.quarantined, 1)
        self.assertEqual(employee.name, "Bo Li")

    def test_terminated_duplicate_is_flagged(self):
        """An old, terminated profile of the same person is flagged and gets nothing. Pain
        28 [D31]"""
        employee = self.new_employee(
            "Alinta Nguyen", birthday="1990-02-28", private_street="7 Wattle St",
            private_street2="Unit 2",
        )  # fmt: skip
        self.hire(Status="TERMINATED", TerminationDate="2023-01-31", TerminationReason="V")
        current = self.hire()
        event = self.run_pull("employee", trigger="first")
        self.assertEqual(self.employee_of(current), employee)
        self.assertTrue(employee.active)
        self.assertEqual((event.quarantined, event.created), (1, 0))
        quarantine = self.quarantines("employee")
        self.assertEqual(quarantine.reason, "duplicate")
        self.assertIn("terminated", quarantine.sentence)

    def test_rehired_with_a_new_profile(self):
        """Who comes back with a new profile is linked to it when a person says so. Pain 28 [D31]"""
        old = self.hire()
        self.run_pull("employee", trigger="first")
        employee = self.employee_of(old)
        self.sim.edit("Employees", old["EmployeeID"], Status="TERMINATED",
                      TerminationDate="2026-06-30", TerminationReason="V")  # fmt: skip
        self.run_pull("employee")
        new = self.hire()
        self.run_pull("employee")
        quarantine = self.quarantines("employee")
        self.assertEqual((quarantine.reason, quarantine.xero_id), ("duplicate", new["EmployeeID"]))
        service = self.env["xero.sync"].sudo()._services()["employee"]
        service._resolve(quarantine.sudo(), "link", res_id=employee.id)
        self.run_pull("employee")
        self.assertEqual(self.link(employee, "employee").xero_id, new["EmployeeID"])
        self.assertEqual(len(self.employees()), 1)
