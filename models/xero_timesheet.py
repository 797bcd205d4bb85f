from odoo import _, api, fields, models
from odoo.tools import format_date

from ..services.timesheet_lines import line_key, lines_of, total
from ..xero.pay_period import days
from .xero_words import code_field

DEFAULT_PLACES = 4


class XeroTimesheet(models.Model):
    """One employee's attendances of one pay period: what becomes one timesheet in Xero
    (DESIGN 3)."""

    _name = "xero.timesheet"
    _inherit = "xero.sync.mixin"
    _description = "Timesheet for Xero"
    _order = "period_start desc, id desc"
    _xero_document = "timesheet"

    connection_id = fields.Many2one(
        "xero.connection", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="cascade", index=True, readonly=True
    )
    # Empty while the employee has no payroll calendar: the attendances wait here.
    period_start = fields.Date("From", readonly=True)
    period_end = fields.Date("To", readonly=True)
    attendance_ids = fields.One2many("hr.attendance", "xero_timesheet_id", readonly=True)
    attendance_count = fields.Integer(compute="_compute_hours", compute_sudo=True)
    status = code_field("status", "status", "Status in Xero", help="As Xero last said.")
    hours = fields.Float(
        compute="_compute_hours", compute_sudo=True, digits=(16, 4), help="Sum of what is sent."
    )

    def init(self):
        self.env.cr.execute(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS xero_timesheet_period_unique
                ON xero_timesheet (connection_id, employee_id, COALESCE(period_start, '0001-01-01'))
            """
        )

    @api.depends("employee_id", "period_start", "period_end")
    def _compute_display_name(self):
        for row in self:
            if row.period_start:
                row.display_name = _(
                    "%(employee)s, %(start)s to %(end)s",
                    employee=row.employee_id.name,
                    start=format_date(self.env, row.period_start),
                    end=format_date(self.env, row.period_end),
                )
            else:
                row.display_name = _("%s, pay period not known yet", row.employee_id.name)

    @api.depends("attendance_ids.worked_hours", "attendance_ids.xero_used_item_id")
    def _compute_hours(self):
        for row in self:
            lines = row._lines(row._places())[row.id]
            row.hours = float(total(lines))
            row.attendance_count = len(row.attendance_ids)

    def _lines(self, places):
        """Lines by row id: hours as Odoo's ``worked_hours`` counts them, on the day of the
        check-in.

        A shift over midnight is one shift and counts whole on the day it began, as Odoo itself
        counts it for overtime; which day that is was settled in the employee's time zone.

        :param int places: decimal places
        :rtype: dict[int, dict[str, list[str]]]
        """
        lines = {}
        for row in self.sudo():
            entries = [
                (
                    line_key(attendance.xero_used_item_id.xero_id,
                    attendance.xero_option_id.xero_id), attendance.xero_day,
                    attendance.worked_hours,
                )
                for attendance in row.attendance_ids
                if attendance.check_out and attendance.xero_used_item_id and attendance.xero_day
            ]
            lines[row.id] = lines_of(entries, row._days(), places)
        return lines

    def _note_status(self, status):
        """Show what Xero last said of this timesheet."""
        if self.status != status:
            self.sudo().status = status

    def _places(self):
        settings = self.connection_id.sudo().setting_ids
        setting = settings.filtered(lambda row: row.entity == "timesheet")
        return setting.timesheet_places or DEFAULT_PLACES

    def _days(self):
        return days((self.period_start, self.period_end)) if self.period_start else []

    def _xero_employee_id(self):
        """Xero's id of the employee, in lower case; empty when not linked."""
        links = self.env["xero.link"].sudo()._of_odoo(
            self.connection_id, "employee", self.employee_id.ids
        )
        link = links.get(self.employee_id.id)
        return link.xero_id.lower() if link else ""

    def _problem(self):
        """Why this timesheet cannot be sent, with the way out.

        :rtype: tuple[str, str] | None -- reason of a quarantine, sentence
        """
        self.ensure_one()
        employee = self.employee_id.sudo()
        if not self._xero_employee_id():
            return "dependency", _(
                "The hours of %s wait: the employee is not linked to one in Xero. Choose Sync now "
                "on the employee, or create the employee in Xero's payroll.",
                employee.name,
            )
        if not self.period_start and not employee.xero_calendar_key:
            return "incomplete", _(
                "The hours of %s wait: the employee has no payroll calendar in Xero. Choose one in "
                "Xero (Payroll, Employees, Employment); the hours follow with the next import.",
                employee.name,
            )
        if not self.period_start:
            return "dependency", _(
                "The hours of %s wait: the payroll calendar has not been read from Xero yet. Run "
                "the import of payroll calendars, then choose Retry.",
                employee.name,
            )
        return self._item_problem()

    def _item_problem(self):
        for attendance in self.sudo().attendance_ids:
            item, option = attendance.xero_used_item_id, attendance.xero_option_id
            shown = {"name": self.display_name, "day": format_date(self.env, attendance.xero_day)}
            if not item:
                return "mapping_missing", _(
                    "%(name)s: the attendance of %(day)s has no pay item. Choose one on the "
                    "attendance or on the employee.",
                    **shown,
                )
            if not item.active or not item.is_hours or item.connection_id != self.connection_id:
                return "mapping_invalid", _(
                    "%(name)s: hours cannot be put on the pay item “%(item)s” of the attendance of "
                    "%(day)s. Choose an active pay item that is paid by the hour.",
                    item=item.name,
                    **shown,
                )
            if option and not self._option_fits(option):
                return "mapping_invalid", _(
                    "%(name)s: “%(option)s” of the attendance of %(day)s cannot be used on "
                    "timesheets. Choose an active option of the category that Xero's payroll "
                    "settings name.",
                    option=option.display_name,
                    **shown,
                )
        return None

    def _drop_empty(self):
        """Forget rows that nothing points to any more and Xero never saw, with the question about
        them."""
        for connection in self.connection_id:
            rows = self.with_company(connection.company_id).filtered(
                lambda row, c=connection: row.connection_id == c
                and not row.attendance_ids
                and not row.xero_id
            )
            asked = self.env["xero.quarantine"].sudo()
            asked._heal(connection, "timesheet", self._name, rows.ids, [])
            rows.unlink()

    def _option_fits(self, option):
        category = self.connection_id.sudo().timesheet_category_id
        return option.active and option.connection_id == self.connection_id and (
            option.category_id == category
        )
