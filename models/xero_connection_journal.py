from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

GROUP_USER = "xero_connector.group_user"
# What is imported: the field with its journal; the journal's type, and its name in Odoo's charts.
JOURNALS = {
    "invoice": ("sale_journal_id", "sale"),
    "bill": ("purchase_journal_id", "purchase"),
    "manual": ("general_journal_id", "general"),
}


class XeroConnection(models.Model):
    """The journals that what comes from Xero is booked in (S75 to S77)."""

    _inherit = "xero.connection"

    sale_journal_id = fields.Many2one(
        "account.journal",
        "Customer invoices",
        compute="_compute_journals",
        store=True,
        readonly=False,
        tracking=True,
        domain="[('type', '=', 'sale'), ('company_id', 'parent_of', company_id)]",
        help="Customer invoices that come from Xero are booked in this journal. Invoices written "
        "in Odoo keep the journal they have.",
    )
    purchase_journal_id = fields.Many2one(
        "account.journal",
        "Vendor bills",
        compute="_compute_journals",
        store=True,
        readonly=False,
        tracking=True,
        domain="[('type', '=', 'purchase'), ('company_id', 'parent_of', company_id)]",
        help="Vendor bills that come from Xero are booked in this journal.",
    )
    general_journal_id = fields.Many2one(
        "account.journal",
        "Manual journals",
        compute="_compute_journals",
        store=True,
        readonly=False,
        tracking=True,
        domain="[('type', '=', 'general'), ('company_id', 'parent_of', company_id)]",
        help="Manual journals of Xero are booked in this journal, as entries.",
    )
    journal_map_ids = fields.One2many(
        "xero.journal.map",
        "connection_id",
        "Payment journals",
        domain=[("journal_active", "=", True)],
        readonly=True,
    )
    journal_sentence = fields.Char(compute="_compute_journal_sentence")

    @api.depends("company_id")
    def _compute_journals(self):
        for row in self:
            for name, kind in JOURNALS.values():
                row[name] = row._usual_journal(kind)

    def _fill_journals(self):
        """A journal that is not chosen, because there was none, is chosen now."""
        for row in self.sudo():
            for name, kind in JOURNALS.values():
                usual = row._usual_journal(kind) if not row[name] else None
                if usual:
                    row[name] = usual

    def _usual_journal(self, kind):
        """The journal of a type that the company's chart brought, else its first one that Odoo
        does not keep for entries of its own.

        :rtype: account.journal
        """
        company = self.company_id
        journals = self.env["account.journal"].sudo()
        found = journals.search([*journals._check_company_domain(company), ("type", "=", kind)])
        of_chart = self.env.ref(f"account.{company.id}_{kind}", raise_if_not_found=False)
        if of_chart and of_chart in found:
            return of_chart
        own = company.sudo()
        return (found - own.currency_exchange_journal_id - own.tax_cash_basis_journal_id)[:1]

    @api.depends("journal_map_ids.state", "journal_map_ids.ledger_account_id")
    def _compute_journal_sentence(self):
        for row in self:
            maps = row.journal_map_ids
            row.journal_sentence = _(
                "%(ready)s of %(all)s payment journals have their account in Xero.",
                ready=len(maps.filtered(lambda one: one.status == "ready")),
                all=len(maps),
            )

    @api.constrains("sale_journal_id", "purchase_journal_id", "general_journal_id", "company_id")
    def _check_journals(self):
        for row in self:
            for kind in JOURNALS:
                refusal = row._refusal_of_journal(kind)
                if refusal:
                    raise ValidationError(refusal)

    def _refusal_of_journal(self, kind):
        """Why the chosen journal cannot take what is imported; "" when it can, or none is chosen.

        :param str kind: a key of :data:`JOURNALS`
        :rtype: str
        """
        name, wanted = JOURNALS[kind]
        journal, company = self.sudo()[name], self.sudo().company_id
        words = {"journal": journal.name, "what": self._fields[name]._description_string(self.env)}
        if not journal:
            return ""
        if journal.company_id not in company.parent_ids:
            return _(
                "“%(journal)s” is a journal of %(other)s. For “%(what)s”, choose one of "
                "%(company)s.",
                other=journal.company_id.name,
                company=company.name,
                **words,
            )
        if journal.type != wanted:
            types = dict(journal._fields["type"]._description_selection(self.env))
            return _(
                "“%(journal)s” is a journal of the type %(own)s. For “%(what)s”, choose one of the "
                "type %(wanted)s.",
                own=types[journal.type],
                wanted=types[wanted],
                **words,
            )
        if not journal.active:
            return _(
                "“%(journal)s” is archived in Odoo. For “%(what)s”, choose another, or make it "
                "active again.",
                **words,
            )
        return ""

    def _journal(self, kind):
        """The journal that an imported document is booked in.

        :param str kind: ``invoice``, ``bill`` or ``manual``
        :rtype: account.journal
        :raises odoo.exceptions.UserError: none can be used; the sentence says where to choose one
        """
        self.ensure_one()
        name = JOURNALS[kind][0]
        refusal = self._refusal_of_journal(kind)
        if refusal:
            raise UserError(refusal)
        journal = self.sudo()[name]
        if not journal:
            raise UserError(
                _(
                    "No journal is chosen for “%(what)s” of %(name)s. Choose one under Xero > "
                    "Configuration > Journals.",
                    what=self._fields[name]._description_string(self.env),
                    name=self.name,
                )
            )
        return self.env["account.journal"].browse(journal.id)

    def action_journals(self):
        """Open the page with the journals of this connection, else of the company's that is worked
        in.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: the company is not connected
        """
        self._check_group(GROUP_USER)
        connection = self[:1] or self.env["xero.mapping"]._connection_of_page()
        self.env["xero.journal.map"]._suggest_new(connection)
        connection._fill_journals()
        view = self.env.ref("xero_connector.xero_connection_view_journals")
        return {
            "type": "ir.actions.act_window",
            "name": _("Journals"),
            "res_model": self._name,
            "res_id": connection.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
        }

    def action_payment_journals(self):
        """Open the list of payment journals of this connection.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self._check_group(GROUP_USER)
        return self.env["xero.journal.map"]._open_action(self)
