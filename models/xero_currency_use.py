"""Which currencies Odoo's documents and contacts need in Xero, and where a person reads that."""

from odoo import _, api, fields, models

DOCUMENTS = ("out_invoice",)


class XeroCurrency(models.Model):
    _inherit = "xero.currency"

    @api.model
    def _note_used(self, connection):
        """Keep a row for each currency that is needed in Xero and not there; others go.

        :param connection: xero.connection record
        """
        enabled = self._enabled(connection)
        if enabled is None:
            return
        needed = self._needed(connection)
        mine = [("connection_id", "=", connection.id)]
        known = self.with_context(active_test=False).search(mine).grouped("code")
        for currency, used_by in needed.items():
            if currency.name in enabled:
                continue
            row = known.get(currency.name)
            values = {"used_by": used_by, "active": True}
            if not row:
                name = currency.full_name or currency.name
                values |= {"xero_id": currency.name, "code": currency.name, "name": name}
                self.create({**values, "connection_id": connection.id, "state": "missing"})
            elif row.state != "asked":
                row.write({**values, "state": "missing"})
        missing = self.search([*mine, ("state", "=", "missing")])
        missing.filtered(lambda row: row.currency_id not in needed).unlink()

    def _needed(self, connection):
        """The foreign currencies of what leaves for this organisation, with what uses them.

        :rtype: dict[res.currency, str]
        """
        on = connection.setting_ids.filtered(lambda row: row.enabled and row.push)
        counts = {}
        for setting in on:
            for currency, count in self._counted_uses(setting).items():
                if currency.name != connection.base_currency:
                    counts.setdefault(currency, []).append((setting.display_name, count))
        return {
            currency: ", ".join(f"{name}: {count}" for name, count in rows)
            for currency, rows in counts.items()
        }

    def _counted_uses(self, setting):
        """How many records of one sync use each currency; drafts as well, for they will leave.

        :rtype: dict[res.currency, int]
        """
        company = setting.connection_id.company_id
        if setting.entity == "invoice":
            domain = [
                ("company_id", "=", company.id),
                ("move_type", "in", DOCUMENTS),
                ("state", "in", ("draft", "posted")),
                "|",
                ("invoice_date", "=", False),
                ("invoice_date", ">=", setting.start_date or "1900-01-01"),
            ]
            rows = self.env["account.move"]._read_group(domain, ["currency_id"], ["__count"])
            return dict(rows)
        if setting.entity == "contact":
            partners = self.env["res.partner"].with_company(company).search(
                [("xero_currency_id", "!=", False), ("company_id", "in", (False, company.id))]
            )
            used = partners.grouped("xero_currency_id")
            return {currency: len(rows) for currency, rows in used.items()}
        return {}


class XeroConnection(models.Model):
    _inherit = "xero.connection"

    currency_sentence = fields.Char(compute="_compute_currency_sentence")

    def _compute_currency_sentence(self):
        for row in self:
            missing = self.env["xero.currency"].search(
                [("connection_id", "=", row.id), ("state", "=", "missing")], order="code"
            )
            row.currency_sentence = bool(missing) and _(
                "Odoo uses %s, the organisation in Xero does not. Documents in it wait until it is "
                "added in Xero.",
                ", ".join(missing.mapped("code")),
            )

    def action_open_currencies(self):
        """Open the currencies of this connection, those first that Xero lacks.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / User
        """
        self.ensure_one()
        self._check_group("xero_connector.group_user")
        self.env["xero.currency"].sudo()._note_used(self.sudo())
        return self.env["xero.currency"]._open_action(self)

    def _dashboard_banners(self):
        title, button = _("A currency is missing in Xero."), _("Open the currencies")
        return super()._dashboard_banners() + [
            {
                "key": f"currency-{row.id}",
                "level": "warning",
                "title": title,
                "sentence": row.currency_sentence,
                "button": button,
                "model": row._name,
                "method": "action_open_currencies",
                "id": row.id,
                "allowed": True,
                "at": False,
            }
            for row in self
            if row.state == "live" and row.currency_sentence
        ]
