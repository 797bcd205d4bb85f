"""One more field of contacts. It names both of its places, so nothing else is to be done: the
engine reads, compares, writes and watches it."""

from odoo import _, models
from odoo.addons.xero_connector.services.fields import Field


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field(
                "loyalty", _("Loyalty number"), odoo="loyalty_number", xero="CompanyNumber",
                limit=50, optional=True,
            ),
        )  # fmt: skip
