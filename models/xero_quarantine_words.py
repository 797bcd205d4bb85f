"""Values of both sides as a person reads them: no key of the program, no id of Xero's."""

from odoo import _, models

from ..services.walk import is_id

NOTHING = "–"
ADDRESS = ("attention", "street", "street2", "city", "region", "zip", "country")
# What the connector notes about an invoice for itself; nobody entered it on either side.
OWN_NOTES = frozenset(
    {"origin", "accepted", "left_out", "disputed", "sent_as", "source", "tracked", "parts"}
)
NAMED = ("xero.pay.item", "xero.payroll.calendar", "xero.tracking.option")


class XeroQuarantine(models.Model):
    _inherit = "xero.quarantine"

    def _in_words(self, value):
        """One value of ``odoo_values`` or ``xero_values``.

        :rtype: str
        """
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, dict):
            return self._parts_in_words(value) or NOTHING
        if isinstance(value, list):
            return "; ".join(self._in_words(part) for part in value) or NOTHING
        text = NOTHING if value in (None, "") else str(value)
        if is_id(text):
            return self._name_of_xero(text)
        return self._code_words().get(text) or self._term_in_words(text)

    def _parts_in_words(self, parts):
        if parts.keys() <= set(ADDRESS):
            return ", ".join(parts[name] for name in ADDRESS if parts.get(name))
        if "first" in parts:
            return self._person_in_words(parts)
        if "text" in parts:
            return self._line_in_words(parts)
        if all(isinstance(part, dict) for part in parts.values()):
            return "; ".join(self._in_words(part) for part in parts.values())
        if parts and all(is_id(part) for part in parts.values()):
            # What a line is tracked by: the option's name says the category's.
            return ", ".join(self._in_words(part) for part in parts.values())
        labels = self._part_labels()
        words = (
            (labels.get(key) or self._key_in_words(key), self._in_words(part))
            for key, part in parts.items()
        )
        return ", ".join(f"{label}: {text}" for label, text in words if text != NOTHING)

    def _person_in_words(self, person):
        name = " ".join(person[part] for part in ("first", "last") if person.get(part))
        gets_mail = _("gets the invoices") if person.get("in_emails") else ""
        return ", ".join(part for part in (name, person.get("email"), gets_mail) if part)

    def _line_in_words(self, line):
        """A line of an invoice; one without a quantity is only text."""
        if "qty" not in line:
            return line["text"]
        discount = line.get("discount") or "0"
        less = "" if discount == "0" else _(" less %s %%", discount)
        return _(
            "%(text)s: %(qty)s × %(price)s%(less)s, account %(account)s, tax %(tax)s (%(amount)s)",
            text=line["text"],
            qty=line["qty"],
            price=line.get("price"),
            less=less,
            account=line.get("account") or NOTHING,
            tax=line.get("tax") or NOTHING,
            amount=line.get("tax_amount") or "0",
        )

    def _part_labels(self):
        return {
            "contact": _("customer"),
            "date": _("date"),
            "currency": _("currency"),
            "lines": _("lines"),
            "total": _("total"),
            "amount": _("amount"),
            "mode": _("amounts"),
        }

    def _key_in_words(self, key):
        """A line of a timesheet is known by its pay item and tracking option in Xero."""
        names = (self._in_words(part) for part in key.split("|") if part)
        return " / ".join(names)

    def _code_words(self):
        return {
            "ACTIVE": _("active"),
            "ARCHIVED": _("archived"),
            "TERMINATED": _("has left"),
            "DRAFT": _("draft"),
            "SUBMITTED": _("awaiting approval"),
            "AUTHORISED": _("awaiting payment"),
            "PAID": _("paid"),
            "APPROVED": _("approved"),
            "PROCESSED": _("in a pay run"),
            "VOIDED": _("voided"),
            "DELETED": _("deleted"),
            "live": _("not cancelled"),
            "void": _("cancelled"),
            "Inclusive": _("tax included"),
            "NoTax": _("without tax"),
        }

    def _term_in_words(self, text):
        """A payment term of Xero's: a number and what it counts."""
        number, _blank, kind = text.partition(" ")
        said = {
            "DAYSAFTERBILLDATE": _("%s days after the invoice date", number),
            "DAYSAFTERBILLMONTH": _("%s days after the end of the invoice's month", number),
            "OFCURRENTMONTH": _("day %s of the invoice's month", number),
            "OFFOLLOWINGMONTH": _("day %s of the following month", number),
        }
        return said.get(kind, text)

    def _name_of_xero(self, xero_id):
        """What a record of Xero's is called in Odoo; its id when Odoo does not know it."""
        mine = [("connection_id", "=", self.connection_id.id), ("xero_id", "=ilike", xero_id)]
        for model in NAMED:
            row = self.env[model].sudo().with_context(active_test=False).search(mine, limit=1)
            if row:
                return row.display_name
        link = self.env["xero.link"].sudo().search([*mine, ("label", "!=", False)], limit=1)
        return link.label or xero_id
