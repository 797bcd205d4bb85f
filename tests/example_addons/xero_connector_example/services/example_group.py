"""A new entity: groups of customers and Xero's contact groups. It declares; the engine does the
rest: schedule, outbox, idempotency, merge, quarantine, events."""

from odoo import _, models
from odoo.addons.xero_connector.services.fields import Field
from odoo.addons.xero_connector.xero.allowed import allow
from odoo.addons.xero_connector.xero.paging import one_page

# Xero is called for nothing that is not on the list; payroll cannot be put on it from outside.
allow("PUT", "/api.xro/2.0/ContactGroups")
allow("POST", "/api.xro/2.0/ContactGroups/{id}")


class XeroSyncExampleGroup(models.AbstractModel):
    _name = "xero.sync.example.group"
    _inherit = "xero.sync"
    _description = "Groups of customers: Odoo and Xero"

    _xero_module = "xero_connector_example"
    _xero_entity = "example_group"
    _xero_label = "Groups of customers"
    _odoo_model = "example.group"
    _xero_path = "/api.xro/2.0/ContactGroups"
    _xero_collection = "ContactGroups"
    _xero_key = "ContactGroupID"
    _xero_feature = "contacts"
    _xero_batch = 1
    _xero_watch = {"example.group": ({"name"}, "")}

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("name", _("Name"), odoo="name", xero="Name", limit=100),
        )

    def _read_page(self, client, number, since):
        """Xero gives all groups in one answer."""
        return one_page(client.get(self._xero_path), self._xero_collection, number)

    def _read_pages(self, client, since):
        yield self._read_page(client, 1, since)

    def _fetch(self, client, xero_ids):
        answers = [client.get(f"{self._xero_path}/{xero_id}") for xero_id in xero_ids]
        return [found for answer in answers for found in self._unwrap(answer.data)]

    def _exchange_of(self, pair):
        if pair.xero_id:
            return "POST", f"{self._xero_path}/{pair.xero_id}", {}
        return "PUT", self._xero_path, {}

    def _match_odoo(self, pairs):
        """The same name is the same group."""
        records = self.env[self._odoo_model].search(
            [("name", "in", [pair.xero["name"] for pair in pairs])]
        )
        evidence = _("same name")
        return {
            pair.key: [(one.id, evidence) for one in records if one.name == pair.xero["name"]]
            for pair in pairs
        }

    def _xero_keys(self, xero, payload):
        return [f"name:{xero['name']}"] if xero else []

    def _odoo_keys(self, odoo, record):
        return [f"name:{odoo['name']}"]

    def _natural_key(self, payload):
        return payload.get("Name")
