from datetime import timedelta

from odoo import _, api, fields, models

MOST_ROWS = 100
# A run's slice ends after 50 seconds; an event still open long after that belongs to a dead worker.
STILL_RUNNING = timedelta(minutes=5)
EVENTS = "xero_connector.xero_sync_event_action"
MAPPING_REASONS = ("mapping_missing", "mapping_invalid")


class XeroSyncEvent(models.Model):
    """What the dashboard page shows, with the reader's own rights."""

    _inherit = "xero.sync.event"

    @api.model
    def get_dashboard(self):
        """The figures and the table of the last 24 hours, over all connections the reader may see.

        Every figure comes with the domain it was counted with, so that its link opens exactly the
        records behind it.

        :rtype: dict -- ``kpis``, ``links`` (a figure's model, domain and title), ``connections``,
            ``banners`` (what a person should do), ``rows`` (newest first), ``more`` (rows not
            shown), ``syncing`` and ``may`` (what the reader may do)
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        since = fields.Datetime.now() - timedelta(hours=24)
        links = self._dashboard_links(since)
        count = {
            key: self.env[link["model"]].search_count(link["domain"]) for key, link in links.items()
        }
        total, good = count["total"], count["total"] - count["bad"]
        rows = self.search(links["events"]["domain"], limit=MOST_ROWS)
        connections = self.env["xero.connection"].search([], limit=MOST_ROWS)
        return {
            "since": fields.Datetime.to_string(since),
            "kpis": {
                "events": count["events"],
                "good": good,
                "total": total,
                # 100 % only when every event was good: rounding must not hide the one that was not.
                "percent": int(1000 * good / total) / 10 if total else None,
                "quarantined": count["quarantined"],
                "waiting": count["waiting"],
            },
            "links": links,
            "connections": [row._dashboard_row() for row in connections],
            "banners": connections._dashboard_banners() + self._mapping_banners(),
            "rows": [event._dashboard_row() for event in rows],
            "more": max(0, count["events"] - len(rows)),
            "syncing": self._dashboard_syncing(),
            "may": {
                "connect": self.env.su
                or self.env.user.has_group("xero_connector.group_manager"),
                "sync": any(row.state == "live" for row in connections),
            },
        }

    def _dashboard_links(self, since):
        recent = [("started_at", ">=", fields.Datetime.to_string(since))]
        closed = [*recent, ("state", "!=", "running")]
        event = "xero.sync.event"
        return {
            "events": {
                "model": event,
                "action": EVENTS,
                "domain": recent,
                "name": _("Events of the last 24 hours"),
            },
            "total": {
                "model": event,
                "action": EVENTS,
                "domain": closed,
                "name": _("Finished events, last 24 hours"),
            },
            "bad": {
                "model": event,
                "action": EVENTS,
                "domain": [*closed, ("state", "!=", "ok")],
                "name": _("Events that were not OK, last 24 hours"),
            },
            "quarantined": {
                "model": "xero.quarantine",
                "action": "xero_connector.xero_quarantine_action",
                "domain": [("state", "=", "open")],
                "name": _("Questions"),
            },
            "waiting": {
                "model": "xero.outbox",
                "action": "xero_connector.xero_outbox_action",
                "domain": [],
                "name": _("Waiting to be sent"),
            },
        }  # fmt: skip

    def _dashboard_syncing(self):
        """Whether something is on its way: a run, a wish of a person, or a write to Xero."""
        young = fields.Datetime.now() - STILL_RUNNING
        asked = [
            ("asked_by_person", "=", True),
            ("enabled", "=", True),
            ("connection_id.state", "=", "live"),
        ]
        sending = [("state", "=", "sending"), ("lease_until", ">", young)]
        return bool(
            self.search_count([("state", "=", "running"), ("started_at", ">=", young)], limit=1)
            or self.env["xero.sync.setting"].search_count(asked, limit=1)
            or self.env["xero.outbox"].search_count(sending, limit=1)
        )

    def _mapping_banners(self):
        rows = self.env["xero.quarantine"].search(
            [("state", "=", "open"), ("reason", "in", MAPPING_REASONS)], limit=MOST_ROWS
        )
        if not rows:
            return []
        return [
            {
                "key": "mapping",
                "level": "warning",
                "title": _("A mapping is missing."),
                "sentence": rows[0].sentence
                if len(rows) == 1
                else _("%s records wait until what they refer to is mapped.", len(rows)),
                "button": _("Open the mapping"),
                "model": rows._name,
                "method": "action_open_mapping",
                "id": rows[0].id,
                "allowed": True,
            }
        ]

    def _dashboard_row(self):
        directions = dict(self._fields["direction"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "when": fields.Datetime.to_string(self.started_at),
            "event": self.name,
            "company": self.company_id.display_name,
            "direction": self.direction,
            "direction_label": directions[self.direction],
            "records": self.collected,
            "state": self.state,
            "state_label": states[self.state],
            "detail": self.detail or "",
        }
