from odoo import api, fields, models

from .product_product import GROUP_USER
from .xero_sync_mixin import STATES

# The state of a product with several variants is that of the variant that needs most attention.
WORST = ("quarantine", "waiting", "none", "agreed")


class ProductTemplate(models.Model):
    """People open the template; what is in Xero is its variants."""

    _name = "product.template"
    _inherit = ["product.template", "xero.watch", "xero.master"]

    _xero_led, _xero_led_by = "item", "product_variant_ids"

    xero_state = fields.Selection(
        STATES, "Xero", compute="_compute_xero", search="_search_xero_state", compute_sudo=True
    )
    xero_synced = fields.Boolean(
        "Items are synced with Xero", compute="_compute_xero", compute_sudo=True
    )
    xero_pending = fields.Boolean("On its way", compute="_compute_xero", compute_sudo=True)
    xero_id = fields.Char("Xero ID", compute="_compute_xero", compute_sudo=True)
    xero_agreed_at = fields.Datetime(
        "Last agreed with Xero", compute="_compute_xero", compute_sudo=True
    )
    xero_question = fields.Text(
        "What to do", compute="_compute_xero", compute_sudo=True, groups=GROUP_USER
    )
    xero_tracked = fields.Text(
        "Stock in Xero", compute="_compute_xero", compute_sudo=True, groups=GROUP_USER
    )

    @api.depends("product_variant_ids")
    @api.depends_context("company")
    def _compute_xero(self):
        for template in self:
            variants = template.product_variant_ids
            one = variants if len(variants) == 1 else variants.browse()
            states = set(variants.mapped("xero_state"))
            template.xero_state = next((state for state in WORST if state in states), "none")
            template.xero_synced = any(variants.mapped("xero_synced"))
            template.xero_pending = any(variants.mapped("xero_pending"))
            template.xero_id, template.xero_agreed_at = one.xero_id, one.xero_agreed_at
            questions = filter(None, variants.mapped("xero_question"))
            template.xero_question = "\n".join(questions) or False
            template.xero_tracked = one.xero_tracked

    @api.model
    def _search_xero_state(self, operator, value):
        return [("product_variant_ids.xero_state", operator, value)]

    def action_xero_sync_now(self):
        """Put the variants of these products first in the queue to Xero and read them back.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        :raises odoo.exceptions.UserError: the company is not connected, or the entity is off
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rights("read")
        self.check_access_rule("read")
        return self.product_variant_ids.action_xero_sync_now()

    def action_xero_question(self):
        """Open the questions about the variants of this product.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rights("read")
        self.check_access_rule("read")
        return self.product_variant_ids.action_xero_question()

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        self._xero_lock_form(arch, view_type)
        return arch, view

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        # Its variants got their code after they were made.
        if not templates._xero_by_program():
            templates.product_variant_ids._xero_check_new()
        return templates

    def unlink(self):
        # PostgreSQL deletes the variants with their template, past every unlink() of theirs.
        variants = self.with_context(active_test=False).product_variant_ids
        self.env["xero.link"].sudo()._close_for("product.product", variants.ids)
        return super().unlink()
