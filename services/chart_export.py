"""Creating in Xero the accounts and tax rates a person chose, after a preview and a yes (S18, S20).

What is linked is our own row of the mapping; nothing is changed in Xero afterwards.
"""

from odoo import _, models

from ..xero.paging import one_page
from ..xero.wire import text
from .chart import LONGEST_CODE, LONGEST_NAME
from .fields import Field
from .merge import Merged
from .run import Pair

ACCOUNT_KEYS = {"code": "Code", "name": "Name", "type": "Type", "tax_type": "TaxType"}


class XeroSyncChart(models.AbstractModel):
    _name = "xero.sync.chart"
    _inherit = "xero.sync"
    _description = "New accounts and tax rates in Xero"

    _xero_feature = "settings_export"
    _xero_pull = False
    # PUT /Accounts takes one account (FACTS 5.2), and one refused must not stop another.
    _xero_batch = 1
    _xero_asked_each_time = True
    # The service that mirrors Xero's list.
    _xero_mirror = None

    def _default_setting(self, connection):
        return {
            **super()._default_setting(connection),
            "enabled": not connection.keep_chart,
            "start_date": False,
            "pull_schedule": "manual",
            "push_schedule": "manual",
            "write_mode": "create",
            "policy": "odoo",
        }

    def _scope_domain(self, setting):
        return [
            *super()._scope_domain(setting),
            ("connection_id", "=", setting.connection_id.id),
            ("export_asked", "=", True),
        ]

    def _read_odoo(self, records):
        return {row.id: row._xero_values() for row in records}

    def _quarantine(self, run, pair):
        """What Xero did not take is no longer on its way, and can be asked for again."""
        super()._quarantine(run, pair)
        if run.direction == "push":
            self.env[self._odoo_model].sudo().browse(pair.res_id).exists().export_asked = False

    def _queue_choice(self, quarantine, choice, res_id, xero_id):
        """Trying it again is asking for it again."""
        rows = self.env[self._odoo_model].sudo()
        if not rows._forbidden(quarantine.connection_id):
            rows.browse(quarantine.res_id).exists().export_asked = True
        return super()._queue_choice(quarantine, choice, res_id, xero_id)

    def _check_push(self, pairs, records):
        super()._check_push(pairs, records)
        forbidden = self.env[self._odoo_model]._forbidden(self._setting.connection_id)
        if forbidden:
            for pair in pairs:
                pair.refuse("not_allowed", forbidden)

    def _merge_pair(self, pair, setting):
        return Merged(to_xero={})

    def _exchange_of(self, pair):
        """PUT creates; these two endpoints know no summarizeErrors (specification)."""
        return "PUT", self._xero_path, {}

    def _fetch(self, client, xero_ids):
        payloads = self._unwrap(client.get(self._xero_path).data)
        return [payload for payload in payloads if payload.get(self._xero_key) in xero_ids]

    def _read_pages(self, client, since):
        """These lists are whole in one answer (FACTS 3.1)."""
        yield one_page(client.get(self._xero_path), self._xero_collection, 1)

    def _after_push(self, pairs):
        """What Xero made is mirrored at once, and mapped to what it was made for."""
        super()._after_push(pairs)
        rows = self.env[self._odoo_model].sudo()
        for pair, mirrored in zip(pairs, self._mirror_made(pairs), strict=True):
            rows.browse(pair.res_id)._made_in_xero(mirrored)

    def _mirror_made(self, pairs):
        """Keep what Xero made in the mirror of its list.

        :rtype: list[int] -- ids of the mirror's rows, in the order of the pairs
        """
        mirror = self._services()[self._xero_mirror]
        made = [
            Pair(xero_id=pair.xero_id, xero=mirror._read_xero(pair.payload)) for pair in pairs
        ]
        mirror._mirror(made)
        return [copy.res_id for copy in made]


class XeroSyncAccount(models.AbstractModel):
    _name = "xero.sync.account"
    _inherit = "xero.sync.chart"
    _description = "New accounts in Xero"

    _xero_entity = "account"
    _xero_label = "New accounts"
    _xero_sequence = 16
    _odoo_model = "xero.account.map"
    _xero_path = "/api.xro/2.0/Accounts"
    _xero_collection = "Accounts"
    _xero_key = "AccountID"
    _xero_mirror = "ledger_account"

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("code", _("Code"), limit=LONGEST_CODE),
            Field("name", _("Name"), limit=LONGEST_NAME),
            Field("type", _("Type")),
            Field("tax_type", _("Default tax")),
        )

    def _read_xero(self, payload):
        return {name: text(payload.get(key), key) for name, key in ACCOUNT_KEYS.items()}

    def _xero_body(self, values, record, pair):
        return {key: values[name] for name, key in ACCOUNT_KEYS.items() if values.get(name)}

    def _wrap(self, elements):
        return elements[0]

    def _natural_key(self, payload):
        return str(payload.get("Code") or "").lower() or None


class XeroSyncTax(models.AbstractModel):
    _name = "xero.sync.tax"
    _inherit = "xero.sync.chart"
    _description = "New tax rates in Xero"

    _xero_entity = "tax"
    _xero_label = "New tax rates"
    _xero_sequence = 17
    _odoo_model = "xero.tax.map"
    _xero_path = "/api.xro/2.0/TaxRates"
    _xero_collection = "TaxRates"
    _xero_key = "TaxType"
    _xero_mirror = "tax_rate"

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("name", _("Name"), xero="Name"),
            Field("report_type", _("Reported as"), xero="ReportTaxType"),
            Field("components", _("Components"), kind="body"),
        )

    def _read_xero(self, payload):
        mirrored = self._services()[self._xero_mirror]._read_xero(payload)
        return {
            "name": mirrored["name"],
            "report_type": mirrored["report_tax_type"],
            "components": mirrored["components"],
        }

    def _xero_body(self, values, record, pair):
        body = {
            "Name": values["name"],
            "TaxComponents": [
                {"Name": part["name"], "Rate": part["rate"], "IsCompound": part["compound"]}
                for part in values["components"]
            ],
        }
        if values["report_type"]:
            body["ReportTaxType"] = values["report_type"]
        return body

    def _natural_key(self, payload):
        return str(payload.get("Name") or "").lower() or None
