"""What the buttons of a setting do; each is callable over JSON-RPC with the same rights."""

from odoo import _, fields, models
from odoo.exceptions import UserError

from .notice import notice

GROUP_MANAGER = "xero_connector.group_manager"


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    def action_sync_now(self):
        """Run this entity in both its directions as soon as a worker is free.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        self.check_access_rule("read")
        settings = self.sudo()
        ready, refusals = settings.browse(), []
        for setting in settings:
            why = setting._why_not_ready()
            refusals += [why] if why else setting._sentences_cooling()
            if not why and setting._free_directions():
                ready |= setting
        if refusals and not ready:
            raise UserError("\n".join(refusals))
        for setting in ready:
            setting._ask_for_run(setting._free_directions())
        told = _("The sync is on its way. This page updates by itself.")
        return notice("\n".join([told, *refusals]), "warning" if refusals else "info")

    def _ask_for_run(self, directions):
        """Have this sync run in these directions as soon as a worker is free."""
        now = fields.Datetime.now()
        values = {f"next_{direction}": now for direction in directions}
        if self.push_schedule == "manual" and not self.waiting_count:
            # What is asked for by hand is what waits now, not what changes later.
            values.pop("next_push", None)
        # An export's sign of work is the outbox; only an import can be asked for as such.
        if "pull" in directions:
            values["asked_by_person"] = True
        self.write(values)
        self._start_cooldown(directions)
        for direction in directions:
            self._service()._wake(direction)

    def action_import_all(self):
        """Read every record of this entity from Xero again, as bulk work with progress.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        self.check_access_rule("read")
        for setting in self.sudo():
            setting._check_ready()
            if not setting.pull:
                raise UserError(_("Import is switched off for %s.", setting.display_name))
            setting._check_cooldown("pull")
            setting.write(
                {
                    "bulk": "import",
                    "bulk_total": 0,
                    "watermark": False,
                    "walk": False,
                    "next_pull": fields.Datetime.now(),
                    "asked_by_person": True,
                }
            )
            setting._start_cooldown(["pull"])
            setting._service()._wake("pull")
        return notice(_("The import has started. Progress is shown in the list."))

    def action_export_all(self):
        """Show what exporting every record would do; nothing is sent before a yes.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        self.sudo()._check_ready()
        if not self.push:
            raise UserError(_("Export is switched off for %s.", self.display_name))
        self.sudo()._check_cooldown("push")
        wizard = self.env["xero.export.wizard"].create({"setting_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "xero.export.wizard",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "name": _("Export all: %s", self.display_name),
        }

    def action_stop_bulk(self):
        """Stop "Import all" or "Export all"; what is done stays done.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        self.check_access_rule("read")
        for setting in self.sudo():
            self.env["xero.outbox"].sudo().search(
                [
                    ("connection_id", "=", setting.connection_id.id),
                    ("entity", "=", setting.entity),
                    ("priority", ">", 0),
                    ("state", "=", "waiting"),
                ]
            ).unlink()
            setting.write({"bulk": "none", "walk": False})

    def _check_ready(self):
        """:raises odoo.exceptions.UserError: it cannot run now; why, and what to do"""
        why = self._why_not_ready()
        if why:
            raise UserError(why)

    def _why_not_ready(self):
        """Why this sync cannot run now, in a sentence; "" when it can.

        :rtype: str
        """
        self.ensure_one()
        if not self.enabled:
            return _(
                "%(sync)s is switched off for %(name)s.",
                sync=self.display_name,
                name=self.connection_id.name,
            )
        return "" if self._live() else self._sentence_not_live()

    def _sentence_not_live(self):
        """Why this cannot be synced now, as the dashboard's banner says it."""
        connection = self.connection_id
        if connection.state == "live" and connection._lacks(self._service()._xero_feature):
            return _(
                "“%(sync)s” needs one more permission in Xero. %(missing)s Press “Update "
                "permissions” on the connection.",
                sync=self.display_name,
                missing=connection._missing_words(),
            )
        sentence = _(
            "%s is not connected to Xero at the moment. Open the connection to see why.",
            connection.display_name,
        )
        words = connection.state != "live" and connection._banner_words()
        return "\n".join([sentence, *words[1:3]]) if words else sentence
