"""Creating in Xero the tracking options a person chose, after a preview and a yes (FACTS 5.17)."""

from odoo import _, models

from ..xero.answer import Page
from ..xero.wire import text
from .fields import Field
from .mapping_tracking import LONGEST_NAME, plain_name


class XeroSyncTrackingOption(models.AbstractModel):
    _name = "xero.sync.tracking.option"
    _inherit = "xero.sync.chart"
    _description = "New tracking options in Xero"

    _xero_entity = "tracking_option"
    _xero_label = "New tracking options"
    _xero_sequence = 19
    _odoo_model = "xero.tracking.map"
    _xero_path = "/api.xro/2.0/TrackingCategories"
    _xero_collection = "Options"
    _xero_key = "TrackingOptionID"
    _xero_mirror = "tracking_category"

    def _default_setting(self, connection):
        return {**super()._default_setting(connection), "enabled": False}

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("name", _("Name"), limit=LONGEST_NAME),
            Field("category", _("Tracking category")),
        )

    def _scope_domain(self, setting):
        return [*super()._scope_domain(setting), ("category_id", "!=", False)]

    def _read_xero(self, payload):
        return {"name": text(payload.get("Name"), "Name")}

    def _xero_body(self, values, record, pair):
        return {"Name": values["name"], "TrackingCategoryID": values["category"]}

    def _exchange_of(self, pair):
        return "PUT", f"{self._xero_path}/{pair.merged.to_xero['category']}/Options", {}

    def _wrap(self, elements):
        """The address names the category."""
        return {"Name": elements[0]["Name"]}

    def _natural_key(self, payload):
        """A name stands once in a category."""
        name = plain_name(str(payload.get("Name") or ""))
        return f"{payload.get('TrackingCategoryID')}:{name}" if name else None

    def _options_of_all(self, client):
        """Every option with the category it belongs to; Xero lists categories only."""
        categories = self._services()[self._xero_mirror]._read_list(client)
        return [
            {**option, "TrackingCategoryID": category.get("TrackingCategoryID")}
            for category in categories
            for option in category.get("Options") or ()
        ]

    def _fetch(self, client, xero_ids):
        return [
            option
            for option in self._options_of_all(client)
            if option.get(self._xero_key) in xero_ids
        ]

    def _read_pages(self, client, since):
        """The list has no pages and no timestamps: all of it, to look a lost write up."""
        options = self._options_of_all(client)
        yield Page(1, options, 1, len(options), None)

    def _mirror_made(self, pairs):
        categories = self.env["xero.tracking.category"].sudo().with_context(active_test=False)
        mine = categories.search([("connection_id", "=", self._setting.connection_id.id)])
        by_id = {category.xero_id: category.id for category in mine}
        return [
            self._services()[self._xero_mirror]._mirror_option(
                pair.payload, by_id[pair.merged.to_xero["category"]]
            )
            for pair in pairs
        ]
