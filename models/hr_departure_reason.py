from odoo import api, fields, models

XERO_REASONS = [
    ("V", "Voluntary cessation"),
    ("I", "Ill health"),
    ("D", "Deceased"),
    ("R", "Redundancy"),
    ("F", "Dismissal"),
    ("C", "Contract cessation"),
    ("T", "Transfer"),
]
# Retiring is a voluntary cessation (Xero's specification, TerminationReason).
OF_ODOO = {
    "hr.departure_fired": "F",
    "hr.departure_resigned": "V",
    "hr.departure_retired": "V",
}


class HrDepartureReason(models.Model):
    _inherit = "hr.departure.reason"

    xero_reason = fields.Selection(
        XERO_REASONS,
        "Reason in Xero",
        compute="_compute_xero_reason",
        store=True,
        readonly=False,
        help="Xero needs one of its own reasons when an employment ends.",
    )

    @api.depends("name")
    def _compute_xero_reason(self):
        """Odoo's own reasons have their counterpart from the start; others are chosen by a
        person."""
        ours = {}
        for name, letter in OF_ODOO.items():
            reason = self.env.ref(name, raise_if_not_found=False)
            if reason:
                ours[reason.id] = letter
        for reason in self:
            reason.xero_reason = reason.xero_reason or ours.get(reason.id, False)

    def _xero_for(self, letter):
        """The reason that stands for one of Xero's; made when Odoo has none.

        :param str letter: Xero's TerminationReason; empty or unknown: no reason
        :rtype: hr.departure.reason
        """
        names = dict(XERO_REASONS)
        if letter not in names:
            return self.browse()
        found = self.search([("xero_reason", "=", letter)], limit=1)
        return found or self.create({"name": names[letter], "xero_reason": letter})
