"""Pay items, calendars, settings, pay runs and payslips of the simulator."""

from payroll_case import PAYROLL, PayrollCase, day

ITEMS = f"{PAYROLL}/PayItems"


class TestPayrollReference(PayrollCase):
    def test_pay_items_ignore_the_page(self):
        """Every page of pay items is the first one, so a naive pager never ends. Pain 24 [E37]"""
        first, tenth = (self.call("GET", f"{ITEMS}?page={n}")[1]["PayItems"] for n in (1, 10))
        self.assertEqual(first, tenth)
        tables = {"EarningsRates", "DeductionTypes", "LeaveTypes", "ReimbursementTypes"}
        self.assertEqual(set(first), tables)
        self.assertTrue(all(first.values()))

    def test_posting_pay_items_deactivates_what_is_left_out(self):
        """One posted earnings rate makes all others inactive and leaves other kinds alone. [E37]"""
        kept = self.pay_item("Ordinary Hours")
        new = {"Name": "Height Allowance", "RateType": "RATEPERUNIT", "IsQualifyingEarnings": True}
        status, _answer = self.call("POST", ITEMS, {"EarningsRates": [kept, new]})
        self.assertEqual(status, 200)
        _status, answer = self.call("GET", ITEMS)
        rates = answer["PayItems"]["EarningsRates"]
        active = {rate["Name"] for rate in rates if rate["CurrentRecord"]}
        self.assertEqual(active, {"Ordinary Hours", "Height Allowance"})
        self.assertTrue(all(leave["CurrentRecord"] for leave in answer["PayItems"]["LeaveTypes"]))

    def test_pay_items_refuse_what_xero_refuses(self):
        """An unknown id, no qualifying flag, or a read-only token: nothing is written. [B56]"""
        unknown = {"EarningsRateID": self.tenant, "Name": "X", "IsQualifyingEarnings": False}
        for item, sentence in (
            (unknown, f"Earnings rate not found - {self.tenant}"),
            ({"Name": "X"}, "IsQualifyingEarnings is required"),
        ):
            status, answer = self.call("POST", ITEMS, {"EarningsRates": [item]})
            self.assertEqual(status, 400)
            self.assertIn(sentence, answer["Message"])
        self.control("scopes", {"remove": ["payroll.settings"]})
        self.tokens = self.connect("payroll.settings.read")
        self.assertEqual(self.call("POST", ITEMS, {"EarningsRates": []})[0], 401)
        self.assertTrue(self.pay_item("Overtime Hours x2")["CurrentRecord"])

    def test_calendars_start_with_the_period_of_today(self):
        """The calendars' StartDate is the next unprocessed period. [E27]"""
        self.assertEqual(day(self.calendar("Weekly")["StartDate"]), "2026-11-16")
        self.assertEqual(day(self.calendar("Monthly")["StartDate"]), "2026-11-01")
        calendar_id = self.calendar("Fortnightly")["PayrollCalendarID"]
        _status, answer = self.call("GET", f"{PAYROLL}/PayrollCalendars/{calendar_id}")
        self.assertEqual(answer["PayrollCalendars"][0]["CalendarType"], "FORTNIGHTLY")

    def test_calendar_is_created_once(self):
        """A calendar needs a free name and a known type. [E27]"""
        body = {"Name": "Four weeks", "CalendarType": "FOURWEEKLY", "StartDate": "2026-11-02"}
        path = f"{PAYROLL}/PayrollCalendars"
        self.assertEqual(self.call("POST", path, [body])[0], 400)
        body["PaymentDate"] = "2026-12-02"
        self.assertEqual(self.call("POST", path, [body])[0], 200)
        self.assertEqual(self.call("POST", path, [body])[0], 400)

    def test_settings_name_the_payroll_accounts(self):
        """The settings point to accounts of the chart and to the timesheet category. [D34]"""
        _status, answer = self.call("GET", f"{PAYROLL}/Settings")
        settings = answer["Settings"]
        codes = {account["Type"]: account["Code"] for account in settings["Accounts"]}
        self.assertEqual((codes["WAGESEXPENSE"], codes["PAYGLIABILITY"]), ("477", "825"))
        self.assertIn("TimesheetCategories", settings["TrackingCategories"])
        self.assertNotIn("SettingsID", settings)

    def test_pay_run_takes_approved_timesheets_and_moves_the_calendar(self):
        """A posted run pays approved hours, closes the timesheet and opens the next week. [D36]"""
        weekly = self.calendar("Weekly")
        rate = self.pay_item("Overtime Hours x2")["EarningsRateID"]
        template = {"EarningsLines": [{"EarningsRateID": rate, "RatePerUnit": 30.05}]}
        worker = self.new_employee(PayTemplate=template)
        line = {"EarningsRateID": rate, "NumberOfUnits": [2.5, 0, 0, 0, 0, 0, 0]}
        sheet = {"EmployeeID": worker, "StartDate": "2026-11-16", "EndDate": "2026-11-22"}
        sheet |= {"Status": "APPROVED", "TimesheetLines": [line]}
        self.call("POST", f"{PAYROLL}/Timesheets", [sheet])
        wanted = {"tenant": self.tenant, "calendar": weekly["PayrollCalendarID"]}
        status, run = 200, self.control("payrun", wanted)
        self.assertEqual((status, run["Wages"], run["PayRunStatus"]), (200, 150.25, "POSTED"))
        self.assertEqual(day(self.calendar("Weekly")["StartDate"]), "2026-11-23")
        _status, single = self.call("GET", f"{PAYROLL}/PayRuns/{run['PayRunID']}")
        slip_id = single["PayRuns"][0]["Payslips"][0]["PayslipID"]
        _status, slip = self.call("GET", f"{PAYROLL}/Payslip/{slip_id}")
        paid = slip["Payslip"]["TimesheetEarningsLines"][0]
        self.assertEqual((paid["RatePerUnit"], paid["NumberOfUnits"]), (60.1, 2.5))
        _status, listed = self.call("GET", f"{PAYROLL}/Timesheets")
        self.assertEqual(listed["Timesheets"][0]["Status"], "PROCESSED")
        _status, runs = self.call("GET", f"{PAYROLL}/PayRuns")
        self.assertNotIn("Payslips", runs["PayRuns"][0])
        self.assertEqual(self.call("POST", f"{PAYROLL}/PayRuns", [wanted])[0], 405)
