"""Contacts: both sides read into the same plain values, so that equal contacts compare equal."""

import re

from odoo import models, tools

from ..xero.names import number_key
from ..xero.wire import WrongShape, clean, records, text

STATUSES = ("ACTIVE", "ARCHIVED", "GDPRREQUEST")
# No text of a contact is longer in Xero (FACTS 5.5); what is has no right to reach the database.
LONGEST = 500
# Countries whose numbers start with 0 at home and with this code abroad.
TRUNK_ZERO = {"AU": "61", "NZ": "64", "GB": "44", "ZA": "27", "IE": "353"}
_NOT_PHONE, _NOT_WORD = re.compile(r"[^0-9a-z+]+"), re.compile(r"\W+")
# What nearly all e-mail addresses look like; nothing in them needs a parser.
_ONE_EMAIL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SCHEME = re.compile(r"^[a-z]+://")


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _read_xero(self, payload):
        """Xero leaves empty fields out of its JSON, so absent means empty here."""
        status = _line(payload, "ContactStatus") or "ACTIVE"
        if status not in STATUSES:
            raise WrongShape(f"Xero's field ContactStatus should be known but is {status[:40]!r}.")
        setting = self._setting
        values = {
            "name": self._name_of(payload),
            "first_name": _line(payload, "FirstName"),
            "last_name": _line(payload, "LastName"),
            "email": email_key(_line(payload, "EmailAddress")),
            "persons": self._persons_of_xero(payload),
            "vat": number_key(_line(payload, "TaxNumber")),
            "ref": _line(payload, "AccountNumber"),
            "bank": bank_key(_line(payload, "BankAccountDetails")),
            "currency": _foreign(_line(payload, "DefaultCurrency"), setting),
            "status": status,
            **self._phones_of_xero(payload, setting),
            **self._addresses_of_xero(payload, setting),
            **self._terms_of_xero(payload, setting),
        }
        website = website_key(_line(payload, "Website"))
        return {**values, "website": website} if website else values

    def _name_of(self, payload):
        """The name without the account number that tells two contacts of one name apart."""
        name = _line(payload, "Name")
        if not name:
            raise WrongShape("Xero's field Name is empty.")
        return without_number(name, _line(payload, "AccountNumber"))

    def _phones_of_xero(self, payload, setting):
        home = setting.connection_id.country_code
        slots = slots_of(payload, "Phones", "PhoneType")
        chosen = setting._contact_phones().items()
        return {name: phone_key(phone_text(slots.get(slot, {})), home) for name, slot in chosen}

    def _read_odoo(self, records):
        setting = self._setting
        persons = self._persons_of_odoo(records)
        banks = self._banks_of(records)
        terms = self._term_keys() if setting.contact_terms != "none" else {}
        home, phones = setting.connection_id.country_code, setting._contact_phones()
        plain = {}
        for partner in records:
            plain[partner.id] = {
                "name": without_number(clean(partner.name or ""), clean(partner.ref or "")),
                "first_name": clean(partner.xero_first_name or ""),
                "last_name": clean(partner.xero_last_name or ""),
                "email": email_key(partner.email or ""),
                "persons": persons.get(partner.id, {}),
                "vat": number_key(partner.vat or ""),
                "ref": clean(partner.ref or ""),
                "website": website_key(partner.website or ""),
                "bank": bank_key(banks[partner.id].acc_number or "") if partner.id in banks else "",
                "currency": _foreign(partner.xero_currency_id.name or "", setting),
                "status": "ACTIVE" if partner.active else "ARCHIVED",
                **{name: phone_key(partner[name] or "", home) for name in phones},
                **self._terms_of_odoo(partner, terms),
            }
        for res_id, addresses in self._addresses_of_odoo(records, setting).items():
            plain[res_id].update(addresses)
        return plain


def _foreign(code, setting):
    """The organisation's own currency is the same as none."""
    return "" if code == setting.connection_id.base_currency else code


def _line(payload, name):
    value = payload.get(name)
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        value = text(value, name)
    if len(value) > LONGEST:
        raise WrongShape(f"Xero's field {name} is {len(value)} characters long.")
    return clean(value)


def slots_of(payload, name, kind, wanted=None):
    """Phones or addresses of a Xero contact by their type.

    :param wanted: types to read; None reads all of them, and refuses what is wrong in any
    :raises WrongShape: the list, a slot or a text in it has another type
    :rtype: dict[str, dict[str, str]]
    """
    slots = {}
    for row in records(payload.get(name), name):
        if wanted is not None and row.get(kind) not in wanted:
            continue
        # Most parts of most slots are empty.
        parts = {
            key: _line(row, key)
            for key, value in row.items()
            if value is not None and value != "" and key != "ValidationErrors"
        }
        slots[parts.get(kind, "")] = parts
    return slots


def without_number(name, number):
    """``Acme (C1)`` of number C1 is Acme: so Xero tells two of one name apart (FACTS 5.5)."""
    return name.removesuffix(f" ({number})") or name if number else name


def phones_of(payload, setting):
    """The phones of a contact that was read, those that are synced, as Xero shows them.

    :rtype: dict[str, str]
    """
    chosen = setting._contact_phones()
    slots = slots_of(payload, "Phones", "PhoneType", set(chosen.values()))
    return {name: phone_text(slots.get(slot, {})) for name, slot in chosen.items()}


def phone_text(slot):
    """One line from Xero's three parts of a phone number."""
    country = slot.get("PhoneCountryCode", "").lstrip("+")
    parts = (f"+{country}" if country else "", slot.get("PhoneAreaCode"), slot.get("PhoneNumber"))
    # A number is what makes a phone; a code alone is left over from a deleted one.
    return " ".join(part for part in parts if part) if slot.get("PhoneNumber") else ""


def phone_key(number, country=""):
    """A phone number without what people put between its digits; +61 2 and 02 are one number at
    home.

    :param str country: ISO code of the organisation's country
    """
    key = _NOT_PHONE.sub("", number.casefold())
    home = f"+{TRUNK_ZERO.get(country)}"
    return f"0{key.removeprefix(home).lstrip('0')}" if key.startswith(home) else key


def bank_key(number):
    """An account number as Odoo itself compares it (``sanitized_acc_number``)."""
    return _NOT_WORD.sub("", number).upper()


def website_key(address):
    """A website without scheme and closing slash, which Odoo adds and Xero does not."""
    return _SCHEME.sub("", clean(address).casefold()).rstrip("/")


def email_key(typed):
    """The one e-mail address in a text, without the name around it; as typed when it is not one."""
    if _ONE_EMAIL.fullmatch(typed):
        return typed.lower()
    return tools.email_normalize(typed) or clean(typed).lower()
