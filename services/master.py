"""Where new records are made: on both sides, in Odoo or in Xero, and what follows from it."""

from dataclasses import replace

from odoo import _, models


def _own_column(declared):
    """The document's own field that holds a value as it is; empty when there is none."""
    own = declared.direct and declared.odoo and "." not in declared.odoo
    return {declared.odoo} if own else set()


class XeroSync(models.AbstractModel):
    _inherit = "xero.sync"

    # The page of Xero's on which a person makes a new record; None where nobody is asked which side
    # new ones are made on.
    _xero_new_page = None
    # Fields of Odoo that hold what the entity converts, by the name of the declared field.
    _xero_columns = {}

    def _wanted_domain(self, setting):
        """Nothing new leaves for a master in Xero, and never what a person keeps in Odoo alone."""
        domain = super()._wanted_domain(setting)
        if setting.master == "xero":
            return [*domain, ("id", "=", 0)]
        kept = self._kept_ids(setting) if self._xero_new_page else []
        return [*domain, ("id", "not in", kept)] if kept else domain

    def _kept_ids(self, setting):
        """Records that stay in Odoo alone.

        :rtype: list[int]
        """
        rows = self.env["xero.local"].sudo()
        domain = [
            ("connection_id", "=", setting.connection_id.id),
            ("entity", "=", self._xero_entity),
        ]
        return rows.search_fetch(domain, ["res_id"]).mapped("res_id")

    def _sent_otherwise(self, setting, ids):
        """Of these new records those that would be sent if they might be made in Odoo.

        :param xero.sync.setting setting: whose master is Xero
        :rtype: list[int]
        """
        free = setting.new({"master": "both"}, origin=setting)
        model = self.env[self._odoo_model].with_company(setting.company_id)
        return model.search([("id", "in", ids), *self._wanted_domain(free)]).ids

    def _leave_to_master(self, pair):
        """Whether this record is not made in Xero by the export; said to who asked for it."""
        setting = self._setting
        if not self._xero_new_page:
            return False
        if setting.master == "xero":
            pair.notes["why"] = _("not sent: new ones are made in Xero")
            why = _(
                "%s was not made in Xero, because new ones are made there by hand. Make it there; "
                "the next import pairs the two.",
                pair.name,
            )
        elif pair.res_id in self._kept_ids(setting):
            pair.notes["why"] = _("not sent: kept in Odoo only")
            why = _("%s is kept in Odoo only. Press “Send to Xero” on its form first.", pair.name)
        else:
            return False
        if pair.policy == "create":
            pair.refuse("not_allowed", why)
        else:
            pair.outcome = "skipped"
        return True

    def _new_url(self, connection):
        """The address of Xero's form for a new record.

        :rtype: str
        """
        return self._page_address(connection, self._xero_new_page)

    def _led(self, declared):
        """A declared field as this setting's master has it: what people cannot edit here while Xero
        leads is put right by the merge too, whoever changed it (a program, another company).

        :rtype: services.fields.Field
        """
        free = declared.owner == "both"
        own = free and (_own_column(declared) or declared.name in self._xero_columns)
        # Asked also where no setting is at hand: what both sides may change then stays so.
        setting_id = own and self.env.context.get("xero_setting_id")
        setting = self.env["xero.sync.setting"].sudo().browse(setting_id or ())
        led = setting.master == "xero"
        return replace(declared, owner="xero", chosen=True) if led else declared

    def _owned_columns(self):
        """Fields of Odoo that Xero leads while it is the master: those that are kept equal, and
        that nobody said Odoo leads.

        Lists (contact persons, delivery addresses) are records of their own and stay free.

        :rtype: set[str]
        """
        columns = set()
        for declared in self._declared():
            if declared.owner == "odoo":
                continue
            columns.update(_own_column(declared))
            columns.update(self._xero_columns.get(declared.name, ()))
        return columns & set(self._columns_at_hand())

    def _columns_at_hand(self):
        """Fields of the documents that people edit."""
        return self.env[self._odoo_model]._fields


class XeroSyncContact(models.AbstractModel):
    _inherit = "xero.sync.contact"

    _xero_new_page = "/Contacts/Edit.aspx"
    _xero_choices = ("master", "master_new")
    _xero_columns = {
        "name": ("name",),
        "first_name": ("xero_first_name",),
        "last_name": ("xero_last_name",),
        "email": ("email",),
        "address": ("street", "street2", "city", "zip", "state_id", "country_id"),
        "phone": ("phone",),
        "mobile": ("mobile",),
        "vat": ("vat",),
        "ref": ("ref",),
        "website": ("website",),
        "currency": ("xero_currency_id",),
        "terms_sales": ("property_payment_term_id",),
        "terms_bills": ("property_supplier_payment_term_id",),
        "status": ("active",),
    }

    def _owned_columns(self):
        """What a choice leaves out of the sync is free."""
        setting, columns = self._setting, super()._owned_columns()
        columns -= {"phone", "mobile"} - set(setting._contact_phones())
        if "address" not in setting._contact_addresses():
            columns -= set(self._xero_columns["address"])
        if setting.contact_terms == "none":
            columns -= {"property_payment_term_id", "property_supplier_payment_term_id"}
        return columns


class XeroSyncItem(models.AbstractModel):
    _inherit = "xero.sync.item"

    _xero_new_page = "/Accounts/Inventory"
    _xero_choices = ("master", "master_new")
    _xero_columns = {
        "code": ("default_code",),
        "name": ("name",),
        "sold": ("sale_ok",),
        "description": ("description_sale",),
        "sale_price": ("list_price", "lst_price"),
        "sale_account": ("property_account_income_id",),
        "sale_tax": ("taxes_id",),
        "bought": ("purchase_ok",),
        "purchase_description": ("description_purchase",),
        "purchase_price": ("standard_price",),
        "purchase_account": ("property_account_expense_id",),
        "purchase_tax": ("supplier_taxes_id",),
    }

    def _owned_columns(self):
        """What a choice leaves out of the sync is free."""
        setting, columns = self._setting, super()._owned_columns()
        if setting.item_cost != "both":
            columns -= {"standard_price"}
        if not setting.item_accounts:
            for name in ("sale_account", "sale_tax", "purchase_account", "purchase_tax"):
                columns -= set(self._xero_columns[name])
        return columns
