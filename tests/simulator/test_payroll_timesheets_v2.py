"""Payroll AU 2.0 timesheets of the simulator: the same records in another shape."""

from payroll_case import PAYROLL, PayrollCase

V2 = "/payroll.xro/2.0/Timesheets"


class TestPayrollTimesheetsV2(PayrollCase):
    def setUp(self):
        super().setUp()
        rate = self.pay_item("Ordinary Hours")["EarningsRateID"]
        self.body = {
            "EmployeeID": self.new_employee(),
            "StartDate": "2026-11-16",
            "EndDate": "2026-11-22",
            "TimesheetLines": [{"EarningsRateID": rate, "NumberOfUnits": [8, 0, 7.5, 0, 0, 0, 0]}],
        }
        _status, answer = self.call("POST", f"{PAYROLL}/Timesheets", [self.body])
        self.sheet_id = answer["Timesheets"][0]["TimesheetID"]

    def test_one_line_per_day_that_has_hours(self):
        """Two days with hours are two lines with ISO dates; a list has no lines. [D34]"""
        _status, answer = self.call("GET", f"{V2}/{self.sheet_id}")
        lines = answer["timesheet"]["timesheetLines"]
        self.assertEqual(
            [line["date"] for line in lines], ["2026-11-16T00:00:00", "2026-11-18T00:00:00"]
        )
        self.assertEqual((answer["timesheet"]["totalHours"], answer["problem"]), (15.5, None))
        _status, listed = self.call("GET", f"{V2}?filter=employeeId=={self.body['EmployeeID']}")
        self.assertNotIn("timesheetLines", listed["timesheets"][0])
        self.assertEqual(listed["pagination"]["itemCount"], 1)
        self.assertEqual(self.call("GET", f"{V2}?status=Approved")[1]["timesheets"], [])

    def test_approve_revert_and_delete(self):
        """An approved timesheet goes back to draft before it is edited or deleted. [E28]"""
        path = f"{V2}/{self.sheet_id}"
        self.assertEqual(self.call("POST", f"{path}/RevertToDraft")[0], 400)
        _status, answer = self.call("POST", f"{path}/Approve")
        self.assertEqual(answer["timesheet"]["status"], "Approved")
        status, answer = self.call("DELETE", path)
        self.assertEqual(status, 400)
        self.assertIn("draft", answer["problem"]["invalidFields"][0]["reason"])
        _status, answer = self.call("POST", f"{path}/RevertToDraft")
        self.assertEqual(answer["timesheet"]["status"], "Draft")
        old = f"{PAYROLL}/Timesheets/{self.sheet_id}"
        self.assertEqual(self.call("POST", old, [self.body])[0], 200)
        self.assertEqual(self.call("DELETE", path)[0], 200)
        self.assertEqual(self.call("GET", path)[0], 404)
