"""What the buttons of the set-up do; each is callable over JSON-RPC with the same rights."""

import uuid

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .notice import notice
from .xero_setup import STEPS

GROUP_MANAGER = "xero_connector.group_manager"


class XeroSetup(models.Model):
    _inherit = "xero.setup"

    @api.model
    def action_open(self):
        """Open the set-up of the present company at the step that is next.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        return self._of(self.env.company).action_go_on()

    def action_go_on(self):
        """Open this set-up at the step that is next.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        row = self._mine()
        row.shown_step = False
        row._complete_mappings()
        return self._open_form()

    def action_show_step(self, step):
        """Open one of the steps, whether it is done or not; once more: back to the next one.

        :param str step: one of STEPS
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        row = self._mine()
        if step not in STEPS:
            raise UserError(_("The set-up has no such step."))
        row.shown_step = False if row.shown_step == step else step
        row._complete_mappings()

    def action_enter_app(self):
        """Open the window for client id, client secret and webhook key.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        row = self._mine()
        self.env["xero.secret"]._check_ready()
        return {
            "type": "ir.actions.act_window",
            "name": _("The app, as it stands in Xero"),
            "res_model": "xero.app",
            "res_id": row.app_id.id,
            "view_mode": "form",
            "target": "new",
            "context": {"default_name": row.app_name},
        }

    def action_connect(self):
        """Open the window that leads to Xero's consent page.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: people would not come back from Xero
        """
        row = self._mine()
        problem = row._redirect_problem(row._app())
        if problem:
            raise UserError(problem)
        row.shown_step = False
        if row.connection_id:
            action = row.connection_id.with_user(self.env.user).action_reconnect()
            self.env[action["res_model"]].browse(action["res_id"]).app_id = row._app()
            return action
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "xero_connector.xero_connect_wizard_action"
        )
        known = {"default_company_id": row.company_id.id, "default_app_id": row._app().id}
        return {**action, "context": known}

    def action_choose_organisation(self):
        """Open the choice among the organisations that the last consent reaches.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        walk = self._mine()._consent_to_choose_from()
        if not walk:
            raise UserError(_("No organisation is left to choose from. Press Connect once more."))
        return {
            "type": "ir.actions.act_window",
            "name": _("Choose the Xero organisation"),
            "res_model": "xero.organisation.choice",
            "res_id": walk._choice().id,
            "view_mode": "form",
        }

    def action_update_permissions(self):
        """Ask for the permissions that what is switched on still lacks.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._connected().action_update_permissions()

    def action_open_connection(self):
        """Open the connection's own page.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._connected().action_open_connection()

    def action_use_four_places(self):
        """Raise Odoo's decimal places to Xero's four.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._connected().action_use_four_places()

    def action_keep_places(self):
        """Keep Odoo's decimal places.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._connected().action_keep_places()

    def action_by_hand(self):
        """Open the list of syncs, to switch them on and off one by one.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._connected().action_open_settings()

    def action_keep_entities(self):
        """What is switched on now is what is wanted.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._connected()
        row = self._mine()
        row.write({"chosen_for": row._tenant(), "shown_step": False})
        row._complete_mappings()

    def action_read_lists(self):
        """Have the lists that were not read yet read as soon as a worker is free.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._connected()
        for setting in self._mine()._lists_waiting():
            setting._ask_for_run(["pull"])

    def action_dry_run(self):
        """Ask for the dry run; the page fills by itself.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._connected()
        row = self._mine()
        row.write(
            {
                "dry_run_state": "queued",
                "dry_run_note": False,
                "dry_run_progress": {"token": str(uuid.uuid4())},
                "dry_run_place": False,
                "shown_step": "dry_run",
            }
        )
        self.env.ref("xero_connector.cron_dry_run").sudo()._trigger()

    def action_skip_dry_run(self):
        """Start without a look.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._connected()
        row = self._mine()
        left = {"dry_run_state": "none", "dry_run_progress": False, "dry_run_place": False}
        row.write({**left, "dry_run_for": row._tenant(), "shown_step": False})

    def action_start(self):
        """Run every sync that is switched on for the first time, each after what it needs.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: a step before this one is open
        """
        connection, row = self._connected(), self._mine()
        if row.next_step != "start" and not row.started:
            raise UserError(
                _("Not yet: the step “%s” comes first.", row._step_titles()[row.next_step])
            )
        row.write(
            {
                "started_for": row._tenant(),
                "started_at": fields.Datetime.now(),
                "chosen_for": row._tenant(),
                "shown_step": False,
            }
        )
        asked = self.env["xero.sync.setting"].sudo()
        for setting in row._dry_run_settings():
            if not setting._why_not_ready():
                setting._ask_for_run(setting._free_directions())
                asked |= setting
        if not asked and connection.state not in ("live", "permission"):
            raise UserError(connection._banner_words()[2])
        return notice(
            _("The first sync is on its way. What needs another sync first follows by itself.")
        )

    def action_next_step(self):
        """Do what the checklist of the connection names next.

        :rtype: dict | None
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._connected().action_next_step()

    def action_write_invoice(self):
        """Open a new customer invoice.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._mine()
        return {
            "type": "ir.actions.act_window",
            "name": _("Customer invoice"),
            "res_model": "account.move",
            "view_mode": "form",
            "context": {"default_move_type": "out_invoice"},
        }

    def _mine(self):
        """This set-up with all rights, once it is sure that the person may configure it."""
        self.env["xero.sync"]._check_group(GROUP_MANAGER)
        self.ensure_one()
        self.check_access_rule("write")
        return self.sudo()

    def _connected(self):
        """The connection with the person's own rights.

        :raises odoo.exceptions.UserError: there is none yet
        """
        row = self._mine()
        if not row._organisation_done():
            raise UserError(_("Connect the company to its organisation in Xero first."))
        return row.connection_id.with_user(self.env.user)

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "name": _("Set up"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
