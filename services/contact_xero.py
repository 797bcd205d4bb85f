"""Contacts: plain values brought to Xero."""

import unicodedata
from datetime import timezone

from odoo import models

from ..xero.names import abn_key
from ..xero.wire import clean, quoted
from .contact_terms import SIDES
from .contact_values import slots_of
from .walk import OVERLAP

# As many names as an address surely holds.
NAMES_A_CALL = 5

SAME = {
    "first_name": "FirstName",
    "last_name": "LastName",
    "email": "EmailAddress",
    "ref": "AccountNumber",
    "bank": "BankAccountDetails",
    "status": "ContactStatus",
}
PERSON = {
    "first": "FirstName",
    "last": "LastName",
    "email": "EmailAddress",
    "in_emails": "IncludeInEmails",
}


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _xero_body(self, values, record, pair):
        """Always by ContactID once Xero has one; a POST by name would rename somebody (FACTS 4.1,
        Pain 2)."""
        body = {key: values[name] for name, key in SAME.items() if name in values}
        if "name" in values:
            body["Name"] = pair.notes.get("wire_name") or values["name"]
        if "vat" in values:
            body["TaxNumber"] = values["vat"]
        if "currency" in values:
            base = self._setting.connection_id.base_currency
            body["DefaultCurrency"] = values["currency"] or base
        if "persons" in values:
            body["ContactPersons"] = [
                {key: person[name] for name, key in PERSON.items()}
                for person in values["persons"].values()
            ]
        if any(values.get(name) for name in SIDES):
            body["PaymentTerms"] = self._xero_terms(values, pair.payload)
        body.update(self._xero_phones(values, record))
        body.update(self._xero_addresses(values, pair))
        if not body:
            return None
        return {"ContactID": pair.xero_id, **body} if pair.xero_id else self._xero_new(body, pair)

    def _xero_new(self, body, pair):
        """A new contact: nothing empty, and the number by which a lost answer is found again."""
        body = {key: value for key, value in body.items() if value}
        for name, kind in (("Phones", "PhoneType"), ("Addresses", "AddressType")):
            slots = [_filled(slot) for slot in body.pop(name, [])]
            slots = [slot for slot in slots if set(slot) - {kind}]
            body.update({name: slots} if slots else {})
        body.pop("ContactStatus", None)
        if not pair.odoo["currency"]:
            body.pop("DefaultCurrency", None)
        return {"ContactNumber": self._own_number(pair.res_id), **body}

    def _xero_phones(self, values, record):
        """Odoo has one line; Xero shows its three parts in a row, so all of it may stand in the
        last."""
        phones = [
            {
                "PhoneType": slot,
                "PhoneNumber": clean(record[name] or ""),
                "PhoneAreaCode": "",
                "PhoneCountryCode": "",
            }
            for name, slot in self._setting._contact_phones().items()
            if name in values
        ]
        return {"Phones": phones} if phones else {}

    def _xero_addresses(self, values, pair):
        """Slots that changed. A delivery address that repeated the address keeps repeating it."""
        chosen = self._setting._contact_addresses()
        slots = slots_of(pair.payload or {}, "Addresses", "AddressType")
        parts = {name: values[name] for name in chosen if name in values}
        if "address" in parts and "delivery" in chosen and "delivery" not in parts:
            slot = slots.get(chosen["delivery"], {})
            if pair.xero and not pair.xero.get("delivery") and slot.get("AddressLine1"):
                parts["delivery"] = {**parts["address"]}
        if not parts:
            return {}
        return {
            "Addresses": [
                self._xero_address(parts[name], chosen[name], slots.get(chosen[name], {}))
                for name in parts
            ]
        }

    def _adopt(self, run, client, pairs):
        """The name is taken: the contact of exactly this name, unless its tax number says it is
        another.

        Several are looked for together. Most were entered in Xero since the last import, so its
        next pages have them; only what they do not have is asked for by name (FACTS 3.3).
        """
        wanted = {
            pair.key: pair.notes.get("wire_name") or pair.odoo["name"]
            for pair in pairs
            if pair.odoo
        }
        found = {}
        since = self.env["xero.sync.setting"].sudo().browse(run.setting_id).watermark
        if len(wanted) > 1 and since:
            since = (since - OVERLAP).replace(tzinfo=timezone.utc)
            for page in self._read_pages(client, since):
                self._take_named(found, pairs, wanted, page.records)
        left = [name for key, name in wanted.items() if key not in found]
        for start in range(0, len(left), NAMES_A_CALL):
            names = left[start : start + NAMES_A_CALL]
            where = " OR ".join(f"Name=={quoted(name)}" for name in names)
            answer = client.get(self._xero_path, where=where, **self._list_query())
            self._take_named(found, pairs, wanted, self._unwrap(answer.data))
        return found

    def _take_named(self, found, pairs, wanted, payloads):
        """Keep those of the payloads that have a wanted name, as Xero compares names.

        :param dict found: pair key -> payload; filled
        :param dict wanted: pair key -> name
        """
        by_name = {}
        for payload in payloads:
            name = payload.get("Name") if isinstance(payload, dict) else None
            if isinstance(name, str):
                by_name.setdefault(_compared(name), []).append(payload)
        for pair in pairs:
            for payload in by_name.get(_compared(wanted.get(pair.key) or ""), ()):
                if self._may_be(pair, payload):
                    found.setdefault(pair.key, payload)

    def _may_be(self, pair, payload):
        """Whether nothing says that a contact of the same name is somebody else."""
        theirs, ours = payload.get("TaxNumber"), pair.odoo["vat"]
        if payload.get("ContactStatus") != "ACTIVE":
            return False
        return not (isinstance(theirs, str) and abn_key(theirs) and abn_key(ours)) or (
            abn_key(theirs) == abn_key(ours)
        )


def _compared(name):
    """Case and accents make no other name in Xero (FACTS 3.3)."""
    plain = unicodedata.normalize("NFKD", name.strip())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def _filled(slot):
    return {key: value for key, value in slot.items() if value}
