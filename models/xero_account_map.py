from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..services.mapping import XERO_ONLY, Ledgers, class_of, suggest_account
from . import compat
from .xero_words import Code

# These never stand on a document's line; what is owed is Xero's own account there too.
NOT_ON_LINES = ("asset_receivable", "liability_payable", "off_balance")


class XeroAccountMap(models.Model):
    _name = "xero.account.map"
    _description = "Odoo account to Xero account"
    _inherit = "xero.mapping"
    _order = "in_use desc, account_id, id"
    _rec_name = "account_id"
    _target = "ledger_account_id"
    _of_chart = True

    account_id = fields.Many2one(
        "account.account", required=True, ondelete="cascade", index=True, readonly=True
    )
    # Later series show the code to bookkeepers only; the page is no use without it.
    account_name = fields.Char(
        "Account in Odoo", compute="_compute_account_name", compute_sudo=True
    )
    account_type = fields.Selection(related="account_id.account_type", string="Type in Odoo")
    ledger_account_id = fields.Many2one(
        "xero.ledger.account",
        "Account in Xero",
        ondelete="restrict",
        index=True,
        domain=f"[('connection_id', '=', connection_id), ('type', '!=', 'BANK'), "
        f"('system_account', 'not in', {XERO_ONLY})]",
    )
    ledger_type = Code(related="ledger_account_id.type", string="Type in Xero")
    tax_keys = fields.Json(readonly=True, help="Sets of taxes seen with this account on documents.")

    _sql_constraints = [
        ("account_unique", "UNIQUE(connection_id, account_id)", "An account is mapped once."),
    ]

    @api.depends("account_id.code", "account_id.name", "connection_id")
    def _compute_account_name(self):
        for row in self:
            account = row.account_id.with_company(row.connection_id.company_id)
            row.account_name = " ".join(filter(None, [account.code, account.name]))

    @api.depends("ledger_account_id", "state", "export_asked")
    def _compute_status(self):
        return super()._compute_status()

    @api.constrains("ledger_account_id", "state")
    def _check_target(self):
        for row in self:
            target = row.sudo().ledger_account_id
            if target and target.connection_id != row.connection_id:
                raise ValidationError(_("%s belongs to another organisation.", target.display_name))
            if row.state == "confirmed" and target._refusal_by_xero():
                raise ValidationError(row._refusal_of_target())

    def _refusal_of_target(self):
        target = self.sudo().ledger_account_id
        return target._refusal_of_line() or self._refusal_of_archived(target)

    def _refusals_of_pairs(self):
        """Each tax seen with an account against Xero's rules, before anyone invoices (Pain 6)."""
        known = self.env["xero.tax.map"]._known(self.connection_id)
        found = {}
        for row in self:
            for key in row._tax_sets():
                mapped = known.get((row.connection_id._origin.id, key))
                refusal = mapped and row._pair_refusal(row.ledger_account_id, mapped.tax_rate_id)
                if refusal:
                    found[row.id] = refusal
                    break
        return found

    def _tax_sets(self):
        """Keys of the sets of taxes that stand with this account on documents, or are its default.

        :rtype: list[str]
        """
        keys = set(self.tax_keys or [])
        if self.account_id.tax_ids:
            keys.add(self.env["xero.tax.map"]._key_of(self.account_id.tax_ids))
        return sorted(keys)

    @api.model
    def _pair_refusal(self, ledger_account, tax_rate):
        """Why Xero would refuse a line with this account and this tax; "" when it would not.

        :param ledger_account: xero.ledger.account record
        :param tax_rate: xero.tax.rate record
        :rtype: str
        """
        account, rate = ledger_account.sudo(), tax_rate.sudo()
        if account._refusal_of_bank():
            return account._refusal_of_bank()
        if not account or not rate or rate._applies_to(account.account_class):
            return ""
        return _(
            "Xero does not allow the tax “%(tax)s” on “%(account)s”, which is an account of the "
            "class %(kind)s. Choose another account, or another rate on the tax page.",
            tax=rate.name,
            account=account.display_name,
            kind=account.account_class.lower(),
        )

    def _advice(self):
        target = self.ledger_account_id
        own = class_of(self.account_type or "")
        if not target or not own or target.account_class in (own, "", False):
            return ""
        return _(
            "Odoo counts this account as %(own)s, Xero counts “%(account)s” as %(theirs)s: reports "
            "of the two will differ.",
            own=own.lower(),
            account=target.display_name,
            theirs=target.account_class.lower(),
        )

    def _comparable(self, targets):
        return Ledgers(targets.filtered(lambda one: not one._refusal_of_bank()))

    def _suggestion(self, targets):
        self.ensure_one()
        code = compat.account_code(self.account_id, self.company_id)
        return suggest_account(code, self.account_id.name, self.account_type, targets)

    @api.model
    def _accounts(self, company):
        """The company's accounts that may stand on a line.

        :rtype: account.account -- empty while the company has no chart of accounts
        """
        accounts = self.env["account.account"].sudo().with_company(company)
        return accounts.search(
            [*compat.account_domain(company), ("account_type", "not in", NOT_ON_LINES)]
        )

    @api.model
    def _chart_lacking(self, company):
        """That a company has no account which could be mapped; "" when it has one.

        :rtype: str
        """
        if self._accounts(company):
            return ""
        return _("%s has no chart of accounts in Odoo.", company.name)

    def _unlisted(self, connection):
        company = connection.sudo().company_id
        journals = self.env["xero.journal.map"]._journals(company)
        rows = self.search([("connection_id", "=", connection.id)])
        known = rows.account_id | journals.default_account_id
        return bool(self._accounts(company) - known)

    def _rows_wanted(self, connection):
        """Rows of every account that may stand on a line; new ones are made.

        :rtype: xero.account.map
        """
        company = connection.sudo().company_id
        accounts = self._accounts(company)
        # Money has a page of its own, which takes over first what was confirmed here.
        journals = self.env["xero.journal.map"].sudo()._rows_wanted(connection).journal_id
        rows = self.search([("connection_id", "=", connection.id)])
        of_journals = rows.filtered(
            lambda row: row.account_id in journals.default_account_id and not row.in_use
        )
        of_journals.unlink()
        rows -= of_journals
        missing = accounts - rows.account_id - journals.default_account_id
        rows |= self._new_rows(
            [{"connection_id": connection.id, "account_id": account.id} for account in missing]
        )
        seen = self.env["xero.tax.map"]._seen_on_documents(company)
        for row in rows:
            keys = sorted(seen.get(row.account_id.id, ()))
            if keys != (row.tax_keys or []) or row.in_use != bool(keys):
                row.write({"tax_keys": keys, "in_use": bool(keys)})
        return rows

    @api.model
    def _row(self, connection, account):
        """The mapping of an account, made and suggested now when it is new.

        :rtype: xero.account.map
        """
        rows = self.sudo()
        row = rows.search(
            [("connection_id", "=", connection.id), ("account_id", "=", account.id)], limit=1
        )
        if not row and account and account.account_type not in NOT_ON_LINES:
            row = rows._new_rows([{"connection_id": connection.id, "account_id": account.id}])
            row._take(row._suggestion(rows._comparable(rows._targets(connection))))
        return row

    @api.model
    def _ledger_account(self, connection, account):
        """The Xero account a document line's account goes to.

        :param connection: xero.connection record
        :param account: account.account record
        :rtype: xero.ledger.account -- empty while nobody has confirmed an unsure suggestion,
            and when Xero would refuse the account; :meth:`_missing` says which
        """
        return self._row(connection, account)._ready_target()

    @api.model
    def _missing(self, connection, account):
        """Why :meth:`_ledger_account` is empty, for the quarantine.

        :rtype: tuple[str, str] -- reason of xero.quarantine and a sentence with the way out
        """
        row = self._row(connection, account)
        name = account.display_name
        if row.ledger_account_id and row._refusal_of_target():
            return "mapping_invalid", _(
                "The account %(name)s cannot be used in Xero as it is mapped. %(why)s",
                name=name,
                why=row._refusal_of_target(),
            )
        return "mapping_missing", _(
            "The account %s has no confirmed account in Xero. Open the account mapping, choose "
            "one, and the document is sent by itself.",
            name,
        )

    @api.model
    def _open_action(self, connection, account=None):
        """The account mapping page, at the row of an account when one is given.

        :rtype: dict
        """
        context = {"search_default_account_id": account.id} if account else {}
        return {
            **self._page(connection),
            "domain": [("connection_id", "=", connection.id)],
            "context": context,
        }
