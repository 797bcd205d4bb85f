from odoo import models
from odoo.fields import Command

from ..services.chart import free
from ..services.mapping_tax import adds_nothing, percent_both_ways


class XeroTaxMap(models.Model):
    """Making an Odoo tax that adds to a document what a rate of Xero's adds."""

    _inherit = "xero.tax.map"

    def _made_for(self, rate, name, use):
        """A new tax of the company for a rate of Xero's.

        :param xero.tax.rate rate: one that :func:`services.chart.why_no_tax` has nothing against
        :param str use: ``sale`` or ``purchase``
        :rtype: account.tax
        """
        if adds_nothing(rate):
            return self._make_both_ways(name, use, percent_both_ways(rate))
        parts = rate.components or [{"name": rate.name, "rate": rate.effective_rate}]
        if len(parts) == 1:
            own = {"amount": parts[0]["rate"]}
            return self._make_tax(name, use, use, _claimed(parts[0], use), **own)
        return self._make_group(name, use, parts)

    def _make_both_ways(self, name, use, percent):
        """A tax the buyer owes and claims back at once; on sales the seller adds none.

        :rtype: account.tax
        """
        if use == "sale" or not percent:
            return self._make_tax(name, use, use, amount=0.0)
        lines = [
            Command.create({"repartition_type": kind, "factor_percent": factor})
            for kind, factor in (("base", 100.0), ("tax", 100.0), ("tax", -100.0))
        ]
        tax = self._make_tax(
            name,
            use,
            use,
            amount=percent,
            invoice_repartition_line_ids=lines,
            refund_repartition_line_ids=lines,
        )
        owed = _tax_lines(tax).filtered(lambda row: row.factor_percent < 0)
        owed.account_id = self._booked("sale")
        return tax

    def _make_group(self, name, use, parts):
        """A group of taxes; a compound component is taken on top of the others (FACTS 5.3).

        :rtype: account.tax
        """
        children = self.env["account.tax"]
        for part in parts:
            compound = bool(part.get("compound"))
            children |= self._make_tax(
                f"{name}: {part['name']}",
                "none",
                use,
                _claimed(part, use),
                amount=part["rate"],
                sequence=2 if compound else 1,
                include_base_amount=not compound,
                is_base_affected=compound,
            )
        return self._make_tax(
            name, use, use, amount_type="group", children_tax_ids=[Command.set(children.ids)]
        )

    def _make_tax(self, name, use, side, claimed=True, **values):
        """A tax of the company, booked where the taxes of the same side are.

        :param str use: of the tax itself; ``none`` for part of a group
        :param str side: ``sale`` or ``purchase``
        :param bool claimed: else it is booked where the line it is on is, as part of the cost
        :rtype: account.tax
        """
        taxes = self.env["account.tax"]
        mine = [*taxes._check_company_domain(self.env.company), ("type_tax_use", "=", use)]
        taken = {one.lower() for one in taxes.search(mine).mapped("name")}
        tax = taxes.create({"name": free(name, taken), "type_tax_use": use, **values})
        if claimed:
            _tax_lines(tax).account_id = self._booked(side)
        return tax

    def _booked(self, side):
        """The account most of the company's taxes of a side are booked to.

        :rtype: account.account
        """
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(self.env.company),
                ("type_tax_use", "=", side),
            ]
        )
        accounts = [row.account_id for row in taxes.invoice_repartition_line_ids if row.account_id]
        return max(accounts, key=accounts.count, default=self.env["account.account"])


def _claimed(part, use):
    """Whether a component stands on the tax return; Canada has some that cannot be claimed back.

    :rtype: bool
    """
    return use == "sale" or not part.get("non_recoverable")


def _tax_lines(tax):
    lines = tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids
    return lines.filtered(lambda row: row.repartition_type == "tax")
