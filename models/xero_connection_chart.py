from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The syncs that create in Xero's chart of accounts.
ENTITIES = ("account", "tax", "bank_account")
MAPS = ("xero.account.map", "xero.tax.map", "xero.journal.map")


class XeroConnection(models.Model):
    """One switch forbids creating anything in Xero's chart of accounts."""

    _inherit = "xero.connection"

    keep_chart = fields.Boolean(
        "Never create accounts, taxes or bank accounts in Xero",
        default=True,
        tracking=True,
        help="On: nothing is ever created in Xero's chart of accounts. Off: an accountant can "
        "create chosen accounts, tax rates and bank accounts there, after a preview.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "keep_chart" in vals:
            self._apply_keep_chart()
        return result

    def _apply_keep_chart(self):
        """Syncs that create in the chart run only while that is allowed; Xero asks for a wider
        permission then."""
        for row in self.sudo():
            if row.tenant_id:
                # Connected before there were such syncs.
                self.env["xero.sync.setting"].sudo()._create_defaults(row)
                row.invalidate_recordset(["setting_ids"])
            settings = row.setting_ids.filtered(lambda setting: setting.entity in ENTITIES)
            settings.write({"enabled": not row.keep_chart})
            if row.keep_chart:
                waiting = [
                    ("connection_id", "=", row.id),
                    ("entity", "in", ENTITIES),
                    ("state", "=", "waiting"),
                ]
                self.env["xero.outbox"].sudo().search(waiting).unlink()
                for model in MAPS:
                    rows = self.env[model].sudo().search([("connection_id", "=", row.id)])
                    rows.filtered("export_asked").export_asked = False
            if row.state in ("live", "permission"):
                row._note_missing(row._missing_scopes())


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    @api.constrains("enabled")
    def _check_keep_chart(self):
        for setting in self.sudo().filtered("enabled"):
            forbidden = setting.connection_id.keep_chart
            if forbidden and setting.entity in ENTITIES:
                raise ValidationError(self.env["xero.mapping"]._sentence_forbidden())
