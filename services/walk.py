"""The paged walk: which Xero records may differ, and how far they were read."""

import re
from datetime import datetime, timedelta, timezone

from odoo import fields, models

from ..xero.wire import WrongShape
from .transaction import own

# If-Modified-Since is exact to the second and nobody says whether it includes it (FACTS 3.2).
OVERLAP = timedelta(minutes=5)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    def _collect(self, run, client):
        """Pages of records that may differ: those asked for by id, then those changed since the
        watermark.

        :rtype: Iterator[tuple[list[dict], dict, list]] -- payloads, setting values to store with
            them, inbox rows answered by them
        """
        with own(self.env) as env:
            setting = env["xero.sync.setting"].sudo().browse(run.setting_id)
            inbox = env["xero.inbox"].sudo()._asked(
                setting.connection_id, self._xero_entity, limit=400
            )
            state = {"watermark": setting.watermark, "walk": setting.walk or {}}
            now = fields.Datetime.now()
            scheduled = not inbox or setting.asked_by_person or not setting.paired
            scheduled = scheduled or not setting.next_pull or setting.next_pull <= now
            run.planned = bool(scheduled)
        if inbox:
            # What is no id would have the whole call refused; it is answered as missing.
            yield self._fetch(client, [row[1] for row in inbox if is_id(row[1])]), {}, inbox
        if scheduled:
            yield from self._collect_changed(client, state)

    def _collect_changed(self, client, state):
        """Every page changed since the watermark, in an order that cannot lose rows.

        Ordered by id, which nobody can change, a record edited while we read cannot slip past;
        reading once more from the start of the walk brings its new values (FACTS 3.1, pattern b).
        The place is stored with every page, so that a stopped walk goes on where it was.
        """
        walk = dict(state["walk"])
        if not walk:
            since = state["watermark"] - OVERLAP if state["watermark"] else None
            walk = {"page": 1, "since": since and since.isoformat(), "latest": None, "done": 0}
        while True:
            since = datetime.fromisoformat(walk["since"]) if walk["since"] else None
            page = self._read_page(
                client, walk["page"], since.replace(tzinfo=timezone.utc) if since else None
            )
            payloads = page.records
            times = [self._time_or_none(payload) for payload in payloads]
            latest = max([*(t.isoformat() for t in times if t), walk["latest"] or ""]) or None
            date = page.answer.date
            began = date and date.replace(tzinfo=None).isoformat()
            walk.setdefault("again_start" if walk.get("again") else "start", began)
            walk.update(latest=latest, done=walk["done"] + len(payloads), total=page.item_count)
            last = walk["page"] >= (page.page_count or 1)
            if not last:
                walk["page"] += 1
                yield payloads, {"walk": dict(walk)}, []
                continue
            if walk["page"] > 1 and not walk.get("again") and walk.get("start"):
                start = datetime.fromisoformat(walk["start"])
                walk.update(page=1, since=(start - OVERLAP).isoformat(), again=True)
                yield payloads, {"walk": dict(walk)}, []
                continue
            # What changed while it was read once more is read by the next run.
            latest = min(filter(None, (walk["latest"], walk.get("again_start"))), default=None)
            seen = latest and datetime.fromisoformat(latest).replace(microsecond=0)
            done = {
                "walk": False,
                "watermark": max(filter(None, (seen, state["watermark"])), default=False),
                "paired": True,
                "bulk": "none",
            }
            yield payloads, done, []
            return

    def _list_filter(self):
        """Query parameters that restrict the list of changed records.

        :rtype: dict
        """
        return {}

    def _time_or_none(self, payload):
        try:
            return self._xero_time(payload)
        except (WrongShape, AttributeError):
            return None


def is_id(text):
    """Whether it is a text in the form of Xero's ids."""
    return isinstance(text, str) and bool(_ID.fullmatch(text))
