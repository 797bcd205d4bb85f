from odoo import fields, models

CHOSEN = {"enabled", "push", "group_tags", "group_tag_ids"}


class XeroSyncSetting(models.Model):
    """Which tags of contacts are groups in Xero."""

    _inherit = "xero.sync.setting"

    group_tags = fields.Selection(
        [("chosen", "Only the tags chosen here"), ("all", "All tags")],
        "Tags that become groups",
        default="chosen",
        required=True,
        help="Tags that are paired with a group of Xero are kept equal with it in any case.",
    )
    group_tag_ids = fields.Many2many("res.partner.category", string="Chosen tags")

    def write(self, vals):
        if CHOSEN.isdisjoint(vals):
            return super().write(vals)
        before = {setting.id: setting._tags_let_out() for setting in self}
        result = super().write(vals)
        for setting in self:
            setting._send_tags(setting._tags_let_out() - before[setting.id])
        return result

    def _tags_let_out(self):
        """The tags a person chose, once they may leave.

        :rtype: res.partner.category
        """
        groups = self.entity == "contact_group" and self.enabled and self.push
        return self.group_tag_ids if groups else self.group_tag_ids.browse()

    def _send_tags(self, tags):
        """A tag that a person chose leaves without waiting for its next change."""
        if tags:
            changes = {tag.id: ["new"] for tag in tags}
            self.env["xero.outbox"].sudo()._put(self, tags._name, changes)
            self._service().sudo()._wake("push")
