"""The allow-list of calls and of what may be sent for an employee."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from xero.allowed import (
    ADDRESS_KEYS,
    CALLS,
    EMPLOYEE_KEYS,
    NotAllowed,
    allow,
    check_body,
    check_call,
    check_employee_body,
)
from xero.errors import Action

SOME_ID = "fb4ebd68-6568-41eb-96ab-628a0f54b4b8"

# Keys of Xero's payroll specification that decide about pay, tax, super or leave.
WAGES = (
    "PayTemplate",
    "EarningsLines",
    "OrdinaryEarningsRateID",
    "EarningsRateID",
    "RatePerUnit",
    "AnnualSalary",
    "NumberOfUnitsPerWeek",
    "CalculationType",
    "Amount",
    "OpeningBalances",
    "TaxDeclaration",
    "TaxFileNumber",
    "SuperMemberships",
    "SuperFundID",
    "LeaveBalances",
    "LeaveLines",
    "DeductionLines",
    "ReimbursementLines",
    "SuperLines",
    "BankAccounts",
    "IsSTP2Qualified",
    "IncomeType",
    "EmploymentType",
    "PayrollCalendarID",
    "EmploymentBasis",
    "IsAuthorisedToApproveLeave",
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(WAGES) | st.sampled_from(sorted(EMPLOYEE_KEYS | ADDRESS_KEYS)),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def keys_in(value):
    if isinstance(value, dict):
        for key, child in value.items():
            yield key
            yield from keys_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from keys_in(child)


class TestCalls(unittest.TestCase):
    def test_another_addon_adds_calls_of_accounting_only(self):
        """A call of the Accounting API can be put on the list from outside; nothing of payroll, of
        another server or of a path built from values can. [B60, D42]"""
        path = "/api.xro/2.0/Quotes"
        with self.assertRaises(NotAllowed):
            check_call("PUT", path)
        allow("PUT", path)
        allow("POST", f"{path}/{{id}}/History")
        check_call("PUT", path)
        check_call("POST", f"{path}/{SOME_ID}/History")
        with self.assertRaises(NotAllowed):
            check_call("POST", path)
        for method, template in (
            ("POST", "/payroll.xro/1.0/Employees"),
            ("POST", "/payroll.xro/1.0/PayRuns"),
            ("POST", "/api.xro/2.0/../../payroll.xro/1.0/PayRuns"),
            ("POST", "https://example.com/api.xro/2.0/Quotes"),
            ("POST", "/api.xro/2.0/Quotes?x=1"),
            ("POST", "/api.xro/2.0/{name}"),
            ("PATCH", path),
        ):
            with self.subTest(template), self.assertRaises(ValueError):
                allow(method, template)

    def test_every_listed_call_passes(self):
        """Every call of the list can be made, with a uuid where one belongs. [D42]"""
        for method, template in CALLS:
            check_call(method, template.replace("{id}", SOME_ID))

    def test_no_way_to_write_wages(self):
        """No way leads to writing pay items, pay runs, payslips or leave. Pain 30 [D42, D22]"""
        for name in (
            "PayItems",
            "PayRuns",
            "Payslip",
            "PayrollCalendars",
            "Superfunds",
            "LeaveApplications",
            "Settings",
        ):
            for api in ("/payroll.xro/1.0/", "/payroll.xro/2.0/"):
                for path in (api + name, f"{api}{name}/{SOME_ID}"):
                    for method in ("POST", "PUT", "DELETE", "PATCH"):
                        with self.assertRaises(NotAllowed):
                            check_call(method, path)
        writes = {path for method, path in CALLS if method != "GET" and "payroll" in path}
        self.assertEqual({path.split("/")[3] for path in writes}, {"Employees", "Timesheets"})

    def test_a_path_cannot_be_stretched(self):
        """Queries, other hosts, dots and foreign ids in a path are refused. [D42, S35]"""
        for path in (
            "/api.xro/2.0/Contacts?x=1",
            "/api.xro/2.0/Contacts/../PayItems",
            "api.xro/2.0/Contacts",
            "/api.xro/2.0/contacts",
            "/api.xro/2.0/Contacts/",
            "/api.xro/2.0/Contacts/INV-1",
            f"/api.xro/2.0/Contacts/{SOME_ID}\n",
            f"/api.xro/2.0/Contacts/{SOME_ID}/..",
            "@evil.example/",
            "/api.xro/2.0/Contacts/{id}",
            "//evil.example/api.xro/2.0/Contacts",
        ):
            with self.subTest(path=path), self.assertRaises(NotAllowed):
                check_call("POST", path)

    @given(st.text(max_size=40), st.text(max_size=60))
    def test_random_calls_are_refused(self, method, path):
        """Nothing that is not on the list gets through. [D42]"""
        with self.assertRaises(NotAllowed) as caught:
            check_call(method, path)
        self.assertIs(caught.exception.action, Action.QUARANTINE)
        self.assertEqual(caught.exception.reason, "blocked")


class TestEmployeeBodies(unittest.TestCase):
    def test_a_person_may_be_sent(self):
        """Name, birth, address and dates of an employee may be sent. [D42]"""
        person = dict.fromkeys(EMPLOYEE_KEYS - {"HomeAddress"}, "x")
        person["HomeAddress"] = dict.fromkeys(ADDRESS_KEYS, "x")
        check_employee_body([person])
        check_body("/payroll.xro/1.0/Employees", [person])

    @given(json_values)
    def test_no_wage_key_at_any_depth(self, body):
        """No body with a key of pay, tax, super or leave at any depth gets through. [D42]"""
        try:
            check_employee_body(body)
        except NotAllowed:
            return
        self.assertFalse(set(keys_in(body)) & set(WAGES))
        self.assertLessEqual(set(keys_in(body)), EMPLOYEE_KEYS | ADDRESS_KEYS)

    def test_each_wage_key_is_refused(self):
        """Each key that decides about pay is refused, alone, in a list and in the address. [D42]"""
        for key in (*WAGES, "paytemplate", "HomeAddress.PayTemplate", 7):
            for body in (
                {key: 1},
                [{"FirstName": "A"}, {key: 1}],
                {"HomeAddress": {key: "x"}},
                {"FirstName": {key: 1}},
            ):
                with self.subTest(body=body), self.assertRaises(NotAllowed):
                    check_employee_body(body)

    def test_employee_keys_hold_no_wage(self):
        """The list of employee keys itself names nothing about pay. [D42]"""
        self.assertFalse((EMPLOYEE_KEYS | ADDRESS_KEYS) & set(WAGES))

    def test_timesheets_carry_hours_only(self):
        """A timesheet carries hours by pay item and day, never an amount. [D42, D20]"""
        line = {"EarningsRateID": SOME_ID, "NumberOfUnits": [7.5, 0]}
        sheet = {"EmployeeID": SOME_ID, "StartDate": "2026-11-16", "TimesheetLines": [line]}
        check_body("/payroll.xro/1.0/Timesheets", [sheet])
        for hostile in (
            {**sheet, "RatePerUnit": 1},
            {**sheet, "TimesheetLines": [{**line, "RatePerUnit": 90}]},
            {**sheet, "TimesheetLines": [{**line, "NumberOfUnits": [{"RatePerUnit": 90}]}]},
            {**sheet, "TimesheetLines": {"RatePerUnit": 90}},
            "text",
        ):
            with self.subTest(hostile=hostile), self.assertRaises(NotAllowed):
                check_body(f"/payroll.xro/1.0/Timesheets/{SOME_ID}", hostile)
