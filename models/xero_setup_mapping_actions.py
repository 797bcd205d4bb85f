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
        self._connected()
        row = self._mine()
        row._complete_mappings()
        found = row._sure_rows()
        for rows in found:
            rows.with_user(self.env.user).action_confirm()
        row.shown_step = False
        accounts, taxes = (row._rows_of(model)._left_to_decide() for model in MAPS)
        left = {
            _("Accounts still for you: %s."): accounts,
            _("Taxes still for you: %s."): taxes,
        }
        said = [words % rows._words_left() for words, rows in left.items() if rows]
        return row._notice_confirmed(sum(len(rows) for rows in found), said, [accounts, taxes])

    def _notice_confirmed(self, count, said, left):
        """How many suggestions were confirmed, and what is left.

        :param list[str] said: sentences about what is left
        :param list[xero.mapping] left: the same as rows
        """
        done = _("%s suggestions are confirmed.", count)
        if count == 1:
            done = _("1 suggestion is confirmed.")
        urgent = any(row.in_use for rows in left for row in rows)
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
