from decimal import Decimal

from odoo import _, api, fields, models

from ..services.invoice_amounts import decimal, digits
from ..services.invoice_values import leads_to
from ..xero.amounts import rounded


class AccountMove(models.Model):
    """The currency side of an invoice in Xero: the rate Xero used, and whether it can go at all."""

    _inherit = "account.move"

    xero_rate = fields.Float(
        "Exchange rate in Xero",
        digits=(18, 6),
        compute="_compute_xero_rate",
        compute_sudo=True,
        groups="xero_connector.group_user",
        help="What one unit of the company's currency bought, as Xero booked this document.",
    )
    xero_rate_note = fields.Char(
        "Exchange rate in Odoo",
        compute="_compute_xero_rate",
        compute_sudo=True,
        groups="xero_connector.group_user",
    )
    xero_currency_note = fields.Char(
        compute="_compute_xero_currency_note",
        compute_sudo=True,
        groups="xero_connector.group_user",
    )

    @api.depends_context("company")
    def _compute_xero_rate(self):
        for move in self:
            foreign = move.currency_id != move.company_currency_id
            rate = Decimal((move.xero_agreed or {}).get("rate") or 0) if foreign else Decimal(0)
            move.xero_rate, move.xero_rate_note = float(rate), move._note_of_rate(rate)

    def _note_of_rate(self, rate):
        """That Odoo booked an invoice with another rate than Xero; False when it did not.

        :param Decimal rate: in Xero; 0 when there is none
        """
        theirs = rounded(abs(decimal(self.amount_total)))
        ours = rounded(abs(decimal(self.amount_total_signed)))
        cents = Decimal(len(self.invoice_line_ids) + 1) / 100
        if not rate or not ours or leads_to(rate, [digits(theirs), digits(ours), digits(cents)]):
            return False
        return _(
            "Odoo booked with %(ours)s: %(amount)s instead of %(other)s %(currency)s.",
            ours=digits(rounded(theirs / ours, 6)),
            amount=f"{ours:.2f}",
            other=f"{rounded(theirs / rate):.2f}",
            currency=self.company_currency_id.name,
        )

    @api.depends("currency_id", "move_type", "state")
    @api.depends_context("company")
    def _compute_xero_currency_note(self):
        connection = self._xero_connection()
        enabled = self.env["xero.currency"]._enabled(connection) if connection else None
        for move in self:
            leaves = move.move_type == "out_invoice" and move.state != "cancel"
            lacking = leaves and enabled is not None and move.currency_id.name not in enabled
            move.xero_currency_note = lacking and _(
                "The organisation in Xero does not use %s, so this invoice cannot go there yet.",
                move.currency_id.name,
            )

    def action_xero_currencies(self):
        """Open the currencies of the company's connection, where one can be added to Xero.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        return self._xero_connection().sudo(False).action_open_currencies()
