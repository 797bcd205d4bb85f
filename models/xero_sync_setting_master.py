from odoo import _, api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

# Options that decide which fields are synced begin like this.
DECIDING = ("master", "contact_", "item_", "pull", "enabled")


class XeroSyncSetting(models.Model):
    """Where new records of a sync are made, and which fields that side leads."""

    _inherit = "xero.sync.setting"

    mastered = fields.Boolean(compute="_compute_mastered")
    master = fields.Selection(
        [
            ("both", "Odoo and Xero"),
            ("odoo", "Odoo only"),
            ("xero", "Xero only, and changed there"),
        ],
        "Records are made in",
        default="both",
        required=True,
        help="Odoo only: what is new in Xero is not brought in. Xero only: what is new in Odoo is "
        "not sent, and of every record that Xero has, also of one that is paired already, the "
        "synced fields are changed in Xero and cannot be edited in Odoo.",
    )
    master_new = fields.Selection(
        [
            ("refuse", "Is refused, with a link to Xero's form"),
            ("local", "Stays in Odoo only"),
        ],
        "A new one made in Odoo",
        default="refuse",
        required=True,
        help="Records that this sync would send. What stays in Odoo only says so on its form.",
    )

    @api.depends("entity")
    def _compute_mastered(self):
        for setting in self:
            setting.mastered = bool(setting._service()._xero_new_page)

    @api.constrains("master", "pull", "push")
    def _check_master(self):
        for setting in self:
            if setting.master != "both" and not setting.mastered:
                raise ValidationError(
                    _("Where new records of “%s” are made cannot be chosen.", setting.display_name)
                )
            if setting.master == "xero" and not setting.pull:
                raise ValidationError(
                    _(
                        "“%s”: new records are made in Xero only, so the import has to be on, or "
                        "none would come to Odoo.",
                        setting.display_name,
                    )
                )
            if setting.master == "odoo" and not setting.push:
                raise ValidationError(
                    _(
                        "“%s”: new records are made in Odoo only, so the export has to be on, or "
                        "none would come to Xero.",
                        setting.display_name,
                    )
                )

    def _refuse_unsent(self):
        """Changes made while Odoo might make them would be written over, unseen."""
        for setting in self:
            rows = self.env["xero.outbox"].sudo().search(
                [
                    ("connection_id", "=", setting.connection_id.id),
                    ("entity", "=", setting.entity),
                ]
            )
            known = self.env["xero.link"].sudo()._of_odoo(
                setting.connection_id, setting.entity, rows.mapped("res_id")
            )
            unsent = rows.filtered(lambda row, known=known: row.res_id in known)
            if unsent:
                raise UserError(
                    _(
                        "“%(sync)s”: %(count)s changes made in Odoo have not reached Xero yet, and "
                        "Xero's values would be written over them: %(names)s. Press “Sync now” on "
                        "this sync, wait until nothing is waiting, then choose again.",
                        sync=setting.display_name,
                        count=len(unsent),
                        names=", ".join(unsent[:5].mapped("record_name")),
                    )
                )

    def write(self, vals):
        if vals.get("master") == "xero":
            self.filtered(lambda setting: setting.master != "xero")._refuse_unsent()
        result = super().write(vals)
        if any(name.startswith(DECIDING) for name in vals):
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache("company_id", "entity")
    def _master_id(self, company_id, entity):
        """The setting by which Xero leads an entity in a company; 0 when it does not.

        Cached: every create() and write() of these documents asks.

        :rtype: int
        """
        found = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("entity", "=", entity),
                ("master", "=", "xero"),
                ("enabled", "=", True),
                ("connection_id.active", "=", True),
                ("connection_id.state", "in", ("live", "reconnect", "permission")),
            ],
            limit=1,
        )
        return found.id or 0

    @api.model
    @tools.ormcache("company_id", "entity")
    def _master_columns(self, company_id, entity):
        """Fields of Odoo that Xero leads in a company; empty when it does not.

        :rtype: frozenset[str]
        """
        setting = self.sudo().browse(self._master_id(company_id, entity))
        if not setting:
            return frozenset()
        service = setting._service().with_context(xero_setting_id=setting.id)
        return frozenset(service._owned_columns())


class XeroConnection(models.Model):
    _inherit = "xero.connection"

    def write(self, vals):
        """Nobody leads by way of an archived connection."""
        result = super().write(vals)
        if "active" in vals:
            self.env.registry.clear_cache()
        return result
