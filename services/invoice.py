"""Customer invoices: what leaves for Xero, how it is written, and what is kept equal."""

from odoo import _, models

from .fields import Field, dispensable

MOVE_FIELDS = {
    "state", "name", "ref", "partner_id", "invoice_date", "invoice_date_due", "currency_id",
    "invoice_payment_term_id", "invoice_line_ids", "line_ids",
}  # fmt: skip
APPLIED_FIELDS = {"debit_move_id", "credit_move_id"}
LINE_FIELDS = {
    "name", "quantity", "price_unit", "discount", "account_id", "tax_ids", "display_type",
    "sequence", "product_id", "analytic_distribution",
}  # fmt: skip
BODY = ("partner_id, invoice_date, invoice_line_ids", "Contact, Date, LineItems")


class XeroSyncInvoice(models.AbstractModel):
    _name = "xero.sync.invoice"
    _inherit = "xero.sync"
    _description = "Customer invoices: Odoo and Xero"

    _xero_entity = "invoice"
    _xero_label = "Customer invoices"
    _xero_sequence = 30
    _odoo_model = "account.move"
    _xero_path = "/api.xro/2.0/Invoices"
    _xero_collection = "Invoices"
    _xero_key = "InvoiceID"
    _xero_order = "InvoiceID"
    _xero_feature = "invoices"
    _xero_requires = ("contact", "ledger_account", "tax_rate", "currency")
    _xero_documents = ("invoice",)
    _xero_choices = ("stage_voided", "stage_deleted")
    _xero_cooldown_pull = 10
    _xero_cooldown_push = 5
    _xero_page = "/AccountsReceivable/View.aspx?InvoiceID=%s"
    _xero_watch = {
        "account.move": (MOVE_FIELDS, ""),
        "account.move.line": (LINE_FIELDS, "move_id"),
        # A payment applied or taken off below every write() of the invoice.
        "account.partial.reconcile": (APPLIED_FIELDS, "debit_move_id.move_id"),
    }

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("life", _("Cancelled or not"), stands=("state", "Status")),
            Field("number", _("Number"), limit=255, stands=("name", "InvoiceNumber")),
            Field("body", _("Customer, date, currency and lines"), kind="body", stands=BODY),
            Field("rate", _("Exchange rate"), kind="body", stands=("currency_id", "CurrencyRate")),
            Field("tracking", _("Tracking"), kind="body", stands=("invoice_line_ids", "LineItems")),
            dispensable("reference", _("Reference"), "ref", "Reference", limit=255),
            Field("due", _("Due date"), stands=("invoice_date_due", "DueDate")),
            dispensable("url", _("Link to Odoo"), "", "Url", owner="odoo"),
            Field("status", _("Status in Xero"), owner="xero"),
            Field("payments", _("Payments"), owner="xero", kind="list"),
            # Notes kept with the agreed values; see invoice_known.py.
            Field("origin", _("Accounts and taxes in Odoo"), owner="odoo"),
            Field("accepted", _("Differences accepted"), owner="odoo"),
            Field("left_out", _("Payments left out"), owner="odoo"),
            Field("disputed", _("Kept otherwise by Xero"), owner="odoo"),
            Field("source", _("Analytic distribution in Odoo"), owner="odoo"),
            Field("tracked", _("Tracking categories looked at"), owner="odoo"),
            Field("parts", _("Parts of lines"), owner="odoo"),
        )

    def _default_setting(self, connection):
        journal = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(connection.company_id),
                ("type", "=", "bank"),
            ],
            limit=1,
        )
        # Reading payments needs a permission of its own; without it Xero would refuse every call.
        features = (connection.requested_features or "payments").split()
        return {
            **super()._default_setting(connection),
            "invoice_journal_id": journal.id,
            "invoice_payments": "payments" in features,
        }

    def _features(self, setting):
        payments = {"payments"} if setting.invoice_payments else set()
        return super()._features(setting) | payments

    def _scope_domain(self, setting):
        return [
            *super()._scope_domain(setting),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("company_id", "=", setting.connection_id.company_id.id),
        ]

    def _wanted_domain(self, setting):
        """Earlier invoices leave only by a backfill that somebody starts."""
        domain = super()._wanted_domain(setting)
        if setting.start_date:
            domain.append(("invoice_date", ">=", setting.start_date))
        return domain

    def _worth_sending(self, setting, ids):
        """A draft sends nothing, even when it is linked: it goes when it is posted again."""
        moves = self.env["account.move"].browse(ids).exists()
        settled = moves.filtered(
            lambda move: move.move_type == "out_invoice" and move.state != "draft"
        )
        return super()._worth_sending(setting, settled.ids) if settled else []

    def _enqueue(self, setting, changes, **values):
        """Payments made in Odoo change nothing in Xero here; taking one of Xero's off is a
        difference."""
        applied = [i for i, names in changes.items() if names and names <= APPLIED_FIELDS]
        if applied and not values:
            links = (
                self.env["xero.link"]
                .sudo()
                .search(
                    [
                        ("connection_id", "=", setting.connection_id.id),
                        ("entity", "=", "payment"),
                        ("part", "in", [f"invoice:{res_id}" for res_id in applied]),
                    ]
                )
            )
            parts = set(links.mapped("part"))
            changes = {
                i: names
                for i, names in changes.items()
                if i not in applied or f"invoice:{i}" in parts
            }
        return super()._enqueue(setting, changes, **values)

    def _records_to_push(self, run, pairs):
        records = super()._records_to_push(run, pairs)
        drafts = set(records.filtered(lambda move: move.state == "draft").ids)
        for pair in pairs:
            if pair.res_id in drafts:
                pair.outcome, pair.name = "skipped", _("draft, sent when it is posted")
        return records

    def _may_create_odoo(self, pair):
        """Odoo writes the invoices; what Xero has beside them is known but not imported."""
        return False

    def _plan_new(self, pair, setting):
        pair.outcome, pair.notes["why"] = "skipped", _("only in Xero; invoices are written in Odoo")

    def _natural_key(self, payload):
        number = payload.get("InvoiceNumber")
        if payload.get("Type", "ACCREC") != "ACCREC" or not isinstance(number, str) or not number:
            return None
        return number.strip().casefold()

    def _xero_name(self, payload):
        return str(payload.get("InvoiceNumber") or payload.get(self._xero_key) or "")[:255]

    def _list_filter(self):
        """Sales invoices of every status, unit prices with four places: reads round as well (FACTS
        4.5)."""
        return {**super()._list_filter(), "where": 'Type=="ACCREC"', "unitdp": 4}

    def _list_query(self):
        return {**super()._list_query(), "unitdp": 4}

    def _exchange_of(self, pair):
        method, path, query = super()._exchange_of(pair)
        return method, path, {**query, "unitdp": 4}
