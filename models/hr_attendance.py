from datetime import timedelta

import pytz
from odoo import api, fields, models

from ..xero.pay_period import CALENDAR_TYPES, period_for
from .compat import EQUALITY, asked_values

HR = "hr.group_hr_user"
PLACING = frozenset({"employee_id", "check_in", "check_out", "xero_pay_item_id"})
# What payroll has taken keeps the pay items it was taken with.
TAKEN = ("APPROVED", "PROCESSED")


class HrAttendance(models.Model):
    _name = "hr.attendance"
    _inherit = ["hr.attendance", "xero.sync.mixin"]
    _xero_document = "timesheet"

    xero_id = fields.Char("Xero timesheet ID", groups=HR)
    xero_state = fields.Selection(groups=HR)
    xero_pending = fields.Boolean(groups=HR)
    xero_url = fields.Char(groups=HR)
    xero_agreed_at = fields.Datetime(groups=HR)
    xero_agreed = fields.Json(groups=HR)
    xero_question = fields.Text(groups=HR)

    xero_pay_item_id = fields.Many2one(
        "xero.pay.item",
        "Pay item",
        domain="[('is_hours', '=', True), ('company_id', '=', xero_company_id)]",
        ondelete="restrict",
        groups=HR,
        help="Empty: the employee's pay item for attendances, if there is one.",
    )
    xero_option_id = fields.Many2one(
        "xero.tracking.option",
        "Tracking option",
        domain="[('category_id', '=', xero_category_id)]",
        ondelete="restrict",
        groups=HR,
    )
    xero_company_id = fields.Many2one(related="employee_id.company_id", groups=HR)
    xero_category_id = fields.Many2one(
        "xero.tracking.category", compute="_compute_xero_category", compute_sudo=True, groups=HR
    )
    xero_timesheet_id = fields.Many2one(
        "xero.timesheet", "Timesheet", ondelete="set null", index=True, readonly=True, groups=HR,
        copy=False,
    )  # fmt: skip
    # Settled when the attendance is placed, so that a later change of the employee's time zone or
    # pay item does not rewrite periods that are paid.
    xero_day = fields.Date("Day in Xero", readonly=True, groups=HR, copy=False)
    xero_used_item_id = fields.Many2one(
        "xero.pay.item", "Pay item in Xero", ondelete="restrict", readonly=True, groups=HR,
        copy=False,
    )  # fmt: skip

    @api.depends("employee_id.company_id")
    def _compute_xero_category(self):
        connections = self.env["xero.connection"].sudo()
        for attendance in self:
            attendance.xero_category_id = connections.search(
                [
                    ("company_id", "=", attendance.employee_id.company_id.id),
                    ("state", "not in", ("draft", "disconnected")),
                ],
                limit=1,
            ).timesheet_category_id

    @api.depends("xero_timesheet_id")
    @api.depends_context("company")
    def _compute_xero(self):
        """An attendance's Xero side is its timesheet's."""
        for attendance in self:
            row = attendance.xero_timesheet_id
            for name in ("xero_id", "xero_url", "xero_agreed_at", "xero_agreed", "xero_pending"):
                attendance[name] = row[name]
            attendance.xero_state = row.xero_state or "none"

    @api.depends("xero_timesheet_id")
    @api.depends_context("company")
    def _compute_xero_question(self):
        for attendance in self:
            attendance.xero_question = attendance.xero_timesheet_id.xero_question

    def _xero_questions(self):
        return self.sudo().xero_timesheet_id._xero_questions()

    @api.model
    def _search_xero_id(self, operator, value):
        wanted, negated = asked_values(operator, value)
        if operator not in EQUALITY or any(wanted):
            return [("xero_timesheet_id.xero_id", operator, value)]
        found = self.env["xero.timesheet"].search([("xero_id", "!=", False)]).ids
        return [("xero_timesheet_id", "in" if negated else "not in", found)]

    @api.model
    def _search_xero_state(self, operator, value):
        rows = self.env["xero.timesheet"].search([("xero_state", operator, value)]).ids
        wanted, negated = asked_values(operator, value)
        found = [("xero_timesheet_id", "in", rows)]
        if ("none" in wanted) != negated:
            return ["|", ("xero_timesheet_id", "=", False), *found]
        return found

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances._xero_assign()
        return attendances

    def write(self, vals):
        result = super().write(vals)
        if not PLACING.isdisjoint(vals):
            self._xero_assign()
        return result

    def _xero_settings(self):
        """The timesheet settings that are switched on, by company.

        :rtype: dict[int, xero.sync.setting]
        """
        settings = self.env["xero.sync.setting"].sudo()
        found = settings.browse(settings._watching_ids("timesheet"))
        return {setting.company_id.id: setting for setting in found}

    def _xero_assign(self, start=None):
        """Point closed, tagged attendances at the timesheet of their pay period, others at none.

        :param date start: earlier than the setting's start date, for a backfill
        """
        settings = self._xero_settings()
        for attendance in self.sudo() if settings else ():
            setting = settings.get(attendance.employee_id.company_id.id)
            if not setting:
                continue
            values = attendance._xero_place(setting, start or setting.start_date)
            changed = {
                name: value
                for name, value in values.items()
                if (attendance[name].id if name != "xero_day" else attendance[name]) != value
            }
            if changed:
                attendance.write(changed)

    def _xero_place(self, setting, start):
        """Where this attendance belongs.

        :rtype: dict -- values of the three readonly fields
        """
        nowhere = {"xero_timesheet_id": False, "xero_day": False, "xero_used_item_id": False}
        if not self.check_out:
            return nowhere
        day = self._xero_local_day()
        item = self.xero_pay_item_id or self._xero_kept(day) or self.employee_id.xero_pay_item_id
        if not item and setting.timesheet_untagged != "ask":
            return nowhere
        if start and day < start and not self.xero_timesheet_id:
            return nowhere
        row = self._xero_row(setting.connection_id, day)
        return {"xero_timesheet_id": row.id, "xero_day": day, "xero_used_item_id": item.id}

    def _xero_taken(self):
        """Whether payroll has taken the timesheet: it said so, or its period was paid since.

        A calendar starts with the next unprocessed period (FACTS 6.4). Hours that never reached
        Xero were not paid with theirs.

        :rtype: bool
        """
        row = self.xero_timesheet_id
        start = self.employee_id.xero_calendar_id.start_date
        past = start and row.period_end and row.period_end < start
        return row.status in TAKEN or bool(past and row.xero_id and self.xero_used_item_id)

    def _xero_kept(self, day):
        """The pay item that payroll has taken these hours with, unless they are moved elsewhere.

        :rtype: xero.pay.item
        """
        row = self.xero_timesheet_id
        stays = self._xero_taken() and row.employee_id == self.employee_id
        stays = stays and row.period_start <= day <= row.period_end
        return self.xero_used_item_id if stays else self.xero_used_item_id.browse()

    def _xero_local_day(self):
        """The day of the check-in where the employee is.

        :rtype: date
        """
        zone = pytz.timezone(self.employee_id.sudo()._get_tz() or "UTC")
        return pytz.utc.localize(self.check_in).astimezone(zone).date()

    def _xero_row(self, connection, day):
        """The timesheet of a day; a period that is in Xero already holds, even if the calendar
        changed."""
        rows = self.env["xero.timesheet"].sudo().with_company(connection.company_id)
        mine = rows.search(
            [("connection_id", "=", connection.id), ("employee_id", "=", self.employee_id.id)]
        )
        there = mine.filtered(lambda r: r.period_start and r.period_start <= day <= r.period_end)
        calendar = self.employee_id.xero_calendar_id
        usable = calendar.start_date and calendar.calendar_type in CALENDAR_TYPES
        start, end = (
            period_for(
                calendar.calendar_type, calendar.start_date, day, calendar.reference_date or None
            )
            if usable
            else (False, False)
        )
        fitting = there.filtered(lambda r: (r.period_start, r.period_end) == (start, end))
        known = fitting or there.filtered("xero_id")[:1]
        if not known and not usable:
            known = mine.filtered(lambda r: not r.period_start)
        return known[:1] or rows.create(
            {
                "connection_id": connection.id,
                "employee_id": self.employee_id.id,
                "period_start": start,
                "period_end": end,
            }
        )

    def _xero_gather(self, setting, start):
        """Place closed attendances of the company that are not placed yet.

        :param date start: the first day that counts; None for all
        """
        domain = [
            ("employee_id.company_id", "=", setting.company_id.id),
            ("check_out", "!=", False),
            ("xero_timesheet_id", "=", False),
        ]
        if start:
            # A day begins up to 14 hours before it does in UTC.
            first = fields.Datetime.to_datetime(start) - timedelta(days=1)
            domain.append(("check_in", ">=", first))
        self.search(domain)._xero_assign(start)

    def _xero_follow(self, employees):
        """The employees' calendar or pay item changed: what payroll has not taken yet follows."""
        for setting in self._xero_settings().values():
            ours = employees.filtered(lambda e, s=setting: e.company_id == s.company_id)
            if not ours:
                continue
            first = fields.Datetime.to_datetime(setting.start_date or "1970-01-01")
            placed = self.search(
                [
                    ("employee_id", "in", ours.ids),
                    ("check_out", "!=", False),
                    "|",
                    ("xero_timesheet_id.status", "not in", TAKEN),
                    "&",
                    ("xero_timesheet_id", "=", False),
                    ("check_in", ">=", first - timedelta(days=1)),
                ]
            )
            placed = placed.filtered(lambda attendance: not attendance._xero_taken())
            before = placed.xero_timesheet_id
            placed._xero_assign()
            before._drop_empty()
