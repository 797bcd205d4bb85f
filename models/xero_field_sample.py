from odoo import _, api, fields, models

TOLD = ("odoo_value", "xero_value", "outcome")


class XeroFieldSample(models.Model):
    """What a pair would do to one live record, as read when the preview was asked for.

    The record was read with the rights of the connection's user: whoever looks at the preview sees
    of it what that person may read as well.
    """

    _name = "xero.field.sample"
    _description = "Preview of a field mapping"
    _order = "id"

    map_id = fields.Many2one("xero.field.map", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="map_id.company_id", store=True)
    payroll = fields.Boolean(related="map_id.payroll", store=True)
    res_id = fields.Integer()
    name = fields.Char("Record", required=True)
    told = fields.Json(groups="base.group_system", help="Values of what is shown, by its name.")
    odoo_value = fields.Char("Odoo has", compute="_compute_told")
    xero_value = fields.Char("Xero has", compute="_compute_told")
    outcome = fields.Char("What will happen", compute="_compute_told")

    @api.depends("told")
    @api.depends_context("uid")
    def _compute_told(self):
        for pair in self.map_id:
            samples = self.filtered(lambda sample, pair=pair: sample.map_id == pair)
            shown = samples._readable_by_person(pair)
            for sample in samples:
                told = sample.sudo().told if sample.res_id in shown else {}
                if not told:
                    told = {"outcome": _("You may not read this in Odoo, so it is not shown.")}
                sample.update({name: told.get(name) for name in TOLD})

    def _readable_by_person(self, pair):
        """Those of these samples' records whose paired values the person who looks may read.

        :rtype: set[int] -- ids
        """
        if pair._problem():
            return set()
        company = {"allowed_company_ids": pair.company_id.ids, "active_test": False}
        records = self.env[pair.model].with_user(self.env.user).with_context(**company)
        return set(records.search([("id", "in", self.mapped("res_id"))]).ids)
