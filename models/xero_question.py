from odoo import _, api, fields, models


class XeroSyncMixin(models.AbstractModel):
    """Why a document waits for a person, on the document itself."""

    _inherit = "xero.sync.mixin"

    xero_question = fields.Text(
        "What to do",
        compute="_compute_xero_question",
        compute_sudo=True,
        groups="xero_connector.group_user",
        help="Why the record waits for a person, and the way out.",
    )

    @api.depends_context("company")
    def _compute_xero_question(self):
        rows = self.env["xero.quarantine"].search(self._xero_questions())
        sentences = {row.res_id: row.sentence for row in rows}
        for record in self:
            record.xero_question = sentences.get(record.id, False)

    def _xero_questions(self):
        """Which open questions are about these records, as a domain."""
        return [
            ("connection_id", "=", self._xero_connection().id),
            ("entity", "=", self._xero_document),
            ("res_id", "in", self.ids),
            ("state", "=", "open"),
        ]

    def action_xero_question(self):
        """Open the question about this record.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.env["xero.sync"]._check_group("xero_connector.group_user")
        rows = self.env["xero.quarantine"].search(self._xero_questions(), limit=2)
        action = {
            "type": "ir.actions.act_window",
            "name": _("Question"),
            "res_model": "xero.quarantine",
            "domain": self._xero_questions(),
            "views": [[False, "list"], [False, "form"]],
        }
        if len(rows) == 1:
            action.update(res_id=rows.id, views=[[False, "form"]])
        return action
