from odoo import _, api, fields, models
from odoo.exceptions import UserError

from . import compat
from .notice import notice

GROUP_ACCOUNTANT = "xero_connector.group_accountant"


class XeroCurrency(models.Model):
    """A currency of the organisation, or one that Odoo uses and the organisation does not.

    Xero refuses documents in a currency that is not switched on there (FACTS 5.4).
    """

    _name = "xero.currency"
    _description = "Xero currency"
    _inherit = "xero.mirror"
    _order = "state desc, name, id"

    code = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("listed", "In use in Xero"),
            ("asked", "Being added to Xero"),
            ("missing", "Not in Xero"),
        ],
        "In Xero",
        default="listed",
        required=True,
        readonly=True,
        index=True,
    )
    used_by = fields.Char("Needed in Xero for", readonly=True)
    currency_id = fields.Many2one("res.currency", "Currency in Odoo", compute="_compute_odoo")
    odoo_state = fields.Selection(
        [("on", "In use in Odoo"), ("off", "Switched off in Odoo"), ("none", "Unknown in Odoo")],
        "In Odoo",
        compute="_compute_odoo",
    )

    @api.depends("code")
    def _compute_odoo(self):
        known = self._odoo_currencies(self.mapped("code"))
        for row in self:
            row.currency_id = known.get(row.code)
            active = "on" if row.currency_id.active else "off"
            row.odoo_state = active if row.currency_id else "none"

    @api.model
    def _odoo_currencies(self, codes):
        """Odoo's currencies with these codes, those that are switched off included.

        :rtype: dict[str, res.currency]
        """
        currencies = self.env["res.currency"].with_context(active_test=False)
        found = currencies.search([("name", "in", list(codes))])
        return {currency.name: currency for currency in found}

    @api.model
    def _enabled(self, connection):
        """Codes of the currencies documents may be in; None before they were read once.

        :param connection: xero.connection record
        :rtype: set[str] | None
        """
        domain = [("connection_id", "=", connection.id), ("state", "=", "listed")]
        return set(self.sudo().search(domain).mapped("code")) or None

    def action_add_to_xero(self):
        """Have these currencies switched on in Xero; queued, Xero is not called here.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: currencies are not exported, or nothing is to be added
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self.check_access_rule("read")
        rows = self.sudo().filtered(lambda row: row.state == "missing")
        if not rows:
            raise UserError(_("Xero uses this currency already, or it is on its way."))
        asked, lacking = self.browse(), self.env["xero.connection"]
        for connection, mine in rows.grouped("connection_id").items():
            setting = connection.setting_ids.filtered(lambda row: row.entity == "currency")
            setting._check_ready()
            if not setting.push:
                raise UserError(
                    _(
                        "Export of currencies is switched off. Switch it on under Configuration > "
                        "Syncs > Currencies, or add %s in Xero (Settings > Currencies).",
                        ", ".join(mine.mapped("code")),
                    )
                )
            if not setting._service()._may_write(setting):
                connection._settle_permission("settings_export")
                lacking |= connection
                continue
            mine.state = "asked"
            setting._service()._sync_now(setting, mine)
            asked |= mine
        return self._notice_asked(asked, lacking)

    def _notice_asked(self, asked, lacking):
        """What became of it, the connections without the permission by name.

        :param asked: rows that are on their way
        :param lacking: xero.connection records
        """
        words = []
        if asked and lacking:
            words.append(_("On their way to Xero: %s.", ", ".join(asked.mapped("code"))))
        elif asked:
            return notice(_("On its way to Xero. This page shows when it is there."))
        words.append(
            _(
                "So far Odoo may only read currencies in Xero (%s). Press Update permissions on "
                "the connection, then add the currency again.",
                ", ".join(lacking.mapped("name")),
            )
        )
        return notice(" ".join(words), "warning")

    def action_use_in_odoo(self):
        """Switch these currencies on in Odoo.

        :raises odoo.exceptions.AccessError: without the group Xero / Accountant
        :raises odoo.exceptions.UserError: Odoo has no such currency
        """
        self.env["xero.sync"]._check_group(GROUP_ACCOUNTANT)
        self.check_access_rule("read")
        unknown = self.filtered(lambda row: row.odoo_state == "none")
        if unknown:
            raise UserError(
                _("Odoo has no currency %s. Create it first.", ", ".join(unknown.mapped("code")))
            )
        self._switch_on()
        return notice(_("The currency can be used in Odoo now."), "success")

    def _switch_on(self):
        self.currency_id.sudo().filtered(lambda currency: not currency.active).active = True
        self.invalidate_recordset(["odoo_state"])

    @api.model
    def _open_action(self, connection):
        """The window action of one connection's currencies.

        :rtype: dict
        """
        return {
            "type": "ir.actions.act_window",
            "name": _("Currencies"),
            "res_model": self._name,
            "view_mode": compat.LIST,
            "domain": [("connection_id", "=", connection.id)],
        }
