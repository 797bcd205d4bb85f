"""Contact groups: reading them. Xero lists groups without their members (FACTS 3.1, 5.5)."""

from odoo import _, fields, models

from ..xero.errors import Action, XeroError
from ..xero.paging import one_page
from .transaction import own
from .walk import is_id

CONTACTS = "/api.xro/2.0/Contacts"
PAGE = 1000


class XeroSyncContactGroup(models.AbstractModel):
    _inherit = "xero.sync.contact.group"

    def _collect(self, run, client):
        """Every group with its members, and those that are paired but listed no more.

        Groups have no date of change: the whole list is compared. It costs one call, and for the
        members one for each group or one for each 1,000 contacts, whichever is fewer.
        """
        run.planned = True
        with own(self.env) as env:
            setting = env["xero.sync.setting"].sudo().browse(run.setting_id)
            inbox = env["xero.inbox"].sudo()._asked(setting.connection_id, self._xero_entity)
            links = env["xero.link"].sudo()
            domain = [("connection_id", "=", setting.connection_id.id)]
            pages = links.search_count([*domain, ("entity", "=", "contact")]) // PAGE + 1
            paired = links.search([*domain, ("entity", "=", self._xero_entity)])
            before = {link.xero_id: (link.label, link.agreed or None) for link in paired}
        payloads = self._with_members(client, self._read_groups(client), pages)
        for payload in payloads:
            payload["Before"] = before.get(self._id_of(payload), (None, None))[1]
        payloads += self._vanished(payloads, before)
        done = {"paired": True, "bulk": "none", "watermark": fields.Datetime.now()}
        yield payloads, done, inbox

    def _read_groups(self, client):
        """The list of groups, without the empty list of members that stands in each of them.

        :raises XeroError: there is none; taken for an empty one, it would end every pair
        """
        answer = client.get(self._xero_path)
        if answer.data is None:
            raise XeroError("bad_answer", Action.RETRY, status=answer.status)
        groups = one_page(answer, self._xero_collection, 1).records
        return [{key: one[key] for key in one if key != "Contacts"} for one in groups]

    def _read_pages(self, client, since):
        page = one_page(client.get(self._xero_path), self._xero_collection, 1)
        for group in page.records:
            group.pop("Contacts", None)
        yield page

    def _id_of(self, payload):
        xero_id = payload.get(self._xero_key)
        return xero_id if isinstance(xero_id, str) else ""

    def _with_members(self, client, groups, pages):
        """The same groups with their members, in as few calls as can be.

        :param int pages: how many pages all contacts are
        """
        ids = [self._id_of(group) for group in groups if is_id(self._id_of(group))]
        if len(ids) <= pages:
            full = {self._id_of(one): one for one in self._fetch(client, ids)}
            return [{**one, **full.get(self._id_of(one), {})} for one in groups]
        members = {xero_id: [] for xero_id in ids}
        for page in client.pages(CONTACTS, order="ContactID"):
            for contact in page.records:
                for group_id in _groups_of(contact):
                    if group_id in members:
                        members[group_id].append({"ContactID": contact.get("ContactID")})
        return [{**one, "Contacts": members.get(self._id_of(one), [])} for one in groups]

    def _fetch(self, client, xero_ids):
        """One call for each group: only so a group comes with its members."""
        found = []
        for xero_id in filter(is_id, xero_ids):
            try:
                answer = client.get(f"{self._xero_path}/{xero_id}")
            except XeroError as error:
                if error.status == 404:
                    continue
                raise
            found += one_page(answer, self._xero_collection, 1).records[:1]
        return found

    def _vanished(self, payloads, before):
        """Stand-ins for paired groups that Xero lists no more.

        None when an element came without a readable id: it may be any of them.
        """
        listed = {self._id_of(payload) for payload in payloads}
        if "" in listed:
            return []
        return [
            {self._xero_key: xero_id, "Name": label or xero_id, "Gone": True, "Before": agreed}
            for xero_id, (label, agreed) in before.items()
            if xero_id not in listed
        ]

    def _pairs_of(self, run, payloads, inbox, read=True):
        self._keep_known(payloads)
        return super()._pairs_of(run, payloads, inbox, read)

    def _is_stale(self, pair):
        """Whether a write was settled since the list was read; groups have no date that says so."""
        pair.notes["stale"] = (pair.link.agreed or None) != pair.payload.get("Before")
        return pair.notes["stale"]

    def _follow(self, pairs):
        super()._follow(pairs)
        for pair in pairs:
            if pair.payload and pair.payload.get("Gone") and not pair.notes.get("stale"):
                self._end(pair)

    def _end(self, pair):
        """The group was deleted in Xero: the pair ends; the tag may mean more in Odoo and stays.

        It is not sent again by itself, or nobody could delete a group.
        """
        links = self.env["xero.link"].sudo()._of_xero(
            self._setting.connection_id, self._xero_entity, [pair.xero_id]
        )
        for link in links.values():
            link.active = False
        self.env["xero.outbox"].sudo().search(
            [
                ("connection_id", "=", self._setting.connection_id.id),
                ("entity", "=", self._xero_entity),
                ("res_id", "=", pair.res_id),
                ("state", "=", "waiting"),
            ]
        ).unlink()
        self._setting.group_tag_ids -= self.env[self._odoo_model].browse(pair.res_id)
        pair.outcome = "updated" if pair.res_id else "skipped"
        pair.notes["why"] = _("deleted in Xero; the tag stays in Odoo")


def _groups_of(contact):
    """Ids of the groups of a contact; what has another shape names none."""
    named = contact.get("ContactGroups")
    groups = [one for one in named if isinstance(one, dict)] if isinstance(named, list) else []
    ids = [one.get("ContactGroupID") for one in groups]
    return [group_id for group_id in ids if isinstance(group_id, str)]
