from odoo import _, api, models
from odoo.exceptions import UserError

from ..services.chart import (
    LONGEST_CODE,
    LONGEST_NAME,
    ODOO_TYPE,
    XERO_TYPE,
    free,
    why_no_account,
    why_no_ledger,
)
from ..services.mapping import class_of
from . import compat
from .xero_mapping import USABLE


class XeroAccountMap(models.Model):
    """Accounts that only one side has, created on the other."""

    _inherit = "xero.account.map"
    _chart_kind = "account"

    @api.model
    def _lines_to_import(self, connection, rows):
        mine = [("connection_id", "=", connection.id)]
        mapped = self.search(mine).ledger_account_id
        mapped |= self.env["xero.journal.map"].search(mine).ledger_account_id
        ledgers = self._targets(connection) - mapped.sudo()
        types = dict(self.env["account.account"]._fields["account_type"]._description_selection(
            self.env
        ))  # fmt: skip
        taken, words = self._codes(connection.company_id), self.env["xero.words"]
        lines = []
        for ledger in ledgers:
            why = why_no_account(ledger)
            kind = ODOO_TYPE.get(ledger.type)
            code = free(ledger.code, taken, ".") if ledger.code else ""
            if not why:
                taken[code.lower()] = ledger.display_name
            lines.append(
                {
                    "key": str(ledger.id),
                    "name": ledger.name,
                    "code": code,
                    "what": types.get(kind) or words._said("account_type", ledger.type),
                    "note": self._note_on_import(ledger, why, code, taken),
                    "blocked": bool(why),
                }
            )
        return lines

    def _codes(self, company):
        """Codes of the company's accounts in lower case, and whose they are."""
        accounts = self.env["account.account"].sudo().with_company(company)
        found = accounts.with_context(active_test=False).search(compat.account_domain(company))
        return {
            compat.account_code(account, company).lower(): account.name
            for account in found
            if compat.account_code(account, company)
        }

    def _note_on_import(self, ledger, why, code, taken):
        """Why an account stays without a counterpart, or what is otherwise than in Xero."""
        if why == "bank":
            return _(
                "It comes with its bank journal: create it under Xero > Mapping > Payment journals."
            )
        if why == "system":
            return _("Xero posts to it by itself; Odoo has accounts of its own for that.")
        if why == "type":
            said = self.env["xero.words"]._said("account_type", ledger.type)
            return _("Odoo has no type of account for Xero's “%s”.", said)
        if code != ledger.code:
            return _(
                "Code %(code)s is “%(name)s” in Odoo.",
                code=ledger.code,
                name=taken.get((ledger.code or "").lower(), ""),
            )
        return ""

    @api.model
    def _import_one(self, connection, line):
        """:raises odoo.exceptions.UserError: the code is missing or taken"""
        company = connection.company_id
        ledger = self._targets(connection).browse(int(line["key"]))
        taken = self._codes(company)
        if not line["code"] or line["code"].lower() in taken:
            raise UserError(
                _(
                    "“%(name)s” needs a code that no other account of %(company)s has.",
                    name=line["name"],
                    company=company.display_name,
                )
            )
        taxes = self._taxes_for(connection, ledger)
        account = (
            self.env["account.account"]
            .with_company(company)
            .create(
                {
                    "code": line["code"],
                    "name": line["name"],
                    "account_type": ODOO_TYPE[ledger.type],
                    "tax_ids": [(6, 0, taxes.ids)],
                }
            )
        )
        row = self._row(connection, account).with_env(self.env)
        row.write({"ledger_account_id": ledger.id})

    def _taxes_for(self, connection, ledger):
        """The Odoo tax that is mapped to the Xero account's default tax.

        :rtype: account.tax -- none or one
        """
        use = {"REVENUE": "sale", "EXPENSE": "purchase"}.get(ledger.account_class)
        rows = self.env["xero.tax.map"].search(
            [
                ("connection_id", "=", connection.id),
                ("tax_rate_id.tax_type", "=", ledger.tax_type or ""),
                ("use", "=", use),
                ("state", "in", USABLE),
            ]
        )
        single = rows.filtered(lambda row: len(row.tax_ids) == 1 and row.tax_ids.active).tax_ids
        company = connection.company_id
        usual = company.account_sale_tax_id if use == "sale" else company.account_purchase_tax_id
        return single & usual or single.sorted("sequence")[:1]

    @api.model
    def _lines_to_export(self, connection, rows):
        mine = [("connection_id", "=", connection.id), ("ledger_account_id", "=", False)]
        codes = self._taken_in_xero(connection, "code")
        names = self._taken_in_xero(connection, "name")
        known = self.env["xero.tax.map"]._known(connection)
        lines = []
        for row in self.search(mine) & rows if rows else self.search(mine):
            values = row._xero_values(known)
            problem = row._problem_of_export(values, codes, names)
            kind = XERO_TYPE.get(row.account_type, "")
            what = self.env["xero.words"]._said("account_type", kind)
            lines.append(self._line_to_export(row, row in rows, what, values["code"], problem))
        return lines

    def _problem_of_export(self, values, codes, names):
        why = why_no_ledger(self.account_type)
        code, name = values["code"], values["name"]
        if why == "bank":
            return _(
                "A bank or card account is made in Xero, with its number, from its journal: Xero > "
                "Mapping > Payment journals."
            )
        if why == "profit":
            return _("Xero works this year's profit out by itself.")
        if len(code) > LONGEST_CODE or len(name) > LONGEST_NAME:
            return _(
                "Xero takes %(code)s characters of a code and %(name)s of a name. Shorten it.",
                code=LONGEST_CODE,
                name=LONGEST_NAME,
            )
        if code.lower() in codes:
            return _("Xero has an account with the code %s. Map it to that one.", code)
        if name.lower() in names:
            return _("Xero has an account with this name. Map it to that one, or rename it here.")
        return ""

    def _name_in_xero(self):
        return self.account_id.name

    def _xero_values(self, known=None):
        """What is sent; looking at it makes nothing.

        :param dict known: mapped sets of taxes, when there are many rows
        """
        account, taxes = self.account_id.sudo(), self.env["xero.tax.map"]
        known = known or taxes._known(self.connection_id)
        mapped = known.get((self.connection_id.id, taxes._key_of(account.tax_ids)), taxes)
        tax = mapped.sudo().tax_rate_id if mapped and mapped._usable() else None
        fits = account.tax_ids and tax and tax._applies_to(class_of(account.account_type))
        return {
            "code": compat.account_code(account, self.company_id) or "",
            "name": " ".join((account.name or "").split()),
            "type": XERO_TYPE.get(account.account_type, ""),
            "tax_type": tax.tax_type if fits else "",
        }
