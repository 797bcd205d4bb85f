from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..services.bank_number import key, plain, shown
from ..services.mapping_journal import PaymentJournal, suggest_payment_account, takes_payments
from . import compat
from .xero_mapping import USABLE

# Later series have a type of its own for cards.
PAYMENT_TYPES = ("bank", "cash", "credit")


class XeroJournalMap(models.Model):
    """A journal that payments are booked in, and the account of Xero's behind it."""

    _name = "xero.journal.map"
    _description = "Payment journal to Xero account"
    _inherit = "xero.mapping"
    _order = "in_use desc, journal_id, id"
    _rec_name = "journal_id"
    _target = "ledger_account_id"
    _of_chart = True
    _on_page = [("journal_active", "=", True)]
    # A journal that Xero has no account for needs none; payments have a default journal.
    _nagging = ("check", "refused")

    journal_id = fields.Many2one(
        "account.journal", required=True, ondelete="cascade", index=True, readonly=True
    )
    # Stored, for people who may not read Odoo's journals themselves.
    journal_active = fields.Boolean(related="journal_id.active", store=True)
    in_use = fields.Boolean(help="Posted entries stand in this journal.")
    currency_code = fields.Char("Currency", compute="_compute_facts", compute_sudo=True)
    number = fields.Char(
        "Account number",
        compute="_compute_facts",
        compute_sudo=True,
        help="Of the journal's bank account in Odoo.",
    )
    ledger_account_id = fields.Many2one(
        "xero.ledger.account",
        "Account in Xero",
        ondelete="restrict",
        index=True,
        domain="[('connection_id', '=', connection_id), "
        "'|', ('type', '=', 'BANK'), ('enable_payments', '=', True)]",
        help="Payments of this account in Xero are booked in this journal.",
    )
    ledger_number = fields.Char(
        "Number in Xero", compute="_compute_ledger_number", compute_sudo=True
    )

    _sql_constraints = [
        ("journal_unique", "UNIQUE(connection_id, journal_id)", "A journal is mapped once."),
    ]

    @api.depends(
        "journal_id.currency_id", "journal_id.bank_account_id.acc_number", "connection_id"
    )
    def _compute_facts(self):
        for row in self:
            journal = row.journal_id
            currency = journal.currency_id or journal.company_id.currency_id
            row.currency_code = currency.name
            row.number = shown(row._bank_number(), row.connection_id.country_code)

    @api.depends("ledger_account_id.bank_account_number")
    def _compute_ledger_number(self):
        for row in self:
            number = row.ledger_account_id.bank_account_number
            row.ledger_number = shown(number, row.connection_id.country_code)

    @api.depends("ledger_account_id", "state", "export_asked")
    def _compute_status(self):
        return super()._compute_status()

    def _bank_number(self):
        """The number of the journal's bank account; an Australian one may keep its BSB apart.

        :rtype: str
        """
        return self._number_of(self.journal_id.bank_account_id)

    def _number_of(self, bank):
        branch = bank["aba_bsb"] if "aba_bsb" in bank._fields else ""
        number = bank.acc_number or ""
        return f"{branch} {number}" if branch and len(plain(number)) <= 9 else number

    @api.constrains("ledger_account_id", "state")
    def _check_target(self):
        for row in self:
            target = row.sudo().ledger_account_id
            if target and target.connection_id != row.connection_id:
                raise ValidationError(_("%s belongs to another organisation.", target.display_name))
            if row.state == "confirmed" and target and row._refusal_of_kind():
                raise ValidationError(row._refusal_of_kind())

    def _refusal_of_target(self):
        return self._refusal_of_archived(self.sudo().ledger_account_id) or self._refusal_of_kind()

    def _refusal_of_kind(self):
        """Why payments of the chosen account cannot be booked in this journal; "" when they can.

        An account that is archived in Xero by now may still have payments to be read.

        :rtype: str
        """
        row = self.sudo()
        target = row.ledger_account_id
        theirs = target.currency_code or row.connection_id.base_currency
        if not takes_payments(target):
            return _(
                "Xero takes no payments to “%s”. Tick “Enable payments to this account” there, or "
                "choose another.",
                target.display_name,
            )
        if theirs and theirs != row.currency_code:
            return _(
                "The journal is in %(own)s, “%(account)s” in %(theirs)s. Choose an account in "
                "%(own)s, or a journal in %(theirs)s for it.",
                own=row.currency_code,
                account=target.display_name,
                theirs=theirs,
            )
        other = row._others().filtered(lambda one: one.ledger_account_id == target)[:1]
        if other:
            return _(
                "“%(account)s” stands behind the journal “%(other)s” already; its payments could "
                "go to either. Choose another account, or empty it there.",
                account=target.display_name,
                other=other.journal_id.display_name,
            )
        return ""

    def _others(self):
        """The rows of the connection's other journals that are decided.

        :rtype: xero.journal.map
        """
        return self.sudo().search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("id", "!=", self.id),
                ("state", "in", USABLE),
                *self._on_page,
            ]
        )

    def _targets(self, connection):
        return super()._targets(connection).filtered(takes_payments)

    def _suggestion(self, targets):
        self.ensure_one()
        row, connection = self.sudo(), self.sudo().connection_id
        others = row.search([("connection_id", "=", connection.id), ("id", "!=", row.id)])
        journal = row.journal_id
        facts = PaymentJournal(
            journal.name,
            compat.account_code(journal.default_account_id, row.company_id) or "",
            row._bank_number(),
            row.currency_code,
            journal.type == "cash",
            not others.filtered(lambda one: one._kind() == row._kind()),
        )
        country = connection.country_code
        numbers = {key(one._bank_number(), country) for one in others} - {""}
        free = (targets - row._others().ledger_account_id).filtered(
            lambda target: key(target.bank_account_number, country) not in numbers
        )
        return suggest_payment_account(facts, free, connection.base_currency, country)

    def _kind(self):
        return self.journal_id.type, self.currency_code

    def _why(self, why):
        return _("Same account number") if why == "number" else super()._why(why)

    @api.model
    def _open_action(self, connection):
        """The list of payment journals of a connection.

        :rtype: dict
        """
        domain = [("connection_id", "=", connection.id), *self._on_page]
        return {**self._page(connection), "domain": domain, "context": {}}
