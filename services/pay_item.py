"""Pay items of Payroll AU: earnings rates, leave, deduction and reimbursement types (FACTS 6.3).

Read only. Writing one collection of pay items makes every item left out inactive (Pain 30), and
wages are Xero's: the client has no call that could send them.
"""

from odoo import models

from ..xero.wire import clean, flag, number, text

# Kind of ours, list in Xero's answer, key of an element.
LISTS = (
    ("earnings", "EarningsRates", "EarningsRateID"),
    ("leave", "LeaveTypes", "LeaveTypeID"),
    ("deduction", "DeductionTypes", "DeductionTypeID"),
    ("reimbursement", "ReimbursementTypes", "ReimbursementTypeID"),
)


class XeroSyncPayItem(models.AbstractModel):
    _name = "xero.sync.pay.item"
    _inherit = "xero.sync.reference"
    _description = "Xero pay items"

    _xero_entity = "pay_item"
    _xero_label = "Pay items"
    _odoo_model = "xero.pay.item"
    _xero_path = "/payroll.xro/1.0/PayItems"
    _xero_collection = "PayItems"
    _xero_key = "PayItemID"
    _xero_feature = "payroll_settings"
    _xero_payroll = True
    _xero_sequence = 14

    def _read_list(self, client):
        """Four lists in one answer. ``page`` is not sent: Xero ignores it here (Pain 24)."""
        data = client.get(self._xero_path).data
        lists = data.get("PayItems") if isinstance(data, dict) else None
        if isinstance(lists, list) and len(lists) == 1:
            lists = lists[0]
        if not isinstance(lists, dict):
            self._refuse_answer()
        return [
            {**item, "PayItemID": item.get(key), "Kind": kind} if isinstance(item, dict) else item
            for kind, name, key in LISTS
            if lists.get(name) is not None
            for item in self._list_in(lists, name)
        ]

    def _was_listed(self, row, payloads):
        """A list that an answer left out says nothing about its items (Pain 30)."""
        return any(payload["Kind"] == row.kind for payload in payloads)

    def _read_xero(self, payload):
        rate_type = text(payload.get("RateType"), "RateType")
        units = text(payload.get("TypeOfUnits"), "TypeOfUnits")
        current = payload.get("CurrentRecord")
        rate = payload.get("RatePerUnit") or payload.get("Amount")
        return {
            "name": clean(text(payload.get("Name"), "Name")),
            "kind": payload["Kind"],
            "category": text(
                payload.get("EarningsType")
                or payload.get("LeaveCategoryCode")
                or payload.get("DeductionCategory"),
                "EarningsType",
            ),
            "rate_type": rate_type,
            "units": units,
            "multiplier": float(number(payload.get("Multiplier"), "Multiplier") or 0),
            "rate": float(number(rate, "RatePerUnit") or 0),
            "account_code": text(payload.get("AccountCode"), "AccountCode"),
            "is_hours": payload["Kind"] == "earnings" and self._in_hours(rate_type, units),
            "active": current is None or flag(current, "CurrentRecord"),
        }

    def _in_hours(self, rate_type, units):
        """Units are the organisation's own words; a multiple is one of the ordinary rate."""
        if rate_type == "MULTIPLE":
            return units.lower() in ("", "hour", "hours")
        return rate_type == "RATEPERUNIT" and units.lower() in ("hour", "hours")
