"""What the page of a setting shows beside the row itself, and where its figures lead."""

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from .xero_sync_setting import NO_FILTER


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    last_event_id = fields.Many2one(
        "xero.sync.event", "Last run", compute="_compute_last_event", compute_sudo=True
    )
    last_run_at = fields.Datetime(compute="_compute_last_event", compute_sudo=True)
    last_state = fields.Selection(
        lambda self: self.env["xero.sync.event"]._fields["state"].selection,
        "How it ended",
        compute="_compute_last_event",
        compute_sudo=True,
    )
    last_detail = fields.Char("What it did", compute="_compute_last_event", compute_sudo=True)
    busy = fields.Boolean(compute="_compute_last_event", compute_sudo=True)
    ways = fields.Char("Direction", compute="_compute_ways")
    dated = fields.Boolean(compute="_compute_dated", help="The start date matters for its records.")
    live_count = fields.Integer("Records that match", compute="_compute_live_count")
    live_sentence = fields.Char("How many", compute="_compute_live_count")

    @api.depends("pull", "push")
    def _compute_ways(self):
        words = {
            (True, True): _("Both ways"),
            (True, False): _("Import"),
            (False, True): _("Export"),
        }
        for setting in self:
            setting.ways = words.get((setting.pull, setting.push), "")

    @api.depends("domain", "start_date", "entity")
    def _compute_live_count(self):
        for setting in self:
            setting.live_count, setting.live_sentence = setting._counted()

    def _counted(self):
        """How many records the filter lets out, and the same in words.

        A filter that does not work, or records the reader may not see, must not look like a filter
        that nothing matches.

        :rtype: tuple[int, str]
        """
        service = self._service()
        try:
            with self.env.cr.savepoint():
                model = service.env[service._odoo_model]
                count = model.search_count(service._wanted_domain(self))
        except AccessError:
            return 0, _("You may not read these records in Odoo, so they cannot be counted here.")
        except (*NO_FILTER, UserError) as error:
            why = (str(error).splitlines() or [""])[0]
            return 0, _("This filter does not work. Please correct it: %s", why)
        if not count:
            return 0, _("No new record is sent with these settings.")
        return count, _(
            "%s of this sync's records match. The number above counts everything of this kind in "
            "Odoo that matches, also what this sync never sends.",
            count,
        )

    def _mode_name(self):
        """The setting “Records”, as people read it.

        :rtype: str
        """
        return dict(self._fields["write_mode"]._description_selection(self.env))[self.write_mode]

    @api.depends("entity")
    def _compute_dated(self):
        for setting in self:
            service = setting.sudo()._service()
            never, today = (
                service._wanted_domain(
                    setting.new({"start_date": day, "domain": "[]"}, origin=setting)
                )
                for day in (False, fields.Date.today())
            )
            setting.dated = service._xero_dated or never != today

    @api.depends("connection_id", "entity", "asked_by_person", "bulk")
    def _compute_last_event(self):
        events = self.env["xero.sync.event"]
        newest = events._read_group(
            [("connection_id", "in", self.connection_id.ids)],
            ["connection_id", "entity"],
            ["id:max"],
        )
        found = {(connection.id, entity): last for connection, entity, last in newest}
        for setting in self:
            event = events.browse(found.get((setting.connection_id.id, setting.entity)))
            setting.last_event_id = event
            setting.last_run_at = event.started_at
            setting.last_state, setting.last_detail = event.state, event.detail
            setting.busy = (
                event.state == "running" or setting.asked_by_person or setting.bulk != "none"
            )

    def action_open_events(self):
        """Open the runs of this sync.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        return self._open_rows("xero.sync.event", _("Events"))

    def action_open_waiting(self):
        """Open the changes of this sync that Xero has not confirmed.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        return self._open_rows("xero.outbox", _("Waiting to be sent"))

    def action_open_quarantine(self):
        """Open the differences of this sync that need a person.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        return self._open_rows("xero.quarantine", _("Questions"), [("state", "=", "open")])

    def action_open_links(self):
        """Open the pairs of this sync.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        return self._open_rows("xero.link", _("Pairs"), [("part", "=", "")])

    def _open_rows(self, model, title, also=()):
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rule("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"xero_connector.{model.replace('.', '_')}_action"
        )
        domain = [
            ("connection_id", "=", self.connection_id.id),
            ("entity", "=", self.entity),
            *also,
        ]
        return {**action, "name": f"{title}: {self.display_name}", "domain": domain, "context": {}}
