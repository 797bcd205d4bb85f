"""Contact groups: which changes in Odoo concern a group of Xero's."""

from odoo import models
from odoo.tools import SQL


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    def _store_links(self, rows):
        super()._store_links(rows)
        partners = [row["res_id"] for row in rows if row.get("res_id")]
        settings = self.env["xero.sync.setting"].sudo()
        settings = settings.browse(settings._watching_ids("contact_group"))
        setting = settings.filtered(lambda row: row.connection_id == self._setting.connection_id)
        if setting and partners:
            self.env["xero.sync.contact.group"]._send_waiting(setting, partners)


class XeroSyncContactGroup(models.AbstractModel):
    _inherit = "xero.sync.contact.group"

    def _enqueue(self, setting, changes, **values):
        """A contact that gets a tag notes all its tags: only the one that moved is worth a call."""
        if not values:
            service = self.with_context(xero_setting_id=setting.id)
            settled = service._settled_tags(setting, list(changes))
            changes = {tag_id: changes[tag_id] for tag_id in changes if tag_id not in settled}
        return super()._enqueue(setting, changes, **values)

    def _settled_tags(self, setting, tag_ids):
        """Those of these tags that are as was agreed, with everybody who has them.

        :rtype: set[int]
        """
        links = self.env["xero.link"].sudo()._of_odoo(
            setting.connection_id, self._xero_entity, tag_ids
        )
        tags = self.env[self._odoo_model].browse(links).exists()
        members, plain = self._members_of(tags), self._read_odoo(tags)
        return {
            tag.id
            for tag in tags
            if plain[tag.id] == links[tag.id].agreed
            and all(row.present or not row.possible for row in members[tag.id])
        }

    def _send_waiting(self, setting, partner_ids):
        """Queue the paired tags of these partners whose groups lack them; one query. They had the
        tag before Xero had them."""
        relation = self.env["res.partner"]._fields["category_id"]
        self._flush_members()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT tag.res_id
                  FROM xero_link contact
                  JOIN res_partner partner ON partner.id = contact.res_id AND partner.active
                  JOIN %(relation)s rel ON rel.partner_id = partner.id
                  JOIN xero_link tag
                    ON tag.connection_id = contact.connection_id AND tag.entity = %(entity)s
                   AND tag.res_id = rel.category_id AND tag.part = '' AND tag.active
                 WHERE contact.connection_id = %(connection)s AND contact.entity = 'contact'
                   AND contact.part = '' AND contact.active
                   AND contact.res_id = ANY(%(partners)s)
                   AND COALESCE(contact.agreed->>'status', 'ACTIVE') = 'ACTIVE'
                   AND NOT COALESCE(tag.agreed->'members', '{}') ? contact.xero_id
                """,
                relation=SQL.identifier(relation.relation),
                entity=self._xero_entity,
                connection=setting.connection_id.id,
                partners=list(partner_ids),
            )
        )
        tags = [row[0] for row in self.env.cr.fetchall()]
        if tags:
            changes = {tag_id: ["members"] for tag_id in tags}
            self.env["xero.outbox"].sudo()._put(setting, self._odoo_model, changes)
            self.sudo()._wake("push")
