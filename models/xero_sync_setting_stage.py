from odoo import api, fields, models

NONE = ("none", "Not imported")
DRAFT, POSTED = ("draft", "Draft"), ("posted", "Posted")
ENDED = [
    ("none", "Not imported; asked about where Odoo has it posted"),
    ("cancelled", "Cancelled"),
]
# Of each status of Xero's the states in Odoo that do not contradict it: what does not count there
# is not posted here, and what is not paid there is not paid here.
STAGES = {
    "DRAFT": "stage_draft",
    "SUBMITTED": "stage_submitted",
    "AUTHORISED": "stage_authorised",
    "PAID": "stage_paid",
    "VOIDED": "stage_voided",
    "DELETED": "stage_deleted",
}


class XeroSyncSetting(models.Model):
    """Which state a document of Xero's gets in Odoo, by its status there."""

    _inherit = "xero.sync.setting"

    stages_new = fields.Boolean(compute="_compute_stages")
    stages_ended = fields.Boolean(compute="_compute_stages")
    stage_draft = fields.Selection(
        [DRAFT, NONE], "Draft in Xero becomes", default="draft", required=True
    )
    stage_submitted = fields.Selection(
        [DRAFT, NONE], "Awaiting approval in Xero becomes", default="draft", required=True
    )
    stage_authorised = fields.Selection(
        [POSTED, DRAFT, NONE], "Awaiting payment in Xero becomes", default="posted", required=True
    )
    stage_paid = fields.Selection(
        [("paid", "Paid"), POSTED, DRAFT, NONE],
        "Paid in Xero becomes",
        default="paid",
        required=True,
        help="Paid: posted, with its payments. Where payments are not read, it stays posted.",
    )
    stage_voided = fields.Selection(
        ENDED,
        "Voided in Xero becomes",
        default="none",
        required=True,
        help="An approved document that somebody voided in Xero. One with a payment in Odoo, or "
        "before a lock date, is asked about in any case.",
    )
    stage_deleted = fields.Selection(
        ENDED,
        "Deleted in Xero becomes",
        default="none",
        required=True,
        help="A draft that somebody deleted in Xero. One with a payment in Odoo, or before a lock "
        "date, is asked about in any case.",
    )

    @api.depends("entity", "pull")
    def _compute_stages(self):
        for setting in self:
            kinds = setting._service()._xero_documents
            setting.stages_ended = bool(kinds) and setting.pull
            setting.stages_new = setting.stages_ended and setting._service()._xero_documents_new

    def _odoo_state(self, xero_status, kind):
        """The state that a document of Xero's gets in Odoo.

        :param str xero_status: as the API names it (``AUTHORISED``)
        :param str kind: ``invoice`` or ``bill``, one of the service's ``_xero_documents``
        :rtype: str | None -- ``draft``, ``posted``, ``paid`` or ``cancelled``; None: not imported,
            also for a status that Xero did not have when this was written
        :raises ValueError: this sync is about other documents
        """
        self.ensure_one()
        if kind not in self._service()._xero_documents:
            raise ValueError(f"{self.entity} is not about documents of the kind {kind!r}")
        name = STAGES.get(xero_status)
        state = self[name] if name else "none"
        payments = f"{kind}_payments"
        if state == "paid" and payments in self._fields and not self[payments]:
            return "posted"
        return None if state == "none" else state
