"""Contacts: plain values brought to Odoo."""

from odoo import _, models

from ..xero.names import person_key
from ..xero.wire import clean, text
from .contact_matching import match_keys
from .contact_terms import FIELDS as TERM_FIELDS
from .contact_values import phones_of

SAME = {
    "name": "name",
    "first_name": "xero_first_name",
    "last_name": "xero_last_name",
    "email": "email",
    "ref": "ref",
}
# Said of a new partner even when empty: Odoo would work out a default for each record by itself.
SAID = {"xero_first_name", "xero_last_name", "ref", "vat"}


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _odoo_values(self, values, record, pair):
        """Odoo stores what Xero shows (a phone with its blanks); the plain value is only for
        comparing."""
        vals = {field: values[name] or False for name, field in SAME.items() if name in values}
        for name, key in (("vat", "TaxNumber"), ("website", "Website")):
            if name in values:
                vals[name] = clean(text(pair.payload.get(key), key)) or False
        if "status" in values:
            vals["active"] = values["status"] == "ACTIVE"
        setting = self._setting
        for name, phone in phones_of(pair.payload, setting).items():
            if name in values:
                vals[name] = phone or False
        if "address" in values:
            vals.update(self._odoo_address(values["address"], record))
        vals.update(self._odoo_references(values, pair))
        if record:
            return vals
        return {
            **self._odoo_new(pair, setting),
            **{key: value for key, value in vals.items() if value or key in SAID},
            **match_keys(vals["name"] or "", vals.get("ref") or "", vals["vat"] or ""),
        }

    def _odoo_references(self, values, pair):
        """What points at a record of Odoo's; a target that Odoo lacks goes in front of a person."""
        vals = {}
        if "currency" in values:
            code = values["currency"]
            currency = self._currency_named(code) if code else self.env["res.currency"]
            vals.update({"xero_currency_id": currency.id} if currency or not code else {})
            if code and not currency:
                self._note_missing(pair, "currency", _("the currency %s", code))
        for name, field in TERM_FIELDS.items():
            if name in values:
                key = values[name]
                term = self.env["account.payment.term"]
                term = self._term_with(key, pair.notes["terms"]) if key else term
                vals[field] = term.id
                if key and not term:
                    vals.pop(field)
                    said = self._sentence_term(key)
                    self._note_missing(pair, name, _("the payment term “%s”", said))
        return vals

    def _note_missing(self, pair, name, what):
        """The rest of the contact goes on; this one value waits in front of a person."""
        if name not in pair.merged.conflicts:
            pair.merged.conflicts.append(name)
        pair.notes.setdefault("missing", []).append(what)

    def _currency_named(self, code):
        currencies = self.env["res.currency"].with_context(active_test=False)
        return currencies.search([("name", "=", code)])

    def _odoo_new(self, pair, setting):
        """What only a new partner gets: Xero does not say what is a person, its name does."""
        payload, xero = pair.payload, pair.xero
        person = person_key(f"{xero['first_name']} {xero['last_name']}")
        vals = {"is_company": not person or person != person_key(xero["name"])}
        if setting.contact_company == "own":
            vals["company_id"] = setting.connection_id.company_id.id
        if payload.get("IsCustomer") is True:
            vals["customer_rank"] = 1
        if payload.get("IsSupplier") is True:
            vals["supplier_rank"] = 1
        return vals
