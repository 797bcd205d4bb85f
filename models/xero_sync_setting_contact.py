from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .compat import PARTNER_MOBILE

PHONES = [
    ("DEFAULT", "Phone"),
    ("DDI", "Direct dial"),
    ("FAX", "Fax"),
    ("MOBILE", "Mobile"),
    ("none", "Do not sync"),
]
ADDRESSES = [
    ("POBOX", "Billing address"),
    ("STREET", "Delivery address"),
    ("none", "Do not sync"),
]


class XeroSyncSetting(models.Model):
    _inherit = "xero.sync.setting"

    contact_phone = fields.Selection(
        PHONES, "Phone in Odoo is in Xero", default="DEFAULT", required=True
    )
    contact_mobile = fields.Selection(
        PHONES, "Mobile in Odoo is in Xero", default="MOBILE", required=True
    )
    mobile_in_odoo = fields.Boolean(compute="_compute_mobile_in_odoo")
    contact_address = fields.Selection(
        ADDRESSES, "Address in Odoo is in Xero", default="POBOX", required=True
    )
    contact_delivery = fields.Selection(
        ADDRESSES, "First delivery address in Odoo is in Xero", default="STREET", required=True
    )
    contact_terms = fields.Selection(
        [
            ("match", "Match, and ask when Odoo has no such term"),
            ("create", "Match, and create the term in Odoo when it has none"),
            ("none", "Do not sync"),
        ],
        "Payment terms",
        default="match",
        required=True,
    )
    contact_sent = fields.Selection(
        [
            ("ranked", "Customers and suppliers"),
            ("documents", "Only who stands on a synced document"),
            ("all", "All companies and people"),
        ],
        "Sent to Xero by themselves",
        default="ranked",
        required=True,
    )
    contact_company = fields.Selection(
        [("shared", "All companies"), ("own", "Only the company of this connection")],
        "Imported contacts belong to",
        default="shared",
        required=True,
    )

    contact_overwrite = fields.Selection(
        [
            ("ask", "Ask about each difference"),
            ("xero", "Xero's values over Odoo's"),
            ("odoo", "Odoo's values over Xero's"),
        ],
        "Same name and e-mail",
        default="ask",
        required=True,
        help="When a contact is paired for the first time and both sides have different values.",
    )

    @api.depends("entity")
    def _compute_mobile_in_odoo(self):
        """Later series of Odoo have one phone for each partner."""
        self.mobile_in_odoo = bool(PARTNER_MOBILE)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_shown(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_shown(vals)
        return super().write(vals)

    def _check_shown(self, vals):
        """Nothing is written over before the differences were shown."""
        if not self.env.su and vals.get("contact_overwrite", "ask") != "ask":
            raise AccessError(
                _("Press “Choose” beside “Same name and e-mail”: the differences are shown first.")
            )

    def action_choose_overwrite(self):
        """Show what differs between contacts of the same name and e-mail, and choose a side.

        :rtype: dict
        :raises odoo.exceptions.AccessError: without the group Xero / Manager
        :raises odoo.exceptions.UserError: no contact was read from Xero yet
        """
        self.ensure_one()
        self.env["xero.sync"]._check_group("xero_connector.group_manager")
        self.check_access_rule("read")
        if not self.paired:
            raise UserError(
                _(
                    "Contacts have to be read from Xero once, so that the differences can be "
                    "shown. Press “Sync now” first."
                )
            )
        wizard = self.env["xero.overwrite.wizard"].create(
            {"setting_id": self.id, "side": self.contact_overwrite}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "name": _("Contacts with the same name and e-mail"),
        }

    @api.constrains("contact_phone", "contact_mobile", "contact_address", "contact_delivery")
    def _check_contact_slots(self):
        for setting in self:
            for chosen in (setting._contact_phones(), setting._contact_addresses()):
                if len(set(chosen.values())) < len(chosen):
                    raise ValidationError(
                        _("Two fields of Odoo cannot stand in one place in Xero. Choose another.")
                    )

    def _contact_phones(self):
        """Odoo's phone field -> Xero's phone type, for those that are synced.

        :rtype: dict[str, str]
        """
        chosen = {"phone": self.contact_phone, PARTNER_MOBILE: self.contact_mobile}
        return {name: slot for name, slot in chosen.items() if name and slot != "none"}

    def _contact_addresses(self):
        """``address`` and ``delivery`` -> Xero's address type, for those that are synced.

        :rtype: dict[str, str]
        """
        chosen = {"address": self.contact_address, "delivery": self.contact_delivery}
        return {name: slot for name, slot in chosen.items() if slot != "none"}
