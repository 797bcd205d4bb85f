import json

from odoo.exceptions import ValidationError

from ..xero.allowed import ADDRESS_KEYS, EMPLOYEE_KEYS, NotAllowed, check_employee_body
from .employee_case import EmployeeCase
from .field_map_case import FieldMapWords
from .test_employee_wages import PAY_KEYS, keys_in

MANAGER = (
    "base.group_user,base.group_partner_manager,hr.group_hr_manager,xero_connector.group_manager"
)
HOSTILE_KEYS = [
    *PAY_KEYS,
    "PayTemplate.EarningsLines",
    "PayTemplate.EarningsLines.AnnualSalary",
    "TaxDeclaration.TaxFileNumber",
    "HomeAddress.PayTemplate",
    "IncomeType",
    "EmploymentType",
    "Status",
    "StartDate",
    "EmployeeID",
    "JobTitle.PayTemplate",
    "",
    "PayTemplate\u200b",
]


class TestFieldMapWages(FieldMapWords, EmployeeCase):
    """Mappings of employees and invoices: pay never leaves, posted invoices are not rewritten."""

    entity = "employee"
    groups = MANAGER

    def set_up_once(self):
        super().set_up_once()
        self.pair_all("employee")

    def writes(self):
        return [call for call in self.sim.calls() if call["method"] != "GET"]

    def test_no_mapping_reaches_a_wage(self):
        """Every key of pay, tax, super and leave is refused as a target, whatever Odoo's side is.
        [C3, D42]"""
        sides = (
            {"odoo_field": "name", "owner": "odoo"},
            {"odoo_field": "name", "owner": "both"},
            {"odoo_field": "name", "owner": "xero"},
            {"kind": "constant", "constant": "99999"},
            {"kind": "computed", "expression": "concat('9', name)"},
        )
        for key in HOSTILE_KEYS:
            for side in sides:
                with self.subTest(f"{key} {side}"), self.assertRaises(ValidationError):
                    self.pair(xero_key=key, **side)

    def test_what_can_be_written_is_on_the_allow_list(self):
        """Every key of employees that is offered as a target stands on the list of keys that may
        leave. [C3, D42]"""
        keys = self.env["xero.sync.employee"]._mappable_keys()
        for key in keys:
            if key.writable:
                self.assertIn(key.path, EMPLOYEE_KEYS)
                check_employee_body({key.path: "x"})
            else:
                with self.assertRaises(NotAllowed):
                    check_employee_body({key.path: "x"})

    def test_a_mapping_smuggled_into_the_database(self):
        """A pair that was written past all checks is not in effect, and nothing but listed keys is
        sent. [C3, D42]"""
        record = self.hire()
        self.run_pull("employee", trigger="first")
        employee = self.employee_of(record)
        row = self.use(kind="constant", constant="99999", xero_key="Title")
        for key in ("PayTemplate", "OrdinaryEarningsRateID", "TaxDeclaration.TaxFileNumber"):
            self.env.cr.execute("UPDATE xero_field_map SET xero_key = %s WHERE id = %s",
                                [key, row.id])  # fmt: skip
            self.env.invalidate_all()
            self.env.registry.clear_cache()
            self.sim.forget_calls()
            employee.job_title = f"Rigger {key}"
            self.run_push("employee")
            bodies = [json.loads(call["body"]) for call in self.writes()]
            self.assertEqual(len(bodies), 1)
            self.assertLessEqual(keys_in(bodies), EMPLOYEE_KEYS | ADDRESS_KEYS)
            held = self.in_xero(record["EmployeeID"])
            for name in PAY_KEYS:
                self.assertEqual(held.get(name), record.get(name, held.get(name)), name)

    def test_an_addon_that_offers_a_wage(self):
        """Even when another addon offers a key of pay as a target, the allow-list refuses it at
        save. [C3, D42]"""
        from ..services.fields import Key

        service = self.registry["xero.sync.employee"]
        self.patch(service, "_mappable_keys", lambda _self: (Key("OrdinaryEarningsRateID", "x"),))
        with self.assertRaisesRegex(ValidationError, "does not take it"):
            self.pair(kind="constant", constant="1", xero_key="OrdinaryEarningsRateID")

    def test_an_employee_pair_goes_both_ways(self):
        """A pair of employees' fields alone makes a whole call: Xero gets name and birth date with
        it, and pay stays as it is. [C3]"""
        record = self.hire(Title="Ms", Classification="Level 2")
        self.run_pull("employee", trigger="first")
        employee = self.employee_of(record)
        self.use(odoo_field="barcode", xero_key="Title")
        self.use(odoo_field="study_field", xero_key="Classification", owner="xero")
        self.setting("employee").action_import_all()
        self.run_pull("employee")
        self.assertEqual((employee.barcode, employee.study_field), ("Ms", "Level 2"))
        self.sim.forget_calls()
        employee.barcode = "Dr"
        self.run_push("employee")
        body = json.loads(self.writes()[0]["body"])[0]
        self.assertEqual(
            body,
            {
                "EmployeeID": record["EmployeeID"],
                "FirstName": "Alinta",
                "LastName": "Nguyen",
                "DateOfBirth": "1990-02-28",
                "Title": "Dr",
            },
        )
        held = self.in_xero(record["EmployeeID"])
        self.assertEqual((held["Title"], held["PayTemplate"]), ("Dr", record["PayTemplate"]))
        self.assertEqual(self.run_pull("employee").updated, 0)

    def test_without_the_right_to_see_employees(self):
        """A manager who may not see employees sees no mapping of theirs and makes none. [C3]"""
        other = self.person("other", "base.group_user,xero_connector.group_manager")
        maps = self.env["xero.field.map"].with_user(other)
        self.assertFalse(maps.search([("entity", "=", "employee")]))
        self.assertTrue(maps.search([("entity", "=", "contact")]))
        self.assertTrue(
            maps.with_user(self.manager).search([("entity", "=", "employee")])
        )
