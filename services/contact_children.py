"""Contacts: what hangs on a partner in Odoo as records of its own: persons, bank account, delivery
address."""

from odoo import models

from ..xero.names import person_key
from ..xero.wire import clean, flag, records
from .contact_values import _line, bank_key, email_key

# Xero takes no more, and replaces them as a set (FACTS 5.5).
MOST_PERSONS = 5


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _persons_of_xero(self, payload):
        persons = {}
        for row in records(payload.get("ContactPersons"), "ContactPersons"):
            person = {
                "first": _line(row, "FirstName"),
                "last": _line(row, "LastName"),
                "email": email_key(_line(row, "EmailAddress")),
                "in_emails": flag(row.get("IncludeInEmails"), "IncludeInEmails"),
            }
            _add(persons, person)
        return persons

    def _person_children(self, partners, archived=False):
        """Contact persons below these partners, oldest first, by the partner's id.

        :rtype: dict[int, res.partner]
        """
        model = self.env["res.partner"].with_context(active_test=not archived)
        children = model.search(
            [
                ("parent_id", "in", partners.ids),
                ("type", "=", "contact"),
                ("is_company", "=", False),
                ("id", "not in", self._private_partner_ids()),
            ],
            order="id",
        )
        found = {}
        for child in children:
            parent = child.parent_id.id
            found[parent] = found.get(parent, model) | child
        return found

    def _persons_of_odoo(self, partners):
        """Up to five persons of each partner. Those that Xero has come first, so that a sixth in
        Odoo
        never pushes one of Xero's out."""
        found = {}
        for parent, children in self._person_children(partners).items():
            persons = {}
            for child in children:
                _add(persons, _person_of(child))
            found[parent] = persons
        crowded = [parent for parent, persons in found.items() if len(persons) > MOST_PERSONS]
        links = (
            self.env["xero.link"]
            .sudo()
            ._of_odoo(self._setting.connection_id, self._xero_entity, crowded)
        )
        for parent in crowded:
            agreed = (links[parent].agreed or {}).get("persons", {}) if parent in links else {}
            order = sorted(found[parent], key=lambda key: key not in agreed)
            found[parent] = {key: found[parent][key] for key in order[:MOST_PERSONS]}
        return found

    def _banks_of(self, partners):
        """The first bank account of each partner, by the partner's id."""
        banks = self.env["res.partner.bank"].search(
            [("partner_id", "in", partners.ids)], order="sequence desc, id desc"
        )
        return {bank.partner_id.id: bank for bank in banks}

    def _after_odoo(self, pairs):
        super()._after_odoo(pairs)
        self._store_persons([pair for pair in pairs if "persons" in pair.merged.to_odoo])
        self._store_banks([pair for pair in pairs if "bank" in pair.merged.to_odoo])
        self._store_deliveries([pair for pair in pairs if "delivery" in pair.merged.to_odoo])

    def _store_persons(self, pairs):
        """Bring the persons below each partner to what was merged; new ones in one batch."""
        pairs = _with_something(pairs, "persons")
        known = [pair.res_id for pair in pairs if pair.outcome != "created"]
        model = self.env["res.partner"]
        children = self._person_children(model.browse(known), archived=True) if known else {}
        rows = []
        for pair in pairs:
            rows += self._settle_persons(pair, children.get(pair.res_id, model))
        if rows:
            model.create(rows)

    def _settle_persons(self, pair, children):
        """Change what is there, archive who left Xero, and return rows for who is new."""
        persons, agreed = pair.merged.to_odoo["persons"], (pair.agreed or {}).get("persons", {})
        by_key = {}
        for child in children.sorted(lambda child: (not child.active, child.id)):
            _add(by_key, {**_person_of(child), "record": child})
        found = {key: by_key[key]["record"] for key in persons if key in by_key}
        gone = [key for key in agreed if key in by_key and key not in persons]
        free = children.browse([by_key[key]["record"].id for key in gone])
        rows = []
        for key, person in persons.items():
            child = found.get(key) or _with_email(free, person["email"])
            free -= child
            values = _person_values(person, child)
            if child:
                child.write(values)
            else:
                rows.append({**values, "parent_id": pair.res_id, "type": "contact"})
        free.filtered("active").write({"active": False})
        return rows

    def _store_banks(self, pairs):
        """A new number becomes a new account, not trusted for payments; the one before is
        archived."""
        pairs = _with_something(pairs, "bank")
        banks = self.env["res.partner.bank"].with_context(active_test=False)
        existing = banks.search(
            [("partner_id", "in", [pair.res_id for pair in pairs])], order="sequence, id"
        ).grouped("partner_id")
        rows = []
        for pair in pairs:
            number = pair.merged.to_odoo["bank"]
            own = existing.get(self.env["res.partner"].browse(pair.res_id), banks)
            same = own.filtered(lambda bank, number=number: bank_key(bank.acc_number) == number)
            before = (own - same).filtered("active")[:1]
            if before:
                before.active = False
            first = min(own.mapped("sequence"), default=10)
            if same:
                same[:1].write({"active": True, "sequence": first - 1 if before else first})
            elif number:
                written = _line(pair.payload, "BankAccountDetails")
                rows.append(
                    {"partner_id": pair.res_id, "acc_number": written, "sequence": min(first, 10)}
                )
        if rows:
            banks.create(rows)

    def _store_deliveries(self, pairs):
        pairs = _with_something(pairs, "delivery")
        partners = self.env["res.partner"].browse([pair.res_id for pair in pairs])
        children = self._delivery_children(partners)
        rows = []
        for pair in pairs:
            parts, child = pair.merged.to_odoo["delivery"], children.get(pair.res_id)
            if not parts and child:
                child.active = False
            elif parts:
                values = self._odoo_address(parts, child)
                values["name"] = parts.get("attention") or False
                if child:
                    child.write(values)
                else:
                    rows.append({**values, "parent_id": pair.res_id, "type": "delivery"})
        if rows:
            self.env["res.partner"].create(rows)


def _add(persons, person):
    """Add a person under the key that stands for it on both sides; two of one name are two."""
    key = person_key(f"{person['first']} {person['last']}") or person["email"]
    number = 2
    while key and key in persons:
        key = f"{key.split('#')[0]}#{number}"
        number += 1
    if key:
        persons[key] = person


def _with_something(pairs, name):
    """Without new partners that have none of it."""
    return [pair for pair in pairs if pair.merged.to_odoo[name] or pair.outcome != "created"]


def _person_of(child):
    return {
        "first": clean(child.xero_first_name or ""),
        "last": clean(child.xero_last_name or ""),
        "email": email_key(child.email or ""),
        "in_emails": bool(child.xero_include_in_emails),
    }


def _with_email(children, email):
    """Who left under one name and came back under another with the same e-mail."""
    found = children.filtered(lambda child: email and email_key(child.email or "") == email)
    return found if len(found) == 1 else children.browse()


def _person_values(person, child):
    name = f"{person['first']} {person['last']}".strip() or person["email"]
    values = {
        "name": name,
        "xero_first_name": person["first"] or False,
        "xero_last_name": person["last"] or False,
        "email": person["email"] or False,
        "xero_include_in_emails": person["in_emails"],
    }
    if child and not child.active:
        values["active"] = True
    return values
