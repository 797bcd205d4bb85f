from collections import defaultdict

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..services.mapping_tax import NO_TAX, adds_nothing, is_automatic, same_percent


class XeroTaxMap(models.Model):
    """A set of Odoo taxes, the empty set included, and the rate a Xero line gets for it."""

    _name = "xero.tax.map"
    _description = "Odoo taxes to Xero tax rate"
    _inherit = "xero.mapping"
    _order = "in_use desc, use desc, key, id"
    _target = "tax_rate_id"

    name = fields.Char("Taxes in Odoo", compute="_compute_words", store=True)
    # A tax that was archived in Odoo still stands on old documents.
    tax_ids = fields.Many2many("account.tax", readonly=True, context={"active_test": False})
    key = fields.Char(
        required=True, readonly=True, help="Ids of the taxes, in order; empty for none."
    )
    use = fields.Selection(
        [("sale", "Sales"), ("purchase", "Purchases"), ("none", "Both")],
        compute="_compute_words",
        store=True,
    )
    rate = fields.Float("Percent in Odoo", digits=(16, 4), compute="_compute_words", store=True)
    tax_rate_id = fields.Many2one(
        "xero.tax.rate",
        "Tax rate in Xero",
        ondelete="restrict",
        index=True,
        domain="[('connection_id', '=', connection_id)]",
    )
    effective_rate = fields.Float("Percent in Xero", related="tax_rate_id.effective_rate")

    _sql_constraints = [
        ("key_unique", "UNIQUE(connection_id, key)", "A set of taxes is mapped once."),
    ]

    @api.depends("tax_rate_id", "state", "export_asked", "name", "rate", "use")
    def _compute_status(self):
        return super()._compute_status()

    @api.constrains("tax_rate_id", "state")
    def _check_target(self):
        for row in self:
            target = row.sudo().tax_rate_id
            if target and target.connection_id != row.connection_id:
                raise ValidationError(_("%s belongs to another organisation.", target.display_name))
            if row.state == "confirmed" and row._refusal_of_rate():
                raise ValidationError(row._refusal_of_rate())

    def _refusal_of_target(self):
        target = self.sudo().tax_rate_id
        return self._refusal_of_archived(target) or self._refusal_of_rate()

    def _refusal_of_rate(self):
        """A rate of another percentage, or of the other side, changes every total it touches."""
        target = self.sudo().tax_rate_id
        if not target:
            return ""
        if is_automatic(target):
            return _(
                "Xero works “%s” out by itself and takes it on no line sent to it. Choose another "
                "rate.",
                target.name,
            )
        if not same_percent(self._facts(), target):
            if adds_nothing(target):
                return self._sentence_both_ways(target)
            return _(
                "“%(odoo)s” is %(own)g%% in Odoo and “%(xero)s” is %(theirs)g%% in Xero, so totals "
                "would differ. Choose a rate of the same percentage.",
                odoo=self.name,
                own=self.rate,
                xero=target.name,
                theirs=target.effective_rate,
            )
        account_class = {"sale": "REVENUE", "purchase": "EXPENSE"}.get(self.use)
        if account_class and not target._applies_to(account_class):
            return _(
                "Xero does not allow “%(xero)s” on %(kind)s accounts, where “%(odoo)s” is used. "
                "Choose another rate.",
                xero=target.name,
                kind=account_class.lower(),
                odoo=self.name,
            )
        return ""

    def _sentence_both_ways(self, target):
        return _(
            "The buyer owes “%(xero)s” and claims it back, so Xero adds nothing for it. “%(odoo)s” "
            "is no such tax in Odoo, or one of another percentage. Choose another rate, or create "
            "a tax for this one with Create in Odoo.",
            xero=target.name,
            odoo=self.name,
        )

    def _advice(self):
        """No tax and a tax of 0% are the same money and two things on the tax return."""
        target = self.tax_rate_id
        if self.key and target.tax_type in NO_TAX:
            return _(
                "Odoo reports “%(odoo)s” on the tax return, Xero leaves “%(xero)s” off: the totals "
                "agree, the two returns will not.",
                odoo=self.name,
                xero=target.name,
            )
        if not self.key and target and target.tax_type not in NO_TAX:
            return _(
                "A line without a tax is on no tax return in Odoo; “%s” is on Xero's: the totals "
                "agree, the two returns will not.",
                target.name,
            )
        return ""

    @api.model
    def _keys(self, company):
        """No tax, and each of the company's active sales and purchase taxes by itself.

        :rtype: set[str]
        """
        taxes = self.env["account.tax"].sudo().with_company(company)
        found = taxes.search(
            [
                *taxes._check_company_domain(company),
                ("type_tax_use", "in", ("sale", "purchase")),
            ]
        )
        return {"", *(str(tax.id) for tax in found)}

    def _unlisted(self, connection):
        rows = self.search([("connection_id", "=", connection.id)])
        return bool(self._keys(connection.sudo().company_id) - set(rows.mapped("key")))

    def _rows_wanted(self, connection):
        """Rows of no tax, of each active sales or purchase tax and of sets seen on documents.

        :rtype: xero.tax.map
        """
        company = connection.sudo().company_id
        seen = set().union(*self._seen_on_documents(company).values())
        wanted = self._keys(company) | seen
        rows = self.search([("connection_id", "=", connection.id)])
        for key in sorted(wanted - set(rows.mapped("key"))):
            rows |= self._create_row(connection, self._taxes_of(key))
        for row in rows.filtered(lambda row: row.in_use != (row.key in seen)):
            row.in_use = row.key in seen
        return rows

    def _create_row(self, connection, taxes):
        values = {
            "connection_id": connection.id,
            "key": self._key_of(taxes),
            "tax_ids": [fields.Command.set(taxes.ids)],
        }
        return self._new_rows([values])

    @api.model
    def _key_of(self, taxes):
        """A set of taxes as text, the same in whichever order the taxes stand.

        :rtype: str
        """
        return ",".join(str(tax_id) for tax_id in sorted(taxes._origin.ids))

    @api.model
    def _taxes_of(self, key):
        ids = [int(tax_id) for tax_id in key.split(",") if tax_id]
        return self.env["account.tax"].sudo().browse(ids).exists()

    @api.model
    def _name_of(self, taxes):
        names = [
            f"{tax.name} ({tax.invoice_label})" if tax.invoice_label else tax.name
            for tax in taxes.sudo().sorted("id")
        ]
        return " + ".join(names) or _("No tax")

    @api.model
    def _seen_on_documents(self, company):
        """Sets of taxes that stand with each account on the company's posted invoices and bills.

        :rtype: dict[int, set[str]] -- account id -> keys
        """
        self.env["account.move.line"].flush_model()
        self.env.cr.execute(
            """
            SELECT DISTINCT account_id, key FROM (
                SELECT line.account_id,
                       COALESCE(string_agg(tax.account_tax_id::text, ','
                                ORDER BY tax.account_tax_id), '') AS key
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
             LEFT JOIN account_move_line_account_tax_rel tax ON tax.account_move_line_id = line.id
                 WHERE line.company_id = %s AND line.display_type = 'product'
                   AND line.parent_state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_refund', 'in_invoice', 'in_refund')
              GROUP BY line.id) AS lines
            """,
            [company.id],
        )
        found = defaultdict(set)
        for account_id, key in self.env.cr.fetchall():
            found[account_id].add(key)
        return found

    @api.model
    def _known(self, connections):
        """The mapped sets of taxes, read at once; nothing is made or marked as used by it.

        :rtype: dict[tuple[int, str], xero.tax.map] -- by id of the connection and key
        """
        rows = self.sudo().search(
            [("connection_id", "in", connections.ids), ("tax_rate_id", "!=", False)]
        )
        return {(row.connection_id.id, row.key): row for row in rows}

    @api.model
    def _row(self, connection, taxes):
        """The mapping of a set of taxes, made and suggested now when it is new.

        :rtype: xero.tax.map
        """
        rows = self.sudo()
        row = rows.search(
            [("connection_id", "=", connection.id), ("key", "=", self._key_of(taxes))], limit=1
        )
        if not row:
            row = rows._create_row(connection, taxes._origin)
            row._take(row._suggestion(rows._targets(connection)))
        return row

    @api.model
    def _tax_rate(self, connection, taxes):
        """The Xero tax rate of a document line's taxes.

        :param connection: xero.connection record
        :param taxes: account.tax records; empty for a line without a tax
        :rtype: xero.tax.rate -- empty while nobody has confirmed an unsure suggestion, and when
            Xero would refuse the rate; :meth:`_missing` says which
        """
        row = self._row(connection, taxes)
        row._note_use()
        found = row.tax_rate_id
        return found if row._usable() else found.browse()

    @api.model
    def _missing(self, connection, taxes):
        """Why :meth:`_tax_rate` is empty, for the quarantine.

        :rtype: tuple[str, str] -- reason of xero.quarantine and a sentence with the way out
        """
        row = self._row(connection, taxes)
        if row.tax_rate_id and row._refusal_of_target():
            return "mapping_invalid", _(
                "The tax %(name)s cannot be used in Xero as it is mapped. %(why)s",
                name=row.name,
                why=row._refusal_of_target(),
            )
        return "mapping_missing", _(
            "The tax %s has no confirmed tax rate in Xero. Open the tax mapping, choose one, and "
            "the document is sent by itself.",
            row.name,
        )

    @api.model
    def _open_action(self, connection, taxes=None):
        """The tax mapping page, at the row of a set of taxes when one is given.

        :rtype: dict
        """
        context = {}
        if taxes is not None:
            context = {"search_default_name": self._row(connection, taxes).name}
        return {
            **self._page(connection),
            "domain": [("connection_id", "=", connection.id)],
            "context": context,
        }
