from odoo import _, api, fields, models

from .xero_setup import STEPS


class XeroSetup(models.Model):
    """The steps in words: the title, and what is known about each."""

    _inherit = "xero.setup"

    @api.model
    def _step_titles(self):
        """
        :rtype: dict[str, str] -- in the order of the steps
        """
        return {
            "app": _("Register the app in Xero"),
            "connect": _("Connect"),
            "organisation": _("The organisation"),
            "entities": _("What to sync"),
            "mapping": _("Accounts and taxes"),
            "journals": _("Journals"),
            "dry_run": _("Look before anything happens"),
            "start": _("Start"),
        }

    def _step_shown(self, step, done):
        """A step as the page's list shows it.

        :rtype: dict -- key, number, title, done, open (its part of the page is shown), sentence
        """
        return {
            "key": step,
            "number": STEPS.index(step) + 1,
            "title": self._step_titles()[step],
            "done": done,
            "open": step == self.step,
            "next": step == self.next_step,
            "sentence": getattr(self, f"_{step}_sentence")() or "",
        }

    def _app_sentence(self):
        app = self._app()
        if not app.has_client_secret:
            return _("Five minutes at developer.xero.com, once.")
        problem = self._redirect_problem(app)
        return problem or _("“%(name)s”, client id %(id)s.", name=app.name, id=app.client_id)

    def _connect_sentence(self):
        consent = self.connection_id.sudo().authorisation_id
        if self.connection_id.state == "reconnect":
            return _("The session with Xero has expired.")
        if self._connect_done() and consent.xero_user_name:
            return _("Allowed by %s.", consent.xero_user_name)
        return "" if self._connect_done() else _("A Xero user allows it on Xero's own page.")

    def _organisation_sentence(self):
        row = self.connection_id
        if not self._organisation_done():
            return _("One organisation belongs to this company.")
        facts = [row.name, row.base_currency, row.country_code, row.organisation_class]
        return ", ".join(filter(None, facts))

    def _entities_sentence(self):
        if not self._organisation_done():
            return _("By a template, or one by one.")
        return _("On: %s.", ", ".join(self._records_on().mapped("display_name")) or "–")

    def _start_sentence(self):
        if self._start_done():
            at = self.started_at and fields.Datetime.context_timestamp(self, self.started_at)
            return _("Started on %s.", at.strftime("%Y-%m-%d %H:%M")) if at else _("Started.")
        return _("Nothing but Xero's own lists is read before, and nothing is sent.")

    def _records_on(self):
        """Syncs of records (not of Xero's lists) that are on, payroll's for HR officers alone.

        :rtype: xero.sync.setting
        """
        payroll = self.env.user.has_group("hr.group_hr_user")
        services = self.env["xero.sync"]._services()
        return (
            self.connection_id.sudo()
            .setting_ids.filtered(
                lambda row: (
                    row._on()
                    and not services[row.entity]._is_list()
                    and (payroll or not row.payroll)
                )
            )
            .sorted("sequence")
        )
