"""Contacts with the same name and e-mail: what differs is written over, if that was chosen."""

from odoo import _, models

from .contact_matching import name_key


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _merge_pair(self, pair, setting):
        """What was never agreed on and differs is a question, unless one side was chosen for
        all."""
        merged = super()._merge_pair(pair, setting)
        side = setting.contact_overwrite
        first = set(merged.conflicts).isdisjoint(pair.agreed or {})
        if side == "ask" or not merged.conflicts or not first:
            return merged
        if not self._same_person(pair.odoo, pair.xero):
            return merged
        decided, pair.policy = pair.policy, side
        try:
            written = super()._merge_pair(pair, setting)
        finally:
            pair.policy = decided
        if pair.notes.get("spelling"):
            # Two spellings of one name stay as they are (contact_names.py).
            written.to_odoo.pop("name", None)
            written.to_xero.pop("name", None)
        pair.notes["over"] = merged.conflicts
        return written

    def _same_person(self, odoo, xero):
        """Whether name and e-mail are the same on both sides.

        :param dict odoo: plain values
        :param dict xero: plain values
        :rtype: bool
        """
        email = odoo.get("email")
        same = name_key(odoo.get("name") or "") == name_key(xero.get("name") or "")
        return bool(email and email == xero.get("email") and same)

    def _note_of(self, pair, moved):
        """The event says of whom and what was written over."""
        over = pair.notes.get("over")
        if not over:
            return super()._note_of(pair, moved)
        labels = [declared.label for declared in self._declared() if declared.name in over]
        return _("same name and e-mail; written over: %s", ", ".join(labels))

    def _overwritable(self, connection):
        """Open questions about contacts of the same name and e-mail that never agreed before.

        :rtype: xero.quarantine
        """
        rows = self.env["xero.quarantine"].sudo().search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._xero_entity),
                ("reason", "=", "conflict"),
                ("state", "=", "open"),
            ]
        )
        links = self.env["xero.link"].sudo()._of_odoo(
            connection, self._xero_entity, rows.mapped("res_id")
        )
        return rows.filtered(
            lambda row: self._same_person(row.odoo_values or {}, row.xero_values or {})
            and row.res_id in links
            and set(row.fields_in_conflict or []).isdisjoint(links[row.res_id].agreed or {})
        )
