from .common import XeroCase

ADDRESS = {
    "AddressLine1": "7 Wattle St",
    "AddressLine2": "Unit 2",
    "City": "Newtown",
    "Region": "NSW",
    "PostalCode": "2042",
    "Country": "AUSTRALIA",
}


class EmployeeCase(XeroCase):
    """Employees on both sides, with payroll calendars and pay items mirrored."""

    def set_up_once(self):
        super().set_up_once()
        self.run_pull("pay_item", trigger="first")
        self.run_pull("payroll_calendar", trigger="first")
        self.rates = {rate["Name"]: rate for rate in self.xero("EarningsRates")}
        self.calendars = {row["Name"]: row for row in self.xero("PayrollCalendars")}

    def hire(self, first="Alinta", last="Nguyen", **values):
        """An employee as Xero's payroll administrator enters one; complete unless told
        otherwise."""
        record = {
            "FirstName": first,
            "LastName": last,
            "DateOfBirth": "1990-02-28",
            "Email": f"{first}.{last}@quay.example".lower().replace(" ", ""),
            "Mobile": "0491 570 006",
            "Gender": "F",
            "JobTitle": "Rigger",
            "StartDate": "2024-03-04",
            "HomeAddress": ADDRESS,
            "PayrollCalendarID": self.calendars["Weekly"]["PayrollCalendarID"],
            "OrdinaryEarningsRateID": self.rates["Ordinary Hours"]["EarningsRateID"],
            "PayTemplate": {"EarningsLines": [self.wage()]},
            "TaxDeclaration": {"TaxFileNumber": "123456782"},
            "BankAccounts": [{"BSB": "100000", "AccountNumber": "5550001", "Remainder": True}],
            "SuperMemberships": [{"SuperFundID": "5f2f1f4e-0000-4000-8000-000000000001"}],
            **values,
        }
        return self.sim.create("Employees", **{k: v for k, v in record.items() if v is not None})

    def wage(self):
        """What Xero pays; nothing of ours may change it."""
        return {
            "EarningsRateID": self.rates["Ordinary Hours"]["EarningsRateID"],
            "CalculationType": "ENTEREARNINGSRATE",
            "RatePerUnit": 34.5,
        }

    def in_xero(self, xero_id):
        """An employee as Xero holds it now."""
        return next(row for row in self.xero("Employees") if row["EmployeeID"] == xero_id)

    def employees(self, name=None):
        """Odoo's employees of the company that tests made or imported, archived ones too."""
        domain = [("company_id", "=", self.company.id)]
        if name:
            domain.append(("name", "=", name))
        return self.env["hr.employee"].with_context(active_test=False).search(domain, order="id")

    def employee_of(self, record):
        """The Odoo employee that is linked to a record of Xero's."""
        link = self.env["xero.link"].search(
            [
                ("entity", "=", "employee"),
                ("xero_id", "=", record["EmployeeID"]),
                ("res_id", "!=", 0),
            ]
        )
        return self.env["hr.employee"].with_context(active_test=False).browse(link.res_id)

    def new_employee(self, name="Bea Ward", **values):
        """An employee that only Odoo has, complete enough for Xero."""
        state = self.env.ref("base.state_au_2")
        return self.env["hr.employee"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "birthday": "1988-11-30",
                "private_street": "1 Quay Rd",
                "private_city": "Newtown",
                "private_zip": "2042",
                "private_state_id": state.id,
                "private_country_id": self.env.ref("base.au").id,
                **values,
            }
        )

    def writes(self):
        """Bodies sent to Xero since the last `forget_calls`."""
        return [call for call in self.sim.calls() if call["method"] != "GET"]
