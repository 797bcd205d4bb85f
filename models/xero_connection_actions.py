from odoo import _, api, models
from odoo.exceptions import UserError

from ..xero.errors import XeroError
from . import compat
from .notice import notice

GROUP_USER = "xero_connector.group_user"
GROUP_MANAGER = "xero_connector.group_manager"


class XeroConnection(models.Model):
    """The buttons of a connection; the same methods answer JSON-RPC, with the same rights."""

    _inherit = "xero.connection"

    def _check_group(self, group):
        """:raises odoo.exceptions.AccessError: the user lacks the group or may not see a record"""
        self.env["xero.sync"]._check_group(group)
        self.check_access_rule("read")

    def action_reconnect(self):
        """Ask a Xero user for consent again; links, mappings and settings stay.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self._check_group(GROUP_MANAGER)
        title = _("Connect to Xero") if self.state == "draft" else _("Reconnect to Xero")
        return self._wizard(title)

    def action_update_permissions(self):
        """Ask for the permissions the switched-on syncs need, at Xero's consent page.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self._check_group(GROUP_MANAGER)
        missing = (self.missing_scopes or "").split()
        payroll = self.payroll_separate and all(s.startswith("payroll.") for s in missing)
        wizard = self.env["xero.connect.wizard"]._for_connection(self, payroll=payroll and missing)
        return wizard.action_authorise()

    def action_connect_payroll(self):
        """Ask the payroll administrator for a consent of their own.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self._check_group(GROUP_MANAGER)
        return (
            self.env["xero.connect.wizard"]._for_connection(self, payroll=True).action_authorise()
        )

    def _wizard(self, title):
        wizard = self.env["xero.connect.wizard"]._for_connection(self)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "xero.connect.wizard",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_test_connection(self):
        """Read the organisation now and say whether that worked; the one call a button may make.

        :raises UserError: Xero did not answer as it should; with the way out
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.ensure_one()
        self._check_group(GROUP_MANAGER)
        row = self.sudo()
        if row.state in ("draft", "disconnected", "copy"):
            raise UserError(_("%s is not connected at the moment.", self.display_name))
        try:
            row._read_facts()
        except XeroError as error:
            row._settle_error(error, "settings")
            return notice(error.message, "warning")
        return notice(_("Xero answered: connected to %s.", row.name), "success")

    def action_refresh_organisation(self):
        """Have the organisation's facts and lock dates read again soon.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        """
        self._check_group("xero_connector.group_accountant")
        self.sudo().facts_wanted = True
        self._wake_chores()
        return notice(_("The organisation is read again in a moment."))

    def action_sync_all(self):
        """Run every sync that is switched on, as soon as a worker is free; without records: all.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self._check_group(GROUP_USER)
        connections = self or self.search([("state", "=", "live")])
        settings = connections.setting_ids.filtered("enabled")
        if not settings:
            raise UserError(_("There is no live Xero connection with a sync that is switched on."))
        return settings.action_sync_now()

    def action_open_settings(self):
        """Open the connection's syncs, where their schedules are.

        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self._check_group(GROUP_USER)
        return {
            "type": "ir.actions.act_window",
            "name": _("Syncs"),
            "res_model": "xero.sync.setting",
            "view_mode": f"{compat.LIST},form",
            "domain": [("connection_id", "=", self.id)],
        }

    @api.model
    def get_progress(self):
        """How far the syncs of the user's connections are.

        :return: dict: running (bool), waiting (rows not yet confirmed by Xero, of exports that are
            switched on), quarantined (open)
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self._check_group(GROUP_USER)
        # All that the user may see: a connection for each company.
        connections = self.search([])  # pylint: disable=no-search-all
        mine = [("connection_id", "in", connections.ids)]
        # With the reader's own rights: payroll's rows are no figure for everybody. What is switched
        # off keeps its rows, but nothing of it moves.
        settings = self.env["xero.sync.setting"].search([*mine, ("enabled", "=", True)])
        on = {
            (setting.connection_id, setting.entity, direction)
            for setting in settings
            for direction in ("pull", "push")
            if setting[direction]
        }
        rows = self.env["xero.outbox"]._read_group(mine, ["connection_id", "entity"], ["__count"])
        waiting = sum(count for *of, count in rows if (*of, "push") in on)
        runs = self.env["xero.sync.event"]._read_group(
            [*mine, ("state", "=", "running")], ["connection_id", "entity", "direction"]
        )
        live = settings.filtered(lambda setting: setting.connection_id.state == "live")
        due = any(live.mapped("asked_by_person"))
        stuck = [*mine, ("state", "=", "open")]
        return {
            "running": bool(waiting or due or on.intersection(runs)),
            "waiting": waiting,
            "quarantined": self.env["xero.quarantine"].search_count(stuck),
        }

    # -- a copy of the database ----------------------------------------------------------------

    def action_move_here(self):
        """This database is the one that goes on: it takes the tokens over.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._check_group(GROUP_MANAGER)
        for row in self.sudo().filtered(lambda c: c.state == "copy"):
            consents = row.authorisation_id | row.payroll_authorisation_id
            whole = [consent._settle_here() for consent in consents]
            for connection in consents._connections().filtered(lambda c: c.state == "copy"):
                connection._set_state("live" if all(whole) else "reconnect")
                connection._close_activities()

    def action_stay_apart(self):
        """This database is a copy: it forgets the tokens and leaves Xero and the original alone.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._check_group(GROUP_MANAGER)
        for row in self.sudo().filtered(lambda c: c.state == "copy"):
            consents = row.authorisation_id | row.payroll_authorisation_id
            connections = consents._connections()
            consents._wipe()
            connections.write({"ending_connection_id": False})
            connections._set_state("disconnected")
            connections._close_activities()

    def _wake_chores(self):
        self.env.ref("xero_connector.xero_connection_cron_chores").sudo()._trigger()

    def _open_form(self):
        """The window action that shows this connection."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "xero.connection",
            "res_id": self.id,
            "view_mode": "form",
        }
