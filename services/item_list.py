"""Items: Xero's list is not paged, so a walk is one call, stored a piece at a time."""

from datetime import datetime, timedelta, timezone

from odoo import _, fields, models

from ..xero.paging import one_page
from .transaction import own
from .walk import OVERLAP

# Items per transaction.
PIECE = 1000
# Deleted items are missing from the whole list and nowhere else (FACTS 3.2).
WHOLE_EVERY = timedelta(hours=23)
# Ids in one filter: about as many as an address holds (FACTS 3.3).
IDS_AT_ONCE = 30


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    def _collect(self, run, client):
        """The whole list once a day and when a person asks, else what changed since."""
        with own(self.env) as env:
            setting = env["xero.sync.setting"].sudo().browse(run.setting_id)
            read_at, now = setting.item_read_at, fields.Datetime.now()
            whole = run.asked or not read_at or read_at < now - WHOLE_EVERY
        service = self.with_context(xero_setting_id=run.setting_id, xero_whole_list=whole)
        yield from super(XeroSyncItem, service)._collect(run, client)

    def _collect_changed(self, client, state):
        walk = dict(state["walk"])
        if not walk:
            whole = not state["watermark"] or self.env.context.get("xero_whole_list")
            since = None if whole else (state["watermark"] - OVERLAP).isoformat()
            walk = {"since": since, "after": "", "done": 0}
        since = datetime.fromisoformat(walk["since"]) if walk["since"] else None
        page = self._read_list(client, since and since.replace(tzinfo=timezone.utc))
        began = page.answer.date
        walk.setdefault("start", began and began.replace(tzinfo=None).isoformat())
        times = [self._time_or_none(payload) for payload in page.records]
        latest = max((moment.isoformat() for moment in times if moment), default=None)
        # In an order nobody can change, so that a stopped walk goes on where it was.
        payloads = sorted(page.records, key=self._id_or_empty)
        after = walk["after"]
        left = [row for row in payloads if not after or self._id_or_empty(row) > after]
        pieces = [left[start : start + PIECE] for start in range(0, len(left), PIECE)] or [[]]
        for piece in pieces[:-1]:
            walk.update(after=self._id_or_empty(piece[-1]), done=walk["done"] + len(piece),
                        total=len(payloads))  # fmt: skip
            yield piece, {"walk": dict(walk)}, []
        # What changed while a stopped walk lay still is read by the next one.
        seen = min(filter(None, (latest, walk["start"])), default=None)
        seen = seen and datetime.fromisoformat(seen).replace(microsecond=0)
        done = {
            "walk": False,
            "watermark": max(filter(None, (seen, state["watermark"])), default=False),
            "paired": True,
            "bulk": "none",
        }
        if since is None:
            done["item_read_at"] = fields.Datetime.now()
        yield pieces[-1], done, self._vanished(payloads) if since is None else []

    def _id_or_empty(self, payload):
        xero_id = payload.get(self._xero_key)
        return xero_id if isinstance(xero_id, str) else ""

    def _read_list(self, client, since):
        """All items, or those changed since an aware moment, in one call.

        :rtype: xero.answer.Page
        :raises XeroError: the answer is no such list; nothing is taken for deleted then
        """
        answer = client.get(self._xero_path, since, **self._list_filter())
        return one_page(answer, self._xero_collection, 1)

    def _read_pages(self, client, since):
        yield self._read_list(client, since)

    def _fetch(self, client, xero_ids):
        """The list takes no ids; a filter names them."""
        found = []
        for start in range(0, len(xero_ids), IDS_AT_ONCE):
            part = xero_ids[start : start + IDS_AT_ONCE]
            where = " OR ".join(f'{self._xero_key}==guid("{xero_id}")' for xero_id in part)
            answer = client.get(self._xero_path, where=where, **self._list_filter())
            found.extend(self._unwrap(answer.data))
        return found

    def _vanished(self, payloads):
        """Items that the whole list no longer has: those of products are asked about, the others
        forgotten. Not when one came without an id: it may be any of them.

        :rtype: list[tuple] -- as rows of the inbox
        """
        ids = [self._id_or_empty(payload) for payload in payloads]
        if not all(ids):
            return []
        with own(self.env) as env:
            setting = env["xero.sync.setting"].sudo().browse(self.env.context["xero_setting_id"])
            gone = env["xero.link"].sudo().search(
                [
                    ("connection_id", "=", setting.connection_id.id),
                    ("entity", "=", self._xero_entity),
                    ("part", "=", ""),
                    ("xero_id", "not in", ids),
                ]
            )
            known = gone.filtered("res_id")
            rows = [(0, link.xero_id, None, 0, 0) for link in known]
            # A dry run only looks.
            if not self.env.context.get("xero_look"):
                (gone - known).unlink()
        return rows

    def _pairs_of(self, run, payloads, inbox, read=True):
        pairs = super()._pairs_of(run, payloads, inbox, read)
        gone = [pair for pair in pairs if pair.refusal and pair.refusal["reason"] == "missing"]
        links = self.env["xero.link"].sudo()._of_xero(
            self._setting.connection_id, self._xero_entity, [pair.xero_id for pair in gone]
        ) if gone else {}  # fmt: skip
        for pair in gone:
            link = links.get(pair.xero_id)
            pair.name = (link.label if link else "") or pair.name
            pair.refuse(
                "missing",
                _(
                    "%s was deleted in Xero. Create it there again, link its product to another "
                    "item, or archive the product in Odoo and dismiss this.",
                    pair.name,
                ),
                # What can be done about it is done in Xero.
                direction="push",
            )
        return pairs
