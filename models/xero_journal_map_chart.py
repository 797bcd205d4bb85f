from odoo import _, api, models

from ..services.bank_number import has_form, key, parts, sent, shown
from ..services.chart import LONGEST_CODE, LONGEST_NAME
from . import compat
from .xero_mapping import USABLE

CARD = "CREDITCARD"


class XeroJournalMap(models.Model):
    """Bank accounts that only one side has, created on the other (S12)."""

    _inherit = "xero.journal.map"
    _chart_kind = "bank_account"

    @api.model
    def _lines_to_import(self, connection, rows):
        rows = self.search([("connection_id", "=", connection.id)]).sudo()
        country = connection.country_code
        own = {key(row._bank_number(), country): row for row in rows}
        decided = rows.filtered(lambda row: row.state in USABLE)
        lines = []
        for ledger in self._targets(connection) - decided.ledger_account_id:
            if ledger.type != "BANK":
                continue
            maybe = rows.filtered(lambda row, one=ledger: row.ledger_account_id == one)[:1]
            same = own.get(key(ledger.bank_account_number, country))
            problem = self._problem_of_import(ledger, same)
            lines.append(
                {
                    "key": str(ledger.id),
                    "name": ledger.name,
                    "code": "",
                    "what": self._what(
                        connection, ledger.bank_account_number, ledger.currency_code
                    ),
                    "note": problem or maybe._sentence_maybe(),
                    "blocked": bool(problem),
                }
            )
        return lines

    def _sentence_maybe(self):
        """What a suggestion says that nobody confirmed; "" without one."""
        if not self:
            return ""
        return _(
            "“%(account)s” is suggested for the journal “%(journal)s”. If it is that one, confirm "
            "it in the list instead.",
            account=self.ledger_account_id.display_name,
            journal=self.journal_id.display_name,
        )

    def _what(self, connection, number, currency):
        """Number and currency, as the preview shows them."""
        words = [shown(number, connection.country_code), currency or connection.base_currency]
        return " · ".join(filter(None, words))

    def _problem_of_import(self, ledger, row):
        if row and ledger.bank_account_number:
            return _(
                "The journal “%s” has this number: choose the account there.",
                row.journal_id.display_name,
            )
        if ledger.currency_code and not self._currency(ledger):
            return _(
                "%s is not in use in Odoo. Switch it on under Xero > Configuration > Read from "
                "Xero > Currencies first.",
                ledger.currency_code,
            )
        return ""

    def _currency(self, ledger):
        return self.env["res.currency"].search([("name", "=", ledger.currency_code or "")])

    @api.model
    def _import_one(self, connection, line):
        """Make the journal, its account and its bank account in Odoo, with the person's rights."""
        company = connection.company_id
        ledger = self._targets(connection).browse(int(line["key"])).with_env(self.env).sudo()
        card = ledger.bank_account_type == CARD
        currency = self._currency(ledger) - company.currency_id
        journals = self.env["account.journal"].with_company(company)
        journal = journals.create(
            {
                "name": line["name"],
                "type": compat.CARD_JOURNAL if card else "bank",
                "company_id": company.id,
                "currency_id": currency.id,
            }
        )
        if card and journal.default_account_id.account_type != "liability_credit_card":
            journal.default_account_id.account_type = "liability_credit_card"
        if ledger.bank_account_type in ("BANK", "", False) and ledger.bank_account_number:
            journal.bank_account_id = self._bank_account(connection, ledger, currency)
        rows = self.search(
            [("connection_id", "=", connection.id), ("journal_id", "=", journal.id)]
        )
        rows.write({"ledger_account_id": ledger.id})

    def _bank_account(self, connection, ledger, currency):
        """The company's bank account with the number of a Xero account; made when it has none.

        :rtype: res.partner.bank
        """
        country, number = connection.country_code, ledger.bank_account_number
        partner = connection.company_id.partner_id
        there = partner.bank_ids.filtered(
            lambda bank: key(self._number_of(bank), country) == key(number, country)
        )
        if there:
            return there[0]
        values = {"acc_number": shown(number, country)}
        found = parts(number, country)
        banks = self.env["res.partner.bank"]
        if found and "aba_bsb" in banks._fields and country == "AU":
            values = {"acc_number": found[1], "aba_bsb": f"{found[0][:3]}-{found[0][3:]}"}
        return banks.create({**values, "partner_id": partner.id, "currency_id": currency.id})

    @api.model
    def _lines_to_export(self, connection, rows):
        mine = [
            ("connection_id", "=", connection.id),
            ("state", "not in", USABLE),
            *self._on_page,
        ]
        taken = self._taken(connection)
        lines = []
        for row in self.search(mine) & rows if rows else self.search(mine):
            values = row._xero_values()
            problem = row._problem_of_export(values, taken)
            what = self._what(connection, values["number"], values["currency"])
            lines.append(self._line_to_export(row, row in rows, what, "", problem))
        return lines

    def _taken(self, connection):
        """Numbers and names of Xero's accounts, and whose they are."""
        ledgers = self.env["xero.ledger.account"].sudo().with_context(active_test=False)
        found = {}
        for ledger in ledgers.search([("connection_id", "=", connection.id)]):
            found[ledger.name.lower()] = ledger
            found[key(ledger.bank_account_number, connection.country_code)] = ledger
        return found

    def _problem_of_export(self, values, taken):
        """Why Xero would not take a new account for this journal; "" when it would."""
        connection, number = self.connection_id, values["number"]
        if self.ledger_account_id:
            return self.sudo()._sentence_maybe()
        if self.sudo().journal_id.type == "cash":
            return _("Cash has no bank account. Choose an account of Xero's that takes payments.")
        if not number:
            return _("Xero asks for the number of the account. Enter it in the journal first.")
        if values["kind"] != CARD and not has_form(number, connection.country_code):
            return self._sentence_form(connection.country_code)
        other = taken.get(key(number, connection.country_code)) or taken.get(values["name"].lower())
        if other:
            return _(
                "Xero has “%s” with this number or name. Choose it in the list, or give the "
                "journal another name.",
                other.display_name,
            )
        if len(values["name"]) > LONGEST_NAME:
            return _("Xero takes %s characters of a name. Shorten it.", LONGEST_NAME)
        currencies = self.env["xero.currency"]._enabled(connection)
        if currencies and values["currency"] not in currencies:
            return _(
                "Xero does not use %s yet. Add it under Xero > Configuration > Read from Xero > "
                "Currencies first.",
                values["currency"],
            )
        return ""

    def _sentence_form(self, country):
        if country == "AU":
            return _("An Australian number is a BSB of 6 digits and an account of 1 to 9 digits.")
        return _("A New Zealand number has 15 or 16 digits: bank, branch, account and suffix.")

    def _name_in_xero(self):
        return self.sudo().journal_id.name

    def _xero_values(self):
        row = self.sudo()
        journal, country = row.journal_id, row.connection_id.country_code
        account = journal.default_account_id
        card = account.account_type == "liability_credit_card"
        code = compat.account_code(account, row.company_id) or "" if account else ""
        codes = self._taken_in_xero(row.connection_id, "code")
        free = len(code) <= LONGEST_CODE and code.lower() not in codes
        return {
            "name": " ".join((journal.name or "").split()),
            "code": code if free else "",
            "number": sent(row._bank_number(), country),
            "currency": row.currency_code,
            "kind": CARD if card else "BANK",
        }
