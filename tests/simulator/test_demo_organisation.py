"""The demo organisation: large enough to look real, and the same every time."""

from sim_client import SimulatorCase

WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)


class TestDemoOrganisation(SimulatorCase):
    kind = "demo"

    def everything(self, path, name, **query):
        """Every record of a paged list."""
        records, number = [], 1
        while page := self.good("GET", path, page=number, **query)[name]:
            records += page
            number += 1
        return records

    def test_contacts_are_many_and_various(self):
        """180 contacts: archived and merged ones, odd names, every kind of phone. [E37]"""
        contacts = self.everything("Contacts", "Contacts", includeArchived="true")
        self.assertEqual(len(contacts), 180)
        names = [contact["Name"].casefold() for contact in contacts]
        self.assertEqual(len(set(names)), 180)
        for part in ("o'shaughnessy", "ä", "  ", '"', "ø"):
            self.assertTrue(any(part in name for name in names), part)
        archived = {c["ContactID"]: c for c in contacts if c["ContactStatus"] == "ARCHIVED"}
        merged = [c["MergedToContactID"] for c in archived.values() if "MergedToContactID" in c]
        self.assertEqual((len(archived), len(merged)), (10, 2))
        self.assertFalse(set(merged) & set(archived))
        used = {p["PhoneType"] for c in contacts for p in c["Phones"] if p["PhoneNumber"]}
        self.assertEqual(used, {"DEFAULT", "MOBILE", "FAX", "DDI"})
        self.assertEqual(max(len(c["ContactPersons"]) for c in contacts), 5)

    def test_business_numbers_satisfy_the_register(self):
        """Every ABN passes the check of the Australian Business Register. [E37]"""
        numbers = {c.get("TaxNumber") for c in self.everything("Contacts", "Contacts")} - {None}
        self.assertGreater(len(numbers), 100)
        for number in numbers:
            digits = [int(digit) for digit in number]
            digits[0] -= 1
            total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True))
            self.assertEqual((len(number), total % 89), (11, 0), number)

    def test_every_contact_is_acceptable(self):
        """A contact sent back as it was read is taken: nothing in it could not exist. [E37]"""
        contacts = self.everything("Contacts", "Contacts")
        read_only = ("ContactGroups", "Balances", "UpdatedDateUTC", "HasValidationErrors")
        bodies = [{k: v for k, v in c.items() if k not in read_only} for c in contacts]
        for start in range(0, len(bodies), 50):
            batch = bodies[start : start + 50]
            back = self.good("POST", "Contacts", {"Contacts": batch})["Contacts"]
            self.assertEqual([c["ContactID"] for c in back], [c["ContactID"] for c in batch])

    def test_invoices_in_every_status(self):
        """150 sales invoices in every status, some in dollars, and 40 bills. [E37]"""
        invoices = self.everything("Invoices", "Invoices")
        sales = [invoice for invoice in invoices if invoice["Type"] == "ACCREC"]
        self.assertEqual((len(sales), len(invoices)), (150, 190))
        statuses = {"DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED"}
        self.assertEqual({invoice["Status"] for invoice in sales}, statuses)
        dollars = [invoice for invoice in sales if invoice["CurrencyCode"] == "USD"]
        self.assertGreater(len(dollars), 9)
        self.assertTrue(all(0.6 < invoice["CurrencyRate"] < 0.7 for invoice in dollars))
        self.assertTrue(any(line["Tracking"] for one in sales for line in one["LineItems"]))

    def test_payments_add_up_to_what_is_paid(self):
        """What the payments sum to is what each invoice says is paid. [E37]"""
        paid = {}
        for payment in self.everything("Payments", "Payments"):
            key = payment["Invoice"]["InvoiceID"]
            paid[key] = paid.get(key, 0) + payment["Amount"]
        part = 0
        for invoice in self.everything("Invoices", "Invoices"):
            self.assertAlmostEqual(invoice["AmountPaid"], paid.get(invoice["InvoiceID"], 0))
            if invoice["Status"] not in ("VOIDED", "DELETED"):
                due = invoice["Total"] - invoice["AmountPaid"]
                self.assertAlmostEqual(invoice["AmountDue"], due)
            part += 0 < invoice["AmountPaid"] < invoice["Total"]
        self.assertEqual(part, 18)

    def test_records_changed_over_months(self):
        """Timestamps spread over the past, so that reading by changes has work to do. [E37]"""
        since = {"If-Modified-Since": "2000-01-01T00:00:00"}
        all_of_them = self.good("GET", "Invoices", page=1, pageSize=1000, headers=since)
        stamps = [invoice["UpdatedDateUTC"] for invoice in all_of_them["Invoices"]]
        self.assertGreater(len(set(stamps)), 180)
        now = self.control("clock", method="GET")["now"][:19]
        late = self.good("GET", "Invoices", page=1, headers={"If-Modified-Since": now})
        self.assertEqual(late["Invoices"], [])

    def test_staff_on_three_calendars(self):
        """22 employees, three of whom left, two of one name, one without e-mail. Pain 28 [E29]"""
        staff = self.everything("/payroll.xro/1.0/Employees", "Employees")
        self.assertEqual(len(staff), 22)
        self.assertEqual(len({one["PayrollCalendarID"] for one in staff}), 3)
        self.assertEqual(sum(one["Status"] == "TERMINATED" for one in staff), 3)
        self.assertEqual(len({(one["FirstName"], one["LastName"]) for one in staff}), 21)
        self.assertEqual(sum("Email" not in one for one in staff), 1)

    def test_timesheets_agree_with_the_pay_runs(self):
        """Paid weeks are processed and their hours are those of the payslips. [D34, D36]"""
        sheets = self.everything("/payroll.xro/1.0/Timesheets", "Timesheets")
        self.assertEqual({sheet["Status"] for sheet in sheets}, {"PROCESSED", "DRAFT"})
        lines = [line for sheet in sheets for line in sheet["TimesheetLines"]]
        self.assertTrue(all(line["TrackingItemID"] for line in lines))
        dump = self.control(f"dump?tenant={self.tenant}", method="GET")
        tables = dump["organisations"][self.tenant]["tables"]
        paid = sum(sheet["Hours"] for sheet in sheets if sheet["Status"] == "PROCESSED")
        slips = [line for slip in tables["Payslips"] for line in slip["TimesheetEarningsLines"]]
        self.assertEqual(round(sum(line["NumberOfUnits"] for line in slips), 4), round(paid, 4))
        wages = sum(slip["Wages"] for slip in tables["Payslips"])
        self.assertEqual(round(sum(run["Wages"] for run in tables["PayRuns"]), 2), round(wages, 2))

    def test_two_resets_give_the_same_organisation(self):
        """The same tenant id on the same day gives the same ids and amounts. [E37]"""
        dumps = []
        for _time in range(2):
            self.control("reset", {"organisation": "demo", "tenant_id": self.tenant})
            dump = self.control("dump", method="GET")["organisations"][self.tenant]
            dumps.append({name: _without_stamps(rows) for name, rows in dump["tables"].items()})
        self.assertEqual(dumps[0], dumps[1])
        self.assertEqual(len(dumps[0]["Contacts"]), 180)


def _without_stamps(value):
    if isinstance(value, dict):
        return {k: _without_stamps(v) for k, v in value.items() if not k.endswith("DateUTC")}
    return [_without_stamps(item) for item in value] if isinstance(value, list) else value
