"""Contact groups: who is a member, on both sides known by the contact's id in Xero."""

from typing import NamedTuple

from odoo import Command, models
from odoo.tools import SQL

from ..xero.wire import WrongShape
from .contact_group import contact_ids


class Member(NamedTuple):
    """A partner with the tag.

    :param str xero_id: of the paired contact, None while there is none
    :param bool present: paired, and archived on neither side as far as Odoo knows
    :param bool possible: may be a contact of this connection; everybody else is counted and never
        named, since tags are shared by companies, staff and customers
    """

    name: str
    xero_id: str | None
    present: bool
    possible: bool


# Whether a paired contact can be in a group: archived in neither system.
PRESENT = SQL("partner.active AND COALESCE(link.agreed->>'status', 'ACTIVE') = 'ACTIVE'")


class XeroSyncContactGroup(models.AbstractModel):
    _inherit = "xero.sync.contact.group"

    def _members_of(self, tags):
        """Everybody with these tags, one query whatever their number.

        :rtype: dict[int, list[Member]]
        """
        possible = self._possible_ids(tags)
        self._flush_members()
        relation = self.env["res.partner"]._fields["category_id"]
        self.env.cr.execute(
            SQL(
                """
                SELECT rel.category_id, partner.name, link.xero_id,
                       link.id IS NOT NULL AND %(present)s, partner.id = ANY(%(possible)s)
                  FROM %(relation)s rel
                  JOIN res_partner partner ON partner.id = rel.partner_id
                  LEFT JOIN %(links)s ON link.res_id = partner.id
                 WHERE rel.category_id = ANY(%(tags)s)
                 ORDER BY partner.id
                """,
                present=PRESENT,
                possible=possible,
                relation=SQL.identifier(relation.relation),
                links=self._contact_links(),
                tags=tags.ids,
            )
        )
        found = {tag.id: [] for tag in tags}
        for tag_id, name, xero_id, present, possible in self.env.cr.fetchall():
            found[tag_id].append(Member(name or "", xero_id, present, possible))
        return found

    def _possible_ids(self, tags):
        """Partners with these tags that contacts are about: of this company or of all, no staff,
        no persons of a company.

        :rtype: list[int]
        """
        settings = self._setting.connection_id.setting_ids
        setting = settings.filtered(lambda row: row.entity == "contact")
        scope = self.env["xero.sync.contact"]._scope_domain(setting)
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        return partners.search([("category_id", "in", tags.ids), *scope]).ids

    def _contact_links(self):
        """The connection's open pairs of contacts, as ``link`` in a query."""
        return SQL(
            """(SELECT id, xero_id, res_id, agreed FROM xero_link
                 WHERE connection_id = %s AND entity = 'contact' AND part = ''
                   AND active AND res_id <> 0) link""",
            self._setting.connection_id.id,
        )

    def _flush_members(self):
        self.env["res.partner"].flush_model(["active", "name", "category_id"])
        self.env["xero.link"].flush_model()

    def _keep_known(self, payloads):
        """Note in each group which of its contacts are paired and present in Odoo."""
        wanted = set()
        for payload in payloads:
            wanted.update(_readable_ids(payload))
        self._flush_members()
        self.env.cr.execute(
            SQL(
                """
                SELECT link.xero_id FROM %s JOIN res_partner partner ON partner.id = link.res_id
                 WHERE link.xero_id = ANY(%s) AND %s
                """,
                self._contact_links(),
                list(wanted),
                PRESENT,
            )
        )
        known = {row[0] for row in self.env.cr.fetchall()}
        for payload in payloads:
            if isinstance(payload, dict):
                payload["Known"] = [i for i in _readable_ids(payload) if i in known]

    def _member_commands(self, new, gone):
        """Put contacts under a tag and take others from it.

        :param list new: ContactIDs
        :param list gone: ContactIDs
        :rtype: list[tuple]
        """
        links = self.env["xero.link"].sudo()._of_xero(
            self._setting.connection_id, "contact", [*new, *gone]
        )
        return [
            *(Command.link(links[i].res_id) for i in new if i in links),
            *(Command.unlink(links[i].res_id) for i in gone if i in links),
        ]


def _readable_ids(payload):
    try:
        return contact_ids(payload) if isinstance(payload, dict) else []
    except (WrongShape, AttributeError):
        return []
