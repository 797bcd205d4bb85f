from odoo import api, fields, models

from ..services.contact_matching import match_keys
from ..services.engine import PULLING


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "xero.sync.mixin", "xero.master"]

    _xero_document = _xero_led = "contact"

    xero_first_name = fields.Char(
        "First name",
        compute="_compute_xero_names",
        store=True,
        readonly=False,
        precompute=True,
        help="As it stands in Xero. For a company: the first name of its primary person.",
    )
    xero_last_name = fields.Char(
        "Last name",
        compute="_compute_xero_names",
        store=True,
        readonly=False,
        precompute=True,
    )
    xero_include_in_emails = fields.Boolean(
        "In Xero's e-mails", help="Xero sends its invoices to this contact person too."
    )
    xero_currency_id = fields.Many2one(
        "res.currency",
        "Currency in Xero",
        company_dependent=True,
        help="The currency Xero proposes for this contact's documents. Empty: the company's own.",
    )
    xero_name_key = fields.Char(
        compute="_compute_xero_keys", store=True, precompute=True, index="btree_not_null"
    )
    xero_number_key = fields.Char(
        compute="_compute_xero_keys", store=True, precompute=True, index="btree_not_null"
    )
    xero_tax_key = fields.Char(
        compute="_compute_xero_keys", store=True, precompute=True, index="btree_not_null"
    )

    def init(self):
        """Matching looks partners up by e-mail whatever its case, on every page of a first
        import."""
        super().init()
        self.env.cr.execute(
            """
            CREATE INDEX IF NOT EXISTS res_partner_xero_email_index
                ON res_partner (lower(left(email, 255))) WHERE email IS NOT NULL
            """
        )

    def _handle_first_contact_creation(self):
        """Odoo gives the address of a first delivery address to its company; Xero knows them
        apart, and may be the one that leads the company's."""
        if self.env.context.get("xero_pulling") is PULLING or self.parent_id.xero_locked:
            return None
        return super()._handle_first_contact_creation()

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        self._xero_lock_form(arch, view_type)
        return arch, view

    @api.depends("name", "is_company")
    def _compute_xero_names(self):
        """A person's name in two parts; of a company only people know them."""
        for partner in self:
            if partner.is_company or not partner.name:
                partner.xero_first_name = partner.xero_first_name
                partner.xero_last_name = partner.xero_last_name
                continue
            first, last = _split(partner.name)
            partner.xero_first_name, partner.xero_last_name = first or False, last or False

    @api.depends("name", "ref", "vat")
    def _compute_xero_keys(self):
        for partner in self:
            partner.update(match_keys(partner.name or "", partner.ref or "", partner.vat or ""))


def _split(name):
    """``Jean Paul Sartre`` and ``Sartre, Jean Paul`` as (first, last)."""
    if "," in name:
        last, first = (part.strip() for part in name.split(",", 1))
        return first, last
    first, _blank, last = name.strip().rpartition(" ")
    return (first.strip(), last) if first else (last, "")
