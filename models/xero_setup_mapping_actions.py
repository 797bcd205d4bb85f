from odoo import _, models

from .notice import notice
from .xero_setup_journals import PAYMENTS
from .xero_setup_mapping import MAPS


class XeroSetup(models.Model):
    """What a person does about accounts and taxes, and what is there when they come to it."""

    _inherit = "xero.setup"

    def _complete_mappings(self):
        """Accounts, taxes and journals that are new in Odoo have their rows; Xero is not called."""
        if not self._organisation_done():
            return
        for model in (*MAPS, PAYMENTS):
            self.env[model]._suggest_new(self.connection_id)
        self.connection_id._fill_journals()

    def action_confirm_sure(self):
        """Confirm the suggestions that are sure, of accounts and of taxes, and name the rest.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        action = self._confirm_sure(*MAPS)
        self._mine().shown_step = False
        return action

    def action_confirm_journals(self):
        """Confirm the suggestions for payment journals that are sure, and name the rest.

        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._confirm_sure(PAYMENTS)

    def _confirm_sure(self, *models):
        self._connected()
        row = self._mine()
        row._complete_mappings()
        left_words = {
            "xero.account.map": _("Accounts still for you: %s."),
            "xero.tax.map": _("Taxes still for you: %s."),
            PAYMENTS: _("Payment journals still for you: %s."),
        }
        count, said, urgent = 0, [], False
        for model in models:
            sure = row._sure_rows(model)
            sure.with_user(self.env.user).action_confirm()
            count += len(sure)
            left = row._rows_of(model)._left_to_decide()
            said += [left_words[model] % left._words_left()] if left else []
            urgent = urgent or any(left.mapped("in_use"))
        done = _("%s suggestions are confirmed.", count)
        if count == 1:
            done = _("1 suggestion is confirmed.")
        return notice(" ".join([done, *said]), "warning" if urgent else "success")

    def action_open_accounts(self):
        """Open the mapping page of accounts.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self.env["xero.account.map"]._open_action(self._connected())

    def action_open_taxes(self):
        """Open the mapping page of taxes.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self.env["xero.tax.map"]._open_action(self._connected())

    def action_fiscal_localization(self):
        """Open Odoo's settings of invoicing, where a chart of accounts is chosen.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        self._mine()
        return self.env["ir.actions.act_window"]._for_xml_id("account.action_account_config")
