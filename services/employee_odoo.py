"""Employees: plain values brought to Odoo."""

from odoo import models

from ..models.compat import EMPLOYEE_GENDER
from ..xero.wire import clean, text
from .employee_values import FLAGS, GENDERS

SAME = {"name": "name", "job_title": "job_title"}
DAYS = {"birthday": "birthday", "start": "xero_start_date"}
KEYS = {"calendar": "xero_calendar_key", "ordinary": "xero_ordinary_key"}
STREETS = {
    "street": "private_street",
    "street2": "private_street2",
    "city": "private_city",
    "zip": "private_zip",
}


class XeroSyncEmployee(models.AbstractModel):
    _inherit = "xero.sync.employee"

    def _odoo_values(self, values, record, pair):
        vals = {field: values[name] or False for name, field in SAME.items() if name in values}
        vals.update(self._odoo_ways(values, pair))
        for columns in (DAYS, KEYS):
            vals.update(
                {field: values[name] or False for name, field in columns.items() if name in values}
            )
        vals.update({f"xero_{name}": values[name] for name in FLAGS if name in values})
        if "gender" in values:
            words = {letter: word for word, letter in GENDERS.items()}
            vals[EMPLOYEE_GENDER] = words.get(values["gender"], False)
        if "employment" in values:
            vals.update(self._odoo_employment(values["employment"]))
        if "address" in values:
            vals.update(self._odoo_address(values["address"]))
        if record:
            return vals
        company = self._setting.connection_id.company_id
        return {"company_id": company.id, **{key: value for key, value in vals.items() if value}}

    def _odoo_ways(self, values, pair):
        """E-mail and phones go where the setting says; a phone as Xero shows it, blanks and all."""
        shown = {"phone": "Phone", "mobile": "Mobile"}
        vals = {}
        for name in ("email", "phone", "mobile"):
            field = self._setting._employee_field(name)
            if name in values and field:
                payload = pair.payload or {}
                written = clean(text(payload.get(shown[name]))) if name in shown else values[name]
                vals[field] = written or False
        return vals

    def _odoo_employment(self, employment):
        if employment["status"] == "ACTIVE":
            return {"active": True, "departure_date": False, "departure_reason_id": False}
        reasons = self.env["hr.departure.reason"].sudo()
        return {
            "active": False,
            "departure_date": employment["date"] or False,
            "departure_reason_id": reasons._xero_for(employment["reason"]).id,
        }

    def _odoo_address(self, parts):
        """A state Odoo does not know cannot come: Xero has a closed list, and so has Odoo for
        Australia."""
        australia = self.env.ref("base.au")
        state = self.env["res.country.state"].search(
            [("country_id", "=", australia.id), ("code", "=", parts.get("region", ""))], limit=1
        )
        vals = {column: parts.get(name) or False for name, column in STREETS.items()}
        vals["private_state_id"] = state.id
        if parts and not parts.get("country"):
            vals["private_country_id"] = australia.id
        return vals
