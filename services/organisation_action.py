"""What the plan and the person who consented may do in the organisation (FACTS 5.1); read only."""

from odoo import models

from ..xero.wire import text


class XeroSyncOrganisationAction(models.AbstractModel):
    _name = "xero.sync.organisation.action"
    _inherit = "xero.sync.reference"
    _description = "Actions Xero allows"

    _xero_entity = "organisation_action"
    _xero_label = "Actions Xero allows"
    _odoo_model = "xero.organisation.action"
    _xero_path = "/api.xro/2.0/Organisation/Actions"
    _xero_collection = "Actions"
    _xero_key = "Name"
    _xero_sequence = 15

    def _read_xero(self, payload):
        status = text(payload.get("Status"), "Status")
        return {"name": text(payload["Name"], "Name"), "allowed": status == "ALLOWED"}
