from odoo import fields, models


class XeroSyncSetting(models.Model):
    """What a company chooses for its customer invoices."""

    _inherit = "xero.sync.setting"

    invoice_status = fields.Selection(
        [
            ("DRAFT", "Draft: a bookkeeper approves it in Xero"),
            ("SUBMITTED", "Awaiting approval"),
            ("AUTHORISED", "Approved: awaiting payment"),
        ],
        "Status on arrival",
        default="DRAFT",
        required=True,
        help="The status an invoice gets in Xero when it is sent for the first time.",
    )
    invoice_theme_id = fields.Many2one(
        "xero.branding.theme",
        "Branding theme",
        domain="[('connection_id', '=', connection_id)]",
        help="How Xero prints and mails the invoices that are sent from now on. Empty: the theme "
        "of the contact, else Xero's default.",
    )
    invoice_payments = fields.Boolean(
        "Read payments back",
        default=True,
        help="Payments of these invoices in Xero become payments in Odoo, applied to the invoice. "
        "Payments dated before the start date are left alone.",
    )
    invoice_journal_by = fields.Selection(
        [
            ("account", "The journal of the Xero account, else the default journal"),
            ("default", "Always the default journal"),
        ],
        "Journal of payments",
        default="account",
        required=True,
    )
    invoice_journal_id = fields.Many2one(
        "account.journal",
        "Default journal",
        domain="[('type', 'in', ('bank', 'cash', 'credit')), ('company_id', '=', company_id)]",
        help="For payments to a Xero account that stands behind no payment journal. Empty: those "
        "wait for a person.",
    )
