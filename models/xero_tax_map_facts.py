from odoo import models

from ..services.mapping_tax import TaxFacts, suggest_tax


class XeroTaxMap(models.Model):
    """What a set of Odoo taxes says about itself."""

    _inherit = "xero.tax.map"

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
