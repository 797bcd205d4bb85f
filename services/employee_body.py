"""Employees: what is sent to Xero. Only who a person is and how to reach them, key by key (D42)."""

from odoo import _, models

from ..xero.wire import clean
from .employee_name import split
from .employee_values import ADDRESS, STATES


class XeroSyncEmployee(models.AbstractModel):
    _inherit = "xero.sync.employee"

    def _xero_body(self, values, record, pair):
        """Each key is written here by name: no value, whatever is in it, can become another key.

        First name, last name and birth date go with every update, for Xero's specification requires
        them; unless they changed in Odoo they are the ones Xero has.
        """
        payload = pair.payload or {}
        body = {
            **self._body_person(values, payload),
            **self._body_ways(values, record),
            **self._body_employment(values),
            **self._body_address(values),
        }
        if not body:
            return None
        if not pair.xero_id:
            return {key: value for key, value in body.items() if value != ""}
        return {**self._bare_element(pair), **body}

    def _bare_element(self, pair):
        kept = {key: (pair.payload or {}).get(key) for key in ("FirstName", "LastName")}
        kept["DateOfBirth"] = (pair.xero or {}).get("birthday")
        kept = {key: value for key, value in kept.items() if isinstance(value, str) and value}
        return {**super()._bare_element(pair), **kept}

    def _body_person(self, values, payload):
        body = {}
        if "name" in values:
            present = [payload.get(key) for key in ("FirstName", "LastName")]
            first, last = split(values["name"], *(clean(part or "") for part in present))
            body.update(FirstName=first, LastName=last)
        if "gender" in values:
            body["Gender"] = values["gender"] or "N"
        for name, key in (("birthday", "DateOfBirth"), ("start", "StartDate")):
            if values.get(name):
                body[key] = values[name]
        if "job_title" in values:
            body["JobTitle"] = values["job_title"]
        return body

    def _body_ways(self, values, record):
        body = {"Email": values["email"]} if "email" in values else {}
        for name, key in (("phone", "Phone"), ("mobile", "Mobile")):
            if name in values:
                # As people typed it: the plain value has lost its blanks for comparing.
                body[key] = clean(record[self._setting._employee_field(name)] or "")
        return body

    def _body_employment(self, values):
        employment = values.get("employment")
        if not employment:
            return {}
        if employment["status"] == "ACTIVE":
            return {"TerminationDate": "", "TerminationReason": ""}
        return {
            "TerminationDate": employment["date"],
            "TerminationReason": employment["reason"],
        }

    def _body_address(self, values):
        """Sent whole: Xero replaces what is inside an address."""
        if not values.get("address"):
            return {}
        parts = values["address"]
        lines = {key: parts.get(name, "") for name, key in ADDRESS.items()}
        return {"HomeAddress": {**lines, "Country": "AUSTRALIA"}}

    def _check_push(self, pairs, records):
        super()._check_push(pairs, records)
        for pair in pairs:
            missing = [] if pair.refusal else self._lacking(pair.merged.to_xero, not pair.xero_id)
            if missing:
                pair.refuse(
                    "incomplete",
                    _(
                        "%(name)s was not sent to Xero: %(missing)s It is sent by itself when this "
                        "is complete.",
                        name=pair.name,
                        missing=" ".join(missing),
                    ),
                )

    def _lacking(self, values, new):
        """What Xero demands and these values do not have, in sentences (FACTS 6.2).

        :param bool new: the employee is to be created
        :rtype: list[str]
        """
        found = []
        if "name" in values and not split(values["name"])[1]:
            found.append(_("Xero needs a first and a last name."))
        if (new or "birthday" in values) and not values.get("birthday"):
            found.append(_("The date of birth is missing."))
        if new or "address" in values:
            found += self._lacking_address(values.get("address") or {})
        employment = values.get("employment") or {}
        if employment.get("status") == "TERMINATED" and not employment["date"]:
            found.append(_("An archived employee needs a departure date."))
        if employment.get("status") == "TERMINATED" and not employment["reason"]:
            found.append(
                _("An archived employee needs a departure reason that has one of Xero's reasons.")
            )
        return found

    def _lacking_address(self, parts):
        if parts.get("country"):
            return [_("Xero takes home addresses in Australia only.")]
        labels = {
            "street": _("street"),
            "city": _("city"),
            "region": _("state"),
            "zip": _("postcode"),
        }
        lacking = [label for name, label in labels.items() if not parts.get(name)]
        if lacking:
            return [_("The home address lacks: %s.", ", ".join(lacking))]
        if parts["region"] not in STATES:
            return [_("The state of the home address is not one of Australia's.")]
        if len(parts["zip"]) != 4 or not parts["zip"].isdecimal():
            return [_("The postcode of the home address needs four digits.")]
        return []
