"""Payroll AU 1.0 timesheets of the simulator."""

from urllib.parse import quote

from payroll_case import PAYROLL, PayrollCase, day

TIMESHEETS = f"{PAYROLL}/Timesheets"
WEEK = {"StartDate": "2026-11-16", "EndDate": "2026-11-22"}
HOURS = [7.6, 7.6, 7.5, 0, 8, 0, 0]


class TestPayrollTimesheets(PayrollCase):
    def setUp(self):
        super().setUp()
        self.rate = self.pay_item("Ordinary Hours")["EarningsRateID"]
        self.worker = self.new_employee()

    def row(self, units=HOURS, rate=None, **more):
        return {"EarningsRateID": rate or self.rate, "NumberOfUnits": list(units), **more}

    def sheet(self, *lines, **more):
        return {"EmployeeID": self.worker, **WEEK, "TimesheetLines": list(lines), **more}

    def post(self, *sheets, path=TIMESHEETS):
        return self.call("POST", path, list(sheets))

    def created(self, *lines, **more):
        status, answer = self.post(self.sheet(*lines, **more))
        self.assertEqual(status, 200, answer)
        return answer["Timesheets"][0]

    def assert_refused(self, sentence, *sheets, path=TIMESHEETS):
        status, answer = self.post(*sheets, path=path)
        self.assertEqual(status, 400, answer)
        self.assertIn(sentence, self.messages(answer))

    def test_created_timesheet_is_read_back(self):
        """Hours are summed, the status is DRAFT and one timesheet is an object. [D34, E37]"""
        made = self.created(self.row())
        self.assertEqual((made["Status"], made["Hours"]), ("DRAFT", 30.7))
        status, answer = self.call("GET", f"{TIMESHEETS}/{made['TimesheetID']}")
        self.assertEqual(status, 200)
        self.assertEqual(answer["Timesheet"]["TimesheetLines"][0]["NumberOfUnits"], HOURS)
        self.assertEqual(day(answer["Timesheet"]["EndDate"]), "2026-11-22")

    def test_period_must_be_one_of_the_calendar_in_either_direction(self):
        """Weeks before and after are taken, a shifted week is not. Pain 29 [E27]"""
        for start, end in (("2026-08-10", "2026-08-16"), ("2027-01-04", "2027-01-10")):
            self.created(self.row(), StartDate=start, EndDate=end)
        shifted = self.sheet(self.row(), StartDate="2026-11-17", EndDate="2026-11-23")
        self.assert_refused("do not match a pay period", shifted)

    def test_fortnightly_and_monthly_periods(self):
        """A fortnight has fourteen numbers and a month as many as its days. [E27]"""
        for calendar, start, end, days in (
            ("Fortnightly", day(self.calendar("Fortnightly")["StartDate"]), None, 14),
            ("Monthly", "2026-02-01", "2026-02-28", 28),
        ):
            with self.subTest(calendar):
                self.worker = self.new_employee(calendar)
                end = end or f"{start[:8]}{int(start[8:]) + 13:02}"
                sheet = {"StartDate": start, "EndDate": end}
                self.assert_refused(
                    f"Incorrect number of timesheet entries. {days} are expected",
                    self.sheet(self.row(), **sheet),
                )
                self.created(self.row([1] * days), **sheet)

    def test_second_timesheet_of_a_period_is_refused(self):
        """One timesheet per employee and period; the first is found with where. Pain 29 [E28]"""
        made = self.created(self.row())
        self.assert_refused("already exists", self.sheet(self.row()))
        where = quote(f'EmployeeID==guid("{self.worker}") AND StartDate==DateTime(2026, 11, 16)')
        _status, answer = self.call("GET", f"{TIMESHEETS}?where={where}")
        self.assertEqual(
            [one["TimesheetID"] for one in answer["Timesheets"]], [made["TimesheetID"]]
        )

    def test_one_line_per_rate_and_tracking_item(self):
        """Two lines of the same rate and item are refused. [E30]"""
        self.assert_refused("one line only", self.sheet(self.row(), self.row()))

    def test_rate_must_count_hours(self):
        """A fixed allowance and an inactive rate cannot be on a timesheet. [E30]"""
        for name, sentence in (
            ("Tool Allowance", "fixed amount"),
            ("Night Shift (old agreement)", "not active"),
        ):
            rate = self.pay_item(name)["EarningsRateID"]
            self.assert_refused(sentence, self.sheet(self.row(rate=rate)))
        overtime = self.pay_item("Overtime Hours x1.5")["EarningsRateID"]
        self.assertEqual(self.created(self.row(rate=overtime))["Hours"], 30.7)

    def test_tracking_item_must_be_an_option_of_the_timesheet_category(self):
        """The item is an option id of the category that the payroll settings name. [D34]"""
        _status, settings = self.call("GET", f"{PAYROLL}/Settings")
        chosen = settings["Settings"]["TrackingCategories"]["TimesheetCategories"]
        category = f"/api.xro/2.0/TrackingCategories/{chosen['TrackingCategoryID']}"
        _status, answer = self.call("GET", category)
        option = answer["TrackingCategories"][0]["Options"][0]["TrackingOptionID"]
        wrong = self.row(TrackingItemID=chosen["TrackingCategoryID"])
        self.assert_refused("does not belong", self.sheet(wrong))
        made = self.created(self.row(), self.row(TrackingItemID=option))
        self.assertEqual(made["TimesheetLines"][1]["TrackingItemID"], option)

    def test_approved_and_processed_timesheets_cannot_be_edited(self):
        """A timesheet that left DRAFT is not overwritten. Pain 29 [E28]"""
        made = self.created(self.row())
        path = f"{TIMESHEETS}/{made['TimesheetID']}"
        status, answer = self.post(self.sheet(self.row(), Status="APPROVED"), path=path)
        self.assertEqual((status, answer["Timesheets"][0]["Status"]), (200, "APPROVED"))
        self.assert_refused("cannot be edited", self.sheet(self.row()), path=path)
        self.assert_refused("cannot be set", self.sheet(self.row(), Status="PROCESSED"))
        sheet_id = self.created(self.row(), StartDate="2026-11-23", EndDate="2026-11-29")[
            "TimesheetID"
        ]
        done = self.control("process", {"tenant": self.tenant, "timesheet": sheet_id})
        self.assertEqual(done["Status"], "PROCESSED")
        self.assert_refused("cannot be edited", self.sheet(self.row(), TimesheetID=sheet_id))

    def test_update_replaces_the_lines(self):
        """Lines that an update leaves out are gone. Pain 29 [E28]"""
        overtime = self.pay_item("Overtime Hours x2")["EarningsRateID"]
        made = self.created(self.row(), self.row([0, 0, 0, 0, 0, 4, 0], overtime))
        path = f"{TIMESHEETS}/{made['TimesheetID']}"
        _status, answer = self.post(self.sheet(self.row([1] * 7)), path=path)
        self.assertEqual(answer["Timesheets"][0]["Hours"], 7)
        self.assertEqual(len(answer["Timesheets"][0]["TimesheetLines"]), 1)

    def test_who_cannot_have_a_timesheet(self):
        """Unknown, terminated and uncalendared people are refused. Pain 28 [E29]"""
        left = {"TerminationDate": "2026-11-20", "TerminationReason": "V"}
        people = {
            "Employee not found": self.tenant,
            "terminated": self.new_employee(**left),
            "not assigned": self.new_employee(PayrollCalendarID=""),
        }
        for sentence, self.worker in people.items():
            self.assert_refused(sentence, self.sheet(self.row()))

    def test_hours_before_the_first_day_are_refused(self):
        """A day before employment began holds no hours. [E27]"""
        self.worker = self.new_employee(StartDate="2026-11-18")
        self.assert_refused("outside the employment", self.sheet(self.row()))
        self.assertEqual(self.created(self.row([0, 0, 8, 8, 8, 0, 0]))["Hours"], 24)

    def test_numbers_are_plain_and_of_four_places(self):
        """Text, negative numbers and binary remainders are no hours. [D34]"""
        for wrong in ("8", -1, 7.123456, None, True):
            with self.subTest(wrong):
                self.assert_refused("four decimal places", self.sheet(self.row([wrong] + [0] * 6)))

    def test_one_bad_timesheet_of_two_hides_in_a_200(self):
        """Each element of a batch is its own unit of work. Pain 29 [D34]"""
        other = self.new_employee(LastName="Gallimore")
        status, answer = self.post(
            self.sheet(self.row([1])), self.sheet(self.row(), EmployeeID=other)
        )
        self.assertEqual(status, 200)
        self.assertIn("ValidationErrors", answer["Timesheets"][0])
        self.assertEqual(answer["Timesheets"][1]["EmployeeID"], other)

    def test_required_fields_and_the_array(self):
        """A body that is no array, and an element without dates, are refused. [E37]"""
        self.assertEqual(self.call("POST", TIMESHEETS, self.sheet())[0], 400)
        self.assert_refused(
            "EndDate is required", {"EmployeeID": self.worker, "StartDate": "2026-11-16"}
        )
        self.assertEqual(self.call("GET", f"{TIMESHEETS}/{self.worker}")[0], 404)
