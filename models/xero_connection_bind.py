from odoo import _, fields, models
from odoo.exceptions import UserError

from ..services.transaction import own
from ..xero.errors import Action, XeroError
from ..xero.wire import WrongShape, parse_date, text


class XeroConnection(models.Model):
    """From a consent to a live connection: which organisation, and what is known about it."""

    _inherit = "xero.connection"

    def _why_not(self, tenant_id, payroll=False):
        """Why an organisation cannot be bound to this connection, as a sentence; None when it can.

        :param str tenant_id: Xero's id of the organisation
        :param bool payroll: it is meant as the payroll consent of this connection
        """
        self.ensure_one()
        row = self.sudo()
        if payroll and row.tenant_id and tenant_id != row.tenant_id:
            return _("The payroll consent must be for %(name)s as well.", name=row.name)
        if row.tenant_id and tenant_id != row.tenant_id:
            return _(
                "%(company)s was connected to %(name)s, and its links and mappings belong to that "
                "organisation. To connect another one, archive this connection first; accounts and "
                "taxes are then mapped anew.",
                company=row.company_id.display_name,
                name=row.name,
            )
        other = self.sudo().search([("tenant_id", "=", tenant_id), ("id", "!=", row.id)], limit=1)
        if other:
            return _("Already connected to %(company)s.", company=other.company_id.display_name)
        return None

    def _bind(self, consent, organisation):
        """Make an organisation of a consent this connection's own, and start.

        :param consent: xero.consent that reaches the organisation
        :param dict organisation: id, tenantId and tenantName as Xero lists it
        :raises UserError: it belongs elsewhere
        """
        self.ensure_one()
        with own(self.env) as env:
            row, walk = self.with_env(env).sudo(), consent.with_env(env).sudo()
            refusal = row._why_not(organisation["tenantId"], walk.payroll)
            if not refusal:
                row._attach(walk, organisation)
        if refusal:
            raise UserError(refusal)
        self.invalidate_recordset()
        # The request's own snapshot is older than what was just committed, so facts are read in a
        # transaction that sees it.
        with own(self.env) as env:
            self.with_env(env)._read_facts_quietly()
        self.invalidate_recordset()

    def _attach(self, consent, organisation):
        field = "payroll_authorisation_id" if consent.payroll else "authorisation_id"
        before = self[field]
        self.write({field: consent.authorisation_id.id})
        if not consent.payroll:
            self._take_over(organisation)
        if before != consent.authorisation_id:
            before._forget_if_unused()
        self._resume()

    def _take_over(self, organisation):
        self.write(
            {
                "name": organisation["tenantName"],
                "tenant_id": organisation["tenantId"],
                "xero_connection_id": organisation["id"],
                "ending_connection_id": False,
            }
        )

    def _resume(self):
        """Go live, or say which permission is missing; settings and links are where they were."""
        before = self.setting_ids
        self.env["xero.sync.setting"]._create_defaults(self)
        self.invalidate_recordset(["setting_ids"])
        wanted = {"settings", *(self.requested_features or "").split()}
        entities = self.env["xero.sync"]._with_needed(wanted)
        new = self.setting_ids - before
        new.filtered(lambda setting: setting.entity not in entities).enabled = False
        self._note_missing(self._missing_scopes())
        self._close_activities()

    # -- facts -------------------------------------------------------------------------------------

    def _read_facts_quietly(self):
        """Read the organisation now; when Xero cannot answer, the next hour does it."""
        try:
            self._read_facts()
        except XeroError as error:
            self._settle_error(error, "settings")
            with own(self.env) as env:
                self.with_env(env).sudo().facts_wanted = True

    def _read_facts(self):
        """Read what Xero says about the organisation, and keep it.

        :raises XeroError: no answer, or one that cannot be read
        """
        answer = self._xero_client().get("/api.xro/2.0/Organisation")
        try:
            facts = _facts(answer.data)
        except WrongShape as error:
            raise XeroError("bad_answer", Action.STOP, message=str(error)) from error
        with own(self.env) as env:
            self.with_env(env).sudo().write(
                {**facts, "refreshed_at": fields.Datetime.now(), "facts_wanted": False}
            )
        self.invalidate_recordset()


def _facts(data):
    """The connection's fields from the answer to GET /Organisation (FACTS 5.1).

    Plan and country are text here: Xero adds new values without notice (FACTS 8.8).

    :raises WrongShape: the answer is not one organisation, or a field has the wrong type
    """
    rows = data.get("Organisations") if isinstance(data, dict) else None
    if not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], dict):
        raise WrongShape("Xero's answer about the organisation is not one organisation.")
    row = rows[0]
    texts = {
        "name": "Name",
        "country_code": "CountryCode",
        "base_currency": "BaseCurrency",
        "version": "Version",
        "timezone": "Timezone",
        "short_code": "ShortCode",
        "organisation_class": "Class",
    }
    facts = {field: text(row.get(key), key)[:200] for field, key in texts.items()}
    if not facts["name"]:
        del facts["name"]
    facts["is_demo_company"] = row.get("IsDemoCompany") is True
    for field, key in (
        ("period_lock_date", "PeriodLockDate"),
        ("end_of_year_lock_date", "EndOfYearLockDate"),
    ):
        facts[field] = parse_date(row.get(key), key) or False
    return facts
