from odoo import _, fields, models

from .xero_connection_journal import JOURNALS

PAYMENTS = "xero.journal.map"


class XeroSetup(models.Model):
    """The journals: chosen from the start, to be looked at."""

    _inherit = "xero.setup"

    sale_journal = fields.Char("Customer invoices", compute="_compute_journals", compute_sudo=True)
    purchase_journal = fields.Char("Vendor bills", compute="_compute_journals", compute_sudo=True)
    general_journal = fields.Char("Manual journals", compute="_compute_journals", compute_sudo=True)
    journal_sentence = fields.Char("Payments", compute="_compute_journals", compute_sudo=True)
    sure_journals = fields.Integer(compute="_compute_journals", compute_sudo=True)

    def _compute_journals(self):
        for row in self:
            connection = row.connection_id
            row.sale_journal = connection.sale_journal_id.name
            row.purchase_journal = connection.purchase_journal_id.name
            row.general_journal = connection.general_journal_id.name
            row.journal_sentence = connection.journal_sentence
            row.sure_journals = len(row._sure_rows(PAYMENTS)) if row.step == "journals" else 0

    def _journals_done(self):
        # One that is not chosen holds nothing up: no documents are imported yet.
        return self._organisation_done() and not self._journals_refused()

    def _journals_refused(self):
        """Why one of the journals cannot be used; "" when all that are chosen can.

        :rtype: str
        """
        refusals = map(self.connection_id.sudo()._refusal_of_journal, JOURNALS)
        return next(filter(None, refusals), "")

    def _journals_lacking(self):
        """For what no journal is chosen, in words; "" when each has one.

        :rtype: str
        """
        connection = self.connection_id.sudo()
        empty = [
            connection._fields[name]._description_string(self.env)
            for name, _type in JOURNALS.values()
            if not connection[name]
        ]
        return _("No journal is chosen for: %s.", ", ".join(empty)) if empty else ""

    def _journals_sentence(self):
        if not self._organisation_done():
            return _("Where what comes from Xero is booked.")
        connection = self.connection_id.sudo()
        names = ", ".join(
            connection[name].name for name, _type in JOURNALS.values() if connection[name]
        )
        chosen = self._journals_refused() or (_("%s.", names) if names else "")
        words = [chosen, self._journals_lacking(), self._payment_words()]
        return " ".join(filter(None, words))

    def _payment_words(self):
        return _("Payment journals: %s.", self._confirmed_words(PAYMENTS))

    def action_payment_journals(self):
        """Open the page of the payment journals.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._connected().action_payment_journals()

    def action_journals(self):
        """Open the page of the journals.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        """
        return self._connected().action_journals()
