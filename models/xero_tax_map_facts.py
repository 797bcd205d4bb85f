from odoo import api, models

from ..services.mapping_tax import TaxFacts, suggest_tax

OF_A_TAX = (
    "amount",
    "amount_type",
    "include_base_amount",
    "is_base_affected",
    "sequence",
    "invoice_repartition_line_ids.factor_percent",
    "invoice_repartition_line_ids.repartition_type",
)


class XeroTaxMap(models.Model):
    """What a set of Odoo taxes says about itself."""

    _inherit = "xero.tax.map"

    @api.depends(
        "key",
        "tax_ids.name",
        "tax_ids.invoice_label",
        "tax_ids.type_tax_use",
        *(f"tax_ids.{name}" for name in OF_A_TAX),
        *(f"tax_ids.children_tax_ids.{name}" for name in OF_A_TAX),
    )
    def _compute_words(self):
        for row in self:
            taxes = row.tax_ids
            if row.key and not taxes:
                # They were deleted: what stands there says which they were.
                row.update({name: row[name] for name in ("name", "use", "rate")})
                continue
            # Whoever changes a tax has a language of one's own.
            lang = row.sudo().company_id.partner_id.lang
            row.name = row._name_of(taxes.with_context(lang=lang))
            row.use = taxes[:1].type_tax_use or "none"
            row.rate = row._facts().rate or 0.0

    def _single_taxes(self):
        """The taxes of this set, those of a group one by one.

        :rtype: account.tax
        """
        taxes = self.tax_ids._origin.sudo()
        return taxes.mapped(
            lambda tax: tax.children_tax_ids if tax.amount_type == "group" else tax
        )

    def _facts(self):
        """What the suggestion rules need to know about this set.

        :rtype: services.mapping_tax.TaxFacts
        """
        taxes = self.tax_ids._origin.sudo()
        single = self._single_taxes()
        percents = all(tax.amount_type == "percent" for tax in single)
        labels = single.invoice_repartition_line_ids.tag_ids.mapped("name")
        return TaxFacts(
            rate=_percent(single) if percents else None,
            use=taxes[:1].type_tax_use or "none",
            words=" ".join(
                word
                for tax in taxes
                for word in (tax.name, tax.description, tax.invoice_label)
                if word
            ),
            labels=frozenset(label.lstrip("+-") for label in labels if label),
            parts=tuple(tax.amount for tax in single),
        )

    def _suggestion(self, targets):
        self.ensure_one()
        return suggest_tax(self._facts(), targets)


def _percent(taxes):
    """Percent that taxes add to an invoice together; some are taken on top of those before."""
    added = on_top = 0.0
    for tax in taxes.sorted("sequence"):
        part = _added(tax) * (100 + (on_top if tax.is_base_affected else 0)) / 100
        added += part
        on_top += part if tax.include_base_amount else 0
    return added


def _added(tax):
    """Percent a tax adds to an invoice: nothing, when it is owed and claimed back at once."""
    lines = tax.invoice_repartition_line_ids.filtered(lambda row: row.repartition_type == "tax")
    return tax.amount * sum(lines.mapped("factor_percent")) / 100
