"""What the other companies of this Odoo have to do with the set-up of one."""

from odoo import _, fields, models


class XeroSetup(models.Model):
    """Their organisations are taken, and contacts without a company go to all of them."""

    _inherit = "xero.setup"

    taken_sentence = fields.Char(compute="_compute_others", compute_sudo=True)
    shared_sentence = fields.Char(compute="_compute_others", compute_sudo=True)

    def _compute_others(self):
        for row in self:
            row.taken_sentence = row._taken_words()
            row.shared_sentence = row._shared_words()

    def _taken_words(self):
        """Why none of the organisations that Xero was allowed to show can be taken.

        :rtype: str | bool -- False where there is one to choose, or none was shown
        """
        walk = self._consent_to_choose_from()
        whose = {
            one["tenantName"]: self.connection_id._why_not(one["tenantId"], walk.payroll)
            for one in walk.offered or ()
        }
        if not whose or not all(whose.values()):
            return False
        named = " ".join(f"“{name}”: {why}" for name, why in whose.items())
        if len(walk.offered) == 1:
            said = _("Xero was allowed to show one organisation, and it cannot be taken. %s", named)
        else:
            said = _(
                "Xero was allowed to show several organisations, and none can be taken. %s", named
            )
        return said + " " + _(
            "Allow the organisation of this company in Xero. If it is the one named, archive the "
            "other company's connection first (Xero > Configuration > Connections), then connect "
            "again."
        )

    def _shared_words(self):
        """That contacts without a company go to other companies' organisations as well.

        :rtype: str | bool -- False where no other company sends contacts
        """
        others = self.env["xero.sync.setting"].search(
            [
                ("entity", "=", "contact"),
                ("enabled", "=", True),
                ("push", "=", True),
                ("company_id", "!=", self.company_id.id),
                ("connection_id.active", "=", True),
                ("connection_id.tenant_id", "!=", False),
            ]
        )
        if not others:
            return False
        return _(
            "A customer or supplier without a company in Odoo belongs to all companies, and so "
            "goes to the Xero of %s as well: set the company on the contact, or narrow “Only "
            "these” on the sync of contacts there.",
            ", ".join(others.company_id.sorted("name").mapped("name")),
        )
