"""Timesheets: which attendances belong to which timesheet, and timesheets that Xero has already."""

from odoo import _, models
from odoo.exceptions import UserError

from ..xero.wire import WrongShape, parse_date
from .walk import is_id


class XeroSyncTimesheet(models.AbstractModel):
    _inherit = "xero.sync.timesheet"

    def _gather(self, setting, from_date=None):
        """Point attendances that nobody captured at their timesheets: a backfill, or tagged by
        other ways."""
        self.env["hr.attendance"].sudo()._xero_gather(setting, from_date or setting.start_date)

    def _export_records(self, setting, from_date=None):
        self._gather(setting, from_date)
        # The start date is about attendances; their timesheets have been chosen by it already.
        return super()._export_records(setting)

    def _sweep_unlinked(self, setting):
        self._gather(setting)
        super()._sweep_unlinked(setting)

    def _sync_now(self, setting, records):
        """“Sync now” on attendances exports their whole periods.

        :raises UserError: none of them can leave, with the reason
        """
        if records._name == "hr.attendance":
            records.sudo()._xero_assign()
            rows = records.sudo().xero_timesheet_id
            if not rows:
                raise UserError(self._sentence_nothing(records[:1], setting))
            records = rows
        super()._sync_now(setting, records)

    def _sentence_nothing(self, attendance, setting):
        if not attendance.check_out:
            return _("This attendance is still open. It can be sent after the check-out.")
        if setting.start_date and attendance._xero_local_day() < setting.start_date:
            return _(
                "This attendance lies before %s, the start date of timesheets. Use Export all with "
                "an earlier date to send it.",
                setting.start_date,
            )
        return _("This attendance has no pay item. Choose one here, or one on the employee.")

    def _before_push(self, run, client, pairs):
        """Xero refuses a second timesheet for a period: those it has are linked first (Pain 29)."""
        super()._before_push(run, client, pairs)
        with self._unit(run.setting_id) as service:
            wanted = service._not_linked(pairs)
        found = {}
        for employee, start in wanted:
            for payload in self._of_period(client, employee, start):
                key = _key_of(payload)
                if key in wanted:
                    found[wanted[key]] = payload
        if found:
            with self._unit(run.setting_id) as service:
                service._link_found(found)

    def _not_linked(self, pairs):
        """Rows without a link, by employee in Xero and first day.

        :rtype: dict[tuple[str, date], int]
        """
        links = self.env["xero.link"].sudo()
        connection, ids = self._setting.connection_id, [pair.res_id for pair in pairs]
        linked = links._of_odoo(connection, self._xero_entity, ids)
        rows = self.env[self._odoo_model].browse([i for i in ids if i not in linked]).exists()
        return {
            (row._xero_employee_id(), row.period_start): row.id
            for row in rows
            if row.period_start and is_id(row._xero_employee_id())
        }

    def _of_period(self, client, employee, start):
        """What Xero has of this employee from this day on, by the filter of FACTS 6.5."""
        where = (
            f'EmployeeID==guid("{employee}") AND '
            f"StartDate==DateTime({start.year},{start.month},{start.day})"
        )
        for page in client.payroll_pages(self._xero_path, self._xero_collection, where=where):
            yield from page.records

    def _link_found(self, found):
        connection = self._setting.connection_id
        links = self.env["xero.link"].sudo()
        taken = links._of_xero(
            connection, self._xero_entity, [row[self._xero_key] for row in found.values()]
        )
        rows = [
            {
                "xero_id": payload[self._xero_key],
                "model": self._odoo_model,
                "res_id": res_id,
                "agreed": None,
                "label": self._xero_name(payload),
            }
            for res_id, payload in found.items()
            if not (payload[self._xero_key] in taken and taken[payload[self._xero_key]].active)
        ]
        self._store_links(rows)


def _key_of(payload):
    try:
        start = parse_date(payload.get("StartDate"))
    except WrongShape:
        return None
    employee = payload.get("EmployeeID")
    return (employee.lower(), start) if isinstance(employee, str) else None
