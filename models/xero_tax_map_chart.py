from odoo import _, api, models

from ..services.chart import report_type, why_no_tax
from ..services.mapping_tax import adds_nothing, percent_both_ways, side_of, why_none

USES = {"sale": "REVENUE", "purchase": "EXPENSE"}


class XeroTaxMap(models.Model):
    """Taxes that only one side has, created on the other with their components."""

    _inherit = "xero.tax.map"
    _chart_kind = "tax"

    @api.model
    def _lines_to_import(self, connection, rows):
        rows = self.search([("connection_id", "=", connection.id)])
        facts = [row._facts() for row in rows]
        lines = []
        for rate in self._targets(connection):
            why = why_none(rate, facts)
            if why not in ("automatic", "no_tax", "own_line"):
                why = why_no_tax(rate)
            if why:
                if rate not in rows.tax_rate_id.sudo():
                    lines.append(self._import_line(rate, "", why))
                continue
            uses = set(rows.filtered(lambda row, own=rate: row.tax_rate_id == own).mapped("use"))
            lines += [
                self._import_line(rate, use, "")
                for use in self._uses_of(rate)
                if not uses & {use, "none"}
            ]
        return lines

    def _uses_of(self, rate):
        """What a rate is used for: sales, purchases or both."""
        side = side_of(rate)
        return [
            use
            for use, account_class in USES.items()
            if side == use or (not side and rate._applies_to(account_class))
        ]

    def _import_line(self, rate, use, why):
        uses = {"sale": _("sales"), "purchase": _("purchases")}
        parts = " + ".join(self._said_part(part, use) for part in rate.components or [])
        what = f"{rate.effective_rate:g}%"
        if use:
            what = _(
                "%(percent)g%% on %(use)s (%(parts)s)",
                percent=rate.effective_rate,
                use=uses[use],
                parts=parts or rate.name,
            )
        if use and adds_nothing(rate):
            what = _(
                "%(percent)g%% on %(use)s, owed and claimed back: it adds nothing",
                percent=percent_both_ways(rate),
                use=uses[use],
            )
        notes = {
            "automatic": _("Xero works it out by itself and takes it on no line sent to it."),
            "no_tax": _("A line without a tax is sent with it; Odoo needs no tax for it."),
            "own_line": _("In Xero it stands on a line of the tax account, by itself."),
            "parts_both_ways": _(
                "It is owed and claimed back in several components. Create the tax in Odoo and map "
                "it here."
            ),
            "parts_differ": _(
                "Xero adds another percentage than its components come to. Create the tax in Odoo "
                "and map it here."
            ),
        }
        return {
            "key": f"{rate.id}:{use}",
            "name": rate.name,
            "code": "",
            "what": what,
            "note": notes.get(why) or _("Choose its lines of the tax return in Odoo afterwards."),
            "blocked": bool(why),
        }

    def _said_part(self, part, use):
        said = f"{part['name']} {part['rate']:g}%"
        if use == "purchase" and part.get("non_recoverable"):
            return _("%s, part of the cost", said)
        return said

    @api.model
    def _import_one(self, connection, line):
        rate_id, use = line["key"].split(":")
        rate = self._targets(connection).browse(int(rate_id))
        tax = self.with_company(connection.company_id)._made_for(rate, line["name"], use)
        tax.invoice_label = line["name"]
        row = self._row(connection, tax).with_env(self.env)
        row.write({"tax_rate_id": rate.id})

    @api.model
    def _lines_to_export(self, connection, rows):
        mine = [
            ("connection_id", "=", connection.id),
            ("tax_rate_id", "=", False),
            ("key", "!=", ""),
        ]
        names = self._taken_in_xero(connection, "name")
        lines = []
        for row in self.search(mine) & rows if rows else self.search(mine):
            values = row._xero_values()
            what = " + ".join(f"{part['name']} {part['rate']:g}%" for part in values["components"])
            if values["report_type"]:
                said = self.env["xero.words"]._said("report_tax_type", values["report_type"])
                what = _("%(parts)s, reported as %(line)s", parts=what, line=said)
            problem = row._problem_of_export(values, names)
            lines.append(self._line_to_export(row, row in rows, what, "", problem))
        return lines

    def _problem_of_export(self, values, names):
        facts = self._facts()
        if facts.rate is None:
            return _("Xero has percentages only, and this tax is none.")
        if facts.rate < 0 or (abs(facts.rate - sum(facts.parts)) > 0.00005 and not any(
            part["compound"] for part in values["components"]
        )):  # fmt: skip
            return _("It is withheld, or owed and claimed back: Xero has rates of its own for it.")
        if sum(part["compound"] for part in values["components"]) > 1:
            return _("Xero takes one component on top of the others, not several.")
        if values["name"].lower() in names:
            return _("Xero has a tax rate with this name. Map it to that one, or rename it here.")
        if values["report_type"] is None:
            return _(
                "Which line of Xero's tax return it belongs to cannot be told from its name, and "
                "cannot be changed there. Create the rate in Xero and map it here."
            )
        return ""

    def _name_in_xero(self):
        return " ".join((self.name or "").split())

    def _xero_values(self):
        components, on_top = [], False
        for tax in self._single_taxes().sorted("sequence"):
            components.append(
                {
                    "name": tax.name,
                    "rate": round(tax.amount, 4),
                    "compound": bool(on_top and tax.is_base_affected),
                }
            )
            on_top = on_top or tax.include_base_amount
        return {
            "name": self._name_in_xero(),
            "report_type": report_type(self._facts(), self.connection_id.country_code or ""),
            "components": components,
        }
