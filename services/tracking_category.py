"""Tracking categories with their options (FACTS 5.17)."""

from odoo import _, models

from ..xero.wire import WrongShape, clean, records, text
from .reference import ACTIVE


class XeroSyncTrackingCategory(models.AbstractModel):
    _name = "xero.sync.tracking.category"
    _inherit = "xero.sync.reference"
    _description = "Xero tracking categories"

    _xero_entity = "tracking_category"
    _xero_label = "Tracking categories"
    _odoo_model = "xero.tracking.category"
    _xero_path = "/api.xro/2.0/TrackingCategories"
    _xero_collection = "TrackingCategories"
    _xero_key = "TrackingCategoryID"
    _xero_sequence = 13

    def _brought_models(self):
        return super()._brought_models() | {"xero.tracking.map"}

    def _read_list(self, client):
        answer = client.get(self._xero_path, includeArchived=True)
        return self._list_in(answer.data, self._xero_collection)

    def _read_xero(self, payload):
        options = records(payload.get("Options"), "Options")
        return {
            "name": clean(text(payload.get("Name"), "Name")),
            "status": text(payload.get("Status"), "Status"),
            "parts": {self._option_id(option): self._option_values(option) for option in options},
        }

    def _option_id(self, option):
        found = text(option.get("TrackingOptionID"), "TrackingOptionID")
        if not found:
            raise WrongShape("An option has no TrackingOptionID.")
        return found

    def _option_values(self, option):
        status = text(option.get("Status"), "Options.Status")
        return {
            "name": clean(text(option.get("Name"), "Options.Name")),
            "status": status,
            "active": status in ACTIVE,
        }

    def _mirror_parts(self, pairs):
        """Options count with their category: it is updated when one of them changed."""
        options = self.env["xero.tracking.option"].sudo()
        known = self._rows_by_xero_id(options._name)
        connection_id, new, owner = self._setting.connection_id.id, [], {}
        for pair in pairs:
            changed = False
            for xero_id, values in pair.xero["parts"].items():
                if owner.setdefault(xero_id, pair) is not pair:
                    self._refuse_twice(pair, values["name"], owner[xero_id])
                    continue
                values = {**values, "category_id": pair.res_id}
                if xero_id in known:
                    changed |= self._write_option(known[xero_id], values)
                    continue
                new.append({**values, "xero_id": xero_id, "connection_id": connection_id})
                changed = True
            gone = self._options_gone(known, pair)
            gone.write({"active": False})
            if (changed or gone) and not pair.outcome:
                pair.outcome = "updated"
        options.create(new)

    def _mirror_option(self, payload, category_id):
        """Keep one option that was just made in Xero.

        :rtype: int -- id of its row
        """
        options = self.env["xero.tracking.option"].sudo()
        values = {**self._option_values(payload), "category_id": category_id}
        row = self._rows_by_xero_id(options._name).get(self._option_id(payload))
        if row:
            self._write_option(row, values)
            return row.id
        first = {
            "xero_id": self._option_id(payload),
            "connection_id": self._setting.connection_id.id,
        }
        return options.create({**values, **first}).id

    def _refuse_twice(self, pair, name, owner):
        pair.refuse(
            "wrong_shape",
            _(
                "Xero lists the option “%(name)s” under “%(one)s” and under “%(other)s”. It was "
                "left where it came first.",
                name=name,
                one=owner.name,
                other=pair.name,
            ),
        )

    def _write_option(self, option, values):
        held = {**values, "category_id": option.category_id.id}
        same = {name: option[name] for name in ("name", "status", "active")}
        if {**held, **same} == values:
            return False
        option.write(values)
        return True

    def _options_gone(self, known, pair):
        gone = [
            row.id
            for xero_id, row in known.items()
            if row.active
            and row.category_id.id == pair.res_id
            and xero_id not in pair.xero["parts"]
        ]
        return self.env["xero.tracking.option"].sudo().browse(gone)

    def _after_list(self):
        super()._after_list()
        self.env["xero.tracking.map"]._suggest(self._setting.connection_id)
