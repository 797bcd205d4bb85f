from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .compat import EQUALITY, asked_values

STATUSES = [
    ("DRAFT", "Draft"),
    ("SUBMITTED", "Awaiting approval"),
    ("AUTHORISED", "Awaiting payment"),
    ("PAID", "Paid"),
    ("VOIDED", "Voided"),
    ("DELETED", "Deleted"),
]


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "xero.sync.mixin"]

    _xero_document = "invoice"

    xero_status = fields.Selection(
        STATUSES,
        "Status in Xero",
        compute="_compute_xero_status",
        search="_search_xero_status",
        compute_sudo=True,
        groups="xero_connector.group_user",
        help="As it was when the invoice was last read from Xero.",
    )

    @api.depends_context("company")
    def _compute_xero_status(self):
        known = dict(STATUSES)
        for move in self:
            status = (move.xero_agreed or {}).get("status")
            move.xero_status = status if status in known else False

    @api.model
    def _search_xero_status(self, operator, value):
        if operator not in EQUALITY:
            raise UserError(_("Search the status in Xero with “is” or “is not”."))
        wanted, negated = asked_values(operator, value)
        self.env["xero.link"].flush_model()
        self.env.cr.execute(
            """
            SELECT res_id FROM xero_link
             WHERE connection_id = %s AND entity = %s AND active AND res_id <> 0
               AND (agreed->>'status' = ANY(%s) OR %s)
            """,
            [
                self._xero_connection().id or 0,
                self._xero_document,
                [status for status in wanted if status],
                not any(wanted),
            ],
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        absent = negated != (not any(wanted))
        return [("id", "not in" if absent else "in", ids)]

    def unlink(self):
        """A deleted invoice that Xero still has is a difference; somebody is told (E17)."""
        rows = self._xero_left_behind()
        result = super().unlink()
        for row in rows:
            self.env["xero.quarantine"].sudo()._put(row)
        return result

    def _xero_left_behind(self):
        """Quarantines for the links of these invoices to documents that live on in Xero.

        :rtype: list[dict]
        """
        links = (
            self.env["xero.link"]
            .sudo()
            .search(
                [
                    ("entity", "=", self._xero_document),
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                ]
            )
        )
        sentence = _(
            "It was deleted in Odoo, but is still in Xero. Void or delete it there too, then "
            "dismiss this."
        )
        return [
            {
                "name": link.label or link.xero_id,
                "connection_id": link.connection_id.id,
                "entity": link.entity,
                "direction": "push",
                "xero_id": link.xero_id,
                "reason": "deleted",
                "sentence": f"{link.label or link.xero_id}: {sentence}",
                "xero_values": link.agreed,
            }
            for link in links
            if (link.agreed or {}).get("life") != "void"
        ]
