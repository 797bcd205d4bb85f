"""Contact groups in Xero and tags in Odoo: what is kept equal, and which tags are sent at all.

Members are known by their ContactID. Whoever is not paired yet is a member on neither side and
waits; an archived contact cannot be in a group (Pain 26) and is left alone.
"""

from odoo import _, models

from ..xero.wire import WrongShape, clean, records, text
from .fields import Field
from .walk import is_id


class XeroSyncContactGroup(models.AbstractModel):
    _name = "xero.sync.contact.group"
    _inherit = "xero.sync"
    _description = "Contact groups: Xero's groups and Odoo's tags"

    _xero_entity = "contact_group"
    _xero_label = "Contact groups"
    _xero_sequence = 20
    _odoo_model = "res.partner.category"
    _xero_path = "/api.xro/2.0/ContactGroups"
    _xero_collection = "ContactGroups"
    _xero_key = "ContactGroupID"
    _xero_feature = "contacts"
    _xero_requires = ("contact",)
    # A group costs several calls of its own: one for its name, one for members put in (FACTS 5.5).
    _xero_batch = 1
    _xero_watch = {
        "res.partner.category": ({"name", "active", "partner_ids"}, None),
        "res.partner": ({"category_id"}, "category_id"),
    }

    def _default_setting(self, connection):
        """Off until somebody wants it: groups decide who gets which statement in Xero."""
        return {
            **super()._default_setting(connection),
            "enabled": False,
            "pull_schedule": "daily",
            "start_date": False,
        }

    def _synced_fields(self):
        return (
            *super()._synced_fields(),
            Field("name", _("Name"), odoo="name", xero="Name"),
            Field("members", _("Contacts"), kind="list"),
        )

    def _wanted_domain(self, setting):
        """Tags somebody chose, or all; never one whose group was deleted in Xero."""
        chosen = [("id", "in", setting.group_tag_ids.ids)]
        closed = self.env["xero.link"].sudo().with_context(active_test=False).search(
            [
                ("connection_id", "=", setting.connection_id.id),
                ("entity", "=", self._xero_entity),
                ("active", "=", False),
                ("res_id", "!=", 0),
            ]
        )
        return [
            *super()._wanted_domain(setting),
            *([] if setting.group_tags == "all" else chosen),
            ("id", "not in", closed.mapped("res_id")),
        ]

    def _read_odoo(self, tags):
        found = self._members_of(tags)
        return {
            tag.id: {
                "name": clean(tag.name or ""),
                "members": {row.xero_id: True for row in found[tag.id] if row.present},
            }
            for tag in tags
        }

    def _read_xero(self, payload):
        """A list of groups and the answer to a write have no members: left out, not empty."""
        values = {}
        if "Name" in payload:
            values["name"] = clean(text(payload["Name"], "Name"))
            if not values["name"]:
                raise WrongShape("Xero's field Name is empty.")
        if "Contacts" in payload:
            known = payload.get("Known") or ()
            values["members"] = {i: True for i in contact_ids(payload) if i in known}
        return values

    def _odoo_values(self, values, record, pair):
        """Members are put in and taken out one by one: who is not paired keeps the tag."""
        result = {name: values[name] for name in ("name",) if name in values}
        if "members" in values:
            held = (pair.odoo or {}).get("members") or {}
            new = [i for i in values["members"] if i not in held]
            gone = [i for i in held if i not in values["members"]]
            result["partner_ids"] = self._member_commands(new, gone)
        return result

    def _match_odoo(self, pairs):
        """The tag of the same name, whatever its capitals."""
        pairs = [pair for pair in pairs if not pair.outcome and pair.xero]
        by_name = {}
        for tag in self.env[self._odoo_model].search([("active", "=", True)]) if pairs else ():
            by_name.setdefault(name_key(tag.name), []).append((tag.id, _("same name")))
        return {pair.key: by_name.get(name_key(pair.xero["name"]), []) for pair in pairs}

    def _merge_pair(self, pair, setting):
        """On a first pairing other capitals are no contradiction: Xero's spelling is taken."""
        merged = super()._merge_pair(pair, setting)
        first = "name" in merged.conflicts and "name" not in (pair.agreed or {})
        if first and name_key(pair.odoo["name"]) == name_key(pair.xero["name"]):
            merged.conflicts.remove("name")
            merged.to_odoo["name"] = pair.xero["name"]
        return merged

    def _xero_keys(self, xero, payload):
        return [f"name:{name_key(xero['name'])}"] if xero.get("name") else []

    def _odoo_keys(self, odoo, record):
        return [f"name:{name_key(odoo['name'])}"] if odoo["name"] else []

    def _natural_key(self, payload):
        """Xero has a name of a group once: how a creation without an answer is found again."""
        name = payload.get("Name")
        return name_key(name) or None if isinstance(name, str) else None

    def _may_create_xero(self, pair, record):
        return record.active


def name_key(name):
    """A name as Xero compares it."""
    return clean(name or "").casefold()


def contact_ids(payload):
    """ContactIDs of the members of a group.

    :raises WrongShape: the list or an id in it has another type
    :rtype: list[str]
    """
    ids = [row.get("ContactID") for row in records(payload.get("Contacts"), "Contacts")]
    if not all(is_id(xero_id) for xero_id in ids):
        # Left out, it would look like somebody who was taken out of the group.
        raise WrongShape("A contact of the group has no ContactID.")
    return [xero_id.lower() for xero_id in ids]
