"""Contacts: two spellings of one name are no difference until somebody changes one of them."""

from odoo import models

from .contact_matching import name_key

# Beside the agreed values: how Odoo spells the name that Xero spells as agreed.
SPELLING = "name_in_odoo"


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _merge_pair(self, pair, setting):
        """Pairing Acme with ACME Pty. Ltd. renames neither: that would be a rename by accident
        (Pain 2)."""
        merged = super()._merge_pair(pair, setting)
        if pair.agreed is None and not self._decided(pair):
            ours, theirs = pair.odoo["name"], pair.xero["name"]
            if ours != theirs and name_key(ours) == name_key(theirs):
                pair.notes["spelling"] = ours
                merged.to_odoo.pop("name", None)
                merged.to_xero.pop("name", None)
                merged.conflicts = [name for name in merged.conflicts if name != "name"]
        return merged

    def _known(self, odoo, agreed):
        odoo = super()._known(odoo, agreed)
        if agreed and odoo and agreed.get(SPELLING) == odoo["name"]:
            return {**odoo, "name": agreed["name"]}
        return odoo

    def _link_row(self, pair, agreed):
        before = pair.agreed or {}
        spelling = pair.notes.get("spelling") or before.get(SPELLING)
        kept = not before or before.get("name") == (agreed or {}).get("name")
        same = not pair.odoo or pair.odoo["name"] == spelling
        if agreed and spelling and kept and same:
            agreed[SPELLING] = spelling
        return super()._link_row(pair, agreed)
