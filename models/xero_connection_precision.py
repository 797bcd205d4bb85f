from odoo import _, api, fields, models

from .notice import notice

# Odoo's names of them; that of quantities differs from series to series.
PRECISIONS = ("Product Price", "Discount", "Product Unit of Measure", "Product Unit")
# What Xero keeps of unit prices and quantities (FACTS 4.5).
PLACES = 4


class XeroConnection(models.Model):
    """Decimal places: what Odoo rounds before it is sent cannot arrive exact."""

    _inherit = "xero.connection"

    precision_sentence = fields.Char(compute="_compute_precision_sentence")
    precision_kept = fields.Boolean(
        readonly=True, copy=False, help="A manager decided to keep Odoo's decimal places."
    )

    @api.depends("precision_kept", "state")
    def _compute_precision_sentence(self):
        coarse, places = self._coarse_precisions(), []
        for precision in coarse:
            words = _("%(places)s for “%(name)s”", places=precision.digits, name=precision.name)
            places.append(words)
        for row in self:
            asked = bool(coarse) and row.state == "live" and not row.precision_kept
            row.precision_sentence = asked and _(
                "Xero keeps four, Odoo %(places)s. A price such as 1.2345 may be rounded in Odoo "
                "before it is sent.",
                places=", ".join(places),
            )

    def _coarse_precisions(self):
        """What Odoo keeps with fewer places than Xero.

        :rtype: decimal.precision
        """
        return (
            self.env["decimal.precision"]
            .sudo()
            .search([("name", "in", PRECISIONS), ("digits", "<", PLACES)], order="id")
        )

    def action_use_four_places(self):
        """Raise prices, discounts and quantities to four decimal places; nothing is ever lowered.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._check_group("xero_connector.group_manager")
        self._coarse_precisions().write({"digits": PLACES})
        return notice(
            _("Prices, discounts and quantities have four decimal places now."), "success"
        )

    def action_keep_places(self):
        """Keep Odoo's decimal places; the page does not ask again.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._check_group("xero_connector.group_manager")
        self.sudo().precision_kept = True
        return notice(_("The decimal places stay as they are."))
