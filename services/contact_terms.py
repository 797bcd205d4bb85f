"""Contacts: payment terms, matched by what they say and not by name."""

from odoo import Command, _, models

from ..xero.wire import WrongShape, number, record, text

SIDES = {"terms_sales": "Sales", "terms_bills": "Bills"}
FIELDS = {
    "terms_sales": "property_payment_term_id",
    "terms_bills": "property_supplier_payment_term_id",
}
TYPES = ("DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH")
# The 20th of the following month is 20 days after the end of the month, while months have so many
# days.
SHORTEST_MONTH = 28
# No term is longer; PostgreSQL's whole numbers would be too small for what JSON may hold.
MOST_DAYS = 9999


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _mapping_action(self, quarantine):
        """What a contact lacks is a payment term that says the same as Xero's.

        :rtype: dict
        """
        action = "account.action_payment_term_form"
        return self.env["ir.actions.act_window"]._for_xml_id(action)

    def _terms_of_xero(self, payload, setting):
        if setting.contact_terms == "none":
            return {}
        sides = record(payload.get("PaymentTerms"), "PaymentTerms")
        return {name: _key_of(record(sides.get(side), side)) for name, side in SIDES.items()}

    def _terms_of_odoo(self, partner, keys):
        """A term that Xero cannot express (instalments, discounts) stays Odoo's own affair."""
        found = {}
        for name, field in FIELDS.items():
            term = partner[field]
            if keys and not term:
                found[name] = ""
            elif term.id in keys:
                found[name] = keys[term.id]
        return found

    def _term_keys(self):
        """What each payment term of this company says, for those that Xero can say too.

        :rtype: dict[int, str]
        """
        company = self._setting.connection_id.company_id
        terms = (
            self.env["account.payment.term"]
            .with_context(active_test=False)
            .search([("company_id", "in", [False, company.id])])
        )
        keys = {term.id: _key_of_term(term) for term in terms}
        return {term_id: key for term_id, key in keys.items() if key} or {0: ""}

    def _apply(self, pairs):
        """Payment terms are looked up once for all pairs, not once for each."""
        keys = self._term_keys()
        for pair in pairs:
            pair.notes["terms"] = keys
        super()._apply(pairs)

    def _term_with(self, key, keys):
        """The payment term that says the same, empty when Odoo has none.

        :param dict keys: what each term says; one that is made here is added
        """
        terms = self.env["account.payment.term"]
        ids = [term_id for term_id, said in keys.items() if said == key]
        found = terms.browse(ids).filtered("active").sorted(lambda term: (term.sequence, term.id))
        if not found and self._setting.contact_terms == "create":
            found = self._create_term(key)
            keys.update(dict.fromkeys(found.ids, key))
        return found[:1]

    def _create_term(self, key):
        day, kind = key.split()
        delays = {
            "DAYSAFTERBILLDATE": "days_after",
            "DAYSAFTERBILLMONTH": "days_after_end_of_month",
        }
        if kind not in delays:
            return self.env["account.payment.term"]
        line = {
            "value": "percent",
            "value_amount": 100,
            "delay_type": delays[kind],
            "nb_days": int(day),
        }
        return self.env["account.payment.term"].create(
            {"name": self._sentence_term(key), "line_ids": [Command.create(line)]}
        )

    def _sentence_term(self, key):
        """A payment term in words."""
        day, kind = key.split()
        return {
            "DAYSAFTERBILLDATE": _("%s days", day),
            "DAYSAFTERBILLMONTH": _("%s days after the end of the month", day),
            "OFFOLLOWINGMONTH": _("Day %s of the following month", day),
            "OFCURRENTMONTH": _("Day %s of the current month", day),
        }[kind]

    def _xero_terms(self, values, payload):
        """PaymentTerms to send, both sides of it: what is left out might be cleared."""
        sides = {
            side: terms
            for side, terms in record((payload or {}).get("PaymentTerms")).items()
            if side in SIDES.values() and terms
        }
        for name, side in SIDES.items():
            if values.get(name):
                day, kind = values[name].split()
                sides[side] = {"Day": int(day), "Type": kind}
        return sides


def _key_of(terms):
    """``30 DAYSAFTERBILLDATE``; empty for no terms."""
    kind = text(terms.get("Type"), "PaymentTerms.Type")
    if not kind:
        return ""
    day = number(terms.get("Day"), "PaymentTerms.Day")
    if kind not in TYPES or day is None or not 0 <= day <= MOST_DAYS or day != int(day):
        raise WrongShape(f"Xero's field PaymentTerms should be known but is {day} {kind[:40]!r}.")
    if kind == "OFFOLLOWINGMONTH" and 0 < day <= SHORTEST_MONTH:
        kind = "DAYSAFTERBILLMONTH"
    return f"{int(day)} {kind}"


def _key_of_term(term):
    line = term.line_ids
    if len(line) != 1 or term.early_discount or line.value != "percent":
        return ""
    if line.delay_type == "days_after":
        return f"{line.nb_days} DAYSAFTERBILLDATE"
    if line.delay_type == "days_after_end_of_month":
        return f"{line.nb_days} DAYSAFTERBILLMONTH"
    # From Odoo 18 on: "days end of month on the", a day of the following month.
    if line.delay_type == "days_end_of_month_on_the" and not line.nb_days:
        day = str(line.days_next_month or "")
        return f"{int(day)} DAYSAFTERBILLMONTH" if day.isdigit() and int(day) else ""
    return ""
