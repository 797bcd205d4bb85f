"""Timesheets: what is sent, and what is put in front of a person before anything is sent."""

from decimal import Decimal

from odoo import _, models

from ..xero.wire import records
from .timesheet_lines import total

EDITABLE = ("", "DRAFT")


class XeroSyncTimesheet(models.AbstractModel):
    _inherit = "xero.sync.timesheet"

    def _xero_body(self, values, record, pair):
        """The whole timesheet: Xero replaces all lines by those that are sent (FACTS 6.5).

        Lines that people added in Xero are among `values` and go back as they came. When the last
        hours are gone, the lines stay with zeros: an empty list is no update.
        """
        lines = values["lines"]
        if not lines:
            size = len(record._days())
            held = self._read_raw_keys(pair.payload)
            lines = {key: ["0"] * size for key in held}
        if not lines:
            return None
        body = {
            "EmployeeID": record._xero_employee_id(),
            "StartDate": record.period_start.isoformat(),
            "EndDate": record.period_end.isoformat(),
            "Status": "DRAFT",
            "TimesheetLines": [_line(key, numbers) for key, numbers in sorted(lines.items())],
        }
        return {"TimesheetID": pair.xero_id, **body} if pair.xero_id else body

    def _read_raw_keys(self, payload):
        lines = records((payload or {}).get("TimesheetLines"), "TimesheetLines")
        return [
            f"{line.get('EarningsRateID')}|{line.get('TrackingItemID') or ''}" for line in lines
        ]

    def _check_push(self, pairs, records):
        super()._check_push(pairs, records)
        by_id = {record.id: record for record in records}
        for pair in pairs:
            problem = by_id[pair.res_id]._problem()
            if pair.xero is not None:
                by_id[pair.res_id]._note_status(pair.xero["status"])
            if problem:
                pair.refuse(*problem)
            elif pair.xero is None:
                continue
            elif pair.merged.to_xero and pair.xero["status"] not in EDITABLE:
                self._refuse_processed(pair, by_id[pair.res_id])
            elif not pair.merged.to_xero:
                _wanted, by_hand = self._plan_lines(pair)
                if by_hand:
                    self._refuse_by_hand(pair, pair.xero, by_hand)

    def _refuse_processed(self, pair, record):
        """An approved timesheet is payroll's, and one in a pay run is paid: neither is
        overwritten."""
        ways = {
            "APPROVED": _(
                "Ask payroll to revert it to draft in Xero (Payroll, Timesheets), then choose "
                "Retry."
            ),
            "PROCESSED": _(
                "It is part of a pay run: pay the difference in the next one, or let payroll "
                "revert the pay run in Xero and choose Retry."
            ),
        }
        other = _("Let payroll make it a draft, then choose Retry.")
        pair.refuse(
            "processed",
            _(
                "%(name)s is %(status)s in Xero with %(theirs)s hours; Odoo has %(ours)s. Nothing "
                "was changed. %(way)s",
                name=pair.name,
                status=pair.xero["status"],
                theirs=total(pair.xero["lines"]),
                ours=total(pair.odoo["lines"]),
                way=ways.get(pair.xero["status"], other),
            ),
        )

    def _refuse_by_hand(self, pair, held, keys):
        names = self._item_names([key.split("|")[0] for key in keys])
        parts = []
        for key in sorted(keys):
            item = names.get(key.split("|")[0], key)
            theirs, ours = _hours(held["lines"].get(key)), _hours(pair.odoo["lines"].get(key))
            parts.append(
                _(
                    "%(item)s: %(theirs)s hours in Xero, %(ours)s in Odoo",
                    item=item, theirs=theirs, ours=ours,
                )
            )  # fmt: skip
        pair.refuse(
            "conflict",
            _(
                "%(name)s was changed in Xero by hand: %(lines)s. Xero's hours were kept. Take "
                "Odoo's, or correct the attendances, or dismiss this when Xero is right.",
                name=pair.name,
                lines="; ".join(parts),
            ),
            fields_in_conflict=["lines"],
        )

    def _item_names(self, keys):
        items = self.env["xero.pay.item"].sudo().with_context(active_test=False)
        found = items.search(
            [("connection_id", "=", self._setting.connection_id.id), ("xero_id", "in", keys)]
        )
        return {item.xero_id: item.name for item in found}

    def _choices(self, quarantine):
        """There is no import of timesheets: Xero's hours are kept by dismissing the question."""
        return [choice for choice in super()._choices(quarantine) if choice not in ("xero", "link")]

    def _mapping_action(self, quarantine):
        """The attendances whose pay item or option is missing or cannot be used."""
        return {
            "type": "ir.actions.act_window",
            "name": _("Attendances"),
            "res_model": "hr.attendance",
            "view_mode": "tree,form",
            "domain": [("xero_timesheet_id", "=", quarantine.res_id)],
        }


def _line(key, numbers):
    rate, _bar, option = key.partition("|")
    line = {"EarningsRateID": rate, "NumberOfUnits": [Decimal(number) for number in numbers]}
    return {**line, "TrackingItemID": option} if option else line


def _hours(numbers):
    return total({"": numbers or []})
