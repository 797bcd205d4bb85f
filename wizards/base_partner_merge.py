from odoo import _, models

from ..services.engine import PULLING


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Links follow the partner that stays. Where both have one, Xero still holds two
        contacts."""
        links = self.env["xero.link"].sudo()
        before = links.search([("model", "=", "res.partner"), ("res_id", "in", src_partners.ids)])
        links._carry("res.partner", src_partners.ids, dst_partner.id)
        self._tell_about_leftovers(before.filtered(lambda link: not link.active), dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_values(self, src_partners, dst_partner):
        """What the partner that stays lacks comes from the others, also where Xero leads."""
        dst_partner = dst_partner.with_context(xero_private=PULLING)
        return super()._update_values(src_partners, dst_partner)

    def _tell_about_leftovers(self, links, partner):
        for link in links:
            self.env["xero.quarantine"].sudo()._put(
                {
                    "name": link.label or partner.display_name,
                    "connection_id": link.connection_id.id,
                    "entity": link.entity,
                    "direction": "push",
                    "model": "res.partner",
                    "xero_id": link.xero_id,
                    "reason": "merged",
                    "sentence": _(
                        "“%(loser)s” was merged into “%(winner)s” in Odoo. Xero cannot be told to "
                        "merge: open the contact there and choose Merge, or archive it.",
                        loser=link.label or link.xero_id,
                        winner=partner.display_name,
                    ),
                }
            )
