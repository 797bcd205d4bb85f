from odoo import api, models

# What decides whether payments are booked in a journal, and which account of Xero's it is.
WATCHED = {"active", "bank_account_id", "company_id", "currency_id", "type"}


class AccountJournal(models.Model):
    """A journal made in Odoo stands on the page of payment journals at once."""

    _inherit = "account.journal"

    @api.model_create_multi
    def create(self, vals_list):
        journals = super().create(vals_list)
        self.env["xero.journal.map"].sudo()._follow(journals)
        return journals

    def write(self, vals):
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["xero.journal.map"].sudo()._follow(self)
        return result
