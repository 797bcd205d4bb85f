"""Employees: what is kept equal between Xero Payroll AU and Odoo, and who is sent at all (FACTS
6.2)."""

from odoo import _, models

from ..models.compat import EMPLOYEE_GENDER
from .employee_name import joined
from .fields import Field, dispensable
from .walk import is_id

WATCHED = {
    "name", "active", "company_id", "work_email", "private_email", "work_phone", "private_phone",
    "mobile_phone", "birthday", "gender", "sex", "job_id", "job_title", "private_street",
    "private_street2", "private_city", "private_zip", "private_state_id", "private_country_id",
    "departure_date", "departure_reason_id", "xero_start_date",
}  # fmt: skip
HOME = ("private_street, private_street2, private_city, private_zip", "HomeAddress")


class XeroSyncEmployee(models.AbstractModel):
    _name = "xero.sync.employee"
    _inherit = "xero.sync.payroll"
    _description = "Employees: Xero Payroll and Odoo"

    _xero_entity = "employee"
    _xero_label = "Employees"
    _xero_sequence = 40
    _odoo_model = "hr.employee"
    _xero_path = "/payroll.xro/1.0/Employees"
    _xero_collection = "Employees"
    _xero_key = "EmployeeID"
    _xero_order = "EmployeeID"
    _xero_feature = "employees"
    _xero_requires = ("pay_item", "payroll_calendar")
    _xero_piece = 20
    _xero_watch = {"hr.employee": (WATCHED, "")}

    def _synced_fields(self):
        """Wages, tax, super and leave are Xero's and are neither read nor sent (D42); whether they
        are complete is read, to say who cannot be paid yet."""
        return (
            *super()._synced_fields(),
            Field("name", _("Name"), limit=200, stands=("name", "FirstName, LastName")),
            Field("first_name", _("First name"), owner="xero"),
            Field("middle_names", _("Middle names"), owner="xero"),
            Field("last_name", _("Last name"), owner="xero"),
            Field("email", _("E-mail"), limit=100, stands=("work_email", "Email")),
            dispensable("phone", _("Phone"), "work_phone", "Phone", limit=50),
            dispensable("mobile", _("Mobile"), "mobile_phone", "Mobile", limit=50),
            Field("birthday", _("Date of birth"), stands=("birthday", "DateOfBirth")),
            dispensable("gender", _("Gender"), EMPLOYEE_GENDER, "Gender"),
            dispensable("job_title", _("Job title"), "job_title", "JobTitle", limit=50),
            Field("start", _("Start date"), stands=("xero_start_date", "StartDate")),
            Field("employment", _("Employment"), stands=("active", "Status")),
            Field("address", _("Home address"), kind="list", stands=HOME),
            Field("calendar", _("Payroll calendar"), owner="xero"),
            Field("ordinary", _("Ordinary earnings rate"), owner="xero"),
            Field("has_tax", _("Tax declaration"), owner="xero"),
            Field("has_bank", _("Bank account"), owner="xero"),
            Field("has_super", _("Super membership"), owner="xero"),
            Field("has_template", _("Pay template"), owner="xero"),
        )

    def _xero_name(self, payload):
        first, last = payload.get("FirstName"), payload.get("LastName")
        parts = [part.strip()[:120] for part in (first, last) if isinstance(part, str)]
        return joined(*parts) if len(parts) == 2 else str(payload.get(self._xero_key) or "")[:255]

    def _scope_domain(self, setting):
        return [
            *super()._scope_domain(setting),
            ("company_id", "=", setting.connection_id.company_id.id),
        ]

    def _wanted_domain(self, setting):
        """Nobody is created in Xero by themselves before that is switched on."""
        nobody = [] if setting.employee_create else [("id", "=", 0)]
        return [*super()._wanted_domain(setting), *nobody]

    def _may_create_odoo(self, pair):
        """Who has left before is of no use in Odoo."""
        return pair.xero["employment"]["status"] == "ACTIVE"

    def _may_create_xero(self, pair, record):
        return record.active and (self._setting.employee_create or pair.policy == "create")

    def _merge_pair(self, pair, setting):
        if pair.agreed is None:
            pair.odoo = self._known(pair.odoo, pair.xero)
        return super()._merge_pair(pair, setting)

    def _known(self, odoo, agreed):
        """A middle name that only Odoo shows is no other name; Odoo has no field to keep
        it apart."""
        odoo = super()._known(odoo, agreed)
        middle = (agreed or {}).get("middle_names")
        if middle and "name" in odoo:
            full = f"{agreed['first_name']} {middle} {agreed['last_name']}"
            if odoo["name"].casefold() == full.casefold():
                return {**odoo, "name": agreed["name"]}
        return odoo

    def _details(self, run, client, payloads):
        """One call for each employee that changed since it was last read; the list has
        summaries."""
        with self._unit(run.setting_id) as service:
            ids = [row.get(self._xero_key) for row in payloads if isinstance(row, dict)]
            links = service.env["xero.link"].sudo()._of_xero(
                service._setting.connection_id,
                self._xero_entity,
                [xero_id for xero_id in ids if isinstance(xero_id, str)],
            )
            known = {
                xero_id: link.xero_updated_at
                for xero_id, link in links.items()
                if link.agreed and service._setting.bulk != "import"
            }
        wanted = [row[self._xero_key] for row in payloads if self._needs_details(row, known)]
        details = self._fetch_each(client, wanted)
        return [self._with_details(payload, details) for payload in payloads]

    def _needs_details(self, payload, known):
        xero_id = payload.get(self._xero_key) if isinstance(payload, dict) else None
        moment = self._time_or_none(payload)
        return is_id(xero_id) and not (moment and known.get(xero_id) == moment)

    def _with_details(self, payload, details):
        """The record instead of its summary; of one that cannot be read, the summary has the
        name."""
        xero_id = payload.get(self._xero_key) if isinstance(payload, dict) else None
        found = details.get(xero_id) if isinstance(xero_id, str) else None
        return {**payload, **found} if found and "Unreadable" in found else found or payload

    def _natural_key(self, payload):
        """Payroll has no number of ours: who an employee is, is how a lost creation is
        found again."""
        parts = [payload.get(key) for key in ("FirstName", "LastName", "Email")]
        return "|".join(part.strip().casefold() if isinstance(part, str) else "" for part in parts)
