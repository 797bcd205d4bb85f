from odoo import _, api, fields, models

from ..services.dry_run_outcome import OUTCOMES

MEGABYTE = 1_000_000


class XeroSetup(models.Model):
    """The dry run's part: asked for by a button, filled by a cron, shown until the next one."""

    _inherit = "xero.setup"

    dry_run_state = fields.Selection(
        [("none", "Not looked at"), ("queued", "Being read from Xero"), ("done", "Done")],
        "Dry run",
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    dry_run_note = fields.Char("What the dry run says", readonly=True, copy=False)
    dry_run_at = fields.Datetime("Looked at", readonly=True, copy=False)
    dry_run_for = fields.Char(readonly=True, copy=False)
    # Payroll's part is not for every manager: what may be seen is shown by the field below.
    dry_run_found = fields.Json(readonly=True, copy=False, groups="base.group_system")
    dry_run = fields.Json("What would happen", compute="_compute_dry_run")
    # The pairs that a dry run under way has found: read by the next slice and by nothing else.
    dry_run_progress = fields.Json(
        readonly=True, copy=False, prefetch=False, groups="base.group_system"
    )
    dry_run_place = fields.Json(readonly=True, copy=False, groups="base.group_system")
    dry_run_doing = fields.Char("How far it has come", compute="_compute_dry_run_doing")

    @api.depends_context("uid")
    def _compute_dry_run(self):
        payroll = self.env.user.has_group("hr.group_hr_user")
        services = self.env["xero.sync"]._services()
        for row in self:
            found = row.sudo().dry_run_found or {}
            if row.dry_run_state != "done" or not row._is_for(row.dry_run_for):
                found = {}
            row.dry_run = [
                row._look_shown(services[entity], found[entity])
                for entity in services
                if entity in found and (payroll or not services[entity]._xero_payroll)
            ]

    @api.depends("dry_run_state", "dry_run_place")
    @api.depends_context("uid")
    def _compute_dry_run_doing(self):
        payroll = self.env.user.has_group("hr.group_hr_user")
        services = self.env["xero.sync"]._services()
        for row in self:
            place = (row.dry_run_state == "queued" and row.sudo().dry_run_place) or {}
            service = services.get(place.get("entity"))
            hidden = service is None or (service._xero_payroll and not payroll)
            row.dry_run_doing = not hidden and _(
                "Sync %(number)s of %(all)s, “%(sync)s”: %(looked)s of %(total)s records looked "
                "at.",
                **{**place, "sync": service._xero_label},
            )

    def _dry_run_done(self):
        return self._is_for(self.dry_run_for) and self.dry_run_state != "queued"

    def _dry_run_sentence(self):
        if self.dry_run_state == "queued":
            return _("The first records are being read.")
        if not self._dry_run_done():
            return _("The first 20 records of each sync, and what it would cost.")
        if self.dry_run_state != "done":
            return _("Left out.")
        at = fields.Datetime.context_timestamp(self, self.dry_run_at)
        return _("Looked at on %s.", at.strftime("%Y-%m-%d %H:%M"))

    def _dry_run_settings(self):
        """The syncs a dry run looks at, in the order in which they run.

        :rtype: xero.sync.setting
        """
        services = self.env["xero.sync"]._services()
        order = list(services)
        settings = self.sudo().connection_id.setting_ids.filtered(
            lambda row: row._on() and not services[row.entity]._is_list()
        )
        return settings.sorted(lambda row: order.index(row.entity))

    def _keep_dry_run(self, found, error):
        """The cron's result.

        :param dict found: by entity
        :param str error: why there is none
        """
        done = {} if error else {"dry_run_for": self._tenant(), "dry_run_found": found}
        self.sudo().write(
            {
                "dry_run_state": "none" if error else "done",
                "dry_run_note": error or False,
                "dry_run_at": fields.Datetime.now(),
                "dry_run_progress": False,
                "dry_run_place": False,
                **done,
            }
        )

    # -- in words -------------------------------------------------------------------------------

    def _look_shown(self, service, found):
        """One sync's part of the page.

        :rtype: dict -- entity, label, error, directions
        """
        directions = [
            self._direction_shown(way, found[way]) for way in ("pull", "push") if way in found
        ]
        for shown in directions:
            if shown["way"] == "push" and found["push"]["total"] and not self.started:
                shown["sentence"] += " " + self._start_words(service._xero_entity)
        return {
            "entity": service._xero_entity,
            "label": service._xero_label,
            "error": found.get("error", ""),
            "directions": directions,
        }

    def _start_words(self, entity):
        """What Start sends by itself of what stands under “To Xero”.

        :rtype: str
        """
        settings = self.sudo().connection_id.setting_ids
        waiting = settings.filtered(lambda row: row.entity == entity).waiting_count
        if not waiting:
            return _(
                "Start by itself sends none of them, unless another record that it sends needs one."
            )
        return _(
            "Start by itself sends %s: what was made or changed in Odoo since the company was "
            "connected.",
            waiting,
        )

    def _direction_shown(self, way, seen):
        labels = self._outcome_labels(way)
        return {
            "way": way,
            "title": _("From Xero") if way == "pull" else _("To Xero"),
            "sentence": self._counts_words(way, seen),
            "cost": self._cost_words(seen),
            "rows": [{**row, "label": labels[row["outcome"]]} for row in seen["rows"]],
        }

    def _outcome_labels(self, way):
        """What became of one record.

        :rtype: dict[str, str]
        """
        pulls = way == "pull"
        return {
            "ask": _("You are asked"),
            "create": _("Created in Odoo") if pulls else _("Created in Xero"),
            "link": _("Linked to one in Odoo") if pulls else _("Linked to one in Xero"),
            "update": _("Updated") if pulls else _("Compared with Xero's"),
            "later": _("Sent after what it needs"),
            "leave": _("Left as it is"),
            "same": _("Nothing to do"),
        }

    def _outcome_words(self, way, count):
        """What a run would do with so many records of each outcome.

        :rtype: dict[str, str]
        """
        pulls = way == "pull"
        return {
            "ask": _("ask you about %s", count),
            "create": _("create %s in Odoo", count) if pulls else _("create %s in Xero", count),
            "link": _("link %s to what is in Odoo already", count)
            if pulls
            else _("link %s to what is in Xero already", count),
            "update": _("update %s", count)
            if pulls
            else _("compare %s with what is in Xero already", count),
            "later": _("send 1 after what it needs")
            if count == 1
            else _("send %s after what they need", count),
            "leave": _("leave 1 as it is") if count == 1 else _("leave %s as they are", count),
            "same": _("change nothing in %s", count),
        }

    def _counts_words(self, way, seen):
        pulls = way == "pull"
        if not seen["total"]:
            return _("There are none in Xero.") if pulls else _("There are none in Odoo.")
        there = _("%s in Xero.", seen["total"]) if pulls else _("%s in Odoo.", seen["total"])
        if not seen["whole"]:
            there += " " + self._looked_words(seen["looked"])
        counts = seen["counts"]
        what = ", ".join(
            self._outcome_words(way, counts[name])[name] for name in OUTCOMES if name in counts
        )
        if pulls:
            return f"{there} {_('The first run would %s.', what)}"
        sent = _("Sending it would %s.", what) if seen["total"] == 1 else ""
        return f"{there} {sent or _('Sending all would %s.', what)}"

    def _looked_words(self, count):
        if count == 1:
            return _("The first one was looked at.")
        return _("The first %s were looked at.", count)

    def _cost_words(self, seen):
        if not seen["calls"]:
            return _("No call to Xero.")
        size = self._size_words(seen["bytes"])
        if seen["calls"] == 1:
            return _("One call to Xero, %s.", size)
        if not seen["bytes"]:
            return _("About %s calls to Xero.", seen["calls"])
        return _("About %(calls)s calls to Xero, %(size)s.", calls=seen["calls"], size=size)

    def _size_words(self, size):
        if size >= MEGABYTE:
            return _("%.1f MB", size / MEGABYTE)
        if size < 1000:
            return _("under 1 kB")
        return _("%s kB", -(-size // 1000))
