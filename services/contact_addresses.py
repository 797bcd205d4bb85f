"""Contacts: addresses. Xero writes countries and regions as text, Odoo points at records."""

from odoo import models, tools

from ..xero.place_names import ALIASES, country_text, place_key
from ..xero.wire import clean
from .contact_values import slots_of

# Xero's lines 2 to 4 are one line in Odoo.
MORE_LINES = ("AddressLine2", "AddressLine3", "AddressLine4")
UNKNOWN = (0, "")
CODED_REGIONS = ("AU", "US", "CA")


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    @tools.ormcache()
    def _places(self):
        """Countries and regions, ready to be found by what Xero writes.

        :rtype: tuple[dict[str, tuple[int, str]], dict[tuple[str, str], tuple[int, str]]] -- country
            key -> (id, code) and (country code, region key) -> (id, code)
        """
        countries, regions = {}, {}
        # All of them: both lists are short, and this is asked once.
        places = self.env["res.country"].with_context(lang="en_US")
        for country in places.search([]):  # pylint: disable=no-search-all
            for name in (country.name, country_text(country.name)):
                countries.setdefault(place_key(name), (country.id, country.code))
            countries[country.code.casefold()] = (country.id, country.code)
        for region in self.env["res.country.state"].search([]):  # pylint: disable=no-search-all
            found = (region.id, region.code)
            country = region.country_id.code
            regions.setdefault((country, place_key(region.name)), found)
            regions[country, region.code.casefold()] = found
        for alias, code in ALIASES.items():
            countries.setdefault(alias, countries.get(code.casefold(), (0, code)))
        return countries, regions

    def _country_of(self, written):
        """(id, code) of a country as Xero has it, (0, "") when Odoo knows none of that name."""
        return self._places()[0].get(place_key(written), UNKNOWN) if written else UNKNOWN

    def _region_of(self, country, written):
        """(id, code) of a region in a country (code; empty: the organisation's own)."""
        if not written:
            return UNKNOWN
        country = country or self._setting.connection_id.country_code or ""
        regions, key = self._places()[1], clean(written).casefold()
        return regions.get((country, key)) or regions.get((country, place_key(written)), UNKNOWN)

    def _addresses_of_xero(self, payload, setting):
        slots = slots_of(payload, "Addresses", "AddressType")
        found = {
            name: self._address_of_slot(slots.get(slot, {}), name)
            for name, slot in setting._contact_addresses().items()
        }
        return _without_same(found)

    def _address_of_slot(self, slot, name):
        more = ", ".join(slot[line] for line in MORE_LINES if slot.get(line))
        country = self._country_of(slot.get("Country", ""))[1]
        parts = {
            "street": slot.get("AddressLine1", ""),
            "street2": more,
            "city": slot.get("City", ""),
            "zip": slot.get("PostalCode", ""),
            "country": country,
            "region": self._region_of(country, slot.get("Region", ""))[1],
        }
        if name == "delivery":
            parts["attention"] = slot.get("AttentionTo", "")
        return {key: value for key, value in parts.items() if value}

    def _addresses_of_odoo(self, records, setting):
        chosen = setting._contact_addresses()
        children = self._delivery_children(records) if "delivery" in chosen else {}
        plain = {}
        for partner in records:
            found = {}
            if "address" in chosen:
                found["address"] = self._address_of_partner(partner)
            if "delivery" in chosen:
                child = children.get(partner.id)
                found["delivery"] = self._address_of_partner(child) if child else {}
                if child and child.name:
                    found["delivery"]["attention"] = clean(child.name)
            plain[partner.id] = _without_same(found)
        return plain

    def _address_of_partner(self, partner):
        country = partner.country_id.code or ""
        region = self._region_of(country, partner.state_id.code or "")[1]
        parts = {
            "street": clean(partner.street or ""),
            "street2": clean(partner.street2 or ""),
            "city": clean(partner.city or ""),
            "zip": clean(partner.zip or ""),
            "country": country,
            "region": region,
        }
        return {key: value for key, value in parts.items() if value}

    def _delivery_children(self, records):
        """The oldest delivery address below each partner, by the partner's id."""
        found = self.env["res.partner"].search(
            [("parent_id", "in", records.ids), ("type", "=", "delivery")], order="id desc"
        )
        return {child.parent_id.id: child for child in found}

    def _odoo_address(self, parts, partner):
        """Values of Odoo's address fields; a place that Odoo does not know leaves what is there."""
        country = parts.get("country", "")
        values = {name: parts.get(name) or False for name in ("street", "street2", "city", "zip")}
        values["country_id"] = self._country_of(country)[0] if country else False
        region = parts.get("region")
        values["state_id"] = self._region_of(country, region)[0] if region else False
        return {name: value for name, value in values.items() if value or partner}

    def _xero_address(self, parts, slot_name, slot):
        """A slot as Xero takes it. A slot is replaced whole, so what Odoo has no field for is sent
        back."""
        code, region = parts.get("country", ""), parts.get("region", "")
        state_id = self._region_of(code, region)[0] if region else 0
        coded = (code or self._setting.connection_id.country_code) in CODED_REGIONS
        state = self.env["res.country.state"].browse(state_id)
        address = {
            **{key: value for key, value in slot.items() if key == "AttentionTo"},
            "AddressType": slot_name,
            "AddressLine1": parts.get("street", ""),
            "AddressLine2": parts.get("street2", ""),
            "AddressLine3": "",
            "AddressLine4": "",
            "City": parts.get("city", ""),
            "PostalCode": parts.get("zip", ""),
            "Country": self._country_text(code) or self._unknown(slot, "Country"),
            "Region": (region if coded else state.name or "") or self._unknown(slot, "Region"),
        }
        if "attention" in parts:
            address["AttentionTo"] = parts["attention"]
        return address

    def _country_text(self, code):
        country = self.env["res.country"].browse(self._places()[0].get(code.casefold(), (0, ""))[0])
        return country_text(country.with_context(lang="en_US").name or "") if code else ""

    def _unknown(self, slot, name):
        """Text of Xero's that names no place Odoo knows: it stays in Xero."""
        written = slot.get(name, "")
        if name == "Country":
            return "" if self._country_of(written)[0] else written
        country = self._country_of(slot.get("Country", ""))[1]
        return "" if self._region_of(country, written)[0] else written


def _without_same(addresses):
    """A delivery address that repeats the address is no address of its own."""
    delivery = addresses.get("delivery")
    if delivery and "address" in addresses:
        place = {key: value for key, value in delivery.items() if key != "attention"}
        if place == addresses["address"]:
            return {**addresses, "delivery": {}}
    return addresses
