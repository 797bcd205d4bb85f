from odoo import _, api, models

from ..services.chart import free, report_type
from ..services.mapping_tax import side_of, why_none

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
            if why in ("automatic", "no_tax", "own_line"):
                if rate not in rows.tax_rate_id.sudo():
                    lines.append(self._import_line(rate, "", why))
                continue
            uses = set(rows.filtered(lambda row, own=rate: row.tax_rate_id == own).mapped("use"))
            lines += [self._import_line(rate, use, "") for use in self._uses_of(rate) if
                      not uses & {use, "none"}]  # fmt: skip
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
        parts = " + ".join(f"{part['name']} {part['rate']:g}%" for part in rate.components or [])
        what = f"{rate.effective_rate:g}%"
        if use:
            what = _(
                "%(percent)g%% on %(use)s (%(parts)s)",
                percent=rate.effective_rate,
                use=uses[use],
                parts=parts or rate.name,
            )
        notes = {
            "automatic": _("Xero works it out by itself and takes it on no line sent to it."),
            "no_tax": _("A line without a tax is sent with it; Odoo needs no tax for it."),
            "own_line": _("In Xero it stands on a line of the tax account, by itself."),
        }
        return {
            "key": f"{rate.id}:{use}",
            "name": rate.name,
            "code": "",
            "what": what,
            "note": notes.get(why) or _("Choose its lines of the tax return in Odoo afterwards."),
            "blocked": bool(why),
        }

    @api.model
    def _import_one(self, connection, line):
        rate_id, use = line["key"].split(":")
        rate = self._targets(connection).browse(int(rate_id))
        parts = rate.components or [{"name": rate.name, "rate": rate.effective_rate}]
        maker = self.with_company(connection.company_id)
        if len(parts) == 1:
            tax = maker._make_tax(line["name"], use, use, amount=parts[0]["rate"])
        else:
            tax = maker._make_group(line["name"], use, parts)
        tax.invoice_label = line["name"]
        row = self._row(connection, tax).with_env(self.env)
        row.write({"tax_rate_id": rate.id})

    def _make_group(self, name, use, parts):
        """A group of taxes; a compound component is taken on top of the others (FACTS 5.3).

        :rtype: account.tax
        """
        children = self.env["account.tax"]
        for part in parts:
            compound = bool(part.get("compound"))
            children |= self._make_tax(
                f"{name}: {part['name']}",
                "none",
                use,
                amount=part["rate"],
                sequence=2 if compound else 1,
                include_base_amount=not compound,
                is_base_affected=compound,
            )
        return self._make_tax(
            name, use, use, amount_type="group", children_tax_ids=[(6, 0, children.ids)]
        )

    def _make_tax(self, name, use, side, **values):
        """A tax of the company, booked where the taxes of the same side are.

        :param str use: of the tax itself; ``none`` for part of a group
        :param str side: ``sale`` or ``purchase``
        :rtype: account.tax
        """
        taxes = self.env["account.tax"]
        mine = [*taxes._check_company_domain(self.env.company), ("type_tax_use", "=", use)]
        taken = {one.lower() for one in taxes.search(mine).mapped("name")}
        tax = taxes.create({"name": free(name, taken), "type_tax_use": use, **values})
        lines = tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids
        lines.filtered(lambda row: row.repartition_type == "tax").account_id = self._booked(side)
        return tax

    def _booked(self, side):
        """The account most of the company's taxes of a side are booked to.

        :rtype: account.account
        """
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(self.env.company),
                ("type_tax_use", "=", side),
            ]
        )
        accounts = [row.account_id for row in taxes.invoice_repartition_line_ids if row.account_id]
        return max(accounts, key=accounts.count, default=self.env["account.account"])

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
            parts = " + ".join(f"{part['name']} {part['rate']:g}%" for part in values["components"])
            problem = row._problem_of_export(values, names)
            lines.append(self._line_to_export(row, row in rows, parts, "", problem))
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
