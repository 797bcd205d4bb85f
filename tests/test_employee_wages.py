import json

from odoo.tests import tagged

from ..services.merge import Merged
from ..services.run import Pair
from ..xero.allowed import ADDRESS_KEYS, EMPLOYEE_KEYS
from .employee_case import EmployeeCase

PAY_KEYS = {
    "PayTemplate": {"EarningsLines": [{"RatePerUnit": 999, "AnnualSalary": 1}]},
    "OrdinaryEarningsRateID": "5f2f1f4e-0000-4000-8000-000000000009",
    "PayrollCalendarID": "5f2f1f4e-0000-4000-8000-000000000009",
    "TaxDeclaration": {"TaxFileNumber": "1"},
    "BankAccounts": [{"AccountNumber": "1"}],
    "SuperMemberships": [{"SuperFundID": "1"}],
    "OpeningBalances": {"OpeningEarningsLines": []},
    "LeaveBalances": [{"NumberOfUnits": 99}],
}
HOSTILE = [
    '", "PayTemplate": {"EarningsLines": [{"AnnualSalary": 1}]}, "x": "',
    "</FirstName><PayTemplate>1</PayTemplate>",
    "PayTemplate",
    "0; RatePerUnit=999",
    "{'AnnualSalary': 1}",
]


def keys_in(value):
    """Every key of a JSON value, at any depth."""
    if isinstance(value, dict):
        return set(value).union(*(keys_in(child) for child in value.values()))
    if isinstance(value, list):
        return set().union(*(keys_in(child) for child in value)) if value else set()
    return set()


@tagged("post_install", "-at_install")
class TestEmployeeWages(EmployeeCase):
    ALLOWED = EMPLOYEE_KEYS | ADDRESS_KEYS

    def test_no_value_of_any_field_becomes_a_wage(self):
        """Hostile text in every field is sent as text; no key beyond the list leaves. [D42]"""
        record = self.hire()
        self.run_pull("employee", trigger="first")
        employee = self.employee_of(record)
        before = self.in_xero(record["EmployeeID"])
        texts = ("name", "job_title", "private_street", "private_city", "mobile_phone")
        for hostile in HOSTILE:
            self.sim.forget_calls()
            employee.write({name: f"A {hostile[:40]}" for name in texts})
            self.run_push("employee")
            for call in self.writes():
                self.assertLessEqual(keys_in(json.loads(call["body"])), self.ALLOWED)
            held = self.in_xero(record["EmployeeID"])
            for key in PAY_KEYS:
                self.assertEqual(held.get(key), before.get(key), key)

    def test_no_argument_of_the_body_becomes_a_wage(self):
        """Even plain values with pay keys in them, made up by other code, leave without these.
        [D42]"""
        record = self.hire()
        self.run_pull("employee", trigger="first")
        employee = self.employee_of(record)
        setting = self.setting("employee")
        service = self.env["xero.sync.employee"].with_context(xero_setting_id=setting.id)
        address = {"street": "1 Quay Rd", "region": "NSW", "city": "X", "zip": "2042", **PAY_KEYS}
        values = {"name": "A B", "address": address, "job_title": "x", **PAY_KEYS}
        payload = {"FirstName": "A", "LastName": "B", **PAY_KEYS}
        pair = Pair(xero_id=record["EmployeeID"], payload=payload, xero={"birthday": "1990-01-01"})
        pair.merged = Merged(to_xero=values)
        body = service._xero_body(values, employee, pair)
        self.assertLessEqual(keys_in(body), self.ALLOWED)
        pair.xero_id = None
        self.assertLessEqual(keys_in(service._xero_body(values, employee, pair)), self.ALLOWED)

    def test_an_addon_that_adds_a_wage_is_stopped(self):
        """A body that another addon put a wage into is not sent, and a person is told. [D42]"""
        record = self.hire()
        self.run_pull("employee", trigger="first")
        employee = self.employee_of(record)
        model = self.registry["xero.sync.employee"]

        def hostile(service, values, odoo, pair):
            return {"EmployeeID": pair.xero_id, "PayTemplate": PAY_KEYS["PayTemplate"]}

        self.patch(model, "_xero_body", hostile)
        employee.job_title = "x"
        self.sim.forget_calls()
        event = self.run_push("employee")
        self.assertEqual(event.quarantined, 1)
        self.assertEqual(self.writes(), [])
        self.assertEqual(self.quarantines("employee").reason, "not_allowed")

    def test_settings_and_mappings_hold_no_wage(self):
        """No option or column of ours could carry a wage to Xero. [D42]"""
        for name in self.env["hr.employee"]._fields:
            if name.startswith("xero_"):
                self.assertNotRegex(name, "wage|salary|amount|rate_per|template_line")
        setting = self.env["xero.sync.setting"]._fields
        options = {name: setting[name].type for name in setting if name.startswith("employee_")}
        self.assertEqual(set(options.values()), {"boolean", "selection"})
