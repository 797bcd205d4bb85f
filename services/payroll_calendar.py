"""Payroll calendars, and what the payroll settings say of timesheets (FACTS 6.4, 6.7)."""

from datetime import timedelta

from odoo import fields, models

from ..xero.errors import XeroError
from ..xero.wire import WrongShape, clean, parse_date, record, text

# A little less than the day between two scheduled runs.
SETTINGS_KEEP = timedelta(hours=20)


class XeroSyncPayrollCalendar(models.AbstractModel):
    _name = "xero.sync.payroll.calendar"
    _inherit = "xero.sync.reference"
    _description = "Xero payroll calendars"

    _xero_entity = "payroll_calendar"
    _xero_label = "Payroll calendars"
    _odoo_model = "xero.payroll.calendar"
    _xero_path = "/payroll.xro/1.0/PayrollCalendars"
    _xero_collection = "PayrollCalendars"
    _xero_key = "PayrollCalendarID"
    _xero_feature = "payroll_settings"
    _xero_payroll = True
    _xero_sequence = 15
    # The calendars, and the payroll settings.
    _xero_pull_calls = 2

    def _run_pull(self, run, client):
        due = self._settings_due(run)
        settings = client.get("/payroll.xro/1.0/Settings").data if due else None
        category = self._timesheet_category(settings) if due else ""
        super()._run_pull(run, client)
        if due:
            with self._unit(run.setting_id) as service:
                service._setting.connection_id.write(
                    {
                        "timesheet_category_key": category,
                        "timesheet_category_at": fields.Datetime.now(),
                    }
                )

    def _settings_due(self, run):
        """Payroll settings hardly ever change: once a day, and whenever a person asks."""
        setting = self.env["xero.sync.setting"].sudo().browse(run.setting_id)
        read_at = setting.connection_id.timesheet_category_at
        return run.asked or not read_at or read_at < fields.Datetime.now() - SETTINGS_KEEP

    def _read_list(self, client):
        pages = client.payroll_pages(self._xero_path, self._xero_collection)
        try:
            return [payload for page in pages for payload in page.records]
        except XeroError as error:
            if error.reason != "bad_answer":
                raise
            self._refuse_answer()

    def _timesheet_category(self, data):
        """Xero's id of the tracking category timesheets use; empty when none is chosen.

        :raises XeroError: the answer is not the payroll settings
        """
        settings = data.get("Settings") if isinstance(data, dict) else None
        if not isinstance(settings, dict):
            self._refuse_answer()
        try:
            categories = record(settings.get("TrackingCategories"), "TrackingCategories")
            chosen = record(categories.get("TimesheetCategories"), "TimesheetCategories")
            return text(chosen.get("TrackingCategoryID"), "TrackingCategoryID")
        except WrongShape:
            self._refuse_answer()

    def _read_xero(self, payload):
        return {
            "name": clean(text(payload.get("Name"), "Name")),
            "calendar_type": text(payload.get("CalendarType"), "CalendarType"),
            "start_date": parse_date(payload.get("StartDate"), "StartDate"),
            "payment_date": parse_date(payload.get("PaymentDate"), "PaymentDate"),
            "reference_date": parse_date(payload.get("ReferenceDate"), "ReferenceDate"),
        }
