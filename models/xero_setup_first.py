"""What became of the first sync: told from its runs, until each has come to its end."""

from odoo import _, api, fields, models
from odoo.exceptions import UserError

BROKEN = ("failed", "crashed")
# What the whole is called by, the first that one of the syncs is in.
GRAVEST = ("failed", "running", "yours", "waiting")


class XeroSetup(models.Model):
    """The last step once Start was pressed: what is still running, what came of the rest."""

    _inherit = "xero.setup"

    first_sync = fields.Json("First sync", compute="_compute_first_sync")
    first_state = fields.Char(compute="_compute_first_sync")
    first_sentence = fields.Char(compute="_compute_first_sync")

    @api.depends_context("uid")
    def _compute_first_sync(self):
        # Not compute_sudo: Odoo keeps such a field apart for each person only without it.
        for row, all_rights in zip(self, self.sudo(), strict=True):
            shown = row.started and row.started_at and row.step == "start"
            found = all_rights._first_rows() if shown else []
            state, sentence = row._first_whole(found), row._first_words(found)
            row.first_sync, row.first_state, row.first_sentence = found, state, sentence

    def _first_whole(self, found):
        """
        :rtype: str | bool -- running, failed, yours or done; False when there is nothing to tell
        """
        states = {line["state"] for line in found}
        whole = next((state for state in GRAVEST if state in states), "done")
        # What waits for another sync follows by itself.
        return ("running" if whole == "waiting" else whole) if found else False

    def _first_words(self, found):
        state = self._first_whole(found)
        named = ", ".join(line["label"] for line in found if line["state"] == state)
        done = sum(line["state"] == "done" for line in found)
        return {
            "running": _(
                "The first sync is running: %(done)s of %(all)s are done. This page updates by "
                "itself.",
                done=done,
                all=len(found),
            ),
            "failed": _("The first sync has not come to its end: %s failed.", named),
            "yours": _("The first sync waits for you: %s.", named),
            "done": _(
                "The first sync is done. Records in both systems: %(records)s. Open questions: "
                "%(questions)s.",
                records=sum(line["records"] for line in found),
                questions=sum(line["questions"] for line in found),
            ),
        }.get(state, False)

    def _first_rows(self):
        return [self._first_row(setting) for setting in self._records_on()]

    def _first_row(self, setting):
        """What became of one sync's first run.

        :rtype: dict -- entity, label, state, sentence, records (pairs), questions (open)
        """
        state, why = self._first_state_of(setting)
        records = self.env["xero.link"].search_count(
            [
                ("connection_id", "=", setting.connection_id.id),
                ("entity", "=", setting.entity),
                ("part", "=", ""),
                ("res_id", "!=", 0),
            ]
        )
        return {
            "entity": setting.entity,
            "label": setting.display_name,
            "state": state,
            "sentence": why or self._first_label(state),
            "records": records,
            "questions": setting.quarantine_count,
            "unsent": setting.waiting_count if state == "done" else 0,
        }

    def _first_label(self, state):
        return {"running": _("Is running."), "done": _("Done.")}.get(state, "")

    def _first_state_of(self, setting):
        """Where a sync's first run is.

        :rtype: tuple[str, str] -- running, failed, waiting (for another sync), yours (for a person)
            or done; why, in a sentence
        """
        last = self._last_runs(setting)
        if "running" in last.values():
            return "running", ""
        asked = setting.pull and (setting.asked_by_person or not setting.paired)
        for way in ("pull", "push"):
            again = setting[f"next_{way}"]
            waits = again and again > fields.Datetime.now()
            if last.get(way) in BROKEN and waits and (way == "push" or asked):
                return "failed", self._failed_words(setting, way, again)
        if not asked:
            return "done", ""
        why = setting._why_not_ready()
        if not why:
            return "running", _("Waits for its turn.")
        before = self._follows(setting)
        return ("waiting", _("Follows by itself after: %s.", before)) if before else ("yours", why)

    def _runs(self, setting):
        """Its runs since Start was pressed, the newest first.

        :rtype: xero.sync.event
        """
        return self.env["xero.sync.event"].search(
            [
                ("connection_id", "=", setting.connection_id.id),
                ("entity", "=", setting.entity),
                ("started_at", ">=", self.started_at),
            ],
            order="id desc",
            limit=20,
        )

    def _last_runs(self, setting):
        """
        :rtype: dict[str, str] -- state of the newest run by direction
        """
        last = {}
        for event in self._runs(setting):
            last.setdefault(event.direction, event.state)
        return last

    def _failed_words(self, setting, way, again):
        event = self._runs(setting).filtered(lambda run: run.direction == way)[:1]
        at = fields.Datetime.context_timestamp(self, again)
        return _(
            "%(why)s It is tried again at %(time)s.",
            why=event.detail or "",
            time=at.strftime("%Y-%m-%d %H:%M"),
        )

    def _follows(self, setting):
        """The sync whose first run is all that is missing; this one runs by itself after it.

        :return: str, its name; "" when a person has to do something
        """
        if not setting._live() or setting.pull_schedule == "manual":
            return ""
        service = setting._service()
        steps = service._steps(setting.connection_id, service._needs())
        first = next((step for step in steps if not step.done), None)
        labels = dict(setting._selection_entity())
        return labels[first.entity] if first and first.kind == "run" else ""

    # -- its buttons ----------------------------------------------------------------------------

    def action_try_again(self):
        """Run what failed again, as soon as a worker is free.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: nothing failed, or it ran a moment ago
        """
        connection, row = self._connected(), self._mine()
        failed = {line["entity"] for line in row.first_sync if line["state"] == "failed"}
        settings = connection.setting_ids.filtered(lambda setting: setting.entity in failed)
        if not settings:
            raise UserError(_("Nothing failed that could be run again."))
        return settings.action_sync_now()

    def action_open_first(self, entity, what):
        """Open what came of one sync.

        :param str entity: of a sync that is on
        :param str what: ``records`` (its pairs), ``questions`` or ``events``
        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        connection = self._connected()
        setting = connection.setting_ids.filtered(lambda row: row.entity == entity)
        if not setting:
            raise UserError(_("There is no such sync."))
        if what == "questions":
            return setting.action_open_quarantine()
        records = what == "records"
        return setting.action_open_links() if records else setting.action_open_events()
