"""Timesheets: Odoo's attendances summed per employee, pay period, pay item, option and day (FACTS
6.5).

The linked record is our own ``xero.timesheet``; attendances point to it. Sent as drafts; what
payroll has approved or processed is never overwritten (Pain 29).
"""

from odoo import _, fields, models

from ..xero.wire import WrongShape, number, parse_date, records, text
from .fields import Field
from .merge import Merged
from .timesheet_lines import agreed_lines, line_key, number_text, plan

WATCHED = {
    "check_in", "check_out", "employee_id", "xero_pay_item_id", "xero_option_id",
    "xero_timesheet_id", "xero_day", "xero_used_item_id",
}  # fmt: skip


class XeroSyncTimesheet(models.AbstractModel):
    _name = "xero.sync.timesheet"
    _inherit = "xero.sync.payroll"
    _description = "Timesheets: Odoo attendances to Xero Payroll"

    _xero_dated = True
    _xero_entity = "timesheet"
    _xero_label = "Timesheets"
    _xero_sequence = 45
    _odoo_model = "xero.timesheet"
    _xero_path = "/payroll.xro/1.0/Timesheets"
    _xero_collection = "Timesheets"
    _xero_single = "Timesheet"
    _xero_key = "TimesheetID"
    _xero_order = "TimesheetID"
    _xero_feature = "timesheets"
    _xero_pull = False
    _xero_requires = ("pay_item", "payroll_calendar", "tracking_category", "employee")
    _xero_watch = {"hr.attendance": (WATCHED, "xero_timesheet_id")}

    def _default_setting(self, connection):
        return {
            **super()._default_setting(connection),
            "start_date": fields.Date.context_today(self),
            "push_schedule": "daily",
            "pull_schedule": "manual",
            "policy": "ask",
        }

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("lines", _("Hours"), kind="body"),
            Field("status", _("Status"), owner="xero"),
        )

    def _scope_domain(self, setting):
        return [
            *super()._scope_domain(setting),
            ("connection_id", "=", setting.connection_id.id),
        ]

    def _read_odoo(self, records):
        """Hours as Odoo counts them. The rows' attendances are read whatever the connection's user
        may read of attendances: what may be sent was decided when they were pointed at the row."""
        lines = records._lines(self._setting.timesheet_places)
        return {
            row.id: {"lines": lines[row.id], "status": row.status or ""} for row in records
        }

    def _read_xero(self, payload):
        lines = {}
        for line in records(payload.get("TimesheetLines"), "TimesheetLines"):
            rate = text(line.get("EarningsRateID"), "EarningsRateID")
            key = line_key(rate, text(line.get("TrackingItemID"), "TrackingItemID"))
            if key in lines:
                raise WrongShape("Xero's field TimesheetLines has the same earnings rate twice.")
            units = line.get("NumberOfUnits")
            units = units if isinstance(units, list) else [units]
            lines[key] = [number_text(number(unit, "NumberOfUnits") or number(0)) for unit in units]
        return {
            "lines": {
                key: numbers for key, numbers in lines.items() if any(n != "0" for n in numbers)
            },
            "status": text(payload.get("Status"), "Status") or "DRAFT",
        }

    def _xero_name(self, payload):
        return str(payload.get(self._xero_key) or "")[:255]

    def _natural_key(self, payload):
        """One timesheet per employee and period: how a creation without an answer is found
        again."""
        try:
            start = parse_date(payload.get("StartDate"))
        except WrongShape:
            return None
        return f"{payload.get('EmployeeID')}|{start}".lower()

    def _merge_pair(self, pair, setting):
        """Line by line; a person's “take Odoo” holds for lines changed by hand in Xero too."""
        wanted, _by_hand = self._plan_lines(pair)
        same = wanted == pair.xero["lines"]
        return Merged(to_xero={} if same else {"lines": wanted})

    def _plan_lines(self, pair):
        agreed = (pair.agreed or {}).get("lines")
        insist = self._decided(pair) == "odoo"
        return plan(agreed, pair.odoo["lines"], pair.xero["lines"], insist)

    def _may_create_xero(self, pair, record):
        """A period without hours needs no timesheet; one that cannot be sent needs a person."""
        return bool(pair.odoo["lines"] or (record.attendance_count and record._problem()))

    def _agree(self, pairs, answered=False):
        """Only lines of ours are agreed on, and Xero's status is shown on the row.

        Compared is what was planned, not what Odoo holds by now: an attendance that changed
        meanwhile has its own row waiting. After a crash only Xero's answer tells what was sent.
        """
        rows = self.env[self._odoo_model].browse([pair.res_id for pair in pairs])
        now = self._plain_odoo(rows)
        for pair in pairs:
            held, before = pair.xero["lines"], (pair.agreed or {}).get("lines")
            if pair.odoo is None:
                lines = {key: held[key] for key in now[pair.res_id]["lines"] if key in held}
            else:
                lines = agreed_lines(before, pair.odoo["lines"], held)
            pair.xero = {**pair.xero, "lines": lines}
            rows.browse(pair.res_id)._note_status(pair.xero["status"])
        super()._agree(pairs, answered)

    def _after_push(self, pairs):
        """What Xero holds after the call is read from its own answer and compared with what was
        sent."""
        super()._after_push(pairs)
        for pair in pairs:
            if pair.odoo is None:
                continue
            held = self._plain_xero(pair.payload)
            agreed = {**((pair.agreed or {}).get("lines") or {}), **pair.odoo["lines"]}
            by_hand = [
                key for key in agreed if pair.odoo["lines"].get(key) != held["lines"].get(key)
            ]
            if by_hand:
                self._refuse_by_hand(pair, held, by_hand)
