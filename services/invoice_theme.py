"""Customer invoices: the branding theme a company chose for them."""

from odoo import _, models


class XeroSyncInvoice(models.AbstractModel):
    _inherit = "xero.sync.invoice"

    def _new_body(self, values):
        """Chosen once: which theme an invoice has later is changed in Xero, and stays."""
        theme = self._setting.invoice_theme_id
        body = super()._new_body(values)
        return {**body, "BrandingThemeID": theme.xero_id} if theme else body

    def _check_push(self, pairs, records):
        super()._check_push(pairs, records)
        theme = self._setting.invoice_theme_id
        if not theme or theme.active:
            return
        for pair in pairs:
            if not pair.xero_id and not pair.refusal:
                self._refuse_theme(pair, theme)

    def _refuse_theme(self, pair, theme):
        """Xero would refuse the whole invoice, and in its own words."""
        pair.refuse(
            "mapping_invalid",
            _(
                "%(name)s was not sent: the branding theme “%(theme)s” chosen for invoices is no "
                "longer in Xero. Choose another one on the page of the sync, then choose Retry.",
                name=pair.name,
                theme=theme.name,
            ),
        )

    def _mapping_action(self, quarantine):
        """Where another theme is chosen: the page of the sync."""
        settings = quarantine.connection_id.setting_ids
        setting = settings.filtered(lambda row: row.entity == self._xero_entity)
        theme = setting.sudo().invoice_theme_id
        if not theme or theme.active:
            return super()._mapping_action(quarantine)
        return {
            "type": "ir.actions.act_window",
            "name": setting.display_name,
            "res_model": setting._name,
            "res_id": setting.id,
            "view_mode": "form",
        }
