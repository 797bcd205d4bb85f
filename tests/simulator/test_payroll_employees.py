"""Payroll employees of the simulator."""

from urllib.parse import quote

from payroll_case import ADDRESS, PAYROLL, PayrollCase, day

EMPLOYEES = f"{PAYROLL}/Employees"


class TestPayrollEmployees(PayrollCase):
    def post(self, *bodies, path=EMPLOYEES):
        return self.call("POST", path, list(bodies))

    def test_list_leaves_out_what_only_one_employee_shows(self):
        """A list is a summary; bank accounts and pay template take one call each. [E37, E29]"""
        account = {"BSB": "100200", "AccountNumber": "55501234", "Remainder": True}
        employee_id = self.new_employee(BankAccounts=[account])
        status, listed = self.call("GET", EMPLOYEES)
        self.assertEqual(status, 200)
        self.assertNotIn("BankAccounts", listed["Employees"][0])
        self.assertNotIn("HomeAddress", listed["Employees"][0])
        self.assertNotIn("pagination", listed)
        _status, single = self.call("GET", f"{EMPLOYEES}/{employee_id}")
        self.assertEqual(single["Employees"][0]["BankAccounts"], [account])
        self.assertEqual(single["Employees"][0]["HomeAddress"]["Country"], "AUSTRALIA")

    def test_dates_are_utc_midnights_both_ways(self):
        """A date sent either way comes back as the same day. [E37]"""
        self.new_employee(DateOfBirth="1990-04-05", StartDate="/Date(1719792000000+0000)/")
        _status, answer = self.call("GET", EMPLOYEES)
        self.assertEqual(day(answer["Employees"][0]["DateOfBirth"]), "1990-04-05")
        self.assertEqual(answer["Employees"][0]["StartDate"], "/Date(1719792000000+0000)/")

    def test_tax_file_number_is_never_read_back(self):
        """The tax file number is masked in every answer, refusals included. [B56]"""
        secret = {"TaxFileNumber": "123456782"}
        employee_id = self.new_employee(TaxDeclaration=secret)
        _status, single = self.call("GET", f"{EMPLOYEES}/{employee_id}")
        _status, refused = self.post({"FirstName": "Nobody", "TaxDeclaration": secret})
        for answer in (single["Employees"][0], refused["Elements"][0]):
            self.assertEqual(answer["TaxDeclaration"]["TaxFileNumber"], "******782")

    def test_all_elements_refused_is_400_and_some_is_a_200_that_hides_them(self):
        """A 200 may hide a refused employee among accepted ones. [D31]"""
        bad = {"FirstName": "Only"}
        status, refused = self.post(bad)
        self.assertEqual((status, refused["Type"]), (400, "ValidationException"))
        self.assertIn("Last Name is required", self.messages(refused))
        status, mixed = self.post(bad, self.employee())
        self.assertEqual(status, 200)
        self.assertIn("ValidationErrors", mixed["Employees"][0])
        self.assertNotIn("EmployeeID", mixed["Employees"][0])
        self.assertIn("EmployeeID", mixed["Employees"][1])

    def test_incomplete_and_impossible_values_are_refused(self):
        """Region, e-mail, date, calendar and rate are checked when an employee is sent. [D31]"""
        cases = {
            "not a state": {"HomeAddress": {**ADDRESS, "Region": "Victoria"}},
            "City is required": {
                "HomeAddress": {"AddressLine1": "1", "Region": "SA", "PostalCode": "5000"}
            },
            "Email address must be valid": {"Email": "jürgen@example"},
            "DateOfBirth must be a date": {"DateOfBirth": "05/04/1990"},
            "Payroll calendar not found": {"PayrollCalendarID": self.tenant},
            "Earnings rate not found": {"OrdinaryEarningsRateID": self.tenant},
            "Termination Reason is required": {"TerminationDate": "2026-01-31"},
            "Gender": {"Gender": "X"},
        }
        body = self.employee()
        for sentence, wrong in cases.items():
            with self.subTest(sentence):
                status, answer = self.post({**body, **wrong})
                self.assertEqual(status, 400)
                self.assertIn(sentence, self.messages(answer))

    def test_update_changes_what_is_sent_and_replaces_collections(self):
        """An update keeps fields that are not sent and replaces bank accounts as a set. [E29]"""
        accounts = [{"BSB": "100200", "AccountNumber": f"5550{n}"} for n in (1, 2)]
        employee_id = self.new_employee(BankAccounts=accounts, Mobile="0491 570 006")
        status, _answer = self.post(
            {"JobTitle": "Rigger", "BankAccounts": accounts[:1]}, path=f"{EMPLOYEES}/{employee_id}"
        )
        self.assertEqual(status, 200)
        _status, single = self.call("GET", f"{EMPLOYEES}/{employee_id}")
        self.assertEqual(single["Employees"][0]["Mobile"], "0491 570 006")
        self.assertEqual(single["Employees"][0]["BankAccounts"], accounts[:1])

    def test_termination_date_terminates(self):
        """An employee with a termination date and reason is TERMINATED. [D31]"""
        employee_id = self.new_employee()
        self.post(
            {"EmployeeID": employee_id, "TerminationDate": "2026-10-30", "TerminationReason": "V"}
        )
        where = quote('Status=="TERMINATED"')
        _status, answer = self.call("GET", f"{EMPLOYEES}?where={where}")
        self.assertEqual([one["EmployeeID"] for one in answer["Employees"]], [employee_id])

    def test_pages_of_one_hundred_without_a_count(self):
        """Pages hold 100 employees and say nothing about how many there are. Pain 24 [E37]"""
        body = self.employee()
        self.post(*({**body, "FirstName": f"Worker{n}"} for n in range(103)))
        sizes = [len(self.call("GET", f"{EMPLOYEES}?page={n}")[1]["Employees"]) for n in (1, 2, 3)]
        self.assertEqual(sizes, [100, 3, 0])

    def test_two_employees_may_share_a_name(self):
        """Names are not unique, so only the id tells two people apart. Pain 28 [E29]"""
        self.assertNotEqual(self.new_employee(), self.new_employee())

    def test_if_modified_since_leaves_out_older_records(self):
        """Only employees changed since the moment asked for are listed. [E37]"""
        self.new_employee()
        self.control("clock", {"advance": 1200})
        changed = self.new_employee(LastName="Gallimore")
        _status, answer = self.call(
            "GET", EMPLOYEES, headers={"If-Modified-Since": "2026-11-18T03:15:00"}
        )
        self.assertEqual([one["EmployeeID"] for one in answer["Employees"]], [changed])

    def test_scope_is_asked_for(self):
        """A token without the payroll scope cannot read or write employees. [B56]"""
        self.control("scopes", {"remove": ["payroll.employees", "payroll.settings"]})
        self.tokens = self.connect("payroll.employees.read")
        self.assertEqual(self.call("GET", EMPLOYEES)[0], 200)
        self.assertEqual(self.post({})[0], 401)
        self.assertEqual(self.call("GET", f"{PAYROLL}/Settings")[0], 401)
